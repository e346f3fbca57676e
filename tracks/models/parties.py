"""Who acts: countries, ministries, organisations, persons; and where they stand."""

from itertools import dropwhile
from typing import ClassVar

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from cyberpolicy.models import Entry, EntryPart
from cyberpolicy.text_fields import bilingual
from tracks.models.challenges import Term

PARTICLES = {"al", "da", "de", "den", "der", "di", "du", "el", "het", "la", "le", "ten", "ter", "van", "von", "'t"}


class PartyKind(models.TextChoices):
    COUNTRY = "country", _("country")
    COUNTRY_GROUP = "country_group", _("group of countries")
    MINISTRY = "ministry", _("ministry")
    GOVERNMENT = "government", _("government")
    PARLIAMENT = "parliament", _("parliament")
    PARLIAMENTARY_GROUP = "parliamentary_group", _("parliamentary group")
    OFFICE = "office", _("office")
    ORGANISATION = "organisation", _("organisation")
    ADVISORY_BODY = "advisory_body", _("advisory body")
    INTELLIGENCE_SERVICE = "intelligence_service", _("intelligence service")
    PERSON = "person", _("person")
    LISTED_ENTITY = "listed_entity", _("listed entity")
    CIVIL_SOCIETY = "civil_society", _("civil society")
    STAKEHOLDERS = "stakeholders", _("stakeholders")


class Party(Entry):
    """A country, group, ministry, organisation or person that acts in the policy or is acted upon."""

    plural = "parties"
    chain_stage = 5
    # ministries and persons act in every step, they are not what the policy is about
    in_chain: ClassVar = {"kind": (PartyKind.COUNTRY, PartyKind.COUNTRY_GROUP)}

    kind = models.CharField(_("kind"), max_length=20, choices=PartyKind)
    iso_code = models.CharField(
        _("ISO code"),
        max_length=2,
        blank=True,
        validators=[RegexValidator(r"\A[A-Z]{2}\Z", _("Two capitals, as in ISO 3166-1."))],
    )
    office_nl = models.CharField(_("office held (Dutch)"), max_length=200, blank=True)
    office_en = models.CharField(_("office held (English)"), max_length=200, blank=True)
    organisation_uri = models.URLField(_("official address of the organisation"), blank=True)

    office = bilingual("office")

    class Meta(Entry.Meta):
        verbose_name, verbose_name_plural = _("party"), _("parties")
        constraints = [
            *Entry.Meta.constraints,
            models.UniqueConstraint(fields=["iso_code"], condition=~models.Q(iso_code=""), name="party_iso_code_once"),
        ]

    def search_short_names(self) -> list[str]:
        return [surname(self.title_nl)] if self.kind == PartyKind.PERSON else []

    def search_texts(self) -> list[str]:
        return [*super().search_texts(), self.office_nl, self.office_en]


def surname(name: str) -> str:
    """By what a person is called without first names and initials: "Van den Berg" of "C. van den Berg"."""
    *first, last = name.split() or [""]
    return " ".join([*dropwhile(lambda word: word.lower() not in PARTICLES, first), last])


class Position(EntryPart):
    """Where a party stands on a topic, as of a day."""

    part_name = "positions"
    part_of = ("party",)
    happens_on = "as_of"

    topic = models.ForeignKey(Term, models.PROTECT, related_name="positions", verbose_name=_("topic"))
    stance_nl = models.CharField(_("stance (Dutch)"), max_length=300)
    stance_en = models.CharField(_("stance (English)"), max_length=300, blank=True)
    as_of = models.DateField(_("as of"), null=True, blank=True)

    stance = bilingual("stance")

    class Meta:
        verbose_name, verbose_name_plural = _("position"), _("positions")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.topic}: {self.stance}"
