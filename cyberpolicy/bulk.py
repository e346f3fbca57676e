"""Changing many records at once: what a change would do to each, what refuses it, and doing it in one action."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Protocol

from cyberpolicy.history import Action
from cyberpolicy.models import CatalogueEntry, ChangeGroup, Entry, Relation
from cyberpolicy.models.relations import RelationBasis
from cyberpolicy.publication import hidden_in_all
from cyberpolicy.relation_kinds import IN_TRACK

MOST = 2_000  # records in one action: about a minute of work, and still possible to look through and undo


class Change(Protocol):
    """One change, that can be made to any record of a kind."""

    def pending(self, entries: list[Entry]) -> list[Entry]:
        """The records that it would change; the others are so already."""

    def make(self, entry: Entry) -> None:
        """Change a record. Called in an action."""

    def refused_for(self, entry: Entry) -> list[Entry]:
        """The records that stand in its way: a public record names only public ones."""


@dataclass
class SetValues:
    """Give fields of each record the same values."""

    values: dict[str, Any]

    def pending(self, entries: list[Entry]) -> list[Entry]:
        return [e for e in entries if any(getattr(e, name) != value for name, value in self.values.items())]

    def make(self, entry: Entry) -> None:
        self._set(entry)
        entry.save()

    def refused_for(self, entry: Entry) -> list[Entry]:
        if not self.values.keys() & {"state", "visibility"}:
            return []
        self._set(entry)
        return hidden_in_all(entry)

    def _set(self, entry: Entry) -> None:
        for name, value in self.values.items():
            setattr(entry, name, value)


def standing_in(track: CatalogueEntry, entries: Iterable[Entry]) -> set[int]:
    """The keys of those of the records that stand in the track."""
    links = Relation.objects.filter(kind=IN_TRACK, object=track, subject__in=[entry.pk for entry in entries])
    return set(links.values_list("subject_id", flat=True))


@dataclass
class InTrack:
    """Put each record in a track, or take it out."""

    track: CatalogueEntry
    is_in: bool

    def pending(self, entries: list[Entry]) -> list[Entry]:
        there = standing_in(self.track, entries)
        return [entry for entry in entries if (entry.pk in there) != self.is_in]

    def make(self, entry: Entry) -> None:
        if self.is_in:
            Relation(subject_id=entry.pk, kind=IN_TRACK, object=self.track, basis=RelationBasis.INFERRED).save()
        else:
            Relation.objects.filter(kind=IN_TRACK, object=self.track, subject_id=entry.pk).delete()

    def refused_for(self, entry: Entry) -> list[Entry]:
        return []


@dataclass
class Outcome:
    """What a change does, or did: the records it changes, and those refused with what stands in the way."""

    changed: list[Entry] = field(default_factory=list)
    refused: list[tuple[Entry, list[Entry]]] = field(default_factory=list)
    unchanged: int = 0
    group: ChangeGroup | None = None


def preview(change: Change, entries: Iterable[Entry]) -> Outcome:
    """What ``change`` would do to records of one kind. Changes nothing."""
    entries = list(entries)
    outcome = Outcome()
    for entry in change.pending(entries):
        hidden = change.refused_for(entry)
        if hidden:
            outcome.refused.append((entry, hidden))
        else:
            outcome.changed.append(entry)
    outcome.unchanged = len(entries) - len(outcome.changed) - len(outcome.refused)
    return outcome


def carry_out(change: Change, queryset, *, action: str, by, reason: str = "") -> Outcome:
    """Make the change to every record of ``queryset`` that does not refuse it: one action in the history."""
    with Action(action, by=by, reason=reason) as act:
        act.watch(queryset)
        outcome = preview(change, queryset.select_related("catalogue"))  # read after they were locked
        for entry in outcome.changed:
            change.make(entry)
    outcome.group = act.group
    return outcome
