"""What every page knows: the name of the site and the way through it."""

from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cyberpolicy.kinds import entry_models

# The kinds in the bar; the others stand behind "More".
IN_BAR = ("track", "initiative", "forum", "instrument", "motion", "commitment", "document")


@dataclass(frozen=True)
class Stop:
    """An item of the main menu. ``is_current``: this very page; ``is_section``: a page below it."""

    url: str
    label: Promise | str
    is_current: bool
    is_section: bool


def site(request: HttpRequest) -> dict:
    others = [kind for kind in entry_models() if kind not in IN_BAR]
    home = reverse("home")
    return {
        "site_name": settings.SITE_NAME or _("Cyber policy knowledge base"),
        "organisation": settings.ORGANISATION,
        "has_vendor": _has_vendor(),
        "navigation": [
            Stop(home, _("Overview"), request.path == home, False),
            *(_stop(request, kind) for kind in IN_BAR),
        ],
        "more_navigation": [_stop(request, kind) for kind in others],
    }


def _stop(request: HttpRequest, kind: str) -> Stop:
    url = reverse(f"{kind}-list")
    return Stop(url, entry_models()[kind]._meta.verbose_name_plural, request.path == url, request.path.startswith(url))


@cache
def _has_vendor() -> bool:
    """Whether the design system's own style sheets and fonts were fetched at set-up."""
    return (settings.BASE_DIR / "static" / "vendor" / "nlds.css").exists()
