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
MOST_RECORDS = 40
LONGEST = 6  # words: a longer title is no name that another text would use


def abbreviations(words: Iterable[str], user) -> set[str]:
    """Those of these folded words that are another name of a record which ``user`` may see, not its title."""
    rows = list(_known(words, user).values_list("name", "entry__title_nl", "entry__title_en"))
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
    rows = _known(names, user).order_by("name", "entry").values_list("name", "entry", "entry__kind")[:MOST_RECORDS]
    asked, bearers = [], defaultdict(list)
    for name, entry, kind in rows:
        asked.append((name, entry))
        if kind == BEARER:
            bearers[name].append(entry)
    by_entry: dict[int, list[str]] = defaultdict(list)
    if asked:
        rows = SearchName.objects.filter(entry__in={entry for _name, entry in asked}).order_by("pk")
        for entry, name in rows.values_list("entry", "name"):
            by_entry[entry].append(name)
    found: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for name, entry in asked:
        others = [tuple(other.split()) for other in by_entry[entry] if other != name]
        found[name] += [other for other in others if len(other) <= LONGEST and other not in found[name]]
    return Meanings({name: others[:MOST_NAMES] for name, others in found.items()}, bearers)
