"""The words that occur, each under its stems and its later parts: what a word somebody types is widened with.

Writes only ever add words; ``rebuild_search`` takes out those that no longer occur. They are of all records. To
look for a word that only hidden records hold finds nothing more; but whoever does something else because a word occurs,
or leaves it, asks ``Search.holds`` whether it does in what the reader may see.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import NamedTuple

from django.db.models import Q
from django.db.models.functions import Length

from cyberpolicy.batching import batches
from cyberpolicy.models import SearchEntry, SearchWord
from cyberpolicy.search.backend import backend, starting
from cyberpolicy.search.matching import Phrase
from cyberpolicy.search.verbs import of_doing
from cyberpolicy.search.words import BETWEEN, FACT, SMALL, inner_parts, stems

ITSELF, PART = "=", ">"
CHUNK = 400  # SQLite takes so many parameters at least twice over
SAMPLE = 1000  # rows that are read to know which words are common
MOST_WORDS = 150  # compounds that one word is widened with


def keys_of(word: str) -> list[str]:
    return [ITSELF + word, *sorted(stems(word)), *(PART + part for part in inner_parts(word))]


def learn(texts: Iterable[str], known: set[str] | None = None) -> None:
    """Add the words of lines of folded words that are not known yet, in a fixed order so that no two writers lock.

    ``known``: words of which that need not be asked; these are added to it.
    """
    words = words_of(texts) - (known or set())
    _add((key, word) for word in sorted(_unknown(words)) for key in keys_of(word))
    if known is not None:
        known |= words


def _add(rows: Iterable[tuple[str, str]]) -> None:
    new = [SearchWord(key=key, word=word) for key, word in rows]
    SearchWord.objects.bulk_create(new, batch_size=CHUNK, ignore_conflicts=True)


def bring_in_step(find_words: Callable[[], set[str]]) -> None:
    """Keep the words that occur and no others, each under the keys that it has now.

    Somebody may write meanwhile: so what is known is read before what occurs, and what seems to be gone is asked for.
    """
    known = set(SearchWord.objects.order_by().values_list("word", flat=True).distinct().iterator())
    words = find_words()
    for some in batches(sorted(known - words), CHUNK):
        SearchWord.objects.filter(word__in=[word for word in some if not _occurs(word)]).delete()
    for missing, gone in _differences(words):
        SearchWord.objects.filter(pk__in=gone).delete()
        _add(missing)


def lacking(words: set[str]) -> set[str]:
    """Those of the words that are not known under each of their keys, or under one too many."""
    return {word for some in _differences(words) for word in some.words}


def _occurs(word: str) -> bool:
    return any(True for _row in backend().rows((Phrase((word,)),)))


class Difference(NamedTuple):
    """Of some words the rows that should be there, as key and word, and those that should not."""

    missing: list[tuple[str, str]]
    gone: dict[int, str]

    @property
    def words(self) -> set[str]:
        return {word for _key, word in self.missing} | set(self.gone.values())


def _differences(words: set[str]) -> Iterator[Difference]:
    for some in batches(sorted(words), CHUNK):
        wanted = {(key, word) for word in some for key in keys_of(word)}
        present = SearchWord.objects.filter(word__in=some).order_by().values_list("pk", "key", "word")
        rows = {(key, word): pk for pk, key, word in present}
        yield Difference(sorted(wanted - rows.keys()), {pk: row[1] for row, pk in rows.items() if row not in wanted})


def words_of(texts: Iterable[str]) -> set[str]:
    """The words in lines of the index, without what it keeps there for itself."""
    found = {word for text in texts for word in text.split()} - {BETWEEN}
    return {word for word in found if not word.startswith(FACT)}


def _unknown(words: set[str]) -> set[str]:
    for some in batches(sorted(words), CHUNK):
        keys = [ITSELF + word for word in some]
        words = words.difference(SearchWord.objects.filter(key__in=keys).values_list("word", flat=True))
    return words


def forms(words: Iterable[str]) -> dict[str, set[str]]:
    """For each word the words that occur and share a stem with it, or with the noun or verb of the same doing; itself
    included when it occurs. One query.
    """
    keys = {word: {ITSELF + word, *stems(word), *chain.from_iterable(map(stems, of_doing(word)))} for word in words}
    found: dict[str, set[str]] = {word: set() for word in keys}
    asked = sorted(set().union(*keys.values())) if keys else []
    for key, form in SearchWord.objects.filter(key__in=asked).values_list("key", "word") if asked else []:
        for word in keys:
            if key in keys[word]:
                found[word].add(form)
    return found


def compounds(parts: Iterable[str]) -> dict[str, list[str]]:
    """For each part the words that hold it as a later part of a compound, shortest first. One query."""
    found: dict[str, list[str]] = {part: [] for part in parts}
    if not found:
        return found
    holds = Q(*(starting("key", PART + part) for part in found), _connector=Q.OR)
    rows = SearchWord.objects.filter(holds).order_by(Length("word"), "word").values_list("key", "word")
    for key, word in rows[: MOST_WORDS * len(found)]:
        for part, compound in found.items():
            if key.startswith(PART + part) and word not in compound and len(compound) < MOST_WORDS:
                compound.append(word)
    return found


def commonest(most: int) -> list[str]:
    """The words that most of the rows of records seem to hold, by a sample of the newest."""
    rows = SearchEntry.objects.filter(passage=None).order_by("-pk").values_list("titles", "body")[:SAMPLE]
    counts = Counter(word for texts in rows for word in {word for text in texts for word in text.split()})
    told = ((word, count) for word, count in counts.items() if word.isalpha() and word not in SMALL)
    return [word for word, _count in sorted(told, key=lambda pair: (-pair[1], pair[0]))[:most]]
