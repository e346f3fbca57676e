"""Answers to htmx: a piece of the page where the script asks for one, and headers that keep caches from mixing both."""

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

# Nothing that the security policy forbids, nothing of this reader kept in the browser for the next one: "back" asks
# the server again (refreshOnHistoryMiss, with a history cache of nothing). A request that hangs fails after 30 s.
CONFIG = {
    "allowEval": False,
    "allowScriptTags": False,
    "historyCacheSize": 0,
    "includeIndicatorStyles": False,
    "refreshOnHistoryMiss": True,
    "scrollIntoViewOnBoost": False,
    "selfRequestsOnly": True,
    "timeout": 30_000,
}


def wants_piece(request: HttpRequest) -> bool:
    """Whether a script asks for a piece of the page; to restore history it needs all of it."""
    return bool(request.htmx) and not request.htmx.history_restore_request


def finish(response: HttpResponse, request: HttpRequest, *, address: str) -> HttpResponse:
    """Tell caches what the answer depends on, and the browser the address of what it shows now."""
    patch_vary_headers(response, ("HX-Request", "HX-History-Restore-Request"))
    if wants_piece(request):
        is_there = request.htmx.current_url_abs_path == address
        response.headers["HX-Push-Url"] = "false" if is_there else address
        response.headers["Cache-Control"] = "private, no-store"
    return response
