"""What waits for an editor: drafts, what has no proof, what is stale, without an owner or not well translated."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cyberpolicy.kinds import entry_models
from cyberpolicy.models import CatalogueEntry, Citation
from cyberpolicy.visibility import State

SHOWN = 8
STALE_AFTER = datetime.timedelta(days=365)


@dataclass(frozen=True)
class Pile:
    """Records that wait for the same thing. ``rows`` narrows a queryset of the catalogue to them, as seen on a day."""

    name: str
    label: Promise
    hint: Promise
    rows: Callable[[QuerySet, datetime.date], QuerySet]


def _drafts(rows: QuerySet, today: datetime.date) -> QuerySet:
    return rows.filter(state__in=(State.DRAFT, State.REVIEW))


def _unsourced(rows: QuerySet, today: datetime.date) -> QuerySet:
    return rows.filter(~Exists(Citation.objects.filter(entry=OuterRef("pk"), part__isnull=True)))


def _untranslated(rows: QuerySet, today: datetime.date) -> QuerySet:
    return rows.filter(Q(title_en="") | (Q(summary_en="") & ~Q(summary_nl="")))


def _outdated(rows: QuerySet, today: datetime.date) -> QuerySet:
    return rows.exclude(outdated="")


def _unowned(rows: QuerySet, today: datetime.date) -> QuerySet:
    return rows.filter(unit__isnull=True)


def _stale(rows: QuerySet, today: datetime.date) -> QuerySet:
    return rows.filter(Q(verified_on__isnull=True) | Q(verified_on__lt=today - STALE_AFTER))


PILES = {
    pile.name: pile
    for pile in (
        Pile("drafts", _("Drafts and in review"), _("Not published yet."), _drafts),
        Pile("unsourced", _("Without a source"), _("No passage proves them."), _unsourced),
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


@dataclass
class Waiting:
    """A pile as one person sees it: how many of each kind, and the first of them."""

    pile: Pile
    kinds: list[tuple[str, int]]
    records: QuerySet

    @property
    def count(self) -> int:
        return sum(number for _kind, number in self.kinds)


def waiting(pile: Pile, rows: QuerySet, today: datetime.date) -> Waiting:
    """What of ``rows``, those that the person may see, waits on a pile; withdrawn records wait for nothing."""
    found = pile.rows(rows.exclude(state=State.WITHDRAWN), today)
    counts = dict(found.order_by().values_list("kind").annotate(n=Count("pk")))
    kinds = [(kind, counts[kind]) for kind in entry_models() if kind in counts]
    return Waiting(pile, kinds, found.order_by("kind", "title_nl", "pk"))


def rows_for(user, *, unit=None, unowned: bool = False, kind: str = "") -> QuerySet:
    """The records that ``user`` may see: of one unit or of none, and of one kind, where asked."""
    rows: QuerySet = CatalogueEntry.objects.visible_to(user)
    if unit or unowned:
        rows = rows.filter(unit=unit) if unit else rows.filter(unit__isnull=True)
    return rows.filter(kind=kind) if kind else rows
