"""The means of the policy: law, norms, sanctions, diplomacy."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cyberpolicy.models import Entry, Progress, ProgressStatus


class InstrumentKind(models.TextChoices):
    TREATY = "treaty", _("treaty")
    TREATY_PROPOSAL = "treaty_proposal", _("proposal for a treaty")
    DRAFT = "draft", _("draft text")
    BODY_OF_LAW = "body_of_law", _("body of law")
    NORMS = "norms", _("set of norms")
    NORM = "norm", _("norm")
    CONFIDENCE_BUILDING = "confidence_building", _("confidence-building measures")
    STATEMENT = "statement", _("statement")
    RESOLUTION = "resolution", _("resolution")
    SANCTIONS_REGIME = "sanctions_regime", _("sanctions regime")
    TOOLBOX = "toolbox", _("toolbox")
    GUIDE = "guide", _("guide")
    RESPONSE_FRAMEWORK = "response_framework", _("response framework")
    DIPLOMATIC_MEANS = "diplomatic_means", _("diplomatic means")
    STRATEGY = "strategy", _("strategy")
    REGULATION = "regulation", _("regulation")
    LAW = "law", _("national law")
    PLANNED_LEGISLATION = "planned_legislation", _("planned legislation")
    EU_POLICY = "eu_policy", _("policy of the European Union")
    GOVERNANCE_MODEL = "governance_model", _("governance model")
    TECHNICAL_STANDARDS = "technical_standards", _("technical standards")
    ADVICE = "advice", _("advice")


class Binding(models.TextChoices):
    YES = "yes", _("binding")
    NO = "no", _("not binding")
    UNKNOWN = "unknown", _("unknown")


class BindingBasis(models.TextChoices):
    STATED = "stated", _("stated in the source")
    EDITOR = "editor", _("judged by the editors")
    UNKNOWN = "unknown", _("unknown")


class Instrument(Entry):
    """A treaty, set of norms, sanctions regime or other means with which the policy is pursued."""

    plural = "instruments"
    has_text = True
    chain_stage = 4
    dated_by = (
        "adopted", "concluded", "launched", "issued", "published", "entered_into_force", "set_up", "started", "signed",
    )  # fmt: skip
    followed = {"progress": ProgressStatus}

    kind = models.CharField(_("kind"), max_length=24, choices=InstrumentKind)
    binding = models.CharField(_("legal force"), max_length=8, choices=Binding, default=Binding.UNKNOWN)
    binding_basis = models.CharField(
        _("basis of the legal force"), max_length=8, choices=BindingBasis, default=BindingBasis.UNKNOWN
    )
    progress = models.CharField(_("progress"), max_length=20, choices=Progress, blank=True, editable=False)

    class Meta(Entry.Meta):
        verbose_name, verbose_name_plural = _("instrument"), _("instruments")


class Listing(Entry):
    """One part of a round of sanctions: whom it put on the list, and how many. Regime and incident are relations."""

    plural = "listings"
    also_called = ("sanctie", "sanction")
    dated_by = ("listed",)

    round = models.PositiveSmallIntegerField(_("round"))
    persons = models.PositiveSmallIntegerField(_("persons"), default=0)
    entities = models.PositiveSmallIntegerField(_("entities"), default=0)

    class Meta(Entry.Meta):
        verbose_name, verbose_name_plural = _("listing"), _("listings")
        constraints = [
            *Entry.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(persons__gt=0) | models.Q(entities__gt=0), name="listing_lists_someone"
            ),
        ]
