"""Who acts: countries, ministries, organisations, persons; and where they stand."""

import re
from itertools import dropwhile
from typing import ClassVar

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from cyberpolicy.models import Entry, EntryPart
from cyberpolicy.text_fields import bilingual
from tracks.models.challenges import Term

# What may stand before a surname and belongs to it, and what stands around a name and does not
PARTICLES = {
    "aan", "al", "da", "de", "den", "der", "di", "du", "el", "het", "in", "la", "le", "op", "'t", "te", "ten", "ter",
    "uit", "van", "von",
}  # fmt: skip
TITLES = "de heer|mevrouw|dhr|mw|dr|drs|mr|ir|ing|prof|jr|sr|msc|bsc|ma|llm|phd"
NO_NAMES = re.compile(rf"\([^)]*\)|\b(?:{TITLES})\b\.?", re.IGNORECASE)
LONGEST_INITIALS = 2  # letters; more capitals are a surname that is written before the others


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
        return [surname(self.title_nl), surname(self.title_en)] if self.kind == PartyKind.PERSON else []

    def search_texts(self) -> list[str]:
        return [*super().search_texts(), self.office_nl, self.office_en]


def surname(name: str) -> str:
    """By what a person is called without first names, initials and titles: "Van den Berg" of "Drs. C. van den Berg"."""
    said, comma, _first = NO_NAMES.sub(" ", name.replace("’", "'")).partition(",")
    names = said.split()
    written_large = [word for word in names if word.isupper() and len(word) > LONGEST_INITIALS and "." not in word]
    if comma or not names:
        return " ".join(names)
    if len(written_large) < len(names) and written_large:
        return written_large[0]
    *first, last = names
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
