"""What parliament asked and what it was promised."""

import re
from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from cyberpolicy import references
from cyberpolicy.models import Chamber, Document, Entry
from cyberpolicy.models.documents import DOSSIER, PAPER_NUMBER
from cyberpolicy.moments import Moment
from instruments import words
from instruments.models.execution import ExecutionStatus
from instruments.models.owed import Owed
from instruments.models.statuses import Deadline, Outcome, OutcomeEvent, RegisterStatus

ZEROS = re.compile(r"\b([A-Z]+)(0*)(?=[1-9])")


class Appraisal(models.TextChoices):
    LEFT_TO_HOUSE = "left_to_house", _("left to the judgement of the House")
    ADVISED_AGAINST = "advised_against", _("advised against")
    TAKEN_OVER = "taken_over", _("taken over")
    PREMATURE = "premature", _("premature")
    SUPERFLUOUS = "superfluous", _("superfluous")
    AGAINST_UNLESS_AMENDED = "against_unless_amended", _("advised against, unless amended")
    ASKED_TO_HOLD = "asked_to_hold", _("asked to hold it over")
    NONE_GIVEN = "none_given", _("no explicit appraisal")


class Motion(Owed):
    """A motion of parliament, known by its dossier and number. Submitters and ministries are relations."""

    plural = "motions"
    chain_stage = 1
    followed = {
        "outcome": OutcomeEvent, "register_status": RegisterStatus, "execution": ExecutionStatus, "due_on": Deadline,
    }  # fmt: skip

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
    appraisal = models.CharField(
        _("appraisal by the cabinet"),
        max_length=24,
        choices=Appraisal,
        blank=True,
        help_text=_("Empty: follows from the word of the source, when that is a known one."),
    )
    appraisal_wording = models.CharField(_("appraisal as the source words it"), max_length=100, blank=True)
    chamber = models.CharField(_("chamber"), max_length=8, choices=Chamber, blank=True)
    outcome = models.CharField(_("outcome"), max_length=20, choices=Outcome, blank=True, editable=False)

    class Meta(Owed.Meta):
        verbose_name, verbose_name_plural = _("motion"), _("motions")
        constraints = [
            *Entry.Meta.constraints,
            models.UniqueConstraint(fields=["dossier", "number"], name="motion_one_number"),
        ]

    @property
    def paper(self) -> str:
        """Its number as parliament writes it: "33 694, nr. 56"."""
        return references.written(self.dossier, self.number)

    @property
    def of_chamber(self) -> str:
        """The chamber it was moved in. Where nobody recorded it the number tells: the Senate's papers have letters."""
        return self.chamber or (Chamber.EERSTE if self.number[:1].isalpha() else Chamber.TWEEDE)

    @classmethod
    def dating_rows(cls, ids: Collection[int]) -> dict[int, OutcomeEvent]:
        """A motion is dated by what first happened to it in parliament, as far as that is known."""
        dated = OutcomeEvent.objects.standing().filter(entry_id__in=ids).exclude(date="")
        return {row.entry_id: row for row in dated.reverse()}

    def save(self, **kwargs) -> None:
        """The cabinet's appraisal follows from the word of the source, unless someone chose one."""
        self.appraisal = self.appraisal or words.meaning(words.APPRAISALS, self.appraisal_wording)
        super().save(**kwargs)

    def search_numbers(self) -> list[str]:
        return [self.slug, f"kst-{self.dossier}-{self.number}", self.paper]


class Strength(models.TextChoices):
    COMMITMENT = "commitment", _("commitment to parliament")
    INTENTION = "intention", _("intention")
    CONDITION = "condition", _("condition")
    NEED = "need", _("need")


class Commitment(Owed):
    """What the cabinet said it would do, from a commitment to parliament down to a need it sees."""

    plural = "commitments"
    chain_stage = 2
    dated_by = ("published",)
    followed = {"register_status": RegisterStatus, "execution": ExecutionStatus, "due_on": Deadline}
    owed_by_nature = {"strength": (Strength.COMMITMENT,)}  # an intention or a need only when a day was named for it

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

    class Meta(Owed.Meta):
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

    @classmethod
    def there_at(cls, at: Moment) -> models.Q:
        """Also not made later."""
        there = super().there_at(at)
        return there & (models.Q(made_on__isnull=True) | models.Q(made_on__lte=at.day)) if at.day else there

    def search_numbers(self) -> list[str]:
        number = self.register_number
        return [number, ZEROS.sub(r"\1 \2", number), ZEROS.sub(r"\1 ", number)]  # nobody remembers how many zeros
