"""What waits for an editor: drafts, what has no proof, what is stale, without an owner or not translated."""

import datetime
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cyberpolicy.models import CatalogueEntry, Citation
from cyberpolicy.visibility import State

SHOWN = 8
STALE_AFTER = datetime.timedelta(days=365)


@dataclass
class Pile:
    """Records that wait for the same thing: how many, and the first of them."""

    name: str
    label: Promise
    hint: Promise
    count: int
    records: list[CatalogueEntry]


def waiting(queryset: QuerySet, today: datetime.date) -> dict[str, QuerySet]:
    """By name of the pile, the rows of ``queryset`` that wait on it."""
    current = queryset.exclude(state=State.WITHDRAWN)
    cited = Exists(Citation.objects.filter(entry=OuterRef("pk"), part__isnull=True))
    untranslated = Q(title_en="") | (Q(summary_en="") & ~Q(summary_nl=""))
    return {
        "drafts": current.filter(state__in=(State.DRAFT, State.REVIEW)),
        "unsourced": current.filter(~cited),
        "untranslated": current.filter(untranslated),
        "unowned": current.filter(unit__isnull=True),
        "stale": current.filter(Q(verified_on__isnull=True) | Q(verified_on__lt=today - STALE_AFTER)),
    }


LABELS = {
    "drafts": (_("Drafts and in review"), _("Not published yet.")),
    "unsourced": (_("Without a source"), _("No passage proves them.")),
    "untranslated": (_("Not translated"), _("No English title, or no English summary beside the Dutch one.")),
    "unowned": (_("Without an owner"), _("No unit answers for them.")),
    "stale": (_("Not verified for a year"), _("Nobody confirmed within a year that they still hold.")),
}


def piles(user, today: datetime.date, *, unit=None) -> list[Pile]:
    """The piles of what ``user`` may see, of one unit where one is given."""
    visible = CatalogueEntry.objects.visible_to(user)
    rows = visible.filter(unit=unit) if unit else visible
    return [
        Pile(name, *LABELS[name], found.count(), list(found.order_by("kind", "title_nl", "pk")[:SHOWN]))
        for name, found in waiting(rows, today).items()
        if not (unit and name == "unowned")
    ]
