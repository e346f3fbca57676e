"""What a person keeps for work of their own: how lists look, lists worth returning to, and what to hear about."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cyberpolicy.models.catalogue import CatalogueEntry
from cyberpolicy.models.people import Unit


class ListPreference(models.Model):
    """How a person wants to see the list of a kind when its address does not say. Empty: as the list itself has it."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="list_preferences", verbose_name=_("user")
    )
    kind = models.CharField(_("kind"), max_length=40)
    columns = models.JSONField(_("columns"), default=list, blank=True)
    per_page = models.PositiveSmallIntegerField(_("rows per page"), null=True, blank=True)
    sort = models.CharField(_("order"), max_length=40, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("list preference"), _("list preferences")
        constraints = [models.UniqueConstraint(fields=["user", "kind"], name="list_preference_once")]

    def __str__(self) -> str:
        return f"{self.user} {self.kind}"


class SavedViewQuerySet(models.QuerySet):
    def open_to(self, user) -> "SavedViewQuerySet":
        """The views that ``user`` made, and those that colleagues share with the user's unit."""
        if not user.is_authenticated:
            return self.none()
        shared = Q(unit=user.unit_id) if user.unit_id else Q(pk__in=[])
        return self.filter(Q(owner=user) | shared)


class SavedView(models.Model):
    """A list with its filters, columns and order, under a name; of its owner alone or shared with the owner's unit."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_views", verbose_name=_("owner")
    )
    name = models.CharField(_("name"), max_length=100)
    kind = models.CharField(_("kind"), max_length=40)
    query = models.CharField(_("query"), max_length=4000, blank=True)
    unit = models.ForeignKey(
        Unit, models.SET_NULL, null=True, blank=True, related_name="saved_views", verbose_name=_("shared with")
    )
    updated_at = models.DateTimeField(_("changed at"), auto_now=True)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("saved view"), _("saved views")
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(fields=["owner", "kind", "name"], name="saved_view_one_name")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("view-detail", args=[self.pk])


class Watch(models.Model):
    """A person wants to hear what changes in a record (of a track: in all that stands in it) or in a saved view.

    ``seen`` is the number of the last revision at the last visit; what came later is new.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="watches", verbose_name=_("user"))
    entry = models.ForeignKey(
        CatalogueEntry, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("record")
    )
    view = models.ForeignKey(
        SavedView, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("saved view")
    )
    seen = models.PositiveBigIntegerField(_("last revision seen"), default=0)

    class Meta:
        verbose_name, verbose_name_plural = _("watch"), _("watches")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(entry__isnull=True) ^ Q(view__isnull=True), name="watch_one_thing"),
            models.UniqueConstraint(fields=["user", "entry"], name="watch_record_once"),
            models.UniqueConstraint(fields=["user", "view"], name="watch_view_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.entry or self.view}"
