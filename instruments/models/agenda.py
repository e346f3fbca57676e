"""What deadlines are held against, and how people are told of them: recesses, reminders sent, calendar feeds."""

import datetime
import hashlib
import secrets

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from cyberpolicy.models import Chamber
from cyberpolicy.text_fields import bilingual

# No chamber meets so long without a recess, in summer or at Christmas, and none lasts so long.
HALF_YEAR = datetime.timedelta(days=183)


class Recess(models.Model):
    """A period in which a chamber does not meet. Kept by the administrator; ``load_recesses`` brings the first."""

    chamber = models.CharField(_("chamber"), max_length=8, choices=Chamber, default=Chamber.TWEEDE)
    name_nl = models.CharField(_("name (Dutch)"), max_length=100)
    name_en = models.CharField(_("name (English)"), max_length=100, blank=True)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    source = models.CharField(_("source"), max_length=300, blank=True, help_text=_("Where the chamber announced it."))

    name = bilingual("name")

    class Meta:
        verbose_name, verbose_name_plural = _("recess"), _("recesses")
        ordering = ["-starts_on"]
        constraints = [
            models.CheckConstraint(condition=models.Q(ends_on__gte=models.F("starts_on")), name="recess_in_order")
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.starts_on:%Y-%m-%d}/{self.ends_on:%Y-%m-%d})"

    def clean(self) -> None:
        """The database holds to the order of the days too."""
        if not (self.starts_on and self.ends_on):
            return
        if self.ends_on < self.starts_on:
            raise ValidationError({"ends_on": _("The last day lies before the first.")})
        if self.ends_on - self.starts_on > HALF_YEAR:
            raise ValidationError({"ends_on": _("A recess does not last longer than half a year.")})


class SentReminder(models.Model):
    """The reminder of one day to one person: written in the transaction that sends it, so that none goes twice."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("person"))
    day = models.DateField(_("day"))
    sent_at = models.DateTimeField(_("sent at"), auto_now_add=True)

    class Meta:
        verbose_name, verbose_name_plural = _("reminder sent"), _("reminders sent")
        constraints = [models.UniqueConstraint(fields=["user", "day"], name="reminder_once_a_day")]

    def __str__(self) -> str:
        return f"{self.user} {self.day:%Y-%m-%d}"


class CalendarFeed(models.Model):
    """The secret address of a person's calendar. Only a hash of the secret is kept: it is shown once."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="calendar_feed", verbose_name=_("person")
    )
    secret_hash = models.CharField(_("hash of the secret"), max_length=64, unique=True)
    made_at = models.DateTimeField(_("made at"), auto_now=True)

    class Meta:
        verbose_name, verbose_name_plural = _("calendar feed"), _("calendar feeds")

    def __str__(self) -> str:
        return str(self.user)

    @classmethod
    def renew(cls, user) -> str:
        """Make a new secret for ``user``, which ends the former one; returns it."""
        secret = secrets.token_urlsafe(32)
        cls.objects.update_or_create(user=user, defaults={"secret_hash": hashed(secret)})
        return secret


def hashed(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
