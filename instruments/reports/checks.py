"""What to look at before a report goes out. For the one who makes it: each names only what that person may see."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from django.utils.formats import localize
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from cyberpolicy.batching import batches
from instruments import flags
from instruments.models import CLOSED, Commitment, ExecutionStatus, Owed
from instruments.querysets import OwedQuerySet
from instruments.reports.kinds import Selection
from instruments.reports.report import audience_of
from instruments.reports.tables import MODELS, Moments, moments_of, records_of, states

NAMED = 10  # records named with a warning
FLAGS = ("parliament-settled", "we-settled", "ended", "older", "unproven", "broken-proof", "unknown-word")


@dataclass
class Caution:
    """A thing to look at: how many rows, and the first of them."""

    label: Promise | str
    count: int = 0
    records: list = field(default_factory=list)

    @property
    def more(self) -> int:
        return self.count - len(self.records)

    def add(self, owed: Owed) -> None:
        self.count += 1
        if len(self.records) < NAMED:
            self.records.append(owed)


def warnings_of(selection: Selection, user) -> list[Caution]:
    """What stands out in the report of ``selection``, for ``user``."""
    found = {code: Caution(flags.FLAGS[code].label) for code in FLAGS}
    silent, undated = Caution(_("without a text for parliament")), Caution(_("settled on an unknown day: in no table"))
    nowhere, unmade = Caution(_("of an unknown chamber: left out")), Caution(_("made on an unknown day: told always"))
    moments, audience = moments_of(selection), audience_of(selection, user)
    for name, records in records_of(selection, moments, audience).items():
        for owed in _flagged(records, user):
            for flag in owed.flags:
                if flag.code in found:
                    found[flag.code].add(owed)
            if name.endswith("-open") and not (owed.public_text_nl or owed.public_text_en):
                silent.add(owed)
            if isinstance(owed, Commitment) and owed.made_on is None:
                unmade.add(owed)
    for which, model in MODELS.items():
        for owed in model.objects.filter(pk__in=_undated(states(which, selection, moments.now, audience), moments)):
            undated.add(owed)
        if selection.chamber:
            keys = states(which, replace(selection, chamber=""), moments.now, audience)
            for owed in model.objects.filter(pk__in=keys, chamber=""):
                nowhere.add(owed)
    return [caution for caution in (*found.values(), silent, undated, unmade, nowhere) if caution.count]


def _flagged(records: OwedQuerySet, user) -> Iterator[Owed]:
    for batch in batches(records):
        flags.attach_flags(batch, user)
        yield from batch


def _undated(told: dict[int, str], moments: Moments) -> set[int]:
    """Those settled by rows without a day: they held from the beginning, so in no period."""
    settling = ExecutionStatus.objects.standing(moments.now).filter(status__in=CLOSED).order_by()
    dated = set(settling.filter(date_earliest__isnull=False).values_list("entry_id", flat=True))
    return {key for key, state in told.items() if state == "settled"} - dated


def withheld(selection: Selection, user) -> str:
    """How many rows ``user`` would see and parliament does not, in words; empty without any."""
    if selection.kind.is_internal:
        return ""
    moments = moments_of(selection)
    seen, told = (sum(found.count() for found in records_of(selection, moments, who).values()) for who in (user, None))
    if seen <= told:
        return ""
    said = ngettext(
        "%(count)s row is not public and stands in no table.",
        "%(count)s rows are not public and stand in no table.",
        seen - told,
    )
    return said % {"count": localize(seen - told)}
