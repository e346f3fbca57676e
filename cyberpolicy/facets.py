"""Facets: filters with options and counts. A facet counts under all filters except its own."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator
from copy import copy
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

import django_filters
from django import forms
from django.db.models import Count, Exists, OuterRef, QuerySet
from django.utils.choices import BaseChoiceIterator
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from pyroaring import BitMap

from cyberpolicy.counting import Dimension, FieldValues, Links, Tally, union
from cyberpolicy.models import CatalogueEntry, Relation
from cyberpolicy.relation_kinds import IN_TRACK
from cyberpolicy.values import labels
from cyberpolicy.visibility import access_of

NONE = "none"
Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Option:
    """One line of a facet. ``order`` is the number of a track, for its colour and shape."""

    value: str
    label: str
    count: int = 0
    is_chosen: bool = False
    order: int | None = None


class Choices(BaseChoiceIterator):
    """Pairs of value and label, as they are: a form looks into those of others, and copies them with its fields.

    A facet has thousands.
    """

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        self._pairs = tuple(pairs)

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self._pairs)

    def __deepcopy__(self, memo: dict) -> "Choices":
        return self


class LenientChoices(forms.MultipleChoiceField):
    """Takes the values it knows and keeps the others in ``rejected``, so that one wrong value spoils nothing."""

    widget = forms.SelectMultiple

    def clean(self, value: Any) -> list[str]:
        given = list(dict.fromkeys(item for item in self.to_python(value) if item))
        known = {str(code) for code, _label in self.choices}
        self.rejected = [item for item in given if item not in known]
        return [item for item in given if item in known]


class Facet(django_filters.MultipleChoiceFilter):
    """A filter of which several values may be chosen: any of them is enough.

    Pages count from the tally: ``dimension`` says by what, ``keys_by_option`` which records each option has. Without a
    tally the database counts (``counts``): so the tests prove that memory counts as it does.

    A new sort gives ``find_options`` (what this reader may choose), ``dimension`` or ``keys_by_option`` (which records
    each has), ``filter`` and ``counts`` (the same for the database, by which exports filter), and ``columns`` where it
    reads columns of the records themselves, so that these are read together with those of other facets.
    """

    field_class = LenientChoices

    def __deepcopy__(self, memo: dict) -> "Facet":
        """Each list has its own, whose choices are its reader's; all else they share."""
        own = copy(self)
        own.extra = dict(self.extra)
        return own

    def prepare(self, model, user, tally: Tally | None = None) -> None:
        """Of which records it is, and for which reader."""
        self.model, self.user, self.access, self.tally = model, user, access_of(user), tally

    @cached_property
    def options(self) -> list[Option]:
        """The options that this reader may choose from: looked up only for who filters, or when the page is drawn."""
        return self.find_options(self.model)

    def find_options(self, model) -> list[Option]:
        raise NotImplementedError

    @property
    def field(self) -> forms.Field:
        self.extra["choices"] = Choices((option.value, option.label) for option in self.options)
        return super().field

    def _once(self, find: Callable[[], Found], *looks: Hashable) -> Found:
        """What ``find`` gives: the same for all who may see the same, and of whom ``looks`` is the same."""
        if self.tally is None:
            return find()
        return self.tally.made((type(self), self.field_name, self.access, *looks), find)

    def dimension(self, model) -> Dimension:
        raise NotImplementedError

    def columns(self, model) -> list[Dimension]:
        """What stands in the rows of records themselves of what it counts by."""
        return []

    def keys_by_option(self) -> dict[str, BitMap]:
        """The records of each option, seen or not: whoever counts knows which may be seen."""
        return {str(value): had for value, had in self._values().items()}

    def _values(self) -> dict[Any, BitMap]:
        return self.tally.values(self.dimension(self.tally.model))

    def seen_values(self, model, name: str) -> Collection | QuerySet:
        """The values of a field (or of the dimension) that some record has that this reader may see; none is empty."""
        if self.tally is None:
            return model.objects.visible_to(self.user).filter(**{f"{name}__isnull": False}).values(name)
        visible = self.tally.visible(self.access)
        return {value for value, had in self._values().items() if value is not None and had.intersect(visible)}

    def keys(self, tally: Tally, value: list[str]) -> BitMap:
        """The records that any of these options gives."""
        options = self.keys_by_option()
        return union(options[each] for each in value if each in options)

    def tallied(self, found: BitMap) -> dict[str, int]:
        """How many of these records each option would give."""
        return {option: had.intersection_cardinality(found) for option, had in self.keys_by_option().items()}

    def counts(self, queryset: QuerySet) -> dict[str, int]:
        """How many records of ``queryset`` each option would give."""
        raise NotImplementedError


class ColumnFacet(Facet):
    """The values of a field, by one column."""

    def dimension(self, model) -> FieldValues:
        return FieldValues(model, self.field_name)

    def columns(self, model) -> list[Dimension]:
        return [self.dimension(model)]


class ChoiceFacet(ColumnFacet):
    """The values of a field with choices."""

    def find_options(self, model) -> list[Option]:
        return [Option(str(code), label) for code, label in labels(model, self.field_name).items()]

    def filter(self, queryset: QuerySet, value: list[str]) -> QuerySet:
        return queryset.filter(**{f"{queryset.column(self.field_name)}__in": value}) if value else queryset

    def counts(self, queryset: QuerySet) -> dict[str, int]:
        rows = queryset.order_by().values_list(queryset.column(self.field_name)).annotate(n=Count("pk"))
        return {str(code): count for code, count in rows}


