"""What is related to a record that a query names: a sanction may nowhere say "Russia", and yet be tied to it.

The query is offered with the name as a filter, which also shows that there are filters.
"""

from collections.abc import Iterator
from typing import NamedTuple

from cyberpolicy.link_counts import LinkCounts
from cyberpolicy.models import CatalogueEntry, SearchName
from cyberpolicy.search.fields import BY_RECORD, LABELS
from cyberpolicy.search.finding import Search
from cyberpolicy.search.language import significant
from cyberpolicy.search.words import words
from cyberpolicy.visibility import access_of

MOST_WORDS = 8  # of a query; who asks for more has pasted a sentence
LONGEST = 5  # words of a name
MOST = 2  # names of a query: each is searched for
MOST_LINKS = 2_000  # of a record: what is tied to so many says nothing


class Offer(NamedTuple):
    """``said``: the name as typed. ``text``: the query with it as a filter."""

    said: str
    text: str


def offers(search: Search, *, also_large: bool = False) -> list[Offer]:
    """One query, or two. Long names first; none within another, nor within a query that is a name itself.

    ``also_large``: also of records that thousands are tied to, where the words find nothing.
    """
    if len(search.query.clauses) > MOST_WORDS or len(list(significant(search.query))) < 2:
        return []
    text, runs, found = search.query.text, dict(_runs(search)), []
    whole = " ".join(words(text))
    kinds = _kinds_of(search, [*runs, whole], also_large=also_large) if runs else {}
    if whole in kinds:
        return []
    taken: list[tuple[int, int]] = []
    for name in sorted(kinds, key=lambda name: (-len(name), name)):
        start, end = runs[name]
        if len(found) < MOST and not any(start < last and first < end for first, last in taken):
            taken.append((start, end))
            said = text[start:end].strip(".,;:")
            found.append(Offer(said, f"{text[:start]}{LABELS[kinds[name]]}:{_as_value(said)}{text[end:]}"))
    return found


def _as_value(said: str) -> str:
    return f'"{said}"' if " " in said else said


def _runs(search: Search) -> Iterator[tuple[str, tuple[int, int]]]:
    """What may be a name: some words beside each other, and where they stand; not all that is asked for."""
    clauses = search.query.clauses
    asked = {id(clause) for clause in significant(search.query)}
    for first in range(len(clauses)):
        said, left = [], set(asked)
        for clause in clauses[first : first + LONGEST]:
            term = clause[0]
            if len(clause) > 1 or term.is_start or term.is_exact or term.numbers:
                break
            said += term.words
            left.discard(id(clause))
            if left and len(left) < len(asked):
                yield " ".join(said), (clauses[first][0].start, term.end)


def _kinds_of(search: Search, names: list[str], *, also_large: bool) -> dict[str, str]:
    """The names that records go by which the reader may see, each with the kind of one of them."""
    seen = access_of(search.user).q("entry__")
    known = SearchName.objects.filter(seen, name__in=names, entry__kind__in=BY_RECORD).order_by("-name", "-entry")
    rows = list(known.values_list("name", "entry", "entry__kind"))
    counts = search.tally.values(LinkCounts(CatalogueEntry)) if rows and not also_large else {}
    tied = [count for count in counts if count > MOST_LINKS]
    return {name: kind for name, pk, kind in rows if not any(pk in counts[count] for count in tied)}
