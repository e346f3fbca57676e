"""What the parts of a record share: their row among the parts, their sources, and a vague date where they have one."""

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from cyberpolicy import dates
from cyberpolicy.models.catalogue import CatalogueEntry, Part
from cyberpolicy.models.reading import QuicklyRead
from cyberpolicy.querysets import PartQuerySet
from cyberpolicy.text_fields import bilingual


class EntryPart(QuicklyRead, models.Model):
    """A part of a record. Saving it first makes its row among the parts, on which its citations hang."""

    part_name: ClassVar[str]  # the plural under which histories and data files keep these parts
    part_of: ClassVar[tuple[str, ...] | None] = None  # the kinds that have it; None: all
    owner_field: ClassVar[str] = "entry"
    searched: ClassVar[tuple[str, ...]] = ()  # its columns with text that the search finds the record by
    happens_on: ClassVar[str] = ""  # the plain day, where it has one, on which the timeline shows it

    part = models.OneToOneField(Part, models.CASCADE, primary_key=True, editable=False, related_name="+")
    entry = models.ForeignKey(CatalogueEntry, models.CASCADE, related_name="%(class)s_set", verbose_name=_("record"))

    objects = PartQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def owner_id(self) -> int:
        return getattr(self, f"{self.owner_field}_id")

    def complete(self) -> None:
        """Fill the columns that follow from others, before the part is written."""

    def seen_from(self) -> set[int]:
        """The other records whose pages and counts show the part."""
        return set()

    def save(self, **kwargs) -> None:
        from cyberpolicy.history import writing

        self.complete()
        with writing() as action:
            action.touch_key(self.owner_id)
            if self._state.adding and self.part_id is None:
                self.part = Part.objects.create(entry_id=self.owner_id, kind=self._meta.model_name)
                kwargs["force_insert"] = True
            super().save(**kwargs)

    def delete(self, **kwargs) -> tuple[int, dict[str, int]]:
        """Delete the part with its row among the parts, on which its citations hang."""
        from cyberpolicy.history import writing

        with writing("delete") as action:
            action.touch_key(self.owner_id)
            return Part.objects.filter(pk=self.pk).delete()


class DateBasis(models.TextChoices):
    STATED = "stated", _("stated in the source")
    INFERRED = "inferred", _("inferred from the source")
    PUBLIC_RECORD = "public_record", _("from the public record")


class VaguelyDated(EntryPart):
    """A date as far as it is known, with its earliest and latest day for sorting."""

    date = models.CharField(
        _("date"),
        max_length=60,
        blank=True,
        help_text=_(
            "As precise as known: 2019, 2019-05, 2019-05-17, 2021-40 (first half), 2020/2022, [2019-05..2020-10]."
        ),
    )
    date_earliest = models.DateField(_("earliest day"), null=True, editable=False)
    date_latest = models.DateField(_("latest day"), null=True, editable=False)
    basis = models.CharField(_("basis of the date"), max_length=20, choices=DateBasis, default=DateBasis.STATED)
    note_nl = models.CharField(_("note on the date (Dutch)"), max_length=300, blank=True)
    note_en = models.CharField(_("note on the date (English)"), max_length=300, blank=True)

    note = bilingual("note")

    class Meta:
        abstract = True

    @property
    def vague_date(self) -> dates.VagueDate | None:
        return dates.parse(self.date) if self.date else None

    def clean(self) -> None:
        super().clean()
        try:
            self.vague_date  # noqa: B018
        except ValueError as error:
            raise ValidationError({"date": str(error)}) from None

    def complete(self) -> None:
        known = self.vague_date
        self.date_earliest, self.date_latest = (known.earliest, known.latest) if known else (None, None)
        super().complete()
