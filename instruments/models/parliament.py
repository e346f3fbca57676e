"""What parliament asked and what it was promised."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from cyberpolicy import references
from cyberpolicy.models import Chamber, Document, Entry, EntryPart
from cyberpolicy.models.documents import DOSSIER, PAPER_NUMBER
from cyberpolicy.text_fields import bilingual
from instruments.models.statuses import Deadline, Execution, ExecutionStatus, Outcome, OutcomeEvent


class Appraisal(models.TextChoices):
    LEFT_TO_HOUSE = "left_to_house", _("left to the judgement of the House")
    ADVISED_AGAINST = "advised_against", _("advised against")
    TAKEN_OVER = "taken_over", _("taken over")
    PREMATURE = "premature", _("premature")
    SUPERFLUOUS = "superfluous", _("superfluous")


class Motion(Entry):
    """A motion of parliament, known by its dossier and number. Submitters and ministries are relations."""

    plural = "motions"

    dossier = models.CharField(_("dossier"), max_length=20, validators=[DOSSIER])
    number = models.CharField(_("number in the dossier"), max_length=8, validators=[PAPER_NUMBER])
    document = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="motions", verbose_name=_("paper")
    )
    replaces = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by", verbose_name=_("replaces")
    )
    submitters_complete = models.BooleanField(
        _("all submitters known"), default=True, help_text=_("Off when the source says “and others”.")
    )
    requests_known = models.BooleanField(
        _("requests known"), default=True, help_text=_("Off when the source does not tell what the motion asks.")
    )
    appraisal = models.CharField(_("appraisal by the cabinet"), max_length=20, choices=Appraisal, blank=True)
    outcome = models.CharField(_("outcome"), max_length=20, choices=Outcome, blank=True, editable=False)
    execution = models.CharField(_("execution"), max_length=24, choices=Execution, blank=True, editable=False)

    class Meta(Entry.Meta):
        verbose_name, verbose_name_plural = _("motion"), _("motions")
        constraints = [
            *Entry.Meta.constraints,
            models.UniqueConstraint(fields=["dossier", "number"], name="motion_one_number"),
        ]

    @property
    def paper(self) -> str:
        """Its number as parliament writes it: "33 694, nr. 56"."""
        return references.written(self.dossier, self.number)

    def dating_row(self) -> OutcomeEvent | None:
        """A motion is dated by what first happened to it in parliament, as far as that is known."""
        return OutcomeEvent.objects.standing().filter(entry_id=self.pk).exclude(date="").first()

    def set_current_values(self) -> None:
        self.outcome, self.execution = OutcomeEvent.current(self), ExecutionStatus.current(self)

    def search_pieces(self) -> list[str]:
        return [
            *super().search_pieces(),
            self.paper,
            f"kst-{self.dossier}-{self.number}",
            references.written_dossier(self.dossier),
        ]


class Request(EntryPart):
    """One of the separate things a motion asks."""

    part_name = "requests"
    part_of = ("motion",)

    number = models.PositiveSmallIntegerField(_("number"))
    text_nl = models.TextField(_("request (Dutch)"))
    text_en = models.TextField(_("request (English)"), blank=True)
    remark_nl = models.TextField(_("remark (Dutch)"), blank=True)
    remark_en = models.TextField(_("remark (English)"), blank=True)

    text, remark = bilingual("text"), bilingual("remark")

    class Meta:
        verbose_name, verbose_name_plural = _("request"), _("requests")
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["entry", "number"], name="request_number_once")]

    def __str__(self) -> str:
        return f"{self.number}. {self.text}"


class Strength(models.TextChoices):
    COMMITMENT = "commitment", _("commitment to parliament")
    INTENTION = "intention", _("intention")
    CONDITION = "condition", _("condition")
    NEED = "need", _("need")


class Commitment(Entry):
    """What the cabinet said it would do, from a commitment to parliament down to a need it sees."""

    plural = "commitments"
    dated_by = ("published",)

    strength = models.CharField(_("strength"), max_length=12, choices=Strength)
    made_on = models.DateField(_("made on"), null=True, blank=True)
    chamber = models.CharField(_("chamber"), max_length=8, choices=Chamber, blank=True)
    register_number = models.CharField(
        _("register number"),
        max_length=20,
        blank=True,
        help_text=_("As in the chamber's register: TZ202504-057, T01234."),
    )
    repeats = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="repeated_by", verbose_name=_("repeats or extends")
    )
    execution = models.CharField(_("execution"), max_length=24, choices=Execution, blank=True, editable=False)
    due_on = models.DateField(_("due on"), null=True, editable=False)

    class Meta(Entry.Meta):
        verbose_name, verbose_name_plural = _("commitment"), _("commitments")
        constraints = [
            *Entry.Meta.constraints,
            models.UniqueConstraint(
                fields=["register_number"],
                condition=~models.Q(register_number=""),
                name="commitment_one_register_number",
            ),
        ]

    def clean(self) -> None:
        super().clean()
        if self.repeats_id and self.repeats_id == self.pk:
            raise ValidationError({"repeats": _("A commitment does not repeat itself.")})

    def set_current_values(self) -> None:
        self.execution = ExecutionStatus.current(self)
        self.due_on = Deadline.current(self) or None

    def search_pieces(self) -> list[str]:
        return [*super().search_pieces(), self.register_number]
