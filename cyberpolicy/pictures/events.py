"""Everything of the records that has a date: milestones, statuses, outcomes, deadlines, positions. Never typed twice.

First only keys and days are read, of a bounded number; then the few that are drawn or listed in full.
"""

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache

from django.apps import apps
from django.db.models import F, Q, QuerySet, Value
from django.utils.functional import Promise
from pyroaring import BitMap

from cyberpolicy import dates
from cyberpolicy.asking import one_of
from cyberpolicy.kinds import part_links
from cyberpolicy.models import CatalogueEntry, EntryPart, Milestone, Relation
from cyberpolicy.models.milestones import MilestoneKind
from cyberpolicy.models.parts import VaguelyDated
from cyberpolicy.pictures.query import PictureQuery
from cyberpolicy.relation_kinds import IN_TRACK
from cyberpolicy.text_fields import Bilingual
from cyberpolicy.visibility import access_of


@dataclass(frozen=True, slots=True)
class Row:
    """An event as far as filters and the layout need it. ``code``: the kind of event."""

    pk: int
    model: str
    code: str
    entry_id: int
    entry_kind: str
    earliest: datetime.date | None
    latest: datetime.date | None

    @property
    def is_dated(self) -> bool:
        return bool(self.earliest or self.latest)


@dataclass(frozen=True)
class Event:
    """An event as a person reads it."""

    row: Row
    entry: CatalogueEntry
    what: str
    title: Bilingual | str
    when: dates.VagueDate | None
    is_expected: bool = False
    is_disputed: bool = False
    note: str = ""

    @property
    def url(self) -> str:
        return self.entry.get_absolute_url()


@cache
def dated_parts() -> dict[str, type[EntryPart]]:
    """The kinds of part that stand on a timeline, by the name of their model."""
    models = (model for model in apps.get_models() if issubclass(model, EntryPart))
    return {m._meta.model_name: m for m in models if issubclass(m, VaguelyDated) or m.happens_on}


def codes() -> dict[str, str | Promise]:
    """Every kind of event with its name: the kinds of milestone, and what the other parts are called."""
    others = {name: model._meta.verbose_name_plural for name, model in dated_parts().items() if model is not Milestone}
    return dict(MilestoneKind.choices) | others


def _days(model: type[EntryPart]) -> tuple[str, str]:
    return (model.happens_on, model.happens_on) if model.happens_on else ("date_earliest", "date_latest")


def _standing(model: type[EntryPart], asked: PictureQuery) -> QuerySet:
    """The parts that count, of which the reader may see every record that they name."""
    found, seen = model.objects.order_by(), asked.tally.visible(access_of(asked.user))
    for owner, link in part_links():
        if owner is model:
            found = found.filter(one_of(link, seen, asked.tally.everything))
    if hasattr(model, "retracted_at"):
        found = found.filter(retracted_at__isnull=True)
    return found.exclude(**{f"{model.happens_on}__isnull": True}) if model.happens_on else found


def rows(asked: PictureQuery, most: int) -> list[Row]:
    """The events in the period asked for, of records that the address limits to, oldest first; undated ones last.

    One more than ``most`` when there are more: which ones they are says nothing.
    """
    found: list[Row] = []
    for name, model in dated_parts().items():
        found += _read(name, asked, asked.linked, _in_period(asked, model, asked.linked)[: most + 1 - len(found)])
    return sorted(found, key=_order)


def rows_passing(asked: PictureQuery, codes: Collection[str], most: int) -> tuple[list[Row], bool]:
    """The same of events that pass all filters, and of a chosen record those near it; with whether these are all.

    If not they are the latest with a date, in whole months.
    """
    found: list[Row] = []
    passing = _passing(asked)
    for name, model in dated_parts().items():
        if codes and model is not Milestone and name not in codes:
            continue
        earliest, latest = _days(model)
        events = _in_period(asked, model, passing)
        events = events.filter(kind__in=codes) if codes and model is Milestone else events
        dated, undated = ({f"{earliest}__isnull": is_null} for is_null in (False, True))
        newest_first = events.filter(**dated).order_by(f"-{earliest}", f"-{latest}", "-pk")
        found += _read(name, asked, passing, newest_first[: most + 1])
        found += _read(name, asked, passing, events.filter(**undated)[: most + 1])
    found = sorted(found, key=_order)
    if len(found) <= most:
        return found, True
    latest = [row for row in found if row.earliest][-most:]
    first = latest[0].earliest if latest else None
    whole = [row for row in latest if (row.earliest.year, row.earliest.month) != (first.year, first.month)]
    return whole or latest, False


