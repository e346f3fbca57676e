"""The catalogue: one row for each record of any kind, and one for each part of a record that can be cited by itself."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cyberpolicy.models.reading import QuicklyRead
from cyberpolicy.querysets import EntryQuerySet
from cyberpolicy.record_paths import record_path
from cyberpolicy.text_fields import bilingual
from cyberpolicy.visibility import PERMISSIONS, State, Visibility


class CatalogueEntry(QuicklyRead, models.Model):
    """What every page needs of a record without knowing its kind; written in the transaction that writes the record.

    Its key is the record's own primary key. Citations, relations, milestones and revisions point here.
    """

    kind = models.CharField(_("kind"), max_length=40)
    slug = models.CharField(_("address name"), max_length=100)
    title_nl = models.CharField(_("title (Dutch)"), max_length=300)
    title_en = models.CharField(_("title (English)"), max_length=300, blank=True)
    abbreviation_nl = models.CharField(_("short name (Dutch)"), max_length=40, blank=True)
    abbreviation_en = models.CharField(_("short name (English)"), max_length=40, blank=True)
    summary_nl = models.TextField(_("summary (Dutch)"), blank=True)
    summary_en = models.TextField(_("summary (English)"), blank=True)
    visibility = models.CharField(_("visibility"), max_length=12, choices=Visibility, default=Visibility.PUBLIC)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.DRAFT)
    date = models.CharField(_("date"), max_length=60, blank=True)
    sort_date = models.DateField(_("sorting date"), null=True)
    unit = models.ForeignKey(
        "cyberpolicy.Unit", models.SET_NULL, null=True, related_name="+", verbose_name=_("owner unit")
    )
    verified_on = models.DateField(_("last verified on"), null=True)
    rank = models.PositiveSmallIntegerField(_("order among its kind"), null=True)
    outdated = models.CharField(
        _("texts that lag behind their translation"),
        max_length=200,
        blank=True,
        help_text=_("Kept by the history: changed in one language and not in the other since."),
    )

    title = bilingual("title")
    abbreviation = bilingual("abbreviation")
    summary = bilingual("summary")
    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("catalogue row"), _("catalogue rows")
        ordering = ["title_nl", "pk"]
        permissions = PERMISSIONS
        constraints = [models.UniqueConstraint(fields=["kind", "slug"], name="catalogue_one_address")]
        indexes = [
            models.Index(fields=["kind", "visibility", "state"], name="catalogue_kind_access"),
            models.Index(fields=["sort_date"], name="catalogue_sort_date"),
        ]

    def __str__(self) -> str:
        from cyberpolicy.kinds import entry_models

        kind = entry_models().get(self.kind)
        return f"{self.title} ({kind._meta.verbose_name if kind else self.kind})"

    @property
    def key(self) -> str:
        """The reference that data files and histories use: ``forum:ungge``."""
        return f"{self.kind}:{self.slug}"

    def get_absolute_url(self) -> str:
        return record_path(self.kind, self.slug)


class FormerAddress(models.Model):
    """An address a record had before: it keeps redirecting to the present one."""

    kind = models.CharField(_("kind"), max_length=40)
    slug = models.CharField(_("former address name"), max_length=100)
    entry = models.ForeignKey(CatalogueEntry, models.CASCADE, related_name="former_addresses", verbose_name=_("record"))

    class Meta:
        verbose_name, verbose_name_plural = _("former address"), _("former addresses")
        constraints = [models.UniqueConstraint(fields=["kind", "slug"], name="former_address_once")]

    def __str__(self) -> str:
        return f"{self.kind}:{self.slug}"


class Part(models.Model):
    """Something of a record that can rest on a source of its own: an alias, a milestone, a relation, a request ..."""

    entry = models.ForeignKey(CatalogueEntry, models.CASCADE, related_name="parts", verbose_name=_("record"))
    kind = models.CharField(_("kind"), max_length=40)

    class Meta:
        verbose_name, verbose_name_plural = _("part"), _("parts")

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
