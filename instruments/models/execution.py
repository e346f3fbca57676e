"""The ministry's side: how far a motion, each of its requests, or a commitment was carried out."""

from collections import defaultdict
from collections.abc import Collection, Iterable

from django.db import models
from django.db.models import Case, Exists, Max, Min, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce, Substr, Trim
from django.db.models.lookups import GreaterThanOrEqual
from django.utils.translation import gettext_lazy as _

from cyberpolicy.models import DatedRow
from cyberpolicy.models.statuses import DatedRowQuerySet
from cyberpolicy.moments import LATEST_FIRST, Moment
from cyberpolicy.text_fields import bilingual
from instruments.models.requests import Request


class Execution(models.TextChoices):
    OPEN = "open", _("open")
    NOT_STARTED = "not_started", _("not started")
    IN_PROGRESS = "in_progress", _("in progress")
    REPORTED = "reported", _("reported")
    PARTLY_SETTLED = "partly_settled", _("partly settled")
    SETTLED = "settled", _("settled")
    TRANSFERRED = "transferred", _("transferred")
    WILL_NOT_BE_CARRIED_OUT = "will_not_be_carried_out", _("will not be carried out")


CLOSED = (Execution.SETTLED, Execution.TRANSFERRED, Execution.WILL_NOT_BE_CARRIED_OUT)
# From nothing known to settled. A motion's status follows from the lowest and the highest of its requests.
RANKS = (
    "", Execution.OPEN, Execution.NOT_STARTED, Execution.IN_PROGRESS, Execution.REPORTED, Execution.PARTLY_SETTLED,
    Execution.WILL_NOT_BE_CARRIED_OUT, Execution.TRANSFERRED, Execution.SETTLED,
)  # fmt: skip
RANK = {status: rank for rank, status in enumerate(RANKS)}
FIRST_CLOSED, FIRST_PARTLY, FIRST_BEGUN = (
    RANK[Execution.WILL_NOT_BE_CARRIED_OUT], RANK[Execution.PARTLY_SETTLED], RANK[Execution.IN_PROGRESS],
)  # fmt: skip


class ExecutionStatus(DatedRow):
    """How far it was: of the whole, or of one request. See ``combined`` for what the whole makes of its requests."""

    part_name = "executions"
    part_of = ("motion", "commitment")
    about_field = "request_number"
    to_be_proven = frozenset({Execution.SETTLED})

    status = models.CharField(_("execution"), max_length=24, choices=Execution)
    request_number = models.PositiveSmallIntegerField(
        _("request"), null=True, blank=True, help_text=_("Only when it is about one request of the motion.")
    )
    justification_nl = models.CharField(
        _("why settled without proof (Dutch)"),
        max_length=500,
        blank=True,
        help_text=_("Needed to settle without a quoted passage, or by a letter older than the motion. Readers see it."),
    )
    justification_en = models.CharField(_("why settled without proof (English)"), max_length=500, blank=True)

    justification = bilingual("justification")

    class Meta(DatedRow.Meta):
        verbose_name, verbose_name_plural = _("execution status"), _("execution statuses")

    def __str__(self) -> str:
        return self.get_status_display()

    @classmethod
    def abouts(cls, entry) -> list[tuple[int, str]]:
        """The requests of a motion."""
        return [(request.number, str(request)) for request in entry.catalogue.request_set.all()]

    @classmethod
    def telling(cls, rows: DatedRowQuerySet) -> DatedRowQuerySet:
        """Those of the whole."""
        return rows.filter(request_number__isnull=True)

    @classmethod
    def current(cls, ids: Collection[int]) -> dict[int, str]:
        """What the standing rows of each say together: of the whole, or put together from those of the requests."""
        rows, numbers = defaultdict(list), defaultdict(list)
        for row in cls.objects.standing().filter(entry_id__in=ids):
            rows[row.entry_id].append(row)
        for pk, number in Request.objects.filter(entry_id__in=ids).values_list("entry_id", "number"):
            numbers[pk].append(number)
        return {pk: status_of(rows[pk], numbers[pk]) for pk in ids}

    @classmethod
    def told(cls, at: Moment, model: type[models.Model]) -> models.expressions.Combinable:
        whole = super().told(at, model)
        if model._meta.model_name not in Request.part_of:
            return whole
        apart = cls.objects.standing(at).filter(entry=OuterRef("pk"), request_number__isnull=False)
        return Case(When(Exists(apart), then=Coalesce(_combined(at), whole)), default=whole)


# One motion, in Python


def status_of(rows: list[ExecutionStatus], numbers: Iterable[int]) -> str:
    """The status of the whole. ``rows`` stand in order; ``numbers`` are those of the requests."""
    numbers = list(numbers)
    if numbers and any(row.request_number is not None for row in rows):
        return combined(status_of_request(rows, number) for number in numbers)
    return next((row.status for row in reversed(rows) if row.request_number is None), "")


def status_of_request(rows: list[ExecutionStatus], number: int) -> str:
    """The latest row about the request or the whole; but what a row about it closed, only such a row opens again."""
    own = [row for row in rows if row.request_number == number]
    is_closed = bool(own) and own[-1].status in CLOSED
    counting = [
        row
        for row in rows
        if row.request_number == number or (row.request_number is None and (not is_closed or row.status in CLOSED))
    ]
    return counting[-1].status if counting else ""


def combined(statuses: Iterable[str]) -> str:
    """The status of a motion of which these are the requests: closed when all are, partly settled when some are."""
    ranks = [RANK[status] for status in statuses]
    low, high = min(ranks), max(ranks)
    if low >= FIRST_CLOSED or low == high:
        return RANKS[high]
    if high >= FIRST_PARTLY:
        return Execution.PARTLY_SETTLED
    return Execution.IN_PROGRESS if high >= FIRST_BEGUN else Execution.OPEN


# Many motions, in SQL. What ``combined`` makes of a lowest and a highest rank is looked up in a table of its answers:
# written as conditions it would repeat the whole query of the requests a dozen times (minutes to compile).

WIDTH = max(map(len, RANKS))
ANSWERS = "".join(f"{combined([low, high]):{WIDTH}}" for low in RANKS for high in RANKS)


def _combined(at: Moment) -> Trim:
    """The status that follows from the requests of a motion; null when it has none."""
    ranked = Case(
        *(When(status=status, then=rank) for status, rank in RANK.items()), output_field=models.IntegerField()
    )
    rows = ExecutionStatus.objects.standing(at).filter(entry=OuterRef("entry")).order_by(*LATEST_FIRST)
    own, whole = Q(request_number=OuterRef("number")), Q(request_number__isnull=True)

    def latest(which: Q) -> Subquery:
        return Subquery(rows.filter(which).annotate(rank=ranked).values("rank")[:1])

    rank = Case(
        When(GreaterThanOrEqual(latest(own), FIRST_CLOSED), then=latest(own | whole & Q(status__in=CLOSED))),
        default=Coalesce(latest(own | whole), Value(0)),
        output_field=models.IntegerField(),
    )
    requests = Request.objects.filter(entry=OuterRef("pk")).order_by().annotate(rank=rank)
    cell = requests.values("entry").annotate(cell=Min("rank") * len(RANKS) + Max("rank")).values("cell")
    return Trim(Substr(Value(ANSWERS), Subquery(cell) * WIDTH + 1, WIDTH))
