"""Reports as they were sent."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Snapshot(models.Model):
    """A report frozen as it was: its rows, the version of its template, and a hash over both."""

    kind = models.CharField(_("kind"), max_length=40)
    period_start = models.DateField(_("period begins"))
    period_end = models.DateField(_("period ends"))
    rows = models.JSONField(_("rows"), default=list)
    template_version = models.CharField(_("version of the template"), max_length=40)
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    made_at = models.DateTimeField(_("made at"), auto_now_add=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("made by")
    )

    class Meta:
        verbose_name, verbose_name_plural = _("frozen report"), _("frozen reports")
        ordering = ["-period_end", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(period_end__gte=models.F("period_start")), name="snapshot_period_in_order"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.period_start:%Y-%m-%d}/{self.period_end:%Y-%m-%d}"
