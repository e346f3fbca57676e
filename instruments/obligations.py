"""What waits with regard to parliament, for all, for one unit or for one person: late, due, without a day, unowned."""

import datetime
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from heapq import merge
from itertools import islice
from urllib.parse import urlencode

from django.db.models import F
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from pyroaring import BitMap

from cyberpolicy.asking import among
from cyberpolicy.counting import tally_of
from cyberpolicy.models import Unit, User
from cyberpolicy.visibility import access_of
from instruments import held_over
from instruments.models import Commitment, Motion, Outcome, Owed
from instruments.owing import Owing
from instruments.querysets import OwedQuerySet

KINDS: tuple[type[Owed], ...] = (Motion, Commitment)
READ_LIST = "cyberpolicy.view_internal"  # what one needs to open the working list
Dated = tuple[datetime.date | None, int]  # the day in whose order a record stands, and its key
SHOWN, SHOWN_TO_ONE = 10, 200  # one person has few: all of them are listed


def _by_deadline(owing: Owing, found: BitMap) -> Iterable[Dated]:
    return owing.nearest_first(found)


def _by_holding(_owing: Owing, found: BitMap) -> Iterable[Dated]:
    held = held_over.waiting(Motion.objects.filter(pk__in=among(found))).order_by()
    return sorted(((day, key) for key, day in held.values_list("pk", "held_on")), key=_by_day)


@dataclass(frozen=True)
class Waiting:
    """A reason to wait: which records, and the query string under which a list shows the same.

    ``day``: the field with the day in whose order they stand, as ``in_order`` gives them. ``told`` and ``prepare`` say
    what else the list tells of them.
    """

    name: str
    label: Promise
    hint: Promise
    which: Callable[[Owing, datetime.date], BitMap]
    query: dict[str, str]
    kinds: tuple[type[Owed], ...] = KINDS
    day: str = "due_on"
    in_order: Callable[[Owing, BitMap], Iterable[Dated]] = _by_deadline
    told: Callable[[OwedQuerySet], OwedQuerySet] = lambda records: records
    prepare: Callable[[list[Motion]], None] = lambda records: None

    def fetched(self, model: type[Owed], keys: Collection[int], user) -> dict[int, Owed]:
        """Those of the records that are of one kind and that ``user`` may see, by key."""
        records = list(self.told(_with_people(model.objects.visible_to(user).filter(pk__in=keys))))
        self.prepare(records)
        return {record.pk: record for record in records}


WAITING = (
    Waiting("late", _("Late"), _("Past the deadline and still open."), Owing.overdue, {"deadline": "late"}),
    Waiting("soon", _("Due within 30 days"), _("Today included."), Owing.due_soon, {"deadline": "soon"}),
    Waiting(
        "held-over",
        _("Held over"),
        _("Motions that lapse unless they are held over again, with the day since which, the longest waiting first."),
        lambda owing, on: owing.open & owing.having("outcome", [Outcome.HELD_OVER]),
        {"outcome": Outcome.HELD_OVER.value},
        kinds=(Motion,),
        day="held_on",
        in_order=_by_holding,
        told=held_over.waiting,
        prepare=held_over.attach_lapses,
    ),
    Waiting(
        "undated", _("Without a deadline"), _("No day was named."), lambda owing, on: owing.owed & owing.undated, {}
    ),
    Waiting(
        "unowned",
        _("Without an owner"),
        _("Nobody sees to them."),
        lambda owing, on: owing.owed & owing.having("owner_id", [None]),
        {},
    ),
)
WAITING_BY_NAME = {waiting.name: waiting for waiting in WAITING}


@dataclass(frozen=True)
class Pile:
    """The records that wait for one reason. ``lists``: the address and count of each kind's own list of them."""

    waiting: Waiting
    count: int
    records: list[Owed]
    lists: list[tuple[str, str, int]]

    @property
    def rows(self) -> list[tuple[datetime.date | None, Owed]]:
        """The records, each with the day in whose order they stand."""
        return [(getattr(owed, self.waiting.day), owed) for owed in self.records]

    @property
    def more(self) -> int:
        return self.count - len(self.records)


