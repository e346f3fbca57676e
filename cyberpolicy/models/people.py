"""Who works with the knowledge base: users and the units they belong to."""

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from cyberpolicy.text_fields import bilingual


class Unit(models.Model):
    """A unit of the ministry that owns records."""

    code = models.SlugField(_("code"), unique=True, help_text=_("Short and stable, for example dvb-cb."))
    name_nl = models.CharField(_("name (Dutch)"), max_length=200)
    name_en = models.CharField(_("name (English)"), max_length=200, blank=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("part of")
    )

    name = bilingual("name")

    class Meta:
        verbose_name, verbose_name_plural = _("unit"), _("units")
        ordering = ["code"]

    def __str__(self) -> str:
        return str(self.name)


class User(AbstractUser):
    """A person who logs in."""

    unit = models.ForeignKey(
        Unit, models.SET_NULL, null=True, blank=True, related_name="people", verbose_name=_("unit")
    )
    language = models.CharField(
        _("language of letters"), max_length=5, choices=settings.LANGUAGES, default="nl",
        help_text=_("In which this person gets reminders; the pages follow the browser."),
    )  # fmt: skip
    gets_reminders = models.BooleanField(_("gets reminders of deadlines by e-mail"), default=True)

    class Meta:
        verbose_name, verbose_name_plural = _("user"), _("users")
        ordering = ["username"]

    def __str__(self) -> str:
        return self.get_full_name() or self.username

    def has_perm(self, perm: str, obj=None) -> bool:
        from cyberpolicy.permissions import rights_of

        if obj is not None or not self.is_active or self.is_superuser:
            return super().has_perm(perm, obj)
        return perm in rights_of(self)
