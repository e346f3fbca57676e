"""What waits for an editor: drafts, what has no proof, what is stale, without an owner or not well translated."""

import datetime
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import partial

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from pyroaring import BitMap

from cyberpolicy.asking import among
from cyberpolicy.counting import FieldValues, Marks, Tally, tally_of
from cyberpolicy.kinds import entry_models
from cyberpolicy.models import CatalogueEntry, Citation, Document
from cyberpolicy.visibility import Access, State, access_of

SHOWN = 8
STALE_AFTER = datetime.timedelta(days=365)


@dataclass(frozen=True)
class Pile:
    """Records that wait for the same thing. ``holds``: the condition on catalogue rows, as seen on a day.

    ``reaches``: it depends on other records too, so that readers differ in what they see of it: it also asks who sees.
    ``also``: what waits besides, for who may not see everything; that is found in sets, where those are few.
    """

    name: str
    label: Promise
    hint: Promise
    holds: Callable[[datetime.date], Q] | Callable[[datetime.date, Access], Q]
    reaches: bool = False
    also: Callable[[Tally, Access], BitMap] | None = None


def _drafts(today: datetime.date) -> Q:
    return Q(state__in=(State.DRAFT, State.REVIEW))


def _unsourced(today: datetime.date) -> Q:
    return ~Q(Exists(Citation.objects.filter(entry=OuterRef("pk"), part__isnull=True)))


def _resting_on_hidden(tally: Tally, access: Access) -> BitMap:
    """The records of which no source may be seen."""
    papers = tally.having(FieldValues(CatalogueEntry, "kind"), [Document._meta.model_name])
    hidden = papers - tally.visible(access)
    if not hidden:
        return hidden
    own = Citation.objects.filter(part__isnull=True).order_by()
    found = BitMap(own.filter(document__in=among(hidden)).values_list("entry", flat=True))
    proven = own.filter(entry__in=among(found)).exclude(document__in=among(hidden))
    return found - BitMap(proven.values_list("entry", flat=True))


def _quote_gone(today: datetime.date, access: Access) -> Q:
    return Q(Exists(Citation.objects.of_seen(access).filter(entry=OuterRef("pk")).order_by().gone()))


def _untranslated(today: datetime.date) -> Q:
    return Q(title_en="") | (Q(summary_en="") & ~Q(summary_nl=""))


def _outdated(today: datetime.date) -> Q:
    return ~Q(outdated="")


def _unowned(today: datetime.date) -> Q:
    return Q(unit__isnull=True)


def _stale(today: datetime.date) -> Q:
    return Q(verified_on__isnull=True) | Q(verified_on__lt=today - STALE_AFTER)


PILES = {
    pile.name: pile
    for pile in (
        Pile("drafts", _("Drafts and in review"), _("Not published yet."), _drafts),
        Pile(
            "unsourced",
            _("Without a source"),
            _("No passage proves them."),
            _unsourced,
            also=_resting_on_hidden,
        ),
        Pile(
            "quote-gone",
            _("Quote gone from its source"),
            _("The text of the document changed: the words quoted no longer stand there. Cite what proves it now."),
            _quote_gone,
            reaches=True,
        ),
        Pile(
            "untranslated",
            _("Not translated"),
            _("No English title, or no English summary beside the Dutch one."),
            _untranslated,
        ),
        Pile(
            "outdated",
            _("Translation outdated"),
            _("Changed in one language and not in the other since. Verifying the record confirms both."),
            _outdated,
        ),
        Pile("unowned", _("Without an owner"), _("No unit answers for them."), _unowned),
        Pile("stale", _("Not verified for a year"), _("Nobody confirmed within a year that they still hold."), _stale),
    )
}


@dataclass(frozen=True)
class Alphabet:
    """The records by kind and Dutch title, the way piles are listed."""

    def ordered(self) -> QuerySet:
        return CatalogueEntry.objects.order_by("kind", "title_nl", "pk")


@dataclass(frozen=True)
class Waiting:
    """A pile as one person sees it: a sequence of its records, and how many of each kind."""

    pile: Pile
    found: BitMap
    tally: Tally

    def __len__(self) -> int:
        return len(self.found)

    def __getitem__(self, places: slice) -> list[CatalogueEntry]:
        start, stop, _step = places.indices(len(self))
        keys = self.tally.order(Alphabet()).page(self.found, start, stop)
        records = CatalogueEntry.objects.in_bulk(keys)
        return [records[key] for key in keys if key in records]

    @property
    def kinds(self) -> list[tuple[str, int]]:
        kinds = self.tally.values(FieldValues(CatalogueEntry, "kind"))
        counts = [(kind, kinds[kind].intersection_cardinality(self.found)) for kind in entry_models() if kind in kinds]
        return [(kind, count) for kind, count in counts if count]


class Desk:
    """What ``user`` may see of what waits: of one unit or of none, and of one kind, where asked."""

    def __init__(self, user, today: datetime.date, *, unit=None, unowned: bool = False, kind: str = "") -> None:
        self._tally = tally_of(CatalogueEntry)
        self._today, self._access = today, access_of(user)
        withdrawn = self._having("state", State.WITHDRAWN)  # they wait for nothing
        self._seen = self._tally.visible(self._access) - withdrawn
        if unit or unowned:
            self._seen &= self._having("unit", unit.pk if unit else None)
        if kind:
            self._seen &= self._having("kind", kind)

    def _having(self, field: str, value: Hashable) -> BitMap:
        return self._tally.having(FieldValues(CatalogueEntry, field), [value])

    def waiting(self, pile: Pile) -> Waiting:
        marks = _marks(self._today, self._access if pile.reaches else None)
        found = self._tally.having(marks, [pile.name])
        if pile.also:
            found = found | self._tally.made((pile.name, self._access), partial(pile.also, self._tally, self._access))
        return Waiting(pile, found & self._seen, self._tally)


def _marks(today: datetime.date, access: Access | None) -> Marks:
    """The piles that are the same for every reader; with ``access`` those that reach, of which more is read anew."""
    conditions = partial(_conditions, today, access)
    return Marks(CatalogueEntry, "pile", today, access, conditions=conditions, reaches=access is not None)


def _conditions(today: datetime.date, access: Access | None, _rows: QuerySet) -> dict[str, Q]:
    seen = (today,) if access is None else (today, access)
    found = [pile for pile in PILES.values() if pile.reaches == (access is not None)]
    return {pile.name: pile.holds(*seen) for pile in found}
