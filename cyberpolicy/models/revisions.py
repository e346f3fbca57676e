"""What was changed, by whom, when and why; and what an import last brought, so that people's edits win."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cyberpolicy.models.catalogue import CatalogueEntry


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


class Revision(models.Model):
    """The difference one action made to one record: ``{"title_nl": ["old", "new"]}``, parts included."""

    group = models.ForeignKey(ChangeGroup, models.CASCADE, related_name="revisions", verbose_name=_("action"))
    entry = models.ForeignKey(
        CatalogueEntry, models.SET_NULL, null=True, related_name="revisions", verbose_name=_("record")
    )
    record = models.CharField(_("record as it was called"), max_length=150)
    kind = models.CharField(_("kind"), max_length=10, choices=RevisionKind)
    version = models.PositiveIntegerField(_("version"))
    changes = models.JSONField(_("differences"), default=dict)

    class Meta:
        verbose_name, verbose_name_plural = _("revision"), _("revisions")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["entry", "-id"], name="revision_of_entry")]

    def __str__(self) -> str:
        return f"{self.record} v{self.version}"


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
