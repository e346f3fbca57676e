"""A page of the search as its address describes it: the query, one kind or all, facets, and which page of them."""

from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from pyroaring import BitMap

from cyberpolicy.addresses import Address
from cyberpolicy.counting import FieldValues, tally_of
from cyberpolicy.facet_boxes import FacetBoxes
from cyberpolicy.facets import NONE, Option, TrackFacet
from cyberpolicy.filtered_page import FilteredPage
from cyberpolicy.filters import DatedFilterSet, EntryFilterSet
from cyberpolicy.kinds import entry_models
from cyberpolicy.models import CatalogueEntry
from cyberpolicy.search import ranking
from cyberpolicy.search.finding import FEWEST, Search
from cyberpolicy.search.language import Query, significant, trimmed
from cyberpolicy.search.relating import Offer, offers
from cyberpolicy.search.results import Result, results
from cyberpolicy.search.spelling import closer_spelling, did_you_mean
from cyberpolicy.tables import table_of
from cyberpolicy.visibility import access_of

PER_PAGE = 25
BEST, IN_GROUP = 3, 5  # records above the groups, and in each group
OF_SOME = 8  # records that hold some of the words
MANY = 8  # words: of more it helps nobody to leave out one
OWN = ("q", "kind", "jump")


class AnyTrackFacet(TrackFacet):
    """The tracks, for records of all kinds together."""

    @cached_property
    def others(self) -> dict[int, CatalogueEntry]:
        keys = self.tally.having(FieldValues(CatalogueEntry, "kind"), ["track"]) & self.tally.visible(self.access)
        tracks = sorted(self.tally.others(keys).values(), key=lambda track: (track.rank or 0, track.pk))
        return {track.pk: track for track in tracks}

    def find_options(self, model) -> list[Option]:
        options = [
            Option(track.slug, track.abbreviation or track.title, order=track.rank) for track in self.others.values()
        ]
        return [*options, Option(NONE, self.none, order=0)]


class SearchFilterSet(DatedFilterSet):
    """What records of all kinds can be filtered by."""

    track = AnyTrackFacet()


class ResultPages(Paginator):
    """Pages over the keys of what was found: the best first, the rest by date, without reading what is not shown."""

    def __init__(self, search: Search, records: BitMap, best: list[int]) -> None:
        super().__init__(best, PER_PAGE)
        self.search, self.records, self.best, self.count = search, records, best, len(records)

    def page(self, number: int) -> Page:
        number = self.validate_number(number)
        start, end = (number - 1) * PER_PAGE, min(number * PER_PAGE, self.count)
        ids = self.best[start:end]
        if end > len(self.best):
            behind = max(start - len(self.best), 0)
            ids = ids + ranking.after(self.search, self.records, self.best, behind, end - len(self.best))
        return self._get_page(results(self.search, ids), number, self)


