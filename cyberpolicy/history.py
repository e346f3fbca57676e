"""Who changed what, when and why. Every write of a record happens in an Action; what it changed is kept by itself.

Records, their parts and their citations tell the open action before they are written (``touch``, ``touch_key``).
At its end the action compares how each touched record was with how it is, and leaves one group of revisions. A write
without an action gets one of its own; a write that cannot be followed (``update``, ``bulk_create``) is refused.
"""

import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import transaction
from django.utils import timezone

from cyberpolicy import catalogue, guard, stamps, tombstones, translations
from cyberpolicy.batching import BATCH, batches
from cyberpolicy.kinds import entry_models, part_models
from cyberpolicy.models import CatalogueEntry, ChangeGroup, Entry, EntryPart, Part, Revision, Tombstone
from cyberpolicy.models.revisions import RevisionKind
from cyberpolicy.search import index
from cyberpolicy.states import State, differences, states_of

# Columns from which nothing follows but their copy in the catalogue: what is done to many records sets these.
SET_AT_ONCE = frozenset({"unit_id", "owner_id", "deputy_id", "state", "visibility", "verified_on"})

_open_action: ContextVar["Action | None"] = ContextVar("open_action", default=None)


class Action:
    """All writes of one action. Use it in a ``with``: it is one transaction and leaves one group in the history.

    Inside another action it is part of that one.
    """

    def __init__(self, action: str, *, by=None, reason: str = "") -> None:
        self.by = by if getattr(by, "is_authenticated", False) else None
        self.group = ChangeGroup(by=self.by, action=action, reason=reason)
        self._before: dict[int, tuple[str, State | None, int]] = {}
        self._instances: dict[int, list[Entry]] = defaultdict(list)
        self._extra: dict[int, dict[str, list]] = defaultdict(dict)
        self._tombstones: dict[int, Tombstone] = {}
        self._revived: set[int] = set()
        self._revisions: list[Revision] = []
        self._derived: set[int] = set()  # of which parts changed
        self._searched: set[int] = set()  # of which the search may know what changed
        self._texts: dict[int, dict] = {}  # of records of which a text changed

    def __enter__(self) -> "Action":
        self._outer = _open_action.get()
        if self._outer:
            return self._outer
        self._stack = ExitStack()
        self._stack.enter_context(transaction.atomic())
        self._stack.enter_context(stamps.collected())
        self._token = _open_action.set(self)
        return self

    def __exit__(self, kind, error, trace) -> None:
        if self._outer:
            return
        try:
            if kind is None:
                self._keep_differences()
        except BaseException:
            self._close(*sys.exc_info())
            raise
        self._close(kind, error, trace)

    def _close(self, *error) -> None:
        _open_action.reset(self._token)
        self._stack.__exit__(*error)

    # Before a write

    def watch(self, entries: Iterable[Entry]) -> None:
        """Before records of one kind are written: remember how they are, and hold them for this action."""
        entries = [entry for entry in entries if entry.pk not in self._before]
        for some in batches(entries):
            ids = [entry.pk for entry in some]
            list(CatalogueEntry.objects.select_for_update().filter(pk__in=ids).order_by("pk").values_list("pk"))
            stored = type(some[0])._base_manager.in_bulk(ids)
            states = states_of(list(stored.values()))
            self._before |= {pk: (some[0].kind_name, states[pk], stored[pk].version) for pk in ids if pk in stored}

    def touch(self, entry: Entry, *, is_new: bool) -> None:
        if is_new:
            self._before.setdefault(entry.pk, (entry.kind_name, None, 0))
        else:
            self.watch([entry])
        self._instances[entry.pk].append(entry)

    def touch_key(self, pk: int) -> None:
        if pk not in self._before:
            kind = CatalogueEntry.objects.values_list("kind", flat=True).get(pk=pk)
            self.watch(entry_models()[kind]._base_manager.filter(pk=pk))

    def bury(self, entry: Entry) -> None:
        """Before a touched record is deleted: keep what its history needs, unless this action made it."""
        if self._before[entry.pk][1] is not None:
            self._save_group()
            self._tombstones[entry.pk] = tombstones.bury(entry, self.group)

    def revive(self, tombstone: Tombstone, state: State) -> Entry:
        """Bring a deleted record back, bare; its parts are for the caller."""
        self._before[tombstone.record_id] = tombstone.kind, None, tombstone.version
        self._revived.add(tombstone.record_id)
        return tombstones.bring_back(tombstone, state)

    def also(self, entry: Entry, name: str, old: list, new: list) -> None:
        """Keep with the record's revision a difference that is no part of its state."""
        if old != new:
            self._extra[entry.pk][name] = [old, new]

    # Writing many at once

    def set(self, entries: Sequence[Entry], columns: Mapping[str, Any]) -> None:
        """Give records of one kind the same values in columns of ``SET_AT_ONCE``."""
        if wrong := columns.keys() - SET_AT_ONCE:
            raise ValueError(f"cannot be set at once, other values follow from them: {sorted(wrong)}")
        self.watch(entries)
        for entry in entries:
            for name, value in columns.items():
                setattr(entry, name, value)
        catalogue.write_columns(entries, list(columns))

    def add(self, parts: Sequence[EntryPart]) -> None:
        """Write new parts of one sort, of records that are watched."""
        for some in batches(parts):
            kind = some[0]._meta.model_name
            rows = Part.objects.bulk_create([Part(entry_id=part.owner_id, kind=kind) for part in some])
            for part, row in zip(some, rows, strict=True):
                part.part = row
                part.complete()
            type(some[0])._base_manager.bulk_create(some)
            stamps.note(*(pk for part in some for pk in part.seen_from()))

    def remove(self, parts: Sequence[EntryPart]) -> None:
        """Take out parts of one sort, of records that are watched: dated rows are retracted, others deleted."""
        for some in batches(parts):
            ids = [part.pk for part in some]
            stamps.note(*(pk for part in some for pk in part.seen_from()))
            if hasattr(some[0], "retracted_at"):
                type(some[0])._base_manager.filter(pk__in=ids).update(retracted_at=timezone.now())
            else:
                Part.objects.filter(pk__in=ids).delete()

    # At the end

    def _keep_differences(self) -> None:
        self._at = timezone.now()
        ids = defaultdict(list)
        for pk, (kind, _state, _version) in self._before.items():
            ids[kind].append(pk)
        for kind, pks in ids.items():
            for some in batches(pks):
                present = entry_models()[kind]._base_manager.select_related("catalogue").in_bulk(some)
                states = states_of(list(present.values()))
                changed = [pk for pk in some if self._keep(present.get(pk), pk, states.get(pk))]
                self._write([present[pk] for pk in changed if pk in present])
        if self._revisions:
            self._save_group()
            Revision.objects.bulk_create(self._revisions, batch_size=BATCH)
            self._note_translations()

    def _keep(self, entry: Entry | None, pk: int, after: State | None) -> bool:
        """Note what differs of one record; whether anything does."""
        kind, before, version = self._before[pk]
        changes = differences(before or {}, after or {}) | self._extra[pk]
        if entry is None or changes:
            stamps.note(pk)
        if entry is None:
            if before:
                self._revise(pk, f"{kind}:{before['slug']}", RevisionKind.DELETED, version + 1, changes)
        elif changes:
            self._sign(entry)
            self._revise(pk, entry.key, self._kind(pk), entry.version, changes)
            if self._is_copied(entry, changes):
                self._derived.add(pk)
            if self._kind(pk) != RevisionKind.CHANGED or index.knows(entry.kind_name, changes):
                self._searched.add(pk)
            if before is not None and translations.touched(changes):
                self._texts[pk] = translations.texts_of(entry)
        return bool(changes)

    def _write(self, entries: list[Entry]) -> None:
        """Write what follows from the change of these records of one kind: the same few statements for all of them."""
        if not entries:
            return
        moved = catalogue.derive([entry for entry in entries if entry.pk in self._derived])
        catalogue.write_columns(entries, ["version", "created_by_id", "updated_by_id", "updated_at"])
        for entry in entries:
            self._tell_instances(entry)
        index.put([entry for entry in entries if entry.pk in moved | self._searched])

    def _note_translations(self) -> None:
        """Keep in the catalogue which of the changed texts lag behind their translation."""
        for some in batches(self._texts):
            history: dict[int, list] = defaultdict(list)
            rows = Revision.objects.filter(entry_id__in=some).order_by("pk").values_list("entry_id", "changes")
            for pk, changes in rows:
                history[pk].append(changes)
            records = CatalogueEntry.objects.only("outdated").in_bulk(some).values()
            for record in records:
                record.outdated = " ".join(translations.lagging(history[record.pk], self._texts[record.pk]))
            CatalogueEntry._base_manager.bulk_update(records, ["outdated"])

    def _kind(self, pk: int) -> RevisionKind:
        if pk in self._revived:
            return RevisionKind.RESTORED
        return RevisionKind.CREATED if self._before[pk][1] is None else RevisionKind.CHANGED

    def _sign(self, entry: Entry) -> None:
        is_new = entry.pk in self._before and self._kind(entry.pk) == RevisionKind.CREATED
        entry.version = 1 if is_new else entry.version + 1
        entry.updated_by, entry.updated_at = self.by, self._at
        if is_new:
            entry.created_by = self.by

    def _is_copied(self, entry: Entry, changes: dict[str, list]) -> bool:
        """Whether parts changed from which the record may copy values."""
        is_changed = self._kind(entry.pk) == RevisionKind.CHANGED
        return not is_changed or bool(changes.keys() & part_models(entry.kind_name).keys())

    def _tell_instances(self, entry: Entry) -> None:
        """The caller's own copies of the record must not write back what the action derived."""
        for instance in self._instances[entry.pk]:
            for field in entry._meta.concrete_fields:
                if not field.editable and not field.primary_key:
                    setattr(instance, field.attname, getattr(entry, field.attname))

    def _save_group(self) -> None:
        if self.group.pk is None:
            self.group.save()

    def _revise(self, pk: int, key: str, kind: str, version: int, changes: dict[str, list]) -> None:
        is_gone = kind == RevisionKind.DELETED
        self._revisions.append(
            Revision(
                group=self.group,
                entry_id=None if is_gone else pk,
                tombstone=self._tombstones.get(pk) if is_gone else None,
                record=key,
                kind=kind,
                version=version,
                changes=changes,
            )
        )


class Untracked:
    """Stands in for an action where the history is kept elsewhere."""

    def touch(self, entry: Entry, *, is_new: bool) -> None:
        stamps.note(entry.pk)

    def touch_key(self, pk: int) -> None:
        stamps.note(pk)

    def bury(self, entry: Entry) -> None: ...


@contextmanager
def writing(action: str = "save") -> Iterator[Action | Untracked]:
    """The open action, or one for this write alone; in one transaction either way."""
    if guard.is_off():
        with transaction.atomic(), stamps.collected():
            yield Untracked()
        return
    with Action(action) as open_action:
        yield open_action
