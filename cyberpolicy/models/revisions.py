"""What was changed, by whom, when and why; and what an import last brought, so that people's edits win."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cyberpolicy.models.catalogue import CatalogueEntry
from cyberpolicy.text_fields import bilingual
from cyberpolicy.visibility import State, Visibility, access_of


class ChangeGroup(models.Model):
    """All writes of one action: one edit, a bulk edit, an import. It can be undone as one."""

    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="changes", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"), default=timezone.now, db_index=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    action = models.CharField(_("action"), max_length=40)

    class Meta:
        verbose_name, verbose_name_plural = _("action"), _("actions")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.action} {self.at:%Y-%m-%d %H:%M}"


class RevisionKind(models.TextChoices):
    CREATED = "created", _("created")
    CHANGED = "changed", _("changed")
    DELETED = "deleted", _("deleted")
    RESTORED = "restored", _("brought back")


class TombstoneQuerySet(models.QuerySet):
    def visible_to(self, user) -> "TombstoneQuerySet":
        """Records that were deleted, judged by how visible they were at that moment."""
        return self.filter(access_of(user).q())


class Tombstone(models.Model):
    """What is left of a record that was really deleted: enough to find its history, and to bring it back."""

    record_id = models.PositiveBigIntegerField(_("key of the record"), unique=True)
    kind = models.CharField(_("kind"), max_length=40)
    slug = models.CharField(_("address name"), max_length=100)
    title_nl = models.CharField(_("title (Dutch)"), max_length=300)
    title_en = models.CharField(_("title (English)"), max_length=300, blank=True)
    visibility = models.CharField(_("visibility"), max_length=12, choices=Visibility)
    state = models.CharField(_("state"), max_length=12, choices=State)
    version = models.PositiveIntegerField(_("version"))
    group = models.ForeignKey(ChangeGroup, models.CASCADE, related_name="tombstones", verbose_name=_("action"))
    kept = models.JSONField(
        _("rows beside the state"),
        default=dict,
        help_text=_("Former addresses, dated rows, and of a document its passages and versions."),
    )

    title = bilingual("title")
    objects = TombstoneQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("deleted record"), _("deleted records")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["kind", "slug"], name="tombstone_address")]

    def __str__(self) -> str:
        return str(self.title)

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.slug}"

    def get_absolute_url(self) -> str:
        return reverse("change-deleted", args=[self.pk])


class RevisionQuerySet(models.QuerySet):
    def visible_to(self, user) -> "RevisionQuerySet":
        """Revisions of records that ``user`` may see; of a deleted one, that ``user`` might have seen."""
        access = access_of(user)
        return self.filter(access.q("entry__") | access.q("tombstone__"))

    def of_kind(self, kind: str) -> "RevisionQuerySet":
        return self.filter(models.Q(entry__kind=kind) | models.Q(tombstone__kind=kind))


class Revision(models.Model):
    """The difference one action made to one record: ``{"title_nl": ["old", "new"]}``, parts included."""

    group = models.ForeignKey(ChangeGroup, models.CASCADE, related_name="revisions", verbose_name=_("action"))
    entry = models.ForeignKey(
        CatalogueEntry, models.SET_NULL, null=True, related_name="revisions", verbose_name=_("record")
    )
    tombstone = models.ForeignKey(
        Tombstone, models.SET_NULL, null=True, related_name="revisions", verbose_name=_("deleted record")
    )
    record = models.CharField(_("record as it was called"), max_length=150)
    kind = models.CharField(_("kind"), max_length=10, choices=RevisionKind)
    version = models.PositiveIntegerField(_("version"))
    changes = models.JSONField(_("differences"), default=dict)

    objects = RevisionQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("revision"), _("revisions")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["entry", "-id"], name="revision_of_entry")]

    def __str__(self) -> str:
        return f"{self.record} v{self.version}"

    @property
    def subject(self) -> CatalogueEntry | Tombstone | None:
        """The record, or what is left of it."""
        return self.entry or self.tombstone


class ImportedRecord(models.Model):
    """The state in which an import last brought a record; ``entry`` is empty when it was deleted here since."""

    source = models.CharField(_("source"), max_length=40)
    key = models.CharField(_("record"), max_length=150)
    entry = models.ForeignKey(CatalogueEntry, models.SET_NULL, null=True, related_name="+", verbose_name=_("record"))
    state = models.JSONField(_("state as imported"))

    class Meta:
        verbose_name, verbose_name_plural = _("imported record"), _("imported records")
        constraints = [models.UniqueConstraint(fields=["source", "key"], name="imported_record_once")]

    def __str__(self) -> str:
        return f"{self.source} {self.key}"
