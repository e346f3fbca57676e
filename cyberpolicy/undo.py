"""Undoing an action as a whole: what would be put back, what was changed again since, and doing it."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from cyberpolicy.history import Action
from cyberpolicy.kinds import entry_models, part_models
from cyberpolicy.models import ChangeGroup, Entry, Revision
from cyberpolicy.models.revisions import RevisionKind
from cyberpolicy.publication import hidden_in_all
from cyberpolicy.states import Bearings, State, StateError, apply, differences, state_of
from cyberpolicy.visibility import State as Publication


@dataclass
class Step:
    """What undoing means for one record: the state it gets, and the fields that were changed again since."""

    revision: Revision
    entry: Entry
    now: State
    wanted: State
    conflicts: list[str] = field(default_factory=list)

    @property
    def changes(self) -> dict[str, list]:
        return differences(self.now, self.wanted)


@dataclass
class Plan:
    """The undoing of one action. ``lost`` names the records that no longer exist."""

    group: ChangeGroup
    steps: list[Step]
    lost: list[str]

    @property
    def is_empty(self) -> bool:
        return not any(step.changes for step in self.steps)


def plan_of(group: ChangeGroup) -> Plan:
    """What undoing ``group`` would do now. Changes nothing."""
    steps, lost = [], []
    for revision in group.revisions.select_related("entry").order_by("-pk"):
        entry = _record(revision)
        if entry is None:
            lost.append(revision.record)
        else:
            now = state_of(entry)
            wanted, conflicts = _without(revision, now)
            steps.append(Step(revision, entry, now, wanted, conflicts))
    return Plan(group, steps, lost)


def _record(revision: Revision) -> Entry | None:
    if revision.entry is None:
        return None
    return entry_models()[revision.entry.kind].objects.filter(pk=revision.entry_id).first()


def _without(revision: Revision, now: State) -> tuple[State, list[str]]:
    """The present state without what the revision did; what was changed again since stays as it is, and is named."""
    if revision.kind == RevisionKind.CREATED:
        return now | {"state": Publication.WITHDRAWN.value}, []
    wanted, conflicts = dict(now), []
    parts = {*part_models(revision.entry.kind), "cites"}
    for name, (old, new) in revision.changes.items():
        if name in parts:
            value, is_whole = _list_without(now.get(name, []), old or [], new or [])
        else:
            is_whole = now.get(name) == new
            value = old if is_whole else now.get(name)
        if not is_whole:
            conflicts.append(name)
        _set(wanted, name, value)
    return wanted, conflicts


def _list_without(now: list, old: list, new: list) -> tuple[list, bool]:
    """Take out the parts that were added, put back those that were removed; not whole when an added one is gone."""
    added, removed = [x for x in new if x not in old], [x for x in old if x not in new]
    value = [x for x in now if x not in added] + [x for x in removed if x not in now]
    ordered = old if sorted(map(repr, old)) == sorted(map(repr, value)) else value
    return ordered, all(x in now for x in added)


def _set(state: State, name: str, value: Any) -> None:
    if value in (None, "", []):
        state.pop(name, None)
    else:
        state[name] = value


def carry_out(plan: Plan, *, by) -> None:
    """Undo as planned, in one transaction, as an action of its own. Raises StateError when a record is gone."""
    reason = _("Undoes action %(number)s") % {"number": plan.group.pk}
    with Action("undo", by=by, reason=reason) as action:
        for kind in {type(step.entry) for step in plan.steps}:
            action.watch([step.entry for step in plan.steps if type(step.entry) is kind])
        bearings = Bearings()
        for step in plan_of(plan.group).steps:  # again, now that nobody else can write
            if step.changes:
                apply(step.entry, step.wanted, bearings)
                if hidden_in_all(step.entry):
                    wrong = _("“%(title)s” would name a record that is not public")
                    raise StateError("", wrong % {"title": step.entry})
