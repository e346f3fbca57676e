"""Making one record of two that are the same: everything moves to the one that stays, the other is withdrawn.

The address of the other redirects. It is one action, so it can be undone as one.
"""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models
from django.utils.translation import gettext as _

from cyberpolicy import beside
from cyberpolicy.bearings import Bearings, StateError
from cyberpolicy.history import Action
from cyberpolicy.joining import combined, is_twice, joined, joined_passages
from cyberpolicy.kinds import entry_models, part_models
from cyberpolicy.models import Citation, DatedRow, Document, Entry, EntryPart, Relation
from cyberpolicy.publication import hidden_in_all
from cyberpolicy.states import CITE_FIELDS, State, apply, differences, fill_fields, own_fields, own_values, state_of
from cyberpolicy.visibility import State as Publication
from cyberpolicy.visibility import Visibility

SHOWABLE = {Publication.PUBLISHED, Publication.WITHDRAWN}
Said = dict[tuple, datetime.datetime]  # what dated rows say, and since when it is known


@dataclass
class Merger:
    """What merging ``other`` into ``kept`` would make of the record that stays. Raises ValidationError if it cannot."""

    kept: Entry
    other: Entry
    now: State = field(init=False)
    wanted: State = field(init=False)
    said: Said = field(init=False)

    def __post_init__(self) -> None:
        if type(self.kept) is not type(self.other):
            raise ValidationError(_("Only two records of the same kind can be merged."))
        if self.kept.pk == self.other.pk:
            raise ValidationError(_("A record cannot be merged with itself."))
        self.now, theirs = state_of(self.kept), state_of(self.other)
        self.wanted = joined(self.now, theirs, self.kept, self.other)
        self._refuse_what_cannot_be()
        self._move_what_stands_beside()

    def _refuse_what_cannot_be(self) -> None:
        """What is hidden must not come out through the other record, and what may be there once cannot be twice."""
        ranks = {level: rank for rank, level in enumerate(Visibility.values)}
        is_published = self.kept.state == Publication.PUBLISHED and self.other.state not in SHOWABLE
        if ranks[self.other.visibility] > ranks[self.kept.visibility] or is_published:
            raise ValidationError(_("The other record is less visible than this one: make this one as hidden first."))
        for name, model in part_models(self.kept.kind_name).items():
            if is_twice(model, self.wanted.get(name, [])):
                raise ValidationError(_different(model))

    def _move_what_stands_beside(self) -> None:
        """The former addresses of both, the other's own among them, the passages of both, and since when is known."""
        lists = beside.lists_of([self.kept.pk, self.other.pk])
        mine, theirs = lists[self.kept.pk], lists[self.other.pk]
        self.now |= mine
        addresses = [*theirs[beside.ADDRESSES], {"slug": self.other.slug}]
        new = [row for row in addresses if row not in mine[beside.ADDRESSES] and row["slug"] != self.kept.slug]
        self.wanted[beside.ADDRESSES] = [*mine[beside.ADDRESSES], *new]
        self.wanted[beside.PASSAGES] = joined_passages(mine[beside.PASSAGES], theirs[beside.PASSAGES])
        self.said = _said(self.other)
        earlier = {row.pk: at.isoformat() for row, at in _recorded_later(self.kept, self.said)}
        self.wanted[beside.RECORDED] = [
            row | {"at": earlier.get(row["key"], row["at"])} for row in mine[beside.RECORDED]
        ]

    @property
    def changes(self) -> dict[str, list]:
        return differences(self.now, self.wanted)


def _different(model: type[EntryPart]) -> str:
    wrong = _("Both records have %(parts)s that differ where only one can be: make them the same first.")
    return wrong % {"parts": model._meta.verbose_name_plural}


# Carrying out


def merge(merger: Merger, *, by, reason: str = "") -> None:
    """Carry the merging out in one transaction. Raises StateError or ValidationError; then nothing was changed."""
    try:
        with Action("merge", by=by, reason=reason or _("Two records merged")) as action:
            # in this order, so that undoing frees what only one of them may have before the other gets it back
            action.watch([merger.other])
            action.watch([merger.kept])
            fresh = (type(record)._base_manager.get(pk=record.pk) for record in (merger.kept, merger.other))
            _merge(Merger(*fresh), action)
    except IntegrityError:
        raise StateError("", _("together they would have twice what only one record can have")) from None


def _merge(merger: Merger, action: Action) -> None:
    kept, other = merger.kept, merger.other
    bare, unique = _bare(other), _unique_fields(type(other))
    _move_beside(merger, action)
    named = _repoint(other, kept)
    apply(other, {name: v for name, v in bare.items() if name not in unique}, Bearings())
    apply(kept, merger.wanted, Bearings(), puts_back=False)
    for row, at in _recorded_later(kept, merger.said):
        type(row)._base_manager.filter(pk=row.pk).update(recorded_at=at)
    if any(hidden_in_all(record) for record in (type(kept)._base_manager.get(pk=kept.pk), *named)):
        raise StateError("", _("a public record would name one that is not public"))


