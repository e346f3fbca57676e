"""The adjectives that every queryset of records shares."""

import datetime
from collections.abc import Callable, Collection, Iterable
from itertools import islice
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models.functions import Cast, StrIndex
from django.db.models.query import ModelIterable

from cyberpolicy import former
from cyberpolicy.asking import among
from cyberpolicy.batching import BATCH
from cyberpolicy.guard import GuardedQuerySet
from cyberpolicy.moments import NOW, Moment
from cyberpolicy.visibility import access_of

if TYPE_CHECKING:
    from cyberpolicy.counting import Tally


class LookingBack(ModelIterable):
    """Records whose fields hold what they said at the moment that the query looks at."""

    def __iter__(self):
        records, at = super().__iter__(), self.queryset.at
        while some := list(islice(records, BATCH)):
            if at.known:
                former.wind_back(some, at.known)
            for record in some:
                for name in record.followed:
                    setattr(record, name, getattr(record, f"then_{name}"))
                record.at = at
            yield from some


class EntryQuerySet(GuardedQuerySet, models.QuerySet):
    """Records of one kind, or the catalogue rows of all kinds."""

    at: Moment = NOW
    tally: "Tally | None" = None  # what fields said at the moment looked at, where that is in memory

    def _clone(self) -> Self:
        clone = super()._clone()
        clone.at, clone.tally = self.at, self.tally
        return clone

    def as_of(self, at: Moment) -> Self:
        """The records that were there at a moment, with the fields that dated rows fill as they stood then.

        What was known at a moment has its other fields as they stood then too (``former``).
        """
        if at.is_now:
            return self
        then = {f"then_{name}": rows.told(at, self.model) for name, rows in self.model.followed.items()}
        then |= {f"then_{name}": former.told(field, at.known) for name, field in self._remembered(at).items()}
        found = self.filter(self.model.there_at(at)).annotate(**then)
        found.at, found._iterable_class = at, LookingBack
        return found

    def column(self, name: str) -> str:
        """Where a condition, an order or a count finds field ``name`` as it stood at the moment looked at."""
        has_then = not self.at.is_now and (name in self.model.followed or name in self._remembered(self.at))
        return f"then_{name}" if has_then else name

    def seen_in(self, tally: "Tally") -> Self:
        """The same records, of which conditions read what they said at the moment of the tally from memory."""
        found = self.all()
        found.at, found.tally = tally.at_moment, tally
        return found

    def says(self, name: str, values: Collection) -> models.Q:
        """The condition that field ``name`` said one of these values at the moment looked at."""
        if self.tally is None:
            return models.Q(**{f"{self.column(name)}__in": values})
        return self._told(name, lambda value: value in values)

    def says_before(self, name: str, day: datetime.date) -> models.Q:
        """The same of a field with a day: an earlier one."""
        if self.tally is None:
            return models.Q(**{f"{self.column(name)}__lt": day})
        return self._told(name, lambda value: value is not None and value < day)

    def _told(self, name: str, holds: Callable[[Any], bool]) -> models.Q:
        from cyberpolicy.counting import FieldValues, union

        said = self.tally.values(FieldValues(self.model, name))
        return models.Q(pk__in=among(union(keys for value, keys in said.items() if holds(value))))

    def _remembered(self, at: Moment) -> dict[str, models.Field]:
        """The fields by which lists filter, where they are looked at as they were known at a moment."""
        fields = former.fields_of(self.model) if at.known else {}
        return {name: field for name, field in fields.items() if former.is_filtered(field)}

    def visible_to(self, user) -> Self:
        """Only what ``user`` may see: the first step of every read for a person."""
        return self.filter(access_of(user).q())

    def matching(self, query: str, user=None) -> Self:
        """The records that the search finds for ``user``; all of them when ``query`` holds nothing to search for."""
        from cyberpolicy.search.finding import Search

        return self.found_by(Search(query, user))

    def found_by(self, search) -> Self:
        return self.filter(pk__in=among(search.records)) if search else self

    def linked(self, kind: str, slugs: list[str], *, reverse: bool = False) -> Self:
        """Records with a relation ``kind`` to one of the records ``slugs``, or from one when ``reverse``."""
        from cyberpolicy.models import Relation

        mine, theirs = ("object", "subject") if reverse else ("subject", "object")
        links = Relation.objects.filter(kind=kind, **{mine: models.OuterRef("pk"), f"{theirs}__slug__in": slugs})
        return self.filter(models.Exists(links))


def following(queryset: models.QuerySet, names: Iterable[str]) -> models.QuerySet:
    """With the rows that these fields name. Without a name nothing: Django's own would follow every field."""
    names = sorted(names)
    return queryset.select_related(*names) if names else queryset


class SearchQuerySet(models.QuerySet):
    """The rows of the search, which carry the access of their record."""

    def visible_to(self, user) -> Self:
        return self.filter(access_of(user).q())


class PartQuerySet(GuardedQuerySet, models.QuerySet):
    """Parts of records: a read for a person shows those whose record that person may see."""

    owner = "entry"

    def visible_to(self, user) -> Self:
        return self.filter(access_of(user).q(f"{self.owner}__"))


class RelationQuerySet(PartQuerySet):
    owner = "subject"

    def visible_to(self, user) -> Self:
        """Relations of which both ends may be seen: else the hidden one would show through the other."""
        access = access_of(user)
        return self.filter(access.q("subject__"), access.q("object__"))


def of_kinds(links: models.QuerySet, kinds: Iterable[str]) -> models.QuerySet:
    """Relations of these kinds among few, found by record: for SQLite the kind is no column here but an expression.

    Else it would go through all relations of these kinds, or look for each kind of each record.
    """
    return links.alias(verb=Cast("kind", models.TextField())).filter(verb__in=sorted(kinds))


class CitationQuerySet(GuardedQuerySet, models.QuerySet):
    def visible_to(self, user) -> Self:
        """Citations whose record and document may both be seen; of a part also every record that the part names."""
        return self.of_seen(user).filter(access_of(user).q("entry__"))

    def of_seen(self, user) -> Self:
        """The same where whoever asks makes sure that ``user`` sees the record: of each of many that costs a look."""
        from cyberpolicy.kinds import part_links

        access = access_of(user)
        found = self.filter(access.q("document__"))
        for model, link in part_links():
            hidden = model._base_manager.filter(part=models.OuterRef("part")).exclude(access.q(f"{link}__"))
            found = found.filter(~models.Exists(hidden))
        return found

    def own_visible_to(self, user) -> Self:
        """The same of records as a whole, without those of their parts: then no more need be asked."""
        access = access_of(user)
        return self.filter(access.q("entry__"), access.q("document__"), part__isnull=True)

    def gone(self) -> Self:
        """Those whose quote does not stand in its passage letter by letter; without a passage, in none of the document.

        A passage that the text no longer has is without text. Of a text that was never brought in nothing can be said.
        """
        from cyberpolicy.models import Passage

        passages = Passage.objects.filter(document=models.OuterRef("document"))
        elsewhere = passages.annotate(at=StrIndex("text", models.OuterRef("quote"))).filter(at__gt=0).order_by()
        absent = models.Q(passage__isnull=False, at=0) | models.Q(passage__isnull=True) & ~models.Exists(elsewhere)
        can_be_checked = models.Q(document__text_version__gt=0) | models.Q(passage__text__gt="")
        quoting = self.exclude(quote="").filter(can_be_checked)
        return quoting.annotate(at=StrIndex("passage__text", models.F("quote"))).filter(absent)
