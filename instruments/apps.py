from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InstrumentsConfig(AppConfig):
    name = "instruments"
    verbose_name = _("Instruments and motions")

    def ready(self) -> None:
        from cyberpolicy import stamps
        from instruments.models import Recess

        stamps.follow_table(Recess)  # recesses decide when a held-over motion lapses
