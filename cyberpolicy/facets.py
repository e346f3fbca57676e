"""Facets: filters with options and counts. A facet counts under all filters except its own."""

from dataclasses import dataclass
from typing import Any

import django_filters
from django import forms
from django.db.models import Count, Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from cyberpolicy.models import CatalogueEntry, Relation
from cyberpolicy.relation_kinds import IN_TRACK
from cyberpolicy.visibility import access_of

NONE = "none"


@dataclass(frozen=True)
class Option:
    """One line of a facet. ``order`` is the number of a track, for its colour and shape."""

    value: str
    label: str
    count: int = 0
    is_chosen: bool = False
    order: int | None = None


class LenientChoices(forms.MultipleChoiceField):
    """Takes the values it knows and keeps the others in ``rejected``, so that one wrong value spoils nothing."""

    widget = forms.SelectMultiple

    def clean(self, value: Any) -> list[str]:
        given = list(dict.fromkeys(item for item in self.to_python(value) if item))
        known = {str(code) for code, _label in self.choices}
        self.rejected = [item for item in given if item not in known]
        return [item for item in given if item in known]


class Facet(django_filters.MultipleChoiceFilter):
    """A filter of which several values may be chosen: any of them is enough."""

    field_class = LenientChoices

    def prepare(self, model, user) -> None:
        """Look up the options that this reader may choose from."""
        self.user = user
        self.options = self.find_options(model)
        self.extra["choices"] = [(option.value, option.label) for option in self.options]

    def find_options(self, model) -> list[Option]:
        raise NotImplementedError

    def counts(self, queryset: QuerySet) -> dict[str, int]:
        """How many records of ``queryset`` each option would give."""
        raise NotImplementedError


class ChoiceFacet(Facet):
    """The values of a field with choices."""

    def find_options(self, model) -> list[Option]:
        return [Option(str(code), label) for code, label in model._meta.get_field(self.field_name).choices]

    def filter(self, queryset: QuerySet, value: list[str]) -> QuerySet:
        return queryset.filter(**{f"{self.field_name}__in": value}) if value else queryset

    def counts(self, queryset: QuerySet) -> dict[str, int]:
        rows = queryset.order_by().values_list(self.field_name).annotate(n=Count("pk"))
        return {str(code): count for code, count in rows}


class RelationFacet(Facet):
    """The records to which the listed ones stand in a relation, or that stand in one to them when ``reverse``."""

    def __init__(self, *kinds: str, to: tuple[str, ...], reverse: bool = False, none: str = "", **kwargs) -> None:
        super().__init__(**kwargs)
        self.kinds, self.to, self.none = kinds, to, none
        self.mine, self.theirs = ("object", "subject") if reverse else ("subject", "object")

    def _links(self):
        """The relations of these kinds that the reader may see."""
        links = Relation.objects.filter(access_of(self.user).q(f"{self.theirs}__"), kind__in=self.kinds)
        return links.filter(**{f"{self.theirs}__kind__in": self.to})

    def find_options(self, model) -> list[Option]:
        seen = self._links().filter(
            access_of(self.user).q(f"{self.mine}__"), **{f"{self.mine}__kind": model._meta.model_name}
        )
        others = CatalogueEntry.objects.filter(pk__in=seen.values(self.theirs))
        options = [Option(other.slug, other.abbreviation or other.title, order=other.rank) for other in others]
        options.sort(key=lambda option: (option.order or 0, option.label.casefold()))
        return [*options, Option(NONE, self.none, order=0)] if self.none else options

    def filter(self, queryset: QuerySet, value: list[str]) -> QuerySet:
        if not value:
            return queryset
        links = self._links().filter(**{self.mine: OuterRef("pk")})
        chosen = Exists(links.filter(**{f"{self.theirs}__slug__in": value}))
        return queryset.filter(chosen | ~Exists(links)) if NONE in value and self.none else queryset.filter(chosen)

    def counts(self, queryset: QuerySet) -> dict[str, int]:
        links = self._links().filter(**{f"{self.mine}__in": queryset.order_by().values("pk")})
        rows = links.order_by().values_list(f"{self.theirs}__slug").annotate(n=Count(self.mine, distinct=True))
        counts = dict(rows)
        if self.none:
            counts[NONE] = queryset.filter(~Exists(self._links().filter(**{self.mine: OuterRef("pk")}))).count()
        return counts


class TrackFacet(RelationFacet):
    """The tracks, in their own order, with their colours; and what stands in none of them."""

    def __init__(self, **kwargs) -> None:
        super().__init__(IN_TRACK, to=("track",), none=_("Cross-cutting"), label=_("Track"), **kwargs)
