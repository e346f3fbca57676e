"""A backend without an engine: it reads every row and compares word for word. Slow, plain, and the judge of the others.

It stands for any engine beside the database, such as OpenSearch: it answers with the keys of rows.
"""

from collections.abc import Iterable, Sequence

from cyberpolicy.models import SearchEntry
from cyberpolicy.search.matching import Clause, Phrase
from cyberpolicy.search.words import BETWEEN

NAMES = ("titles", "names", "numbers")


def rows(clause: Clause, *, in_names: bool = False) -> list[int]:
    fields = NAMES if in_names else (*NAMES, "body")
    return [pk for pk, *lines in SearchEntry.objects.values_list("pk", *fields) if occurs(clause, lines)]


def occurs(clause: Clause, lines: Iterable[str]) -> bool:
    """Whether one of the phrases stands in these fields of a row."""
    texts = [text.split() for line in lines for text in line.split(BETWEEN)]
    return any(_is_in(phrase, text) for phrase in clause for text in texts)


def _is_in(phrase: Phrase, text: Sequence[str]) -> bool:
    *first, last = phrase.words
    size = len(first)
    return any(
        (text[at].startswith(last) if phrase.is_start else text[at] == last) and text[at - size : at] == first
        for at in range(size, len(text))
    )


def every() -> list[int]:
    return list(SearchEntry.objects.filter(passage=None).values_list("pk", flat=True))
