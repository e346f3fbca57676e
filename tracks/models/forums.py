"""Where states and others meet, and the places on the map."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cyberpolicy.models import Entry, Progress, ProgressStatus
from cyberpolicy.text_fields import bilingual


class ForumKind(models.TextChoices):
    ORGANISATION = "organisation", _("organisation")
    ORGAN = "organ", _("organ")
    COMMITTEE = "committee", _("committee")
    PROCESS = "process", _("process")
    SESSION = "session", _("session")
    COMMISSION = "commission", _("commission")
    COALITION = "coalition", _("coalition")
    PLATFORM = "platform", _("platform")
    GROUP = "group", _("group of states")
    CONFERENCE = "conference", _("conference")
    EVENT = "event", _("event")
    VENUE = "venue", _("venue")


class Forum(Entry):
    """A body, process or meeting in which the policy is pursued."""

    plural = "forums"
    chain_stage = 4
    dated_by = ("set_up", "started", "became_independent", "held", "member")
    followed = {"progress": ProgressStatus}

    kind = models.CharField(_("kind"), max_length=20, choices=ForumKind)
    dutch_role_nl = models.CharField(_("role of the Netherlands (Dutch)"), max_length=300, blank=True)
    dutch_role_en = models.CharField(_("role of the Netherlands (English)"), max_length=300, blank=True)
    legal_form_nl = models.CharField(_("legal form (Dutch)"), max_length=100, blank=True)
    legal_form_en = models.CharField(_("legal form (English)"), max_length=100, blank=True)
    progress = models.CharField(_("progress"), max_length=20, choices=Progress, blank=True, editable=False)

    dutch_role, legal_form = bilingual("dutch_role"), bilingual("legal_form")

    class Meta(Entry.Meta):
        verbose_name, verbose_name_plural = _("forum"), _("forums")


class PlaceKind(models.TextChoices):
    CITY = "city", _("city")
    REGION = "region", _("region")


class Place(Entry):
    """A city or a region of the world."""

    plural = "places"

    kind = models.CharField(_("kind"), max_length=20, choices=PlaceKind)

    class Meta(Entry.Meta):
        verbose_name, verbose_name_plural = _("place"), _("places")
