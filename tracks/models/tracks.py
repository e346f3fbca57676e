"""The tracks along which the policy runs."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cyberpolicy.models import Entry
from cyberpolicy.text_fields import bilingual


class Track(Entry):
    """One of the tracks of the policy, with its goal and its means."""

    plural = "tracks"

    order = models.PositiveSmallIntegerField(_("order"), unique=True)
    goal_nl = models.TextField(_("goal (Dutch)"), blank=True)
    goal_en = models.TextField(_("goal (English)"), blank=True)
    means_nl = models.JSONField(_("means (Dutch)"), default=list, blank=True)
    means_en = models.JSONField(_("means (English)"), default=list, blank=True)

    goal = bilingual("goal")

    class Meta(Entry.Meta):
        verbose_name, verbose_name_plural = _("track"), _("tracks")

    def search_texts(self) -> list[str]:
        return [*super().search_texts(), self.goal_nl, self.goal_en, *self.means_nl, *self.means_en]

    @property
    def rank(self) -> int:
        return self.order

    @property
    def icon(self) -> str:
        """Its drawing in the sprite; later tracks share the neutral one."""
        return f"t{self.order}" if self.order <= 3 else "t0"

    @property
    def means(self) -> list[str]:
        """The means in the active language, in Dutch where they were not translated."""
        return self.means_en if get_language() == "en" and self.means_en else self.means_nl