def owing(model: type[Owed], user, unit: Unit | None = None, person: User | None = None) -> Owing:
    """What ``user`` may see of one kind; of a unit, and of what a person sees to, where asked."""
    tally = tally_of(model)
    seen = Owing(tally, tally.visible(access_of(user)))
    if unit:
        seen = Owing(tally, seen.having("unit_id", [unit.pk]))
    if person:
        seen = Owing(tally, seen.having("owner_id", [person.pk]) | seen.having("deputy_id", [person.pk]))
    return seen


def piles(user, on: datetime.date, *, unit: Unit | None = None, person: User | None = None) -> list[Pile]:
    """What waits on day ``on`` of what ``user`` may see, in a fixed number of queries."""
    shown = SHOWN_TO_ONE if person else SHOWN
    return [
        _pile(WholePile(waiting, user, on, unit, person), unit, person, shown)
        for waiting in WAITING
        if not (person and waiting.name == "unowned")
    ]


def _pile(whole: "WholePile", unit: Unit | None, person: User | None, shown: int) -> Pile:
    lists, waiting = [], whole.waiting
    for model, found in whole.found.items():
        if found and waiting.query and not person:
            names, query = model._meta, urlencode(waiting.query | ({"unit": unit.code} if unit else {}))
            lists.append((f"{reverse(f'{names.model_name}-list')}?{query}", names.verbose_name_plural, len(found)))
    return Pile(waiting, len(whole), whole[:shown], lists)


class WholePile:
    """All that waits for one reason, the nearest first: a sequence for pages, which reads only what is shown."""

    def __init__(self, waiting: Waiting, user, on: datetime.date, unit: Unit | None, person: User | None) -> None:
        self.waiting, self.user = waiting, user
        self._owing = {model: owing(model, user, unit, person) for model in waiting.kinds}
        self.found = {model: waiting.which(of_kind, on) for model, of_kind in self._owing.items()}

    def __len__(self) -> int:
        return sum(map(len, self.found.values()))

    def __getitem__(self, which: slice) -> list[Owed]:
        each = [self.waiting.in_order(self._owing[model], found) for model, found in self.found.items()]
        in_order = merge(*each, key=_by_day)
        keys = [key for _day, key in islice(in_order, which.start, which.stop)]
        records = {}
        for model, found in self.found.items():
            records |= self.waiting.fetched(model, [key for key in keys if key in found], self.user)
        return [records[key] for key in keys if key in records]


def due_of(person: User, on: datetime.date) -> list[Owed]:
    """What ``person`` sees to and may see that is late or due within thirty days, the nearest first."""
    found = []
    for model in KINDS:
        mine = model.objects.visible_to(person).of(person)
        found += [*_nearest(mine.overdue(on)), *_nearest(mine.due_soon(on))]
    return _nearest_first(found)


def dated_of(person: User) -> list[Owed]:
    """Everything open with a deadline that ``person`` sees to and may see."""
    found = []
    for model in KINDS:
        found += _nearest(model.objects.visible_to(person).of(person).open().filter(due_on__isnull=False))
    return _nearest_first(found)


def lapsing_of(person: User) -> list[Motion]:
    """The motions that ``person`` sees to and may see that are held over, and of which the day they lapse is known."""
    mine = list(_nearest(held_over.waiting(Motion.objects.visible_to(person).of(person)), "held_on"))
    held_over.attach_lapses(mine)
    return [motion for motion in mine if motion.lapses_on]


def _nearest(queryset: OwedQuerySet, day: str = "due_on") -> OwedQuerySet:
    return _with_people(queryset).order_by(F(day).asc(nulls_last=True), "pk")


def _with_people(queryset: OwedQuerySet) -> OwedQuerySet:
    return queryset.select_related("unit", "owner", "deputy")


def _nearest_first(records: Iterable[Owed]) -> list[Owed]:
    """The same of records that were fetched."""
    return sorted(records, key=lambda owed: _by_day((owed.due_on, owed.pk)))


def _by_day(dated: Dated) -> tuple[bool, str, int]:
    """To sort by: undated ones last."""
    day, key = dated
    return day is None, str(day or ""), key
