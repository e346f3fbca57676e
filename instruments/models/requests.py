"""The separate things that a motion asks."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cyberpolicy.models import EntryPart
from cyberpolicy.text_fields import bilingual


class Request(EntryPart):
    """One of the separate things a motion asks."""

    part_name = "requests"
    searched = ("text_nl", "text_en")
    part_of = ("motion",)

    number = models.PositiveSmallIntegerField(_("number"))
    text_nl = models.TextField(_("request (Dutch)"))
    text_en = models.TextField(_("request (English)"), blank=True)
    remark_nl = models.TextField(_("remark (Dutch)"), blank=True)
    remark_en = models.TextField(_("remark (English)"), blank=True)

    text, remark = bilingual("text"), bilingual("remark")

    class Meta:
        verbose_name, verbose_name_plural = _("request"), _("requests")
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["entry", "number"], name="request_number_once")]

    def __str__(self) -> str:
        return f"{self.number}. {self.text}"
