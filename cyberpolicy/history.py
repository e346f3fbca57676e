"""Who changed what, when and why. Every write of a record happens in an Action; what it changed is kept by itself.

Records, their parts and their citations tell the open action before they are written (``touch``, ``touch_key``).
At its end the action compares how each touched record was with how it is, and leaves one group of revisions. A write
without an action gets one of its own; a write that cannot be followed (``update``, ``bulk_create``) is refused.
"""

import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import transaction

from cyberpolicy import catalogue, guard
from cyberpolicy.kinds import entry_models
from cyberpolicy.models import CatalogueEntry, ChangeGroup, Entry, Revision
from cyberpolicy.models.revisions import RevisionKind
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

    def __enter__(self) -> "Action":
        self._outer = _open_action.get()
        if self._outer:
            return self._outer
        self._atomic = transaction.atomic()
        self._atomic.__enter__()
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
        self._atomic.__exit__(*error)

    # Before a write

    def watch(self, entries: Iterable[Entry]) -> None:
        """Before records of one kind are written: remember how they are, and hold them for this action."""
        entries = [entry for entry in entries if entry.pk not in self._before]
        if not entries:
            return
        ids = [entry.pk for entry in entries]
        list(CatalogueEntry.objects.select_for_update().filter(pk__in=ids).order_by("pk").values_list("pk"))
        stored = type(entries[0])._base_manager.in_bulk(ids)
        for pk, state in states_of(list(stored.values())).items():
            self._before[pk] = entries[0].kind_name, state, stored[pk].version

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

    def note(self, entry: Entry, changes: dict[str, list]) -> None:
        """Keep a difference that is no part of the record's state, such as a new text of a document."""
        self._sign(entry, is_new=False)
        catalogue.refresh(entry)
        self._revise(entry, entry.key, RevisionKind.CHANGED, entry.version, changes)

    # At the end

    def _keep_differences(self) -> None:
        ids = defaultdict(list)
        for pk, (kind, _state, _version) in self._before.items():
            ids[kind].append(pk)
        for kind, pks in ids.items():
            present = entry_models()[kind]._base_manager.in_bulk(pks)
            states = states_of(list(present.values()))
            for pk in pks:
                self._keep(present.get(pk), self._before[pk], states.get(pk))

    def _keep(self, entry: Entry | None, was: tuple[str, State | None, int], after: State | None) -> None:
        kind, before, version = was
        changes = differences(before or {}, after or {})
        if not changes:
            return
        if entry is None:
            if before:
                self._revise(None, f"{kind}:{before['slug']}", RevisionKind.DELETED, version + 1, changes)
            return
        is_new = before is None
        self._sign(entry, is_new=is_new)
        catalogue.refresh(entry)
        self._tell_instances(entry)
        self._revise(entry, entry.key, RevisionKind.CREATED if is_new else RevisionKind.CHANGED, entry.version, changes)

    def _sign(self, entry: Entry, *, is_new: bool) -> None:
        entry.version = 1 if is_new else entry.version + 1
        entry.updated_by = self.by
        if is_new:
            entry.created_by = self.by

    def _tell_instances(self, entry: Entry) -> None:
        """The caller's own copies of the record must not write back what the action derived."""
        for instance in self._instances[entry.pk]:
            for field in entry._meta.concrete_fields:
                if not field.editable and not field.primary_key:
                    setattr(instance, field.attname, getattr(entry, field.attname))

    def _revise(self, entry: Entry | None, key: str, kind: str, version: int, changes: dict[str, list]) -> None:
        if self.group.pk is None:
            self.group.save()
        Revision.objects.create(
            group=self.group,
            entry_id=entry.pk if entry else None,
            record=key,
            kind=kind,
            version=version,
            changes=changes,
        )


class Untracked:
    """Stands in for an action where the history is kept elsewhere."""

    def touch(self, entry: Entry, *, is_new: bool) -> None: ...

    def touch_key(self, pk: int) -> None: ...


@contextmanager
def writing(action: str = "save") -> Iterator[Action | Untracked]:
    """The open action, or one for this write alone; in one transaction either way."""
    if guard.is_off():
        with transaction.atomic():
            yield Untracked()
        return
    with Action(action) as open_action:
        yield open_action
