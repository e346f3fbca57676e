"""Who changed what, when and why. Every write of a record happens in an Action; what it changed is kept by itself.

Records, their parts and their citations tell the open action before they are written (``touch``, ``touch_key``).
At its end the action compares how each touched record was with how it is, and leaves one group of revisions. A write
without an action gets one of its own; a write that cannot be followed (``update``, ``bulk_create``) is refused.
"""

import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from cyberpolicy import beside, catalogue, guard, stamps, tombstones, translations
from cyberpolicy.batching import BATCH, batches
from cyberpolicy.kinds import entry_models, part_models
from cyberpolicy.models import CatalogueEntry, ChangeGroup, Entry, Revision, Tombstone
from cyberpolicy.models.revisions import RevisionKind
from cyberpolicy.search import index
from cyberpolicy.states import State, differences, states_of

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
        self._changed: set[int] = set()
        self._signed: list[int] = []
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

    # At the end

    def _keep_differences(self) -> None:
        ids = defaultdict(list)
        for pk, (kind, _state, _version) in self._before.items():
            ids[kind].append(pk)
        for kind, pks in ids.items():
            for some in batches(pks):
                present = entry_models()[kind]._base_manager.select_related("catalogue").in_bulk(some)
                states = states_of(list(present.values()))
                for pk in some:
                    self._keep(present.get(pk), pk, states.get(pk))
                index.put([entry for pk, entry in present.items() if pk in self._changed])
                signed = {"version": F("version") + 1, "updated_by": self.by, "updated_at": timezone.now()}
                entry_models()[kind]._base_manager.filter(pk__in=self._signed).update(**signed)
                self._signed.clear()
        if self._revisions:
            self._save_group()
            Revision.objects.bulk_create(self._revisions, batch_size=BATCH)
            self._note_translations()

    def _keep(self, entry: Entry | None, pk: int, after: State | None) -> None:
        kind, before, version = self._before[pk]
        changes = differences(before or {}, after or {}) | self._extra[pk]
        if entry is None or changes:
            stamps.note(pk)
        if entry is None:
            if before:
                self._revise(pk, f"{kind}:{before['slug']}", RevisionKind.DELETED, version + 1, changes)
        elif changes:
            self._sign(entry)
            self._write_derived(entry, changes)
            self._tell_instances(entry)
            self._revise(pk, entry.key, self._kind(pk), entry.version, changes)
            self._changed.add(pk)
            if before is not None and translations.touched(changes):
                self._texts[pk] = translations.texts_of(entry)

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
        entry.updated_by = self.by
        if is_new:
            entry.created_by = self.by

    def _write_derived(self, entry: Entry, changes: dict[str, list]) -> None:
        """What the record copies from its parts, if they changed; else it is written already, but for its version."""
        copied_from = {*part_models(entry.kind_name), beside.PASSAGES}
        if changes.keys() & copied_from or self._kind(entry.pk) != RevisionKind.CHANGED:
            catalogue.derive(entry)
        else:
            self._signed.append(entry.pk)

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
