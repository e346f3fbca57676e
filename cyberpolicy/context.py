"""What every page knows: the name of the site and the way through it."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest
from django.urls import get_script_prefix, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cyberpolicy.kinds import entry_models
from cyberpolicy.static_files import TOGETHER, sheets
from cyberpolicy.watching import Badge

# The kinds in the bar; the others stand behind "More".
IN_BAR = ("track", "initiative", "forum", "instrument", "motion", "commitment", "document")

PICTURES = {"timeline": _("Timeline"), "graph": _("Relations"), "compare": _("Compare")}
BAR = 1 + len(IN_BAR) + 1  # items in the bar: the overview, those kinds, the first picture


@dataclass(frozen=True)
class Stop:
    """An item of the main menu. ``is_current``: this very page; ``is_section``: a page below it."""

    url: str
    label: Promise | str
    is_current: bool
    is_section: bool


class Menu:
    """The main menu as a page shows it. Pages of one section have the same one, and tell by ``here``."""

    def __init__(self, path: str) -> None:
        self._ways = _ways(get_script_prefix())
        below = next((url for url, _label, has_below in self._ways if has_below and path.startswith(url)), "")
        self.here = below, path if any(path == url for url, _label, _has_below in self._ways) else ""

    def __iter__(self) -> Iterator[Stop]:
        section, current = self.here
        return (Stop(url, label, url == current, url == section) for url, label, _has_below in self._ways)

    def in_bar(self) -> list[Stop]:
        return list(self)[:BAR]

    def more(self) -> list[Stop]:
        return list(self)[BAR:]


@cache
def _ways(_prefix: str) -> list[tuple[str, Promise | str, bool]]:
    """Address and name of every item, those in the bar first, and whether other pages stand below it.

    ``_prefix``: the path under which the site stands, which every address begins with.
    """
    kinds = [(kind, _kind(kind)) for kind in entry_models()]
    first, *others = [(reverse(name), label, False) for name, label in PICTURES.items()]
    return [
        (reverse("home"), _("Overview"), False),
        *(dict(kinds)[kind] for kind in IN_BAR),
        first,
        *others,
        *(way for kind, way in kinds if kind not in IN_BAR),
    ]


def _kind(kind: str) -> tuple[str, Promise | str, bool]:
    return reverse(f"{kind}-list"), entry_models()[kind]._meta.verbose_name_plural, True


def site_name() -> str:
    return settings.SITE_NAME or str(_("Cyber policy knowledge base"))


def site(request: HttpRequest) -> dict:
    user = getattr(request, "user", None)  # a request that was refused early has none
    return {
        "site_name": site_name(),
        "organisation": settings.ORGANISATION,
        "has_vendor": _has_vendor(),
        "sheets": _sheets(),
        "watching": Badge(user) if user and user.is_authenticated else None,
        "menu": Menu(request.path),
    }


@cache
def _has_vendor() -> bool:
    """Whether the design system's own style sheets and fonts were fetched at set-up."""
    return (settings.BASE_DIR / "static" / "vendor" / "nlds.css").exists()


@cache
def _sheets() -> tuple[str, ...]:
    """The style sheets of every page: the one that they were put together in, or all of them."""
    is_one = not settings.DEBUG and TOGETHER in getattr(staticfiles_storage, "hashed_files", {})
    return (TOGETHER,) if is_one else tuple(sheets(has_vendor=_has_vendor()))
