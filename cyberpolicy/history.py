"""Who changed what, when and why: every write of records goes through an Action, which leaves one group of revisions."""

from django.db import transaction

from cyberpolicy import catalogue
from cyberpolicy.models import ChangeGroup, Entry, Revision
from cyberpolicy.models.revisions import RevisionKind
from cyberpolicy.states import State, differences, state_of


class Action:
    """All writes of one action. Use it in a ``with``: it is one transaction and leaves one group in the history."""

    def __init__(self, action: str, *, by=None, reason: str = "") -> None:
        self.by = by if getattr(by, "is_authenticated", False) else None
        self._group = ChangeGroup(by=self.by, action=action, reason=reason)
        self._atomic = transaction.atomic()

    def __enter__(self) -> "Action":
        self._atomic.__enter__()
        return self

    def __exit__(self, *error) -> None:
        self._atomic.__exit__(*error)

    def record(self, entry: Entry, before: State | None) -> Revision | None:
        """Keep the difference with ``before`` (None: the record is new), and refresh what lists read of its parts."""
        changes = differences(before or {}, state_of(entry))
        if before is not None and not changes:
            return None
        self._sign(entry, is_new=before is None)
        catalogue.refresh(entry)
        if self._group.pk is None:
            self._group.save()
        return Revision.objects.create(
            group=self._group,
            entry_id=entry.pk,
            record=entry.key,
            kind=RevisionKind.CREATED if before is None else RevisionKind.CHANGED,
            version=entry.version,
            changes=changes,
        )

    def _sign(self, entry: Entry, *, is_new: bool) -> None:
        entry.version = 1 if is_new else entry.version + 1
        entry.updated_by = self.by
        if is_new:
            entry.created_by = self.by
