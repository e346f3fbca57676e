"""What a list and the search have in common: facets, chips and pages over the records that an address asks for."""

from functools import cached_property
from typing import Any

from django.core.paginator import Page
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cyberpolicy import moments
from cyberpolicy.addresses import Address
from cyberpolicy.facet_boxes import FacetBoxes, facet_box
from cyberpolicy.filters import EntryFilterSet
from cyberpolicy.visibility import access_of
from cyberpolicy.years import Bar, bars

YEARS = ("year_from", "year_to")


class FilteredPage:
    """A page over some records. Whose it is, what it asks for and which page of it say those that are one."""

    user: Any
    filters: EntryFilterSet
    address: Address
    page: Page
    at: moments.Moment = moments.NOW
    looking_back: tuple[str, ...] = ()  # the names in the address that say at which moment the records are looked at

    @cached_property
    def first_page(self) -> str:
        """Its address without the number of the page: the name of the list on all its pages."""
        return self.address.page(1)

    def pager(self) -> dict[str, Any]:
        return self.address.pager(self.page)

    def facets(self) -> FacetBoxes:
        """The facets from which this reader has something to choose. Other pages and orders have the same."""
        filters, user = self.filters, self.user
        looks = (type(filters), access_of(user), user.pk, get_language(), timezone.localdate(), filters.asked())
        return filters.tally.made(looks, self._facets)

    def _facets(self) -> FacetBoxes:
        facets = [(name, facet.label) for name, facet in self.filters.facets.items() if facet.options]
        return FacetBoxes([facet_box(name, label, self.filters.options_of(name)) for name, label in facets])

    @cached_property
    def has_years(self) -> bool:
        return hasattr(self.filters, "counts_by_year")

    def year_bars(self) -> list[Bar]:
        """The years of the list as bars, each with the address that shows only its years."""
        chosen = [self.filters.chosen.get(name) for name in YEARS]
        first, last = (int(year) if year is not None else None for year in chosen)
        return bars(self.filters.counts_by_year(), first, last, self._between)

    def _between(self, first: int, last: int) -> str:
        return self.address.having_all(year_from=[str(first)], year_to=[str(last)])

    def chips(self) -> list[tuple[str, str, str]]:
        """Filter, value and the address without it, for every filter in use."""
        found = [
            (label, shown, self.address.without(name))
            for name, label, shown in (
                (moments.AS_OF, _("As it stood on"), self.at.as_of),
                (moments.KNOWN_ON, _("As known on"), self.at.known_on),
            )
            if shown
        ]
        for name, value in self.filters.chosen.items():
            field = self.filters.form.fields[name]
            labels = dict(getattr(field, "choices", ()))
            for item in value if isinstance(value, list) else [value]:
                known = item if isinstance(value, list) else None
                shown = str(labels.get(item, item))  # a year is no amount: as words it gets no separator
                found.append((field.label, shown, self.address.without(name, known)))
        return found
