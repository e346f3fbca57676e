"""Undoing an action as a whole: what would be put back, what was changed again since, and doing it."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from graphlib import CycleError, TopologicalSorter

from django.db import IntegrityError
from django.db.models import UniqueConstraint
from django.utils.translation import gettext as _

from cyberpolicy import beside, undo_sets
from cyberpolicy.batching import batches
from cyberpolicy.bearings import Bearings, StateError, keys_in
from cyberpolicy.history import Action
from cyberpolicy.kinds import entry_models, part_models
from cyberpolicy.models import CatalogueEntry, ChangeGroup, Entry, Tombstone
from cyberpolicy.publication import hidden_among, links
from cyberpolicy.states import State, apply
from cyberpolicy.undo_steps import Planner, Step, entries_of


@dataclass
class Plan:
    """The undoing of one action, as things are when its steps are first asked for."""

    group: ChangeGroup

    @cached_property
    def _parts(self) -> tuple[list[Step], list[CatalogueEntry | Tombstone | None]]:
        return Planner(self.group).planned()

    @property
    def steps(self) -> list[Step]:
        """In the order of carrying out: the last revision first."""
        return self._parts[0]

    @property
    def lost(self) -> list[CatalogueEntry | Tombstone | None]:
        """The records that were deleted by a later action, and are left as they are."""
        return self._parts[1]

    @property
    def is_empty(self) -> bool:
        return not any(step.changes for step in self.steps)


def plan_of(group: ChangeGroup) -> Plan:
    """What undoing ``group`` would do now. Changes nothing."""
    return Plan(group)


def carry_out(plan: Plan, *, by) -> int:
    """Undo as planned, in one transaction, as an action of its own; how many records it changed.

    Raises StateError when that cannot be; then nothing was changed.
    """
    reason = _("Undoes action %(number)s") % {"number": plan.group.pk}
    try:
        with Action("undo", by=by, reason=reason) as action:
            _hold(plan.group, action)
            steps = [step for step in plan_of(plan.group).steps if step.changes]
            _carry_out(steps, action)
    except IntegrityError as error:
        raise StateError("", _why(error)) from None
    return len(steps)


def _why(error: IntegrityError) -> str:
    """What the database refused; both name a foreign key when something that is named went away just now."""
    if "foreign key" in str(error).lower():
        return _("something that would be named again was removed just now; look at it again")
    return _("another record has an address name, number or name now that would come back")


def _hold(group: ChangeGroup, action: Action) -> None:
    """From here on nobody else can write these records."""
    revisions = group.revisions.select_related("entry").order_by("-pk")
    list(Tombstone.objects.select_for_update().filter(revisions__group=group).values_list("pk"))
    by_kind: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries_of(list(revisions)).values():
        by_kind[entry.kind_name].append(entry)
    for entries in by_kind.values():
        action.watch(entries)


def _carry_out(steps: list[Step], action: Action) -> None:
    for step in steps:
        if step.is_return:
            step.entry = action.revive(step.subject, step.wanted)
    for step in steps:
        _put_in(step, action)
    undo_sets.put_back(steps, action)
    left = [step for step in steps if step.changes]
    bearings = Bearings(keys_in([step.wanted for step in left]))
    for step in _givers_first(left):
        _bring(step, bearings)
    for step in steps:
        for name in beside.LABELS.keys() & step.changes.keys():
            beside.take_out(step.entry, name, step.now.get(name, []), step.wanted.get(name, []))
    _refuse_hidden([step.entry for step in steps])


def _givers_first(steps: list[Step]) -> list[Step]:
    """Who gives up an address name, number or code that only one can have, goes before who gets it back."""
    before = [_unique_values(step, step.now) for step in steps]
    after = [_unique_values(step, step.wanted) for step in steps]
    givers = {value: at for at, (old, new) in enumerate(zip(before, after, strict=True)) for value in old - new}
    order = TopologicalSorter({at: {givers[value] for value in after[at] & givers.keys()} for at in range(len(steps))})
    try:
        return [steps[at] for at in order.static_order()]
    except CycleError:  # an exchange: the database refuses it, and carry_out says so
        return steps


def _unique_values(step: Step, state: State) -> set[tuple]:
    meta = entry_models()[step.kind]._meta
    together = [constraint.fields for constraint in meta.constraints if isinstance(constraint, UniqueConstraint)]
    alone = [(field.name,) for field in meta.concrete_fields if field.unique]
    return {
        (meta.model, *names, *(state[name] for name in names))
        for names in [*alone, *together]
        if all(name in state for name in names)
    }


def _put_in(step: Step, action: Action) -> None:
    for name in beside.LABELS.keys() & step.changes.keys():
        now, wanted = step.now.get(name, []), step.wanted.get(name, [])
        beside.put_in(step.entry, name, now, wanted)
        action.also(step.entry, name, now, wanted)


def _bring(step: Step, bearings: Bearings) -> None:
    try:
        apply(step.entry, step.wanted, bearings, now=step.now or None)
    except StateError as error:
        raise StateError(error.field, f"“{step.entry}”: {error}") from None


def _refuse_hidden(entries: list[Entry]) -> None:
    """Once all are as they will be: what everyone may see names no record that not everyone may see."""
    for model in dict.fromkeys(type(entry) for entry in entries):
        if any(links(named) for named in (model, *part_models(model._meta.model_name).values())):
            for some in batches(entry.pk for entry in entries if type(entry) is model):
                stored = model._base_manager.in_bulk(some)
                for pk in hidden_among(list(stored.values())):
                    wrong = _("“%(title)s” would name a record that is not public")
                    raise StateError("", wrong % {"title": stored[pk]})