def _in_period(asked: PictureQuery, model: type[EntryPart], records: BitMap) -> QuerySet:
    """The parts of these records in the period asked for."""
    of_records = one_of(model.owner_field, records, asked.tally.everything)
    return _standing(model, asked).filter(asked.period.overlap(*_days(model)), of_records)


def _passing(asked: PictureQuery) -> BitMap:
    """The records that pass the filters, and are the chosen one or linked with it."""
    found = asked.linked & asked.in_tracks() & asked.of_kinds()
    return found & BitMap([asked.focus.pk, *neighbours(asked.focus, asked.user)]) if asked.focus else found


def _read(name: str, asked: PictureQuery, records: BitMap, events: QuerySet) -> list[Row]:
    """The events as rows, of these records and of none that was added while they were read."""
    model = dated_parts()[name]
    code = F("kind") if model is Milestone else Value(name)
    values = list(events.annotate(code=code).values_list("pk", "code", f"{model.owner_field}_id", *_days(model)))
    kinds = asked.kinds_of(records & BitMap([value[2] for value in values]))
    return [Row(pk, name, code, of, kinds[of], first, last) for pk, code, of, first, last in values if of in kinds]


def _order(row: Row) -> tuple:
    first, last = row.earliest or row.latest, row.latest or row.earliest
    return (first is None, first or datetime.date.max, last or datetime.date.max, row.pk)


def tracks_of(asked: PictureQuery, entries: Collection[int]) -> dict[int, frozenset[int]]:
    """For each of these records that stand in a track the tracks, as far as the reader may see."""
    found, wanted = defaultdict(set), BitMap(entries)
    for track, members in asked.members().items():
        for entry in members & wanted:
            found[entry].add(track)
        found[track].add(track)  # a track's own dates stand in its lane
    return {entry: frozenset(tracks) for entry, tracks in found.items()}


def neighbours(focus: CatalogueEntry | None, user) -> frozenset[int]:
    """The records with a relation to the chosen one."""
    if focus is None:
        return frozenset()
    links = Relation.objects.visible_to(user).filter(Q(subject=focus) | Q(object=focus)).exclude(kind=IN_TRACK)
    return frozenset(pk for pair in links.order_by().values_list("subject_id", "object_id") for pk in pair) - {focus.pk}


def in_full(wanted: Iterable[Row]) -> dict[int, Event]:
    """The events themselves, by key: one query for each kind of part."""
    by_model = defaultdict(dict)
    for row in wanted:
        by_model[row.model][row.pk] = row
    found = {}
    for name, model in dated_parts().items():
        links = [link for owner, link in part_links() if owner is model]
        parts = model.objects.filter(pk__in=by_model[name]).select_related("entry", *links)
        found |= {part.pk: _event(by_model[name][part.pk], part) for part in parts}
    return found


def _event(row: Row, part: EntryPart) -> Event:
    title = getattr(part, "title", "") or part.entry.title
    day = getattr(part, part.happens_on) if part.happens_on else None
    when = dates.parse(day.isoformat()) if day else part.vague_date
    return Event(
        row, part.entry, _what(part), title, when,
        getattr(part, "is_expected", False), getattr(part, "is_disputed", False), str(getattr(part, "note", "") or ""),
    )  # fmt: skip


def _what(part: EntryPart) -> str:
    """What happened, in words: "aangenomen", "stand van uitvoering: gemeld", "standpunt: …"."""
    if isinstance(part, Milestone):
        return part.get_kind_display()
    name = part._meta.verbose_name
    return str(name) if part.happens_on == getattr(part, "told_by", None) else f"{name}: {part}"
