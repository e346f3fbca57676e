"""What the policy answers to: incidents, risks and developments; and the words it uses."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cyberpolicy.models import Entry


class Incident(Entry):
    """A cyber incident to which states responded, or might have."""

    plural = "incidents"
    chain_stage = 5
    dated_by = ("occurred", "disclosed", "attributed")

    class Meta(Entry.Meta):
        verbose_name, verbose_name_plural = _("incident"), _("incidents")


class ChallengeKind(models.TextChoices):
    RISK = "risk", _("risk")
    DEVELOPMENT = "development", _("development")


class Challenge(Entry):
    """A risk or a development that the policy has to reckon with."""

    plural = "challenges"

    kind = models.CharField(_("kind"), max_length=20, choices=ChallengeKind)

    class Meta(Entry.Meta):
        verbose_name, verbose_name_plural = _("challenge"), _("challenges")


class TermKind(models.TextChoices):
    CONCEPT = "concept", _("concept")
    TOPIC = "topic", _("topic")


class Term(Entry):
    """A word of the field: a concept with its meaning, or a topic on which parties take positions."""

    plural = "terms"
    explains_itself = True

    kind = models.CharField(_("kind"), max_length=20, choices=TermKind)

    class Meta(Entry.Meta):
        verbose_name, verbose_name_plural = _("term"), _("terms")
