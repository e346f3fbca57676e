"""What to offer while somebody types: names that begin so, then records with such words in their names."""

from cyberpolicy.counting import tally_of
from cyberpolicy.models import CatalogueEntry, SearchName
from cyberpolicy.search.backend import backend
from cyberpolicy.search.finder import finder
from cyberpolicy.search.matching import Match, Phrase
from cyberpolicy.search.order import NEWEST
from cyberpolicy.search.words import SMALL, words
from cyberpolicy.visibility import access_of

SHORTEST, MOST = 2, 8
LONGEST_TYPED = 100
LOOKED_AT = 4 * MOST  # names: a record has several


def suggestions(typed: str, user) -> list[CatalogueEntry]:
    """At most eight records whose names somebody may be typing."""
    said = words(typed[:LONGEST_TYPED])
    if not said or len("".join(said)) < SHORTEST:
        return []
    found = list(dict.fromkeys(_named(" ".join(said), user)))[:MOST]
    if len(found) < MOST and len(said[-1]) > SHORTEST:
        found = list(dict.fromkeys([*found, *_holding(said, user)]))[:MOST]
    entries = CatalogueEntry.objects.visible_to(user).in_bulk(found)
    return [entries[pk] for pk in found if pk in entries]


def _named(start: str, user) -> list[int]:
    names = SearchName.objects.filter(backend().starting("name", start), access_of(user).q("entry__"))
    return list(names.order_by("name", "entry").values_list("entry", flat=True)[:LOOKED_AT])


def _holding(said: list[str], user) -> list[int]:
    """Records whose names hold these words, the last of which may not be finished."""
    told = [word for word in said[:-1] if word not in SMALL]
    match = Match((*((Phrase((word,)),) for word in told), (Phrase((said[-1],), is_start=True),)))
    tally = tally_of(CatalogueEntry)
    found = finder().found(match, in_names=True).own & tally.visible(access_of(user))
    return tally.order(NEWEST).page(found, 0, MOST)
