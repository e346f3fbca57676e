"""Parliament's side of motions and commitments as dated rows, and the deadlines."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cyberpolicy.dates import short_day
from cyberpolicy.models import DatedRow
from cyberpolicy.models.statuses import DatedRowQuerySet
from cyberpolicy.text_fields import bilingual
from instruments import words


class Outcome(models.TextChoices):
    SUBMITTED = "submitted", _("submitted")
    AMENDED = "amended", _("amended")
    HELD_OVER = "held_over", _("held over")
    WITHDRAWN = "withdrawn", _("withdrawn")
    TAKEN_OVER = "taken_over", _("taken over")
    ADOPTED = "adopted", _("adopted")
    REJECTED = "rejected", _("rejected")
    LAPSED = "lapsed", _("lapsed")
    CONTROVERSIAL = "controversial", _("declared controversial")


ENDED_IN_PARLIAMENT = (Outcome.REJECTED, Outcome.WITHDRAWN, Outcome.LAPSED)


class WordedRow(DatedRow):
    """A row in the words of parliament: the word as it came, and what it means to us; empty when nobody knows."""

    is_ours = False
    words: dict[str, str]  # what each word of the source means, see ``instruments.words``

    source_wording = models.CharField(_("word used by the source"), max_length=100, blank=True)

    class Meta(DatedRow.Meta):
        abstract = True

    @property
    def meaning(self) -> str:
        return getattr(self, self.told_by)

    def complete(self) -> None:
        """A word that the table knows gives the meaning, unless someone chose one; an unknown word gives none."""
        if not self.meaning:
            setattr(self, self.told_by, words.meaning(self.words, self.source_wording))
        super().complete()

    @classmethod
    def telling(cls, rows: DatedRowQuerySet) -> DatedRowQuerySet:
        """Those whose word is understood."""
        return rows.exclude(**{cls.told_by: ""})


class OutcomeEvent(WordedRow):
    """Parliament's side of a motion: what happened to it there, and the word the source used."""

    part_name = "outcomes"
    part_of = ("motion",)
    told_by = "outcome"
    words = words.OUTCOMES

    outcome = models.CharField(
        _("outcome"),
        max_length=20,
        choices=Outcome,
        blank=True,
        help_text=_("Empty: follows from the word of the source, when that is a known one."),
    )
    title_nl = models.CharField(_("title (Dutch)"), max_length=200, blank=True)
    title_en = models.CharField(_("title (English)"), max_length=200, blank=True)

    title = bilingual("title")

    class Meta(WordedRow.Meta):
        verbose_name, verbose_name_plural = _("outcome in parliament"), _("outcomes in parliament")

    def __str__(self) -> str:
        return self.get_outcome_display() or self.source_wording


class Registered(models.TextChoices):
    OPEN = "open", _("open")
    PARTLY_SETTLED = "partly_settled", _("partly settled")
    SETTLED = "settled", _("settled")
    LAPSED = "lapsed", _("lapsed")


class RegisterStatus(WordedRow):
    """What parliament's own register says of a commitment, or of a motion that it follows there."""

    part_name = "register_statuses"
    part_of = ("motion", "commitment")
    words = words.REGISTER

    status = models.CharField(
        _("status in the register"),
        max_length=20,
        choices=Registered,
        blank=True,
        help_text=_("Empty: follows from the word of the source, when that is a known one."),
    )

    class Meta(WordedRow.Meta):
        verbose_name, verbose_name_plural = _("status in parliament's register"), _("statuses in parliament's register")

    def __str__(self) -> str:
        return self.get_status_display() or self.source_wording


class Deadline(DatedRow):
    """The day by which something is owed to parliament; a later row replaces an earlier one and says why."""

    part_name = "deadlines"
    part_of = ("motion", "commitment")
    told_by = "due_on"
    happens_on = "due_on"

    due_on = models.DateField(
        _("due on"), null=True, blank=True, help_text=_("The day named; empty if none was named.")
    )
    reason_nl = models.CharField(_("reason (Dutch)"), max_length=300, blank=True)
    reason_en = models.CharField(_("reason (English)"), max_length=300, blank=True)

    reason = bilingual("reason")

    class Meta(DatedRow.Meta):
        verbose_name, verbose_name_plural = _("deadline"), _("deadlines")
        indexes = [models.Index(fields=["due_on"], name="deadline_due_on")]
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
        return short_day(self.due_on) if self.due_on else str(_("no deadline named"))
