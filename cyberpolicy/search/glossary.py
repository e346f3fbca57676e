"""Names that mean the same: whoever asks for one name of a record also finds what uses another."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import QuerySet

from cyberpolicy.models import SearchName
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


def other_names(names: Iterable[str], user) -> dict[str, list[tuple[str, ...]]]:
    """For each of these folded names that a record goes by which ``user`` may see, its other names, as words."""
    asked = list(_known(names, user).order_by("name", "entry").values_list("name", "entry")[:MOST_RECORDS])
    by_entry: dict[int, list[str]] = defaultdict(list)
    if asked:
        rows = SearchName.objects.filter(entry__in={entry for _name, entry in asked}).order_by("pk")
        for entry, name in rows.values_list("entry", "name"):
            by_entry[entry].append(name)
    found: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for name, entry in asked:
        others = [tuple(other.split()) for other in by_entry[entry] if other != name]
        found[name] += [other for other in others if len(other) <= LONGEST and other not in found[name]]
    return {name: others[:MOST_NAMES] for name, others in found.items()}
