"""Dated facts of a record; timelines are made of these and of statuses."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cyberpolicy.models.parts import VaguelyDated
from cyberpolicy.text_fields import bilingual


class MilestoneKind(models.TextChoices):
    ADOPTED = "adopted", _("adopted")
    CONCLUDED = "concluded", _("concluded")
    WELCOMED = "welcomed", _("welcomed")
    SIGNED = "signed", _("signed")
    RATIFIED = "ratified", _("ratified")
    ENTERED_INTO_FORCE = "entered_into_force", _("entered into force")
    SET_UP = "set_up", _("set up")
    STARTED = "started", _("started")
    ENDED = "ended", _("ended")
    RAN = "ran", _("period")
    OCCURRED = "occurred", _("occurred")
    ATTRIBUTED = "attributed", _("attributed")
    DISCLOSED = "disclosed", _("disclosed")
    LISTED = "listed", _("listed")
    PUBLISHED = "published", _("published")
    SENT = "sent", _("sent")
    LAUNCHED = "launched", _("launched")
    ISSUED = "issued", _("issued")
    MEMBER = "member", _("membership")
    BECAME_INDEPENDENT = "became_independent", _("became independent")
    CONCLUDED_WORK = "concluded_work", _("concluded its work")
    HELD = "held", _("held")
    CONTINUED = "continued", _("continued")


class Milestone(VaguelyDated):
    """Something that happened, or is expected, on a day that may be vague."""

    part_name = "milestones"

    kind = models.CharField(_("kind"), max_length=20, choices=MilestoneKind)
    title_nl = models.CharField(
        _("title (Dutch)"), max_length=200, blank=True, help_text=_("Only when it needs its own.")
    )
    title_en = models.CharField(_("title (English)"), max_length=200, blank=True)
    is_expected = models.BooleanField(_("expected"), default=False)
    is_disputed = models.BooleanField(
        _("disputed"), default=False, help_text=_("The source says so, the public record differs: add an editor note.")
    )

    title = bilingual("title")

    class Meta:
        verbose_name, verbose_name_plural = _("milestone"), _("milestones")
        ordering = ["date_earliest", "pk"]
        indexes = [models.Index(fields=["date_earliest"], name="milestone_earliest")]

    def __str__(self) -> str:
        return str(self.title or self.get_kind_display())
