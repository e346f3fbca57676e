"""Finding records in lists and choice boxes of the admin: accents aside, the record that is called so first."""

from django.db.models import Case, Q, QuerySet, Value, When
from django.http import HttpRequest

TITLES = ("title_nl", "title_en")
NAMES = (*TITLES, "abbreviation_nl", "abbreviation_en", "slug")


class FoldedSearch:
    """For the admin of records and of their catalogue rows."""

    # Django wants names here to offer a search at all; what is searched is the folded text of the catalogue.
    search_fields = TITLES

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> tuple[QuerySet, bool]:
        term = search_term.strip()
        found = queryset.matching(term, request.user)
        is_sorted_by_hand = "o" in request.GET
        return (nearest_first(found, term) if term and not is_sorted_by_hand else found), False


def nearest_first(queryset: QuerySet, term: str) -> QuerySet:
    """First what is called ``term``, then what begins with it: "EU" is the European Union, not every text with "eu"."""
    called = When(_any(NAMES, "iexact", term), then=Value(0))
    begins = When(_any(TITLES, "istartswith", term), then=Value(1))
    return queryset.order_by(Case(called, begins, default=Value(2)), "title_nl", "pk")


def _any(names: tuple[str, ...], lookup: str, term: str) -> Q:
    return Q(*((f"{name}__{lookup}", term) for name in names), _connector=Q.OR)
