"""What motions and commitments share: the ministry's side of what is owed to parliament."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cyberpolicy.models import Entry
from cyberpolicy.text_fields import bilingual
from instruments.models.execution import CLOSED, Execution
from instruments.models.statuses import Registered
from instruments.querysets import OwedQuerySet


class Owed(Entry):
    """Something owed to parliament: who sees to it, what is planned, and what may be said of it."""

    # What fields say of those that parliament waits for although no day was named; none: it waits for each of them.
    owed_by_nature: ClassVar[dict[str, tuple[str, ...]]] = {}

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("owner")
    )
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("deputy")
    )
    planning_nl = models.TextField(_("planning (Dutch)"), blank=True, help_text=_("Internal: what is done when."))
    planning_en = models.TextField(_("planning (English)"), blank=True)
    internal_text_nl = models.TextField(
        _("internal text (Dutch)"), blank=True, help_text=_("Only for those who may see internal records.")
    )
    internal_text_en = models.TextField(_("internal text (English)"), blank=True)
    public_text_nl = models.TextField(
        _("state of affairs for parliament (Dutch)"), blank=True, help_text=_("As it may stand in a report.")
    )
    public_text_en = models.TextField(_("state of affairs for parliament (English)"), blank=True)
    execution = models.CharField(_("execution"), max_length=24, choices=Execution, blank=True, editable=False)
    register_status = models.CharField(
        _("status in parliament's register"), max_length=20, choices=Registered, blank=True, editable=False
    )
    due_on = models.DateField(_("due on"), null=True, editable=False)

    planning, internal_text, public_text = bilingual("planning"), bilingual("internal_text"), bilingual("public_text")
    objects = OwedQuerySet.as_manager()

    class Meta(Entry.Meta):
        abstract = True

    @property
    def is_closed(self) -> bool:
        return self.execution in CLOSED
