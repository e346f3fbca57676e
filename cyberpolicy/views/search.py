"""Search over everything: the page with its results, and what is offered while somebody types."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from cyberpolicy.kinds import entry_models
from cyberpolicy.search.jumping import target
from cyberpolicy.search.page import SearchPage
from cyberpolicy.search.suggestions import suggestions


class SearchView(TemplateView):
    """The records that were found, best first. A number alone leads straight to what has it, unless ``jump=no``."""

    template_name = "search/search.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        self.page = SearchPage(request.path, request.GET, request.user)
        if request.GET.get("jump") != "no" and (found := target(self.page.search)):
            return HttpResponseRedirect(found.get_absolute_url())
        return super().get(request)

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(**kwargs) | {
            "list": self.page,
            "crumbs": [(reverse("home"), _("Overview")), (self.request.path, _("Search"))],
        }


def suggest(request: HttpRequest) -> JsonResponse:
    """What the search box offers for what was typed so far: title, kind and address of each record."""
    kinds = entry_models()
    found = [
        {
            "title": str(entry.title),
            "kind": str(kinds[entry.kind]._meta.verbose_name),
            "url": entry.get_absolute_url(),
        }
        for entry in suggestions(request.GET.get("q", ""), request.user)
    ]
    response = JsonResponse({"suggestions": found})
    patch_vary_headers(response, ["Cookie", "Accept-Language"])
    return response
