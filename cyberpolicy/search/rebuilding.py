"""Making the whole index again while the site is used, and proving that it agrees with the records."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager, nullcontext
from multiprocessing import get_context

import django
from django.db import connection, transaction

from cyberpolicy import stamps
from cyberpolicy.kinds import entry_models
from cyberpolicy.models import CatalogueEntry, Entry, SearchEntry, SearchIndex
from cyberpolicy.search import index, sqlite, vocabulary

VERSION = 9  # raise it when words, stems or what is kept of a record change: ``prepare`` then rebuilds
BATCH = 200


def is_up_to_date() -> bool:
    return SearchIndex.objects.filter(version=VERSION).exists()


def rebuild(processes: int = 1) -> int:
    """Bring every row in step, a batch at a time, then the words that occur; gives the number of records.

    Searches go on meanwhile: each sees the old or the new row of a record. ``processes``: so many read side by side,
    each through a connection of its own; one at a time writes.
    """
    was_empty = not SearchEntry.objects.exists()
    _known.clear()
    merging_late = sqlite.writing_much() if connection.vendor == "sqlite" else nullcontext()
    with merging_late, _mapping(processes) as mapped:
        count = sum(mapped(_put, list(_batches())))
    with transaction.atomic():
        vocabulary.bring_in_step(_words_in_use)
        if connection.vendor == "sqlite" and not was_empty and not sqlite.is_whole():
            sqlite.mend()
        stamps.note_surroundings()  # what words stand for may be something else now
        SearchIndex.objects.update_or_create(pk=1, defaults={"version": VERSION})
    return count


Batch = tuple[str, list[int]]  # a kind of record, and the keys of some of its records
_known: set[str] = set()  # words of which this process need not ask again whether they are known


@contextmanager
def _mapping(processes: int) -> Iterator[Callable[[Callable[[Batch], int], list[Batch]], Iterable[int]]]:
    """How to call a function for each batch: here, or in processes, which begin anew: none shares a connection."""
    if processes == 1:
        yield map
        return
    with ProcessPoolExecutor(processes, get_context("spawn"), initializer=django.setup) as pool:
        yield pool.map


def _put(batch: Batch) -> int:
    """Bring the rows of some records in step; gives how many records.

    They are read before the database is locked for writing, so that editors need not wait for that; when one of them
    changed meanwhile they are read again.
    """
    kind, keys = batch
    begun = stamps.current()
    wanted = _wanted(kind, keys)
    with transaction.atomic(), stamps.collected():  # which locks at the end, as those do who save records
        list(CatalogueEntry.objects.select_for_update().filter(pk__in=keys).order_by("pk").values_list("pk"))
        _now, changed = stamps.changed_since(begun)
        if changed is None or not changed.isdisjoint(keys):
            wanted = _wanted(kind, keys)
        if wanted:
            index.write(wanted, _known)
    return len(keys)


def _wanted(kind: str, keys: list[int]) -> index.Wanted | None:
    """None when these records are gone."""
    records = _records(kind, keys)
    return index.read(records, anew=True) if records else None


def _batches() -> Iterator[Batch]:
    for kind, model in entry_models().items():
        last = 0
        while keys := list(model.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]):
            yield kind, keys
            last = keys[-1]


def _records(kind: str, keys: list[int]) -> list[Entry]:
    return list(entry_models()[kind].objects.filter(pk__in=keys).order_by("pk"))


def _words_in_use() -> set[str]:
    found: set[str] = set()
    for texts in SearchEntry.objects.values_list(*index.TEXTS).iterator():
        found |= vocabulary.words_of(texts)
    return found


def differences() -> Iterator[str]:
    """What of the index disagrees with the records: keys of records, words that are missing. Changes nothing."""
    for kind, keys in _batches():
        yield from index.differences(_records(kind, keys))
    yield from (f"word {word}" for word in sorted(vocabulary.lacking(_words_in_use())))
    if connection.vendor == "sqlite" and not sqlite.is_whole():  # PostgreSQL derives its columns itself
        yield "full-text table"
