"""Filters that every list shares: words and years. A wrong value gives a notice, and the other filters still work.

A filter says twice which records it leaves: as a condition for the database (``filter``), by which exports and
bulk changes go, and as a set of keys (``keys``), from which pages count without asking it.
"""

from collections import Counter
from functools import cache, cached_property

import django_filters
from django import forms
from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pyroaring import BitMap

from cyberpolicy.counting import Dimension, Tally, Years
from cyberpolicy.facets import Facet, Option
from cyberpolicy.search.finding import Search


class EntryFilterSet(django_filters.FilterSet):
    """Filters of a list of records. Declare the facets of a kind in a subclass, in the order the page shows them."""

    q = django_filters.CharFilter(method="search", label=gettext_lazy("Search in this list"), max_length=200)

    def __init__(
        self, data, queryset: QuerySet, *, user, tally: Tally | None = None, among: BitMap | None = None
    ) -> None:
        """``among``, with its ``tally``, holds the keys of what ``queryset`` gives, where that is known in memory."""
        super().__init__(data, queryset)
        self.user, self.tally, self.among = user, tally, among
        self._searches: dict[str, Search] = {}
        self._under: dict[str, BitMap] = {}
        for facet in self.facets.values():
            facet.prepare(queryset.model, user, tally)

    @classmethod
    @cache
    def columns(cls, model) -> list[Dimension]:
        """What stands in the rows of records themselves of what these filters count by."""
        return [
            column for each in cls.base_filters.values() if hasattr(each, "columns") for column in each.columns(model)
        ]

    @property
    def facets(self) -> dict[str, Facet]:
        return {name: facet for name, facet in self.filters.items() if isinstance(facet, Facet)}

    def search(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.found_by(self._search(value))

    def _search(self, value: str) -> Search:
        if value not in self._searches:
            self._searches[value] = Search(value, self.user)
        return self._searches[value]

    def get_form_class(self) -> type[forms.Form]:
        """Of the filters that the address names: the others have nothing to check, and each list makes its own form."""
        asked = {name: each.field for name, each in self.filters.items() if name in self.data}
        return type(f"{type(self).__name__}Form", (self._meta.form,), asked)

    @cached_property
    def chosen(self) -> dict[str, object]:
        """The values that were understood, by filter."""
        if not self.is_asked:
            return {}
        self.form.is_valid()
        return {name: value for name, value in self.form.cleaned_data.items() if value not in (None, "", [])}

    @cached_property
    def is_asked(self) -> bool:
        """Whether the address names a filter at all; for one that does not no form need be made."""
        return any(name in self.data for name in self.filters)

    def written(self) -> dict[str, str]:
        """What the address says of the filters that one writes into, understood or not."""
        return {name: self.data.get(name, "") for name in self.filters if name not in self.facets}

    def asked(self) -> tuple[tuple[str, object], ...]:
        """``chosen`` as something to remember by."""
        return tuple((name, tuple(v) if isinstance(v, list) else v) for name, v in self.chosen.items())

    def without(self, *left_out: str) -> QuerySet:
        """The records under all filters except these."""
        queryset = self.queryset
        for name, value in self.chosen.items():
            if name not in left_out:
                queryset = self.filters[name].filter(queryset, value)
        return queryset

    def keys_without(self, *left_out: str) -> BitMap:
        """The same as keys, from memory."""
        found = self.among
        for name in self.chosen:
            if name not in left_out:
                found = found & self._keys_under(name)
        return found

    def _keys_under(self, name: str) -> BitMap:
        if name not in self._under:
            self._under[name] = self._find(name)
        return self._under[name]

    def _find(self, name: str) -> BitMap:
        each, value = self.filters[name], self.chosen[name]
        if name == "q":
            search = self._search(value)
            return search.records if search else self.among
        if hasattr(each, "keys"):
            return each.keys(self.tally, value)
        return BitMap(each.filter(self.queryset, value).order_by().values_list("pk", flat=True))

    def counts_of(self, name: str) -> dict[str, int]:
        """How many records each option of a facet would give. Every number beside an option comes from here."""
        facet = self.facets[name]
        return facet.counts(self.without(name)) if self.tally is None else facet.tallied(self.keys_without(name))

    def options_of(self, name: str) -> list[Option]:
        """The options of a facet with their counts, chosen ones included even when they count nothing."""
        facet, chosen, counts = self.facets[name], self.chosen.get(name, []), self.counts_of(name)
        return [
            Option(option.value, option.label, counts.get(option.value, 0), option.value in chosen, option.order)
            for option in facet.options
        ]

    def notices(self) -> list[str]:
        """A sentence for each value that was not understood."""
        if not self.is_asked:
            return []
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

    def columns(self, model) -> list[Dimension]:
        return [Years(model)]

    def keys(self, tally: Tally, value) -> BitMap:
        years, is_wanted = Years(tally.model), {"gte": int(value).__le__, "lte": int(value).__ge__}[self.lookup]
        return tally.having(years, filter(is_wanted, tally.values(years)))


class DatedFilterSet(EntryFilterSet):
    """Filters of a list whose records have a date."""

    year_from = YearFilter(lookup="gte", label=gettext_lazy("Year from"))
    year_to = YearFilter(lookup="lte", label=gettext_lazy("Year to"))

    def counts_by_year(self) -> dict[int, int]:
        """How many records each year has, under all filters except those of years.

        The database counts by day, and it is added up here: taking the year out of every row costs SQLite twenty times
        as much.
        """
        if self.tally is not None:
            found = self.keys_without("year_from", "year_to")
            years = {
                year: had.intersection_cardinality(found)
                for year, had in self.tally.values(Years(self.tally.model)).items()
            }
            return {year: count for year, count in sorted(years.items()) if count}
        dated = self.without("year_from", "year_to").filter(sort_date__isnull=False)
        years: Counter[int] = Counter()
        for day, count in dated.order_by().values_list("sort_date").annotate(n=Count("pk")):
            years[day.year] += count
        return dict(sorted(years.items()))