def _bare(entry: Entry) -> State:
    """Its own values, withdrawn, without parts and sources."""
    own = {f.name for f in entry._meta.fields}
    return {n: v for n, v in state_of(entry).items() if n in own} | {"state": Publication.WITHDRAWN.value}


def _unique_fields(model: type[Entry]) -> set[str]:
    """Fields of which no two records may have the same value, and that may be empty: the one that stays gets it."""
    named = {name for constraint in model._meta.constraints for name in getattr(constraint, "fields", ())}
    return {f.name for f in model._meta.concrete_fields if f.name in named and f.blank}


def _move_beside(merger: Merger, action: Action) -> None:
    """The other keeps its passages: they are withdrawn with it, and undoing finds them there."""
    for name in beside.LABELS:
        beside.put_in(merger.kept, name, merger.now[name], merger.wanted[name])
        changed = [row for row in merger.now[name] if row not in merger.wanted[name]]
        new = [row for row in merger.wanted[name] if row not in merger.now[name]]
        action.also(merger.kept, name, changed, new)
    moved = [row for row in merger.wanted[beside.ADDRESSES] if row["slug"] != merger.other.slug]
    action.also(merger.other, beside.ADDRESSES, [row for row in moved if row not in merger.now[beside.ADDRESSES]], [])


def _repoint(other: Entry, kept: Entry) -> list[Entry]:
    """Let everything that refers to ``other`` refer to ``kept``; gives the other records whose fields name it now."""
    for relation in Relation.objects.filter(object_id=other.pk):
        _repoint_relation(relation, kept)
    if isinstance(other, Document):
        _repoint_citations(other, kept)
    named = []
    for model, name in _fields_that_name(type(other)):
        for record in model._base_manager.filter(**{name: other.pk}).exclude(pk__in=(kept.pk, other.pk)):
            setattr(record, f"{name}_id", kept.pk)
            record.save()
            named.append(record if isinstance(record, Entry) else _owner(record))
    return named


def _owner(part: EntryPart) -> Entry:
    return entry_models()[part.entry.kind]._base_manager.get(pk=part.owner_id)


def _repoint_relation(relation: Relation, kept: Entry) -> None:
    same = Relation.objects.filter(
        subject_id=relation.subject_id, kind=relation.kind, object_id=kept.pk, qualifier_en=relation.qualifier_en
    )
    if relation.subject_id == kept.pk:
        relation.delete()
    elif twin := same.first():
        _give(relation, twin)
        relation.delete()
    else:
        relation.object_id = kept.pk
        relation.save()


def _give(relation: Relation, twin: Relation) -> None:
    """What only the one says, to the other. Raises StateError where they contradict each other."""
    both = combined(Relation, own_values(twin), own_values(relation))
    if both is None:
        raise StateError("", _different(Relation))
    fill_fields(twin, both, None)
    twin.save()
    for citation in Citation.objects.filter(part_id=relation.pk):
        citation.part_id = twin.pk
        _save_once(citation)


def _repoint_citations(other: Document, kept: Document) -> None:
    """Citations of other records; those of the two themselves are in what they become."""
    passages = {passage.locator: passage for passage in kept.passages.all()}
    resting = Citation.objects.filter(document=other).exclude(entry__in=(kept.pk, other.pk)).select_related("passage")
    for citation in resting:
        citation.document = kept
        citation.passage = passages[citation.passage.locator] if citation.passage else None
        _save_once(citation)


def _save_once(citation: Citation) -> None:
    """Save a citation that moved; of two that say the same one stays. The same words elsewhere are not the same."""
    citation.mark_quote()
    names = ("entry_id", "part_id", "document_id", "passage_id", "quote_start", *CITE_FIELDS)
    same = {name: getattr(citation, name) for name in names}
    if Citation.objects.filter(**same).exclude(pk=citation.pk).exists():
        citation.delete()
    else:
        citation.save()


def _fields_that_name(kind: type[Entry]) -> list[tuple[type[models.Model], str]]:
    """The typed fields of records and parts that name a record of this kind."""
    return [
        (model, f.name)
        for model in apps.get_models()
        if issubclass(model, Entry | EntryPart)
        for f in model._meta.concrete_fields
        if isinstance(f, models.ForeignKey) and f.related_model is kind and not f.primary_key
    ]


# A dated row that came from the other was known since the day it was recorded there


def _said(entry: Entry) -> Said:
    """What its dated rows say that hold, and since when that is known."""
    said: Said = {}
    for row in _holding(entry):
        said[_values(row)] = min(row.recorded_at, said.get(_values(row), row.recorded_at))
    return said


def _recorded_later(entry: Entry, said: Said) -> list[tuple[DatedRow, datetime.datetime]]:
    """Its dated rows that say the same, but were recorded later; with that earlier moment."""
    found = ((row, said.get(_values(row), row.recorded_at)) for row in _holding(entry))
    return [(row, at) for row, at in found if at < row.recorded_at]


def _holding(entry: Entry) -> Iterator[DatedRow]:
    for model in beside.dated_models(entry.kind_name).values():
        yield from model._base_manager.filter(entry_id=entry.pk, retracted_at__isnull=True)


def _values(row: DatedRow) -> tuple:
    return type(row), *(getattr(row, field.attname) for field in own_fields(type(row)))
