"""Which motions and commitments stand in which table of a report.

A report compares two moments: the end of its own period, and the end of the period before, as that was known when the
report before was frozen. What is open at its end stands in the table of what is open. What is settled at its end, and
was not yet at the moment before, stands in the table of what was settled. So periods that follow on each other leave
nothing out and tell nothing twice, also when something is learnt late (docs/decisions/0013).
"""

import datetime
from dataclasses import dataclass

from pyroaring import BitMap

from cyberpolicy.counting import FieldValues, tally_then
from cyberpolicy.moments import Moment
from cyberpolicy.visibility import State, access_of
from instruments.agenda import DAY
from instruments.models import (
    CLOSED,
    Commitment,
    Motion,
    Outcome,
    Owed,
    Registered,
    Snapshot,
    Strength,
)
from instruments.querysets import OwedQuerySet
from instruments.reports.kinds import Selection

MODELS: dict[str, type[Owed]] = {"motions": Motion, "commitments": Commitment}
NAMES = tuple(f"{which}-{state}" for which in MODELS for state in ("settled", "open"))
ORDERS = {"motions": ("dossier", "sort_date", "slug"), "commitments": ("sort_date", "slug")}


@dataclass(frozen=True)
class Moments:
    """The end of the period before, and the end of this one: each as it was known at its time."""

    before: Moment
    now: Moment


def moments_of(selection: Selection, known: datetime.datetime | None = None) -> Moments:
    """``known``: the moment of freezing; None: what the rows say now."""
    before = latest_before(selection)
    joins = before and before.period_end + DAY == selection.start
    return Moments(Moment(selection.start - DAY, before.known_at if joins else known), Moment(selection.as_of, known))


def latest_before(selection: Selection) -> Snapshot | None:
    """The last frozen report of the same series and scope that ended before this one begins."""
    series = Snapshot.objects.of_series(selection.kind.series, selection.scope)
    return series.filter(period_end__lt=selection.start).first()


def states(which: str, selection: Selection, at: Moment, audience) -> dict[int, str]:
    """Which adopted motions, or commitments to parliament, are "open" and "settled" at a moment, by key."""
    model = MODELS[which]
    tally = tally_then(model, at)
    found = tally.visible(access_of(audience)) - tally.having(FieldValues(model, "state"), [State.WITHDRAWN])
    if which == "motions":
        found = found & tally.having(FieldValues(model, "outcome"), [Outcome.ADOPTED])
    else:
        found = found & tally.having(FieldValues(model, "strength"), [Strength.COMMITMENT])
        found = found - tally.having(FieldValues(model, "register_status"), [Registered.LAPSED])
    if selection.is_part:
        found = found & BitMap(within(model.objects.order_by(), selection).values_list("pk", flat=True))
    settled = tally.having(FieldValues(model, "execution"), CLOSED)
    return {key: "settled" if key in settled else "open" for key in found}


def within(records: OwedQuerySet, selection: Selection) -> OwedQuerySet:
    """Those of the chamber, ministries, tracks and unit asked for."""
    if selection.chamber:
        records = records.filter(chamber__in=(selection.chamber, "both"))
    if selection.ministries:
        records = records.linked("responsible-for", list(selection.ministries), reverse=True)
    if selection.tracks:
        records = records.linked("in-track", list(selection.tracks))
    return records.filter(unit__code=selection.unit) if selection.unit else records


def records_of(selection: Selection, moments: Moments, audience) -> dict[str, OwedQuerySet]:
    """The records of each table, in order. ``audience``: who may see them; None is anyone."""
    found = {}
    for which, model in MODELS.items():
        now = states(which, selection, moments.now, audience)
        before = states(which, selection, moments.before, audience)
        keys = {"settled": _with(now, "settled") - _with(before, "settled"), "open": _with(now, "open")}
        for state in keys:
            found[f"{which}-{state}"] = model.objects.filter(pk__in=keys[state]).order_by(*ORDERS[which], "pk")
    return found


def _with(told: dict[int, str], state: str) -> set[int]:
    return {key for key, said in told.items() if said == state}
