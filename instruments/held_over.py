"""Motions that are held over: the clock that runs for each, and what it says."""

from collections.abc import Iterator

from django.conf import settings
from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cyberpolicy.dates import day_in_words, written
from cyberpolicy.models import Chamber
from cyberpolicy.models.statuses import DatedRowQuerySet
from cyberpolicy.moments import LATEST_FIRST
from instruments.agenda import concerning
from instruments.clocks import SENATE, Clock, Rule
from instruments.models import Motion, Outcome, OutcomeEvent, Recess
from instruments.querysets import OwedQuerySet


def clocks() -> dict[str, Clock]:
    """The clock of each chamber, as it is set and as the table of recesses stands. One query."""
    recesses = list(Recess.objects.order_by("starts_on").values_list("chamber", "starts_on", "ends_on"))
    return {
        chamber: Clock(rules, tuple((first, last) for of, first, last in recesses if of in concerning(chamber)))
        for chamber, rules in _rules().items()
    }


def _rules() -> dict[str, tuple[Rule, ...]]:
    return {
        Chamber.TWEEDE: _as_set(settings.HELD_OVER_MONTHS, settings.HELD_OVER_SOURCE),
        Chamber.EERSTE: _as_set(settings.SENATE_HELD_OVER_MONTHS, settings.SENATE_HELD_OVER_SOURCE) or SENATE,
    }


def _as_set(months: int, source: str) -> tuple[Rule, ...]:
    """The rule that the administrator set; 0 months: none."""
    return (Rule(source or gettext_lazy("source of the period not recorded"), months),) if months else ()


def said_of(motion: Motion) -> str:
    """What the clock of a held-over motion says, its outcomes attached; empty when it is not held over."""
    if motion.outcome != Outcome.HELD_OVER:
        return ""
    row = _last(motion.attached.parts["outcomes"])
    if row is None or row.date_latest is None:
        return _("Held over, on a day that is not known: when it lapses cannot be said.")
    clock, since = clocks().get(motion.of_chamber, Clock()), {"day": written(row.vague_date)}
    if rule := clock.rule_on(row.date_latest):
        return " ".join(_sentences(motion.of_chamber, clock, rule, row))
    if clock.rules:
        return _("Held over since %(day)s, before any rule that is known here: when it lapses cannot be said.") % since
    return _("Held over since %(day)s. The period after which it lapses is not set; ask the administrator.") % since


def _last(outcomes: list[OutcomeEvent]) -> OutcomeEvent | None:
    return next((row for row in reversed(outcomes) if row.outcome == Outcome.HELD_OVER), None)


def _sentences(chamber: str, clock: Clock, rule: Rule, row: OutcomeEvent) -> Iterator[str]:
    said, held = _("Held over since %(day)s. Unless held again it lapses on %(end)s (%(source)s)."), row.date_latest
    end = day_in_words(clock.lapses_on(held))
    yield said % {"day": written(row.vague_date), "end": end, "source": rule.source}
    if row.date_earliest != held:
        yield _("It is counted from %(day)s, the last day that it can have been.") % {"day": day_in_words(held)}
    if pauses := clock.pauses(held):
        first, last = pauses[0][0], pauses[-1][1]
        recesses = Recess.objects.filter(chamber__in=concerning(chamber), starts_on__lte=last, ends_on__gte=first)
        names = ", ".join(str(recess.name) for recess in recesses.order_by("starts_on"))
        yield _("Not counted: %(recesses)s.") % {"recesses": names}
    if not rule.skips_recesses:
        yield _("Whether recesses count is not known: this is the earliest day.")
    elif not clock.knows_recesses(held):
        yield _("Not every recess in this time is known here: this is the earliest day.")
    if rule.remark:
        yield str(rule.remark)


def last_held(outcomes: DatedRowQuerySet) -> Subquery:
    """The day on which a motion was last held over, of a vague one the latest that it can be: for a query of motions.

    ``outcomes``: the rows of ``OuterRef("pk")`` that count.
    """
    held = outcomes.filter(outcome=Outcome.HELD_OVER).order_by(*LATEST_FIRST)
    return Subquery(held.values("date_latest")[:1])


def waiting(motions: OwedQuerySet) -> OwedQuerySet:
    """Those that are held over now and still open, each with that day as ``held_on``."""
    outcomes = OutcomeEvent.objects.standing().filter(entry=OuterRef("pk"))
    return motions.open().filter(outcome=Outcome.HELD_OVER).annotate(held_on=last_held(outcomes))


def attach_lapses(motions: list[Motion]) -> None:
    """Set ``lapses_on`` on motions that wait so, None when it cannot be said; and whether it ``is_earliest``."""
    known = clocks() if motions else {}
    for motion in motions:
        clock = known.get(motion.of_chamber, Clock())
        held = motion.held_on
        motion.lapses_on = clock.lapses_on(held) if held else None
        motion.is_earliest = bool(held) and clock.is_earliest(held)
