"""Changing many records at once: what a change would do to each, what refuses it, and doing it in one action.

All is read and written by sets: the number of queries grows with the batches of records, not with the records.
"""

import datetime
import hashlib
from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.db.models import QuerySet
from django.utils import formats
from django.utils.translation import gettext as _

from cyberpolicy.batching import batches
from cyberpolicy.history import Action
from cyberpolicy.kinds import part_models
from cyberpolicy.models import CatalogueEntry, ChangeGroup, Entry, Relation
from cyberpolicy.models.relations import RelationBasis
from cyberpolicy.publication import hidden_among
from cyberpolicy.relation_kinds import IN_TRACK

MOST = 5_000  # records in one action: seconds of work, and still possible to look through; more takes a narrower filter


class Change(Protocol):
    """One change, that can be made to any record of a kind."""

    def pending(self, entries: list[Entry]) -> list[Entry]:
        """The records that it would change; the others are so already."""

    def make(self, entries: list[Entry], action: Action) -> None:
        """Change records of one kind. The action watches them."""

    def written(self, entry: Entry) -> tuple[str, str, str]:
        """What it changes on a pending record, in words: field, old and new value."""

    def refused_for(self, entries: list[Entry]) -> dict[int, list[Entry]]:
        """The records that stand in the way, by the key of what they stand in the way of: public names only public."""


@dataclass(frozen=True)
class SetValue:
    """Give a field of each record the same value: one of those that ``Action.set`` can write."""

    name: str
    value: Any

    def pending(self, entries: list[Entry]) -> list[Entry]:
        return [entry for entry in entries if getattr(entry, self._column(entry)) != self._key]

    def make(self, entries: list[Entry], action: Action) -> None:
        if entries:
            action.set(entries, {self._column(entries[0]): self._key})

    def written(self, entry: Entry) -> tuple[str, str, str]:
        label = str(entry._meta.get_field(self.name).verbose_name)
        return label, str(getattr(entry, self.name) or "–"), str(self.value or "–")

    def refused_for(self, entries: list[Entry]) -> dict[int, list[Entry]]:
        if self.name not in {"state", "visibility"}:
            return {}
        return hidden_among([self._changed(entry) for entry in entries])

    def _changed(self, entry: Entry) -> Entry:
        changed = copy(entry)
        setattr(changed, self.name, self.value)
        return changed

    def _column(self, entry: Entry) -> str:
        return entry._meta.get_field(self.name).attname

    @property
    def _key(self) -> Any:
        return getattr(self.value, "pk", self.value)


@dataclass(frozen=True)
class SetDeadline:
    """A new row from ``on`` on; the former ones stay, so that the history of the deadline can be read."""

    due_on: datetime.date
    reason: str
    on: datetime.date

    def pending(self, entries: list[Entry]) -> list[Entry]:
        return [entry for entry in entries if entry.due_on != self.due_on]

    def make(self, entries: list[Entry], action: Action) -> None:
        since = min(self.on, self.due_on).isoformat()  # a deadline is not of after its own day
        row = {"due_on": self.due_on, "date": since, "basis": "public_record", "reason_nl": self.reason}
        action.add([part_models(entry.kind_name)["deadlines"](entry_id=entry.pk, **row) for entry in entries])

    def written(self, entry: Entry) -> tuple[str, str, str]:
        former, due = (formats.date_format(day, "j F Y") if day else "–" for day in (entry.due_on, self.due_on))
        return _("deadline"), former, due

    def refused_for(self, entries: list[Entry]) -> dict[int, list[Entry]]:
        return {}


@dataclass(frozen=True)
class InTrack:
    """Put each record in a track, or take it out."""

    track: CatalogueEntry
    is_in: bool = True

    def pending(self, entries: list[Entry]) -> list[Entry]:
        there = {link.subject_id for link in self._links(entries)}
        return [entry for entry in entries if (entry.pk in there) != self.is_in]

    def make(self, entries: list[Entry], action: Action) -> None:
        if self.is_in:
            row = {"kind": IN_TRACK, "object": self.track, "basis": RelationBasis.INFERRED}
            action.add([Relation(subject_id=entry.pk, **row) for entry in entries])
        else:
            action.remove(self._links(entries))

    def written(self, entry: Entry) -> tuple[str, str, str]:
        name = str(self.track.abbreviation or self.track.title)
        return (_("track"), "–", name) if self.is_in else (_("track"), name, "–")

    def refused_for(self, entries: list[Entry]) -> dict[int, list[Entry]]:
        return {}

    def _links(self, entries: list[Entry]) -> list[Relation]:
        links = Relation.objects.filter(kind=IN_TRACK, object=self.track)
        return [link for some in batches(entries) for link in links.filter(subject__in=[entry.pk for entry in some])]


@dataclass
class Outcome:
    """What changes do, or did: the records they change, and those refused with what stands in the way.

    ``version`` stands for the records as they were read.
    """

    version: str
    pending: list[tuple[Change, set[int]]]  # each change with the keys of the records that it changes
    changed: list[Entry] = field(default_factory=list)
    refused: list[tuple[Entry, list[Entry]]] = field(default_factory=list)
    unchanged: int = 0
    group: ChangeGroup | None = None

    def written(self, entry: Entry) -> list[tuple[str, str, str]]:
        """Field, old and new value in words, of what changes on a record."""
        return [change.written(entry) for change, keys in self.pending if entry.pk in keys]


class ChangedMeanwhile(Exception):
    """Somebody else wrote one of the records since the preview was made."""


def related(queryset: QuerySet) -> QuerySet:
    """With what is told of each record."""
    names = {field.name for field in queryset.model._meta.concrete_fields}
    return queryset.select_related("catalogue", *(name for name in ("unit", "owner") if name in names))


def preview(changes: Sequence[Change], entries: Iterable[Entry]) -> Outcome:
    """What the changes would do to records of one kind. Changes nothing."""
    entries = list(entries)
    pending = [(change, {entry.pk for entry in change.pending(entries)}) for change in changes]
    touched = set().union(*(keys for _change, keys in pending))
    outcome = Outcome(_version(entries), pending, unchanged=len(entries) - len(touched))
    changing = [entry for entry in entries if entry.pk in touched]
    hidden = {pk: rows for change in changes for pk, rows in change.refused_for(changing).items() if rows}
    outcome.refused = [(entry, hidden[entry.pk]) for entry in changing if entry.pk in hidden]
    outcome.changed = [entry for entry in changing if entry.pk not in hidden]
    return outcome


def carry_out(
    changes: Sequence[Change], entries: Iterable[Entry], *, action: str, by, reason: str = "", seen: str = ""
) -> Outcome:
    """Make the changes to every record of one kind that does not refuse them: one action in the history.

    ``seen``: the version of the preview that the editor saw. Raises ChangedMeanwhile; then nothing was changed.
    """
    with Action(action, by=by, reason=reason) as act:
        entries = list(entries)
        act.watch(entries)  # of two who write at once the second sees the first
        held = [entry for some in batches(entries) for entry in _read_again(some)]
        outcome = preview(changes, held)
        if seen and outcome.version != seen:
            raise ChangedMeanwhile
        for change, keys in outcome.pending:
            change.make([entry for entry in outcome.changed if entry.pk in keys], act)
    outcome.group = act.group
    return outcome


def _read_again(entries: list[Entry]) -> QuerySet:
    return related(type(entries[0]).objects.filter(pk__in=[entry.pk for entry in entries]).order_by("pk"))


def _version(entries: list[Entry]) -> str:
    return hashlib.sha256(repr(sorted((entry.pk, entry.version) for entry in entries)).encode()).hexdigest()[:16]
