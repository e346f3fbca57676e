"""Making the whole index again while the site is used, and proving that it agrees with the records."""

from collections.abc import Iterator

from django.db import connection, transaction

from cyberpolicy import stamps
from cyberpolicy.kinds import entry_models
from cyberpolicy.models import CatalogueEntry, Entry, SearchEntry, SearchIndex
from cyberpolicy.search import index, sqlite, vocabulary

VERSION = 7  # raise it when words, stems or what is kept of a record change: ``prepare`` then rebuilds
BATCH = 200


def is_up_to_date() -> bool:
    return SearchIndex.objects.filter(version=VERSION).exists()


def rebuild() -> int:
    """Bring every row in step, a batch at a time, then the words that occur; gives the number of records.

    Searches go on meanwhile: each sees the old or the new row of a record.
    """
    count, known, was_empty = 0, set(), not SearchEntry.objects.exists()
    for model, keys in _batches():
        with transaction.atomic():
            list(CatalogueEntry.objects.select_for_update().filter(pk__in=keys).order_by("pk").values_list("pk"))
            index.put(_records(model, keys), anew=True, known=known)
        count += len(keys)
    with transaction.atomic():
        vocabulary.bring_in_step(_words_in_use)
        if connection.vendor == "sqlite" and not was_empty and not sqlite.is_whole():
            sqlite.mend()
        stamps.note_surroundings()  # what words stand for may be something else now
        SearchIndex.objects.update_or_create(pk=1, defaults={"version": VERSION})
    return count


def _batches() -> Iterator[tuple[type[Entry], list[int]]]:
    """A kind of record, and the keys of some of its records."""
    for model in entry_models().values():
        last = 0
        while keys := list(model.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]):
            yield model, keys
            last = keys[-1]


def _records(model: type[Entry], keys: list[int]) -> list[Entry]:
    return list(model.objects.filter(pk__in=keys).order_by("pk"))


def _words_in_use() -> set[str]:
    found: set[str] = set()
    for texts in SearchEntry.objects.values_list(*index.TEXTS).iterator():
        found |= vocabulary.words_of(texts)
    return found


def differences() -> Iterator[str]:
    """What of the index disagrees with the records: keys of records, words that are missing. Changes nothing."""
    for model, keys in _batches():
        yield from index.differences(_records(model, keys))
    yield from (f"word {word}" for word in sorted(vocabulary.lacking(_words_in_use())))
    if connection.vendor == "sqlite" and not sqlite.is_whole():  # PostgreSQL derives its columns itself
        yield "full-text table"
