"""The dated rows of motions and commitments: parliament's side, the ministry's side, and the deadlines."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cyberpolicy.models import DatedRow
from cyberpolicy.text_fields import bilingual


class Outcome(models.TextChoices):
    SUBMITTED = "submitted", _("submitted")
    AMENDED = "amended", _("amended")
    HELD_OVER = "held_over", _("held over")
    WITHDRAWN = "withdrawn", _("withdrawn")
    TAKEN_OVER = "taken_over", _("taken over")
    ADOPTED = "adopted", _("adopted")
    REJECTED = "rejected", _("rejected")
    LAPSED = "lapsed", _("lapsed")


class OutcomeEvent(DatedRow):
    """Parliament's side of a motion: what happened to it there, and the word the source used."""

    part_name = "outcomes"
    part_of = ("motion",)
    told_by = "outcome"

    outcome = models.CharField(_("outcome"), max_length=20, choices=Outcome)
    title_nl = models.CharField(_("title (Dutch)"), max_length=200, blank=True)
    title_en = models.CharField(_("title (English)"), max_length=200, blank=True)
    source_wording = models.CharField(_("word used by the source"), max_length=100, blank=True)

    title = bilingual("title")

    class Meta(DatedRow.Meta):
        verbose_name, verbose_name_plural = _("outcome in parliament"), _("outcomes in parliament")

    def __str__(self) -> str:
        return self.get_outcome_display()


class Execution(models.TextChoices):
    OPEN = "open", _("open")
    NOT_STARTED = "not_started", _("not started")
    IN_PROGRESS = "in_progress", _("in progress")
    REPORTED = "reported", _("reported")
    PARTLY_SETTLED = "partly_settled", _("partly settled")
    SETTLED = "settled", _("settled")
    TRANSFERRED = "transferred", _("transferred")
    WILL_NOT_BE_CARRIED_OUT = "will_not_be_carried_out", _("will not be carried out")


class ExecutionStatus(DatedRow):
    """The ministry's side: how far a motion, one of its requests, or a commitment was carried out."""

    part_name = "executions"
    part_of = ("motion", "commitment")

    status = models.CharField(_("execution"), max_length=24, choices=Execution)
    request_number = models.PositiveSmallIntegerField(
        _("request"), null=True, blank=True, help_text=_("Only when it is about one request of the motion.")
    )

    class Meta(DatedRow.Meta):
        verbose_name, verbose_name_plural = _("execution status"), _("execution statuses")

    def __str__(self) -> str:
        return self.get_status_display()

    @classmethod
    def current(cls, entry) -> str:
        """The latest standing status of the whole, not of one request."""
        latest = cls.objects.standing().filter(entry_id=entry.pk, request_number__isnull=True).last()
        return latest.status if latest else ""


class Deadline(DatedRow):
    """The day by which something is owed to parliament; a later row replaces an earlier one and says why."""

    part_name = "deadlines"
    part_of = ("motion", "commitment")
    told_by = "due_on"

    due_on = models.DateField(
        _("due on"), null=True, blank=True, help_text=_("The day named; empty if none was named.")
    )
    reason_nl = models.CharField(_("reason (Dutch)"), max_length=300, blank=True)
    reason_en = models.CharField(_("reason (English)"), max_length=300, blank=True)

    reason = bilingual("reason")

    class Meta(DatedRow.Meta):
        verbose_name, verbose_name_plural = _("deadline"), _("deadlines")
        constraints = [
            *DatedRow.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(due_on__isnull=True)
                | models.Q(date_earliest__isnull=True)
                | models.Q(due_on__gte=models.F("date_earliest")),
                name="deadline_not_before_it_was_set",
            ),
        ]

    def __str__(self) -> str:
        return self.due_on.isoformat() if self.due_on else str(_("no deadline named"))
