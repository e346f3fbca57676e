"""Reports as they were sent."""

from typing import Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cyberpolicy.visibility import PUBLIC, Access, access_of


class SnapshotQuerySet(models.QuerySet):
    def visible_to(self, user) -> Self:
        """Those made for a level that ``user`` sees wholly: a frozen report hides nothing any more."""
        access = access_of(user)
        levels = self.model.objects.order_by().values_list("level", flat=True).distinct()
        return self.filter(level__in=[level for level in levels if _is_within(level, access)])

    def of_series(self, series: str, scope: dict) -> Self:
        """Those that follow on each other, the latest first."""
        return self.filter(series=series, scope_key=scope_key(scope)).order_by("-period_end", "-pk")


class Snapshot(models.Model):
    """A report frozen as it was: its rows and words, the version of its template, and a hash over all of it."""

    kind = models.CharField(_("kind"), max_length=40)
    series = models.CharField(_("series"), max_length=40)
    scope_key = models.CharField(_("scope"), max_length=1000, blank=True)
    level = models.CharField(_("made for"), max_length=200)
    language = models.CharField(_("language"), max_length=2, default="nl")
    period_start = models.DateField(_("period begins"))
    period_end = models.DateField(_("period ends"))
    known_at = models.DateTimeField(_("as known at"))
    rows = models.JSONField(_("rows"), default=list, help_text=_("The tables with their rows."))
    wording = models.JSONField(_("words"), default=dict)
    template_version = models.CharField(_("version of the template"), max_length=40)
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    made_at = models.DateTimeField(_("made at"), auto_now_add=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("made by")
    )

    objects = SnapshotQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("frozen report"), _("frozen reports")
        ordering = ["-period_end", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(period_end__gte=models.F("period_start")), name="snapshot_period_in_order"
            ),
            models.UniqueConstraint(fields=["series", "scope_key", "period_start"], name="snapshot_joins_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.period_start:%Y-%m-%d}/{self.period_end:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        return reverse("report", args=[self.pk])

    @property
    def row_count(self) -> int:
        return sum(len(table["rows"]) for table in self.rows)


def scope_key(scope: dict) -> str:
    """One text for what a report is about, the same whatever the order of choosing; empty for everything."""
    chosen = {name: [value] if isinstance(value, str) else value for name, value in scope.items() if value}
    return ";".join(f"{name}={','.join(values)}" for name, values in sorted(chosen.items()))


def level_of(access: Access) -> str:
    """What somebody saw, as a text: "public" or "internal,public/draft,published"."""
    if access == PUBLIC:
        return "public"
    return f"{','.join(sorted(access.visibilities))}/{','.join(sorted(access.states))}"


def access_at(level: str) -> Access:
    """The reverse of ``level_of``."""
    if level == "public":
        return PUBLIC
    visibilities, _slash, states = level.partition("/")
    return Access(frozenset(visibilities.split(",")), frozenset(states.split(",")))


def _is_within(level: str, access: Access) -> bool:
    needed = access_at(level)
    return needed.visibilities <= access.visibilities and needed.states <= access.states
