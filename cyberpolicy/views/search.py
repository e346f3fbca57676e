"""Search over everything: titles, other names, numbers and summaries of every kind of record."""

from django.core.paginator import Paginator
from django.db.models import Count, QuerySet, Value
from django.db.models.functions import StrIndex
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from cyberpolicy.addresses import Address
from cyberpolicy.kinds import entry_models
from cyberpolicy.models import CatalogueEntry
from cyberpolicy.text import folded_words

PER_PAGE = 25


class SearchView(TemplateView):
    """The records that hold every word asked for; those that hold them in their title come first."""

    template_name = "search/search.html"

    def get_context_data(self, **kwargs) -> dict:
        query, kind = self.request.GET.get("q", "").strip()[:200], self.request.GET.get("kind", "")
        address = Address(self.request.path, self.request.GET, ("q", "kind", "page"))
        found = self._found(query)
        shown = found.filter(kind=kind) if kind in entry_models() else found
        page = Paginator(_ranked(shown, query), PER_PAGE).get_page(self.request.GET.get("page", 1))
        return super().get_context_data(**kwargs) | {
            "query": query,
            "kinds": self._kinds(found, kind, address),
            "notices": self._notices(kind),
            **address.pager(page),
            "crumbs": [(reverse("home"), _("Overview")), (self.request.path, _("Search"))],
        }

    def _found(self, query: str) -> QuerySet:
        visible = CatalogueEntry.objects.visible_to(self.request.user)
        return visible.matching(query) if folded_words(query) else visible.none()

    def _kinds(self, found: QuerySet, chosen: str, address: Address) -> list[dict]:
        """How many of each kind were found, with the address that shows only those."""
        counts = dict(found.order_by().values_list("kind").annotate(n=Count("pk")))
        return [
            {
                "label": model._meta.verbose_name_plural,
                "count": counts[kind],
                "url": address.without("kind") if kind == chosen else address.having("kind", kind),
                "is_chosen": kind == chosen,
            }
            for kind, model in entry_models().items()
            if kind in counts
        ]

    def _notices(self, kind: str) -> list[str]:
        unknown = sorted(set(self.request.GET) - {"q", "kind", "page", "lang"})
        notices = [_("“%(name)s” is not a filter of the search; it was left out.") % {"name": name} for name in unknown]
        if kind and kind not in entry_models():
            notices.append(_("“%(value)s” is not a kind of record; it was left out.") % {"value": kind})
        return notices


def _ranked(found: QuerySet, query: str) -> QuerySet:
    """The text to search in begins with titles and other names, so the earlier the first word stands, the better."""
    first = next(iter(folded_words(query)), "")
    return found.annotate(place=StrIndex("search_text", Value(first))).order_by("place", "title_nl", "pk")