class SearchPage(FilteredPage):
    """What stands on the page. It shares facets and chips with the lists, and reads its rows from the search."""

    def __init__(self, path: str, query: QueryDict, user) -> None:
        self.user, self.query = user, query
        self.text = query.get("q", "").strip()
        self.search = Search(self.text, user)
        asked = query.get("kind", "")
        self.kind = asked if asked in entry_models() else ""
        self.filters = self._filters(self.search.records if self.search else None)
        names = [*OWN, *(name for name in self.filters.filters if name not in OWN), "page"]
        self.address = Address(path, query, names)
        self.unknown = sorted(name for name in query if name not in {*names, "lang"})

    def _filters(self, records: BitMap | None) -> EntryFilterSet:
        """The filters of the kind, or those of all kinds, over these records, or all."""
        filterset, model = (
            (table_of(self.kind).filterset, entry_models()[self.kind])
            if self.kind
            else (SearchFilterSet, CatalogueEntry)
        )
        values = self.query.copy()
        for own in OWN:
            values.pop(own, None)
        tally = tally_of(model)
        among = tally.visible(access_of(self.user))
        if records is not None:
            among = among & records
        return filterset(values, model.objects.visible_to(self.user), user=self.user, tally=tally, among=among)

    # What was found

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many records of each kind were found, in the order of the kinds."""
        found = self.search.records if self.kind else self.records
        of_kind = self._of_kind
        counts = {kind: of_kind[kind].intersection_cardinality(found) for kind in entry_models() if kind in of_kind}
        return {kind: count for kind, count in counts.items() if count}

    @property
    def _of_kind(self) -> dict[str, BitMap]:
        return self.search.tally.values(FieldValues(CatalogueEntry, "kind"))

    @cached_property
    def records(self) -> BitMap:
        """The records found that the filters leave."""
        return self.filters.keys_without() if self.search else BitMap()

    @property
    def count(self) -> int:
        return len(self.records)

    @property
    def none_holds_all(self) -> bool:
        """Whether no record holds all the words: not those of another kind either, nor what a filter leaves out."""
        return not (self.search.records or self.search.query.filters or self.search.query.without)

    @cached_property
    def best(self) -> list[int]:
        return ranking.window(self.search, self.records) if self.count else []

    @property
    def is_grouped(self) -> bool:
        return not self.kind and len(self.counts) > 1 and not self.query.get("page")

    @cached_property
    def page(self) -> Page:
        return ResultPages(self.search, self.records, self.best).get_page(self.query.get("page", 1))

    @cached_property
    def groups(self) -> list[dict[str, Any]]:
        """The best of all, then the best of each kind that are not among those, the kind with the best one first."""
        kinds = {pk: kind for kind, keys in self._of_kind.items() for pk in keys & BitMap(self.best)}
        members: dict[str, list[int]] = {}
        for pk in self.best[BEST:]:
            members.setdefault(kinds[pk], []).append(pk)
        shown = [*self.best[:BEST], *(pk for pks in members.values() for pk in pks[:IN_GROUP])]
        found = {result.entry.pk: result for result in results(self.search, shown)}
        groups = [{"kind": "", "results": _of(self.best[:BEST], found)}]
        for kind, pks in members.items():
            groups.append({
                "kind": kind, "label": self._label(kind), "count": self.counts[kind],
                "url": self.address.having("kind", kind), "results": _of(pks[:IN_GROUP], found),
            })  # fmt: skip
        return groups

    # What the page says

    def _label(self, kind: str) -> Promise | str:
        return entry_models()[kind]._meta.verbose_name_plural

    def facets(self) -> FacetBoxes:
        """The facets of the list, but for its own "kind": in this address that is the kind of record.

        They count what this query finds, so they are put together anew for each.
        """
        return FacetBoxes([facet for facet in self._facets() if facet.name not in OWN])

    def kinds(self) -> list[dict[str, Any]]:
        """How many of each kind were found, with the address that shows only those."""
        return [
            {
                "label": self._label(kind),
                "count": count,
                "url": self.address.without("kind") if kind == self.kind else self.address.having("kind", kind),
                "is_chosen": kind == self.kind,
            }
            for kind, count in self.counts.items()
        ]

    def chips(self) -> list[tuple[str, str, str]]:
        """What is more than a word in the query, and the facets in use, each with the address without it."""
        pieces = [(_("Search"), said, self._address_of(rest)) for said, rest in self.search.query.chips()]
        return pieces + super().chips()

    def _address_of(self, text: str) -> str:
        return self.address.having("q", text) if text else self.address.without("q")

    def notices(self) -> list[str]:
        unknown = [_("“%(name)s” is not a filter of the search; it was left out.") % {"name": n} for n in self.unknown]
        if (asked := self.query.get("kind")) and not self.kind:
            unknown.append(_("“%(value)s” is not a kind of record; it was left out.") % {"value": asked})
        if self.text and not self.search:
            unknown.append(_("“%(text)s” holds no words to search for.") % {"text": self.text[:100]})
        return unknown + self.search.hints + self.filters.notices()

    # When nothing was found

    @cached_property
    def corrected(self) -> "SearchPage | None":
        """The page of another spelling that does find something."""
        text = did_you_mean(self.search, self._finds) if self.search and not self.count else ""
        if not text:
            return None
        return self._asking(text)

    @cached_property
    def rather(self) -> tuple[str, str] | None:
        """Another spelling of a word that does not occur, where something was found all the same; with its address."""
        asks = self.search and self.count and not self.query.get("page")
        asks = asks and len([*self.search.query.terms]) <= MANY  # who asks for more has pasted a sentence
        text = closer_spelling(self.search, self._finds) if asks else ""
        return (text, self._address_of(text)) if text else None

    def _finds(self, text: str) -> bool:
        return self._asking(text).count > 0

    def _asking(self, text: str) -> "SearchPage":
        """The page of another query under the same filters."""
        query = self.query.copy()
        query["q"] = text
        return SearchPage(self.address.path, query, self.user)

    @property
    def url(self) -> str:
        return self._address_of(self.text)

    @cached_property
    def first(self) -> list[Result]:
        """The best of all."""
        return results(self.search, self.best[:IN_GROUP])

    def with_fewer_words(self) -> list[tuple[str, str, int]]:
        """Queries that ask for less, with address and number of records found: the dossier of a number, either of the
        words, or all but one.
        """
        query, clauses = self.search.query, list(significant(self.search.query))
        asked = [*_dossiers(query), *([query.either] if query.either else [])]
        for clause in clauses[:5] if 1 < len(clauses) <= MANY else ():
            asked.append(trimmed(query.rest(clause[0].start, clause[-1].end)))
        counts = {text: len(self._asking(text).records) for text in asked}
        return [(text, self._address_of(text), count) for text, count in counts.items() if count]

    @cached_property
    def related(self) -> list[tuple[Offer, str, int]]:
        """What is related to a record that the query names: its address, and how many of it were not found."""
        is_asked = self.search and not self.query.get("page")
        found = offers(self.search, also_large=not self.count) if is_asked else []
        more = ((offer, len(self._asking(offer.text).records - self.records)) for offer in found)
        return [(offer, self._address_of(offer.text), count) for offer, count in more if count]

    @cached_property
    def of_some(self) -> list[Result]:
        """When little holds all the words: records that hold some of them, those with most first; of another spelling
        where that was shown.
        """
        if self.corrected:
            return self.corrected.of_some
        if not self.search or self.count >= FEWEST:
            return []
        allowed = self._filters(self.search.tally.visible(access_of(self.user))).keys_without()
        ids = [pk for pk in ranking.of_some(self.search, allowed, OF_SOME) if pk not in self.best]
        return results(self.search, ids, of_some=True) if ids else []


def _dossiers(query: Query) -> list[str]:
    """The query with the dossier of each paper that it names instead of the paper."""
    return [
        f"{query.text[: term.start]}dossier:{name[1]}{query.text[term.end :]}"
        for (term, *_others) in query.clauses
        for name in term.numbers
        if len(name) == 3 and name[0] == "kst"
    ]


def _of(ids: list[int], found: dict[int, Result]) -> list[Result]:
    return [found[pk] for pk in ids if pk in found]
