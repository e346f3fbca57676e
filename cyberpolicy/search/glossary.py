"""Names that mean the same: whoever asks for one name of a record also finds what uses another."""

from collections import defaultdict
from collections.abc import Iterable

from cyberpolicy.models import SearchName
from cyberpolicy.visibility import access_of

MOST_NAMES = 12  # other names that one name is widened with
MOST_RECORDS = 40
LONGEST = 6  # words: a longer title is no name that another text would use


def other_names(names: Iterable[str], user) -> dict[str, list[tuple[str, ...]]]:
    """For each of these folded names that a record goes by which ``user`` may see, its other names, as words."""
    known = SearchName.objects.filter(access_of(user).q("entry__"), name__in=sorted(set(names)))
    asked = list(known.order_by("name", "entry").values_list("name", "entry")[:MOST_RECORDS])
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
