"""Django's admin site with two differences: nothing past the one gate, and no query that a database refuses."""

import re
from collections.abc import Callable

from django.contrib.admin import AdminSite
from django.contrib.admin.apps import AdminConfig
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import path

TOO_LARGE = re.compile(r"[0-9]{19,}")  # beyond the keys of any database


class DeskAdminConfig(AdminConfig):
    default_site = "cyberpolicy.admin_site.DeskSite"


class DeskSite(AdminSite):
    def admin_view(self, view: Callable, cacheable: bool = False) -> Callable:
        return super().admin_view(_careful(view), cacheable)

    def get_urls(self) -> list:
        """The redirect by content type and key leads nowhere: it would tell addresses that someone may not see."""
        closed = path("r/<path:rest>", self.admin_view(_nowhere), name="closed")
        return [closed, *super().get_urls()]


def _nowhere(request: HttpRequest, rest: str) -> HttpResponse:
    raise Http404


def _careful(view: Callable) -> Callable:
    def careful(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        """A list whose address or chosen rows cannot be read is shown without; Django's mark ``e`` says so on it."""
        is_list = request.method == "GET" or "_selected_action" in request.POST
        if _is_readable(request.GET) and _are_keys(request.POST.getlist("_selected_action")):
            return view(request, *args, **kwargs)
        if not is_list or request.path.endswith("/autocomplete/"):
            raise Http404
        return HttpResponseRedirect(f"{request.path}?e=1")

    return careful


def _is_readable(query: QueryDict) -> bool:
    values = [value for name, given in query.lists() for value in (name, *given)]
    return not any("\x00" in value or TOO_LARGE.search(value) for value in values)


def _are_keys(values: list[str]) -> bool:
    return all(value.isdecimal() and not TOO_LARGE.search(value) for value in values)
