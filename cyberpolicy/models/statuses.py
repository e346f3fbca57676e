"""Dated rows that say how a thing stood: only ever added to, and retracted with a moment when they were wrong."""

from collections.abc import Collection
from typing import Any

from django.db import models
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cyberpolicy.models.parts import VaguelyDated
from cyberpolicy.moments import IN_ORDER, LATEST_FIRST, NOW, Moment
from cyberpolicy.querysets import PartQuerySet
from cyberpolicy.text_fields import bilingual


class DatedRowQuerySet(PartQuerySet):
    def standing(self, at: Moment = NOW):
        """The rows that held and were known at a moment, oldest first; now: all that were not retracted."""
        return self.filter(at.q()).order_by(*IN_ORDER)


class DatedRow(VaguelyDated):
    """One row of a dated history: it holds from its date on, and was known from ``recorded_at`` on."""

    told_by = "status"  # the column that says how it stood
    is_ours = True  # whether the ministry itself keeps it; else it says what another keeps
    to_be_proven: frozenset[str] = frozenset()  # what may not be said without a source
    about_field = ""  # the column that says which numbered thing of the record it is about, for rows that have it

    remark_nl = models.CharField(_("remark (Dutch)"), max_length=300, blank=True)
    remark_en = models.CharField(_("remark (English)"), max_length=300, blank=True)
    recorded_at = models.DateTimeField(_("recorded at"), default=timezone.now, editable=False)
    retracted_at = models.DateTimeField(_("retracted at"), null=True, editable=False)

    remark = bilingual("remark")
    objects = DatedRowQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = IN_ORDER
        indexes = [models.Index(fields=["date_earliest"], name="%(class)s_earliest")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(retracted_at__isnull=True) | models.Q(retracted_at__gte=models.F("recorded_at")),
                name="%(class)s_retracted_after_recorded",
            )
        ]

    @classmethod
    def telling(cls, rows: DatedRowQuerySet) -> DatedRowQuerySet:
        """Those of ``rows`` that say how it stood; a subclass leaves out rows that say nothing of the whole."""
        return rows

    @classmethod
    def abouts(cls, entry) -> list[tuple[int, str]]:
        """The numbered things of a record that a row can be about, with their names; none but for some kinds."""
        return []

    @classmethod
    def current(cls, ids: Collection[int]) -> dict[int, Any]:
        """What the latest standing row of each of these records says; ``untold`` without one."""
        rows = cls.telling(cls.objects.standing()).filter(entry_id__in=ids)
        return dict.fromkeys(ids, cls.untold()) | dict(rows.values_list("entry_id", cls.told_by))

    @classmethod
    def told(cls, at: Moment, model: type[models.Model]) -> models.expressions.Combinable:
        """The same for the records of a query on ``model``, as they stood at a moment: an expression."""
        rows = cls.telling(cls.objects.standing(at)).filter(entry=models.OuterRef("pk")).order_by(*LATEST_FIRST)
        latest = models.Subquery(rows.values(cls.told_by)[:1])
        return latest if cls.untold() is None else Coalesce(latest, models.Value(cls.untold()))

    @classmethod
    def untold(cls) -> str | None:
        """What stands on a record without a row."""
        return None if cls._meta.get_field(cls.told_by).null else ""


class Progress(models.TextChoices):
    PLANNED = "planned", _("planned")
    PROPOSED = "proposed", _("proposed")
    EXPECTED = "expected", _("expected")
    ASPIRED = "aspired", _("aspired to")
    UNDER_NEGOTIATION = "under_negotiation", _("under negotiation")
    ONGOING = "ongoing", _("ongoing")
    IN_USE = "in_use", _("in use")
    ESTABLISHED = "established", _("established")
    COMPLETED = "completed", _("completed")
    STOPPED = "stopped", _("stopped")


class ProgressStatus(DatedRow):
    """How far an initiative, a forum's process or an instrument was."""

    part_name = "statuses"
    part_of = ("initiative", "forum", "instrument")

    status = models.CharField(_("status"), max_length=20, choices=Progress)

    class Meta(DatedRow.Meta):
        verbose_name, verbose_name_plural = _("progress status"), _("progress statuses")

    def __str__(self) -> str:
        return self.get_status_display()
