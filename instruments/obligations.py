"""What waits with regard to parliament, for all, for one unit or for one person: late, due, without a day, unowned."""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import F
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cyberpolicy.models import Unit, User
from instruments import held_over
from instruments.models import Commitment, Motion, Outcome, Owed
from instruments.querysets import OwedQuerySet

KINDS: tuple[type[Owed], ...] = (Motion, Commitment)
READ_LIST = "cyberpolicy.view_internal"  # what one needs to open the working list
SHOWN, SHOWN_TO_ONE = 10, 200  # one person has few: all of them are listed


@dataclass(frozen=True)
class Waiting:
    """A reason to wait: which records, and the query string under which a list shows the same.

    ``day``: the column with the day in whose order they stand. ``prepare``: sets what else the list says of them.
    """

    name: str
    label: Promise
    hint: Promise
    which: Callable[[OwedQuerySet, datetime.date], OwedQuerySet]
    query: dict[str, str]
    kinds: tuple[type[Owed], ...] = KINDS
    day: str = "due_on"
    prepare: Callable[[list[Motion]], None] | None = None

    def fetched(self, queryset: OwedQuerySet, most: int | None = None) -> list[Owed]:
        """The records of one kind that wait, in their order, at most so many."""
        found = list(_nearest(queryset, self.day)[:most])
        if self.prepare:
            self.prepare(found)
        return found

    def in_order(self, records: Iterable[Owed]) -> list[Owed]:
        """The same of several kinds together."""
        return _nearest_first(records, self.day)


WAITING = (
    Waiting(
        "late", _("Late"), _("Past the deadline and still open."), lambda q, on: q.overdue(on), {"deadline": "late"}
    ),
    Waiting("soon", _("Due within 30 days"), _("Today included."), lambda q, on: q.due_soon(on), {"deadline": "soon"}),
    Waiting(
        "held-over",
        _("Held over"),
        _("Motions that lapse unless they are held over again, with the day since which, the longest waiting first."),
        lambda q, on: held_over.waiting(q),
        {"outcome": Outcome.HELD_OVER.value},
        (Motion,),
        "held_on",
        held_over.attach_lapses,
    ),
    Waiting("undated", _("Without a deadline"), _("No day was named."), lambda q, on: q.without_deadline(), {}),
    Waiting("unowned", _("Without an owner"), _("Nobody sees to them."), lambda q, on: q.without_owner(), {}),
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


def of_whom(queryset: OwedQuerySet, unit: Unit | None, person: User | None) -> OwedQuerySet:
    found = queryset.filter(unit=unit) if unit else queryset
    return found.of(person) if person else found


def piles(user, on: datetime.date, *, unit: Unit | None = None, person: User | None = None) -> list[Pile]:
    """What waits on day ``on`` of what ``user`` may see, in a fixed number of queries."""
    shown = SHOWN_TO_ONE if person else SHOWN
    return [
        _pile(waiting, user, on, unit, person, shown)
        for waiting in WAITING
        if not (person and waiting.name == "unowned")
    ]


def _pile(waiting: Waiting, user, on: datetime.date, unit, person, shown: int) -> Pile:
    records, lists, total = [], [], 0
    for model in waiting.kinds:
        found = waiting.which(of_whom(model.objects.visible_to(user), unit, person), on)
        count = found.count()
        total += count
        records += waiting.fetched(found, shown)
        if count and waiting.query and not person:
            names, query = model._meta, urlencode(waiting.query | ({"unit": unit.code} if unit else {}))
            lists.append((f"{reverse(f'{names.model_name}-list')}?{query}", names.verbose_name_plural, count))
    return Pile(waiting, total, waiting.in_order(records)[:shown], lists)


class WholePile:
    """All that waits for one reason, the nearest first: a sequence for pages, which reads only what is shown."""

    def __init__(self, waiting: Waiting, user, on: datetime.date, unit: Unit | None, person: User | None) -> None:
        self.waiting, self.user, self.on = waiting, user, on
        found: list[tuple] = []
        for model in waiting.kinds:
            waits = waiting.which(of_whom(model.objects.visible_to(user), unit, person), on)
            found += [_by_day(day, key) for key, day in waits.order_by().values_list("pk", waiting.day)]
        self.keys = [key for _undated, _day, key in sorted(found)]

    def __len__(self) -> int:
        return len(self.keys)

    def __getitem__(self, which: slice) -> list[Owed]:
        chosen = (m.objects.visible_to(self.user).filter(pk__in=self.keys[which]) for m in self.waiting.kinds)
        shown = (self.waiting.fetched(self.waiting.which(records, self.on)) for records in chosen)
        return self.waiting.in_order(owed for records in shown for owed in records)


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
    return queryset.select_related("unit", "owner", "deputy").order_by(F(day).asc(nulls_last=True), "pk")


def _nearest_first(records: Iterable[Owed], day: str = "due_on") -> list[Owed]:
    """The same of records that were fetched."""
    return sorted(records, key=lambda owed: _by_day(getattr(owed, day), owed.pk))


def _by_day(day: datetime.date | None, key: int) -> tuple[bool, str, int]:
    """To sort by: undated ones last."""
    return day is None, str(day or ""), key
