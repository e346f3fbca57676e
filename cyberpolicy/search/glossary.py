"""Names that mean the same: whoever asks for one name of a record also finds what uses another."""

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import QuerySet

from cyberpolicy.models import SearchName
from cyberpolicy.search.by_whom import BEARER
from cyberpolicy.search.words import words as words_of
from cyberpolicy.visibility import access_of

MOST_NAMES = 12  # other names that one name is widened with
MOST_RECORDS = 10  # of one name, whose other names count
MOST_BEARERS = 200  # of one name
MOST_ROWS = 2_000
LONGEST = 6  # words: a longer title is no name that another text would use


def abbreviations(words: Iterable[str], user) -> set[str]:
    """Those of these folded words that are another name of a record which ``user`` may see, not its title."""
    known = _known(words, user).filter(is_short=False)
    rows = list(known.values_list("name", "entry__title_nl", "entry__title_en"))
    titles = {" ".join(words_of(title)) for _name, *both in rows for title in both}
    return {name for name, *_titles in rows} - titles


def known_names(names: Iterable[str], user) -> set[str]:
    """Those of these folded names that a record goes by which ``user`` may see."""
    return set(_known(names, user).values_list("name", flat=True))


def _known(names: Iterable[str], user) -> QuerySet[SearchName]:
    return SearchName.objects.filter(access_of(user).q("entry__"), name__in=sorted(set(names))).order_by()


class Meanings(NamedTuple):
    """What names stand for: other names of the same, as words, and the records that others may be by."""

    others: dict[str, list[tuple[str, ...]]]
    bearers: dict[str, list[int]]


def meanings(names: Iterable[str], user) -> Meanings:
    """Of those of these folded names that a record goes by which ``user`` may see. Two queries at most."""
    rows = _known(names, user).order_by("entry").values_list("name", "entry", "entry__kind", "is_short")[:MOST_ROWS]
    called, bearers = defaultdict(list), defaultdict(list)
    for name, entry, kind, is_short in rows:
        if not is_short and len(called[name]) < MOST_RECORDS:
            called[name].append(entry)
        if kind == BEARER and len(bearers[name]) < MOST_BEARERS:
            bearers[name].append(entry)
    by_entry = _names_of({entry for entries in called.values() for entry in entries})
    others: dict[str, list[tuple[str, ...]]] = {}
    for name, entries in called.items():
        found = dict.fromkeys(tuple(other.split()) for entry in entries for other in by_entry[entry])
        others[name] = [other for other in found if len(other) <= LONGEST and not _holds(other, name)][:MOST_NAMES]
    return Meanings(others, bearers)


def _names_of(entries: set[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    rows = SearchName.objects.filter(entry__in=entries, is_short=False).order_by("pk")
    for entry, name in rows.values_list("entry", "name") if entries else ():
        found[entry].append(name)
    return found


def _holds(other: tuple[str, ...], name: str) -> bool:
    """Whether a name is or holds the one asked for, so that it finds nothing more."""
    return f" {name} " in f" {' '.join(other)} "