class RelationFacet(Facet):
    """The records linked by relations of these kinds; ``reverse`` when those records are the subject.

    Two records with one address name (a forum and a party may share it) are one option that stands for both.
    """

    def __init__(
        self, *kinds: str, to: tuple[str, ...], reverse: bool = False, none: Promise | str = "", **kwargs
    ) -> None:
        super().__init__(**kwargs)
        self.kinds, self.to, self.none = kinds, to, none
        self.mine, self.theirs = ("object", "subject") if reverse else ("subject", "object")

    def _links(self, **which) -> QuerySet:
        return Relation.objects.filter(kind__in=self.kinds, **which).order_by()

    def find_options(self, model) -> list[Option]:
        return self._once(lambda: self._named(self.others.values()), *self._looks, str(self.none), get_language())

    @cached_property
    def others(self) -> dict[int, CatalogueEntry]:
        """The records at the other end, by key."""
        return self._once(lambda: {other.pk: other for other in self._find_others()}, *self._looks)

    @property
    def _looks(self) -> tuple[Hashable, ...]:
        return self.dimension(self.model), self.to

    def _find_others(self) -> Iterable[CatalogueEntry]:
        return self._linked(self.model) if self.tally is None else self._linked_in_memory()

    def _named(self, others: Iterable[CatalogueEntry]) -> list[Option]:
        by_slug = defaultdict(list)
        for other in others:
            by_slug[other.slug].append(other)
        options = [
            Option(
                slug, " / ".join(dict.fromkeys(other.abbreviation or other.title for other in same)), order=same[0].rank
            )
            for slug, same in by_slug.items()
        ]
        options.sort(key=lambda option: (option.order or 0, option.label.casefold()))
        return [*options, Option(NONE, self.none, order=0)] if self.none else options

    def _linked(self, model) -> Iterable[CatalogueEntry]:
        """The records at the other end that this reader may see, of which one at this end may be seen too."""
        kind = {f"{self.mine}__kind": model._meta.model_name, self.theirs: OuterRef("pk")}
        is_linked = Exists(self._links(**kind).filter(self.access.q(f"{self.mine}__")))
        others = CatalogueEntry.objects.visible_to(self.user).filter(is_linked, kind__in=self.to)
        return others.defer("summary_nl", "summary_en")

    def _linked_in_memory(self) -> list[CatalogueEntry]:
        others = self.access.seen(self.tally.others(self.seen_values(self.tally.model, self.theirs)).values())
        return sorted((o for o in others if o.kind in self.to), key=lambda other: (other.title_nl, other.pk))

    def dimension(self, model) -> Dimension:
        return Links(model, self.kinds, is_reverse=self.mine == "object")

    def keys_by_option(self) -> dict[str, BitMap]:
        values = self._values()
        found: dict[str, BitMap] = {}
        for pk, other in self.others.items():
            having = values.get(pk, BitMap())
            found[other.slug] = found[other.slug] | having if other.slug in found else having
        if self.none:
            found[NONE] = self.tally.everything - union(values[pk] for pk in self.others.keys() & values.keys())
        return found

    def filter(self, queryset: QuerySet, value: list[str]) -> QuerySet:
        if not value:
            return queryset
        chosen = self._has_link([pk for pk, other in self.others.items() if other.slug in value])
        return queryset.filter(chosen | ~self._has_link(list(self.others)) if NONE in value and self.none else chosen)

    def _has_link(self, others: list[int]) -> Exists:
        return Exists(self._links(**{self.mine: OuterRef("pk"), f"{self.theirs}__in": others}))

    def counts(self, queryset: QuerySet) -> dict[str, int]:
        """Counted by key and named afterwards: joining the catalogue would cost more than the counting."""
        links = self._links(**{f"{self.mine}__in": queryset.order_by().values("pk")})
        counts = self._counted(links, f"{self.theirs}_id", {pk: other.slug for pk, other in self.others.items()})
        if shared := self._sharing_a_slug():
            both = links.filter(**{f"{self.theirs}__in": shared})
            counts |= self._counted(both, f"{self.theirs}__slug", {slug: slug for slug in counts})
        if self.none:
            linked = links.filter(**{f"{self.theirs}__in": list(self.others)})
            counts[NONE] = queryset.count() - linked.aggregate(n=Count(f"{self.mine}_id", distinct=True))["n"]
        return counts

    def _counted(self, links: QuerySet, by: str, names: dict) -> dict[str, int]:
        rows = links.values_list(by).annotate(n=Count(f"{self.mine}_id", distinct=True))
        return {names[key]: count for key, count in rows if key in names}

    def _sharing_a_slug(self) -> list[int]:
        times = Counter(other.slug for other in self.others.values())
        return [pk for pk, other in self.others.items() if times[other.slug] > 1]


class TrackFacet(RelationFacet):
    """The tracks, in their own order, with their colours; and what stands in none of them."""

    def __init__(self, **kwargs) -> None:
        super().__init__(IN_TRACK, to=("track",), none=_("Cross-cutting"), label=_("Track"), **kwargs)
