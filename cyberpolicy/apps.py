from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class CyberpolicyConfig(AppConfig):
    name = "cyberpolicy"
    verbose_name = _("Sources and people")

    def ready(self) -> None:
        from cyberpolicy import checks, stamps  # noqa: F401
        from cyberpolicy.groups import set_up_groups

        stamps.follow()

        # Permissions exist only after the migrations of all apps, so the groups are filled then.
        post_migrate.connect(set_up_groups, dispatch_uid="cyberpolicy.groups")
