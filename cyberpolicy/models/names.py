"""Other names of a record, and what editors remark about it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cyberpolicy.models.parts import EntryPart
from cyberpolicy.text_fields import bilingual


class AliasKind(models.TextChoices):
    AS_STATED = "as_stated", _("as stated in the source")
    ABBREVIATION = "abbreviation", _("abbreviation")
    SPELLING = "spelling", _("other spelling")
    SECTION_TITLE = "section_title", _("title of a section")
    OTHER_NAME = "other_name", _("other name")


class Alias(EntryPart):
    """Another name under which a record is known and must be found."""

    part_name = "aliases"

    text = models.CharField(_("name"), max_length=300)
    language = models.CharField(
        _("language"), max_length=2, blank=True, choices=[("nl", _("Dutch")), ("en", _("English"))]
    )
    kind = models.CharField(_("kind"), max_length=20, choices=AliasKind, default=AliasKind.OTHER_NAME)

    class Meta:
        verbose_name, verbose_name_plural = _("other name"), _("other names")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["entry", "text", "language"], name="alias_once_a_record")]

    def __str__(self) -> str:
        return self.text


class NoteBasis(models.TextChoices):
    PUBLIC_RECORD = "public_record", _("public record")
    UNVERIFIED = "unverified", _("not verified")
    READING = "reading", _("reading of the source")


class EditorNote(EntryPart):
    """A correction or remark by the editors, with its own source; never shown as if the cited document said it."""

    part_name = "notes"
    searched = ("text_nl", "text_en")

    text_nl = models.TextField(_("note (Dutch)"))
    text_en = models.TextField(_("note (English)"), blank=True)
    basis = models.CharField(_("basis"), max_length=20, choices=NoteBasis, default=NoteBasis.UNVERIFIED)
    field = models.CharField(_("about the field"), max_length=40, blank=True)
    source_url = models.URLField(_("address of its source"), blank=True)

    text = bilingual("text")

    class Meta:
        verbose_name, verbose_name_plural = _("editor note"), _("editor notes")
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.text)[:80]
