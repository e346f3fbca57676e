"""What every page knows: the name of the site and the way through it."""

from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cyberpolicy.kinds import entry_models
from cyberpolicy.static_files import TOGETHER, sheets
from cyberpolicy.watching import Badge

# The kinds in the bar; the others stand behind "More".
IN_BAR = ("track", "initiative", "forum", "instrument", "motion", "commitment", "document")

PICTURES = {"timeline": _("Timeline"), "graph": _("Relations"), "compare": _("Compare")}


@dataclass(frozen=True)
class Stop:
    """An item of the main menu. ``is_current``: this very page; ``is_section``: a page below it."""

    url: str
    label: Promise | str
    is_current: bool
    is_section: bool


def site_name() -> str:
    return settings.SITE_NAME or str(_("Cyber policy knowledge base"))


def site(request: HttpRequest) -> dict:
    others = [kind for kind in entry_models() if kind not in IN_BAR]
    home = reverse("home")
    user = getattr(request, "user", None)  # a request that was refused early has none
    pictures = [_picture(request, name, label) for name, label in PICTURES.items()]
    return {
        "site_name": site_name(),
        "organisation": settings.ORGANISATION,
        "has_vendor": _has_vendor(),
        "sheets": _sheets(),
        "watching": Badge(user) if user and user.is_authenticated else None,
        "navigation": [
            Stop(home, _("Overview"), request.path == home, False),
            *(_stop(request, kind) for kind in IN_BAR),
            pictures[0],
        ],
        "more_navigation": [*pictures[1:], *(_stop(request, kind) for kind in others)],
    }


def _stop(request: HttpRequest, kind: str) -> Stop:
    url = reverse(f"{kind}-list")
    return Stop(url, entry_models()[kind]._meta.verbose_name_plural, request.path == url, request.path.startswith(url))


def _picture(request: HttpRequest, name: str, label: Promise) -> Stop:
    url = reverse(name)
    return Stop(url, label, request.path == url, False)


@cache
def _has_vendor() -> bool:
    """Whether the design system's own style sheets and fonts were fetched at set-up."""
    return (settings.BASE_DIR / "static" / "vendor" / "nlds.css").exists()


@cache
def _sheets() -> list[str]:
    """The style sheets of every page: the one that they were put together in, or all of them."""
    is_one = not settings.DEBUG and TOGETHER in getattr(staticfiles_storage, "hashed_files", {})
    return [TOGETHER] if is_one else sheets(has_vendor=_has_vendor())
