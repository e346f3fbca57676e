"""What to offer while somebody types: names that begin so, then records with such words or numbers in their names."""

import re
from collections.abc import Iterator

from cyberpolicy.counting import tally_of
from cyberpolicy.models import CatalogueEntry, SearchName
from cyberpolicy.search import vocabulary
from cyberpolicy.search.backend import starting
from cyberpolicy.search.finder import finder
from cyberpolicy.search.matching import Match, Phrase
from cyberpolicy.search.order import NEWEST
from cyberpolicy.search.words import SHORTEST_INSIDE, SMALL, words
from cyberpolicy.visibility import access_of

SHORTEST, MOST = 2, 8
LONGEST_TYPED = 100
LOOKED_AT = 4 * MOST  # names: a record has several
NO_NAME = re.compile(r"(?:^|\s)(?:-\S*|[^\W\d_]+:\S*)$")  # it ends in what is to be left out, or in a filter


def suggestions(typed: str, user) -> list[CatalogueEntry]:
    """At most eight records whose names or numbers somebody may be typing."""
    said = words(typed[:LONGEST_TYPED])
    if not said or len("".join(said)) < SHORTEST or NO_NAME.search(typed[:LONGEST_TYPED]):
        return []
    found = dict.fromkeys(_named(" ".join(said), user))
    for match in _ever_wider(said):
        if len(found) >= MOST:
            break
        found |= dict.fromkeys(_holding(match, user))
    if not found and len(said[-1]) > SHORTEST:
        found = dict.fromkeys(_named(said[-1], user))
    chosen = list(found)[:MOST]
    entries = CatalogueEntry.objects.visible_to(user).in_bulk(chosen)
    return [entries[pk] for pk in chosen if pk in entries]


def _named(start: str, user) -> list[int]:
    names = SearchName.objects.filter(starting("name", start), access_of(user).q("entry__"))
    return list(names.order_by("name", "entry").values_list("entry", flat=True)[:LOOKED_AT])


def _ever_wider(said: list[str]) -> Iterator[Match]:
    """What a name may hold: a number that begins so; the words, of which the last may not be finished, or be the end of
    a compound.
    """
    *before, last = said
    if any(word.isdigit() for word in said):
        yield Match(((Phrase(tuple(said), is_start=True),),))
    told = tuple((Phrase((word,)),) for word in before if word not in SMALL)
    if len(last) > SHORTEST or not last.isalpha():
        yield Match((*told, (Phrase((last,), is_start=True),)))
    compounds = vocabulary.compounds([last])[last] if len(last) >= SHORTEST_INSIDE and last.isalpha() else []
    if compounds:
        yield Match((*told, tuple(Phrase((word,)) for word in compounds)))


def _holding(match: Match, user) -> list[int]:
    """The newest records whose names hold this."""
    tally = tally_of(CatalogueEntry)
    found = finder().found(match, in_names=True).own & tally.visible(access_of(user))
    return tally.order(NEWEST).page(found, 0, MOST)
