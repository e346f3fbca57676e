"""What undoing an action would do to each record: read by kind, in batches, and worked out field by field."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from cyberpolicy import beside, holders, tombstones
from cyberpolicy.batching import batches
from cyberpolicy.bearings import Bearings, keys_in, link_names
from cyberpolicy.kinds import entry_models, part_models
from cyberpolicy.models import CatalogueEntry, ChangeGroup, Entry, EntryPart, Revision, Tombstone
from cyberpolicy.models.revisions import RevisionKind
from cyberpolicy.states import State, differences, is_rows, same, states_of, without
from cyberpolicy.visibility import State as Publication

MADE = {RevisionKind.CREATED, RevisionKind.RESTORED}


@dataclass
class Step:
    """What undoing means for one record: the state it gets, and the fields that were changed again since.

    ``missing`` names what cannot be put back because it is gone, ``emptied`` the fields of which the person or unit is;
    ``obstacle`` says why nothing can.
    """

    subject: CatalogueEntry | Tombstone
    kind: str
    entry: Entry | None
    now: State
    wanted: State
    conflicts: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    emptied: list[str] = field(default_factory=list)
    is_withdrawal: bool = False
    obstacle: str = ""

    @property
    def is_return(self) -> bool:
        """Whether a deleted record comes back."""
        return self.entry is None

    @property
    def is_partial(self) -> bool:
        """Whether something is not put back as it was."""
        return bool(self.conflicts or self.missing or self.emptied or self.obstacle)

    @property
    def changes(self) -> dict[str, list]:
        return {} if self.obstacle else differences(self.now, self.wanted)


class Planner:
    """Reads all that a plan needs by kind, in batches."""

    def __init__(self, group: ChangeGroup) -> None:
        self.revisions = list(group.revisions.select_related("entry", "tombstone").order_by("-pk"))
        self.entries = entries_of(self.revisions)
        self.states = _states_of(self.entries.values())
        self._add_lists_beside()
        self.bearings = Bearings(keys_in([*(r.changes for r in self.revisions), *self.states.values()]))
        held_now = ({name: [value] for name, value in state.items()} for state in self.states.values())
        self.holders = holders.named_in([*(r.changes for r in self.revisions), *held_now])
        for revision in self._deletions():
            stone = revision.tombstone
            self.bearings.expect(stone.key, stone.record_id, tombstones.locators(stone))

    def _deletions(self) -> list[Revision]:
        return [r for r in self.revisions if r.kind == RevisionKind.DELETED and r.tombstone]

    def _add_lists_beside(self) -> None:
        moved = [r for r in self.revisions if r.entry_id in self.entries and beside.LABELS.keys() & r.changes.keys()]
        found = beside.lists_of(revision.entry_id for revision in moved)
        for revision in moved:
            for name in beside.LABELS.keys() & revision.changes.keys():
                self.states[revision.entry_id][name] = found[revision.entry_id][name]

    def planned(self) -> tuple[list[Step], list]:
        steps: dict[int, Step] = {}
        lost = []
        for revision in self.revisions:
            if revision.entry_id in self.entries:
                entry = self.entries[revision.entry_id]
                now = self.states[entry.pk]
                step = steps.setdefault(entry.pk, Step(revision.entry, entry.kind_name, entry, now, dict(now)))
                self._take_back(step, revision)
            elif revision.kind == RevisionKind.DELETED and revision.tombstone:
                steps[revision.tombstone.record_id] = self._return(revision)
            else:
                lost.append(revision.subject)
        return list(steps.values()), lost

    def _return(self, revision: Revision) -> Step:
        stone = revision.tombstone
        step = Step(stone, stone.kind, None, {}, {})
        for name, (old, _new) in revision.changes.items():
            self._put(step, name, self.bearings.renamed(stone.kind, name, old))
        step.obstacle = tombstones.obstacle(stone, step.wanted)
        return step

    def _take_back(self, step: Step, revision: Revision) -> None:
        """The state without what the revision did; what was changed again since stays as it is, and is named."""
        changes = {
            name: [self.bearings.renamed(step.kind, name, value) for value in change]
            for name, change in revision.changes.items()
        }
        if revision.kind in MADE:
            made = {name: new for name, (_old, new) in changes.items()}
            step.conflicts += differences(made, step.wanted)
            step.wanted["state"], step.is_withdrawal = Publication.WITHDRAWN.value, True
        elif revision.kind == RevisionKind.CHANGED:
            for name, (old, new) in changes.items():
                self._take_back_one(step, name, old, new)

    def _take_back_one(self, step: Step, name: str, old: Any, new: Any) -> None:
        now = step.wanted.get(name)
        if is_rows(old) or is_rows(new) or name in beside.LABELS:
            value, is_whole = _list_without(now or [], old or [], new or [])
        else:
            is_whole = same(now, new)
            value = old if is_whole else now
        if not is_whole:
            step.conflicts.append(name)
        self._put(step, name, value)

    def _put(self, step: Step, name: str, value: Any) -> None:
        """Set the value, without what names something that is gone."""
        model = entry_models()[step.kind]
        parts = part_models(step.kind)
        if name in parts and value:
            value = [self._whole(step, parts[name], row) for row in value if self._stands(step, parts[name], row)]
        elif name == "cites" and value:
            value = self._places(step, value)
        elif name in link_names(model) and value and not self.bearings.knows(value):
            step.missing.append(value)
            value = None
        elif value is not None and not self._is_held(model, name, value):
            step.emptied.append(name)
            value = None
        if value in (None, "", []):
            step.wanted.pop(name, None)
        else:
            step.wanted[name] = value

    def _is_held(self, model: type[Entry], name: str, value: Any) -> bool:
        """Whether the person or unit that a field would name is still there."""
        holder = holders.holding_fields(model).get(name)
        return holder is None or (holder, value) in self.holders

    def _stands(self, step: Step, model: type[EntryPart], row: State) -> bool:
        gone = [row[name] for name in link_names(model) & row.keys() if not self.bearings.knows(row[name])]
        step.missing += gone
        return not gone

    def _whole(self, step: Step, model: type[EntryPart], row: State) -> State:
        cites = self._places(step, row.get("cites", []))
        return {name: v for name, v in row.items() if name != "cites"} | ({"cites": cites} if cites else {})

    def _places(self, step: Step, cites: list[State]) -> list[State]:
        gone = [cite for cite in cites if not self.bearings.has_place(cite)]
        step.missing += [cite["document"] for cite in gone]
        return [cite for cite in cites if cite not in gone]


def entries_of(revisions: list[Revision]) -> dict[int, Entry]:
    ids: dict[str, list[int]] = defaultdict(list)
    for revision in revisions:
        if revision.entry:
            ids[revision.entry.kind].append(revision.entry_id)
    found = {}
    for kind, pks in ids.items():
        model = entry_models()[kind]
        for some in batches(pks):
            found |= model._base_manager.select_related("catalogue", *link_names(model)).in_bulk(some)
    return found


def _states_of(entries: Iterable[Entry]) -> dict[int, State]:
    by_kind: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        by_kind[entry.kind_name].append(entry)
    return {pk: state for rows in by_kind.values() for some in batches(rows) for pk, state in states_of(some).items()}


def _list_without(now: list, old: list, new: list) -> tuple[list, bool]:
    """Take out the parts that were added, put back those that were removed; not whole when an added one is gone."""
    added, removed = without(new, old), without(old, new)
    value = without(now, added)
    back = [row for row in removed if value.count(row) < old.count(row)]
    return value + back, not without(added, now)
