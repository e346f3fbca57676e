"""Dated rows that say how a thing stood: only ever added to, and retracted with a moment when they were wrong."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cyberpolicy.models.parts import EntryPart, VaguelyDated
from cyberpolicy.querysets import PartQuerySet
from cyberpolicy.text_fields import bilingual


class DatedRowQuerySet(PartQuerySet):
    def standing(self):
        """The rows that were not retracted, oldest first."""
        return self.filter(retracted_at__isnull=True).order_by(models.F("date_earliest").asc(nulls_first=True), "pk")


class DatedRow(VaguelyDated, EntryPart):
    """One row of a dated history: it holds from its date on, and was known from ``recorded_at`` on."""

    told_by = "status"  # the column that says how it stood

    remark_nl = models.CharField(_("remark (Dutch)"), max_length=300, blank=True)
    remark_en = models.CharField(_("remark (English)"), max_length=300, blank=True)
    recorded_at = models.DateTimeField(_("recorded at"), default=timezone.now, editable=False)
    retracted_at = models.DateTimeField(_("retracted at"), null=True, editable=False)

    remark = bilingual("remark")
    objects = DatedRowQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = [models.F("date_earliest").asc(nulls_first=True), "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(retracted_at__isnull=True) | models.Q(retracted_at__gte=models.F("recorded_at")),
                name="%(class)s_retracted_after_recorded",
            )
        ]

    @classmethod
    def current(cls, entry) -> str:
        """What the latest standing row of a record says; empty without one."""
        latest = cls.objects.standing().filter(entry_id=entry.pk).last()
        return getattr(latest, cls.told_by) if latest else ""


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
