"""Filters that every list shares: words and years. A wrong value gives a notice, and the other filters still work."""

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cyberpolicy.facets import Facet, Option


class EntryFilterSet(django_filters.FilterSet):
    """Filters of a list of records. Declare the facets of a kind in a subclass, in the order the page shows them."""

    q = django_filters.CharFilter(method="search", label=gettext_lazy("Search in this list"), max_length=200)

    def __init__(self, data, queryset: QuerySet, *, user) -> None:
        super().__init__(data, queryset)
        for facet in self.facets.values():
            facet.prepare(queryset.model, user)

    @property
    def facets(self) -> dict[str, Facet]:
        return {name: facet for name, facet in self.filters.items() if isinstance(facet, Facet)}

    def search(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.matching(value)

    @property
    def chosen(self) -> dict[str, object]:
        """The values that were understood, by filter."""
        self.form.is_valid()
        return {name: value for name, value in self.form.cleaned_data.items() if value not in (None, "", [])}

    def without(self, left_out: str) -> QuerySet:
        """The records under all filters except one."""
        queryset = self.queryset
        for name, value in self.chosen.items():
            if name != left_out:
                queryset = self.filters[name].filter(queryset, value)
        return queryset

    def options_of(self, name: str) -> list[Option]:
        """The options of a facet with their counts, chosen ones included even when they count nothing."""
        facet, chosen = self.facets[name], self.chosen.get(name, [])
        counts = facet.counts(self.without(name))
        return [
            Option(option.value, option.label, counts.get(option.value, 0), option.value in chosen, option.order)
            for option in facet.options
        ]

    def notices(self) -> list[str]:
        """A sentence for each value that was not understood."""
        self.form.is_valid()
        found = []
        for name, field in self.form.fields.items():
            for value in getattr(field, "rejected", []):
                found.append(_("“%(value)s” is not an option of “%(filter)s”; it was left out.") % {
                    "value": value, "filter": field.label or name,
                })  # fmt: skip
            if name in self.form.errors:
                found.append(_("“%(filter)s” was left out: %(error)s") % {
                    "filter": field.label or name, "error": " ".join(self.form.errors[name]),
                })  # fmt: skip
        return found


class YearFilter(django_filters.NumberFilter):
    """A year on the sorting date: from it on (``gte``) or up to and including it (``lte``)."""

    def __init__(self, *, lookup: str, **kwargs) -> None:
        super().__init__(field_name="sort_date", min_value=1, max_value=9999, decimal_places=0, **kwargs)
        self.lookup = lookup
        self.extra["widget"] = forms.NumberInput

    def filter(self, queryset: QuerySet, value) -> QuerySet:
        return queryset if value is None else queryset.filter(**{f"sort_date__year__{self.lookup}": int(value)})


class DatedFilterSet(EntryFilterSet):
    """Filters of a list whose records have a date."""

    year_from = YearFilter(lookup="gte", label=gettext_lazy("Year from"))
    year_to = YearFilter(lookup="lte", label=gettext_lazy("Year to"))
