"""What the ministry does."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cyberpolicy.models import Entry, Progress, ProgressStatus


class Initiative(Entry):
    """Something the ministry does or plans, on its own or with partners. Tracks, forums and partners are relations."""

    plural = "initiatives"
    chain_stage = 3
    dated_by = ("started", "launched", "ran", "adopted", "set_up", "became_independent", "published", "continued")
    followed = {"progress": ProgressStatus}

    progress = models.CharField(_("progress"), max_length=20, choices=Progress, blank=True, editable=False)

    class Meta(Entry.Meta):
        verbose_name, verbose_name_plural = _("initiative"), _("initiatives")
