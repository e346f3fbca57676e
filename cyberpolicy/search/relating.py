"""What is related to a record that a query names: a sanction may nowhere say "Russia", and yet be tied to it.

The query is offered with the name as a filter, which also shows that there are filters.
"""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from cyberpolicy.link_counts import LinkCounts
from cyberpolicy.models import CatalogueEntry, SearchName
from cyberpolicy.search.fields import BY_RECORD, LABELS
from cyberpolicy.search.finding import Search
from cyberpolicy.search.language import Term, significant
from cyberpolicy.visibility import access_of

MOST_WORDS = 6  # of a query; who asks for more has pasted a sentence
LONGEST = 3  # words of a name
MOST = 2  # offers
MOST_LINKS = 2_000  # of a record: what is tied to so many says nothing


class Offer(NamedTuple):
    """``said``: the name as typed. ``text``: the query with it as a filter, which finds so many ``more`` records."""

    said: str
    text: str
    more: int


def offers(search: Search) -> list[Offer]:
    """Two queries, and for each name that is one of a record a search more."""
    clauses = list(significant(search.query))
    if not 1 < len(clauses) <= MOST_WORDS:
        return []
    return list(islice(_offers(search, dict(_runs(clauses))), MOST))


def _offers(search: Search, runs: dict[str, tuple[int, int]]) -> Iterator[Offer]:
    """Long names first; none within another."""
    taken: list[tuple[int, int]] = []
    kinds = _kinds_of(search, list(runs))
    for name in sorted(kinds, key=lambda name: (-len(name), name)):
        start, end = runs[name]
        if any(start < last and first < end for first, last in taken):
            continue
        taken.append((start, end))
        text = search.query.text
        said = text[start:end]
        asked = f"{text[:start]}{LABELS[kinds[name]]}:{_as_value(said)}{text[end:]}"
        if more := len(Search(asked, search.user).records - search.records):
            yield Offer(said, asked, more)


def _as_value(said: str) -> str:
    return f'"{said}"' if " " in said else said


def _runs(clauses: Sequence[tuple[Term, ...]]) -> Iterator[tuple[str, tuple[int, int]]]:
    """What may be a name: some plain words beside each other, and where they stand; not all that is asked for."""
    for first in range(len(clauses)):
        said: list[str] = []
        for clause in clauses[first : first + LONGEST]:
            if len(clause) > 1 or clause[0].is_start or clause[0].is_exact or clause[0].numbers:
                break
            said += clause[0].words
            if len(said) < sum(len(clause[0].words) for clause in clauses):
                yield " ".join(said), (clauses[first][0].start, clause[0].end)


def _kinds_of(search: Search, names: list[str]) -> dict[str, str]:
    """The names that records go by which the reader may see, each with the kind of one of them."""
    seen = access_of(search.user).q("entry__")
    known = SearchName.objects.filter(seen, name__in=names, entry__kind__in=BY_RECORD).order_by("-name", "-entry")
    rows = list(known.values_list("name", "entry", "entry__kind"))
    counts = search.tally.values(LinkCounts(CatalogueEntry)) if rows else {}
    tied = [count for count in counts if count > MOST_LINKS]
    return {name: kind for name, pk, kind in rows if not any(pk in counts[count] for count in tied)}
