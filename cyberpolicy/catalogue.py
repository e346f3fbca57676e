"""Keeping the catalogue in step: what is copied from records and parts onto the rows that lists read."""

from collections import defaultdict
from collections.abc import Sequence

from django.db import models

from cyberpolicy import stamps
from cyberpolicy.batching import batches
from cyberpolicy.models import CatalogueEntry, Entry
from cyberpolicy.search import index

COPIED = (
    "slug", "title_nl", "title_en", "abbreviation_nl", "abbreviation_en", "summary_nl", "summary_en",
    "visibility", "state", "date", "sort_date", "unit_id", "verified_on", "rank",
)  # fmt: skip


def write_row(entry: Entry) -> None:
    """Write the record's catalogue row. Called by ``Entry.save``, in its transaction."""
    row = entry.catalogue
    for name in COPIED:
        setattr(row, name, getattr(entry, name))
    row.save(update_fields=[name.removesuffix("_id") for name in COPIED])  # the rest has its own writer


def refresh(entry: Entry) -> None:
    """Bring the copied values of a record and the search up to date with its parts. Call it after parts changed."""
    derive([entry])
    index.put([entry])
    stamps.note(entry.pk)


def derive(entries: Sequence[Entry]) -> set[int]:
    """Bring what records of one kind copy from their parts up to date, and write what differs. Queries do not grow.

    The search is for the caller; gives the keys of the records of which the sorting date, which it knows, is another.
    """
    if not entries:
        return set()
    model, ids = type(entries[0]), [entry.pk for entry in entries]
    dated = model.dating_rows(ids)
    said = {name: rows.current(ids) for name, rows in model.followed.items()}
    names = ["date", "sort_date", *said]
    differing: dict[tuple[str, ...], list[Entry]] = defaultdict(list)
    for entry in entries:
        before = _values(entry, names)
        row = dated.get(entry.pk)
        entry.date, entry.sort_date = (row.date, row.date_earliest) if row else ("", None)
        for name, values in said.items():
            setattr(entry, name, values[entry.pk])
        if changed := tuple(name for name, had in zip(names, before, strict=True) if getattr(entry, name) != had):
            differing[changed].append(entry)
    for changed, some in differing.items():
        write_columns(some, changed)
    return {entry.pk for changed, some in differing.items() if "sort_date" in changed for entry in some}


def write_columns(entries: Sequence[Entry], names: Sequence[str]) -> None:
    """Write these columns of records of one kind, and their copies: one statement for all that have the same values."""
    if entries:
        _write_alike(type(entries[0]), entries, names)
    if copied := [name for name in names if name in COPIED]:
        _write_alike(CatalogueEntry, entries, copied)


def _write_alike(model: type[models.Model], entries: Sequence[Entry], names: Sequence[str]) -> None:
    alike: dict[tuple, list[int]] = defaultdict(list)
    for entry in entries:
        alike[_values(entry, names)].append(entry.pk)
    for values, ids in alike.items():
        for some in batches(ids):
            model._base_manager.filter(pk__in=some).update(**dict(zip(names, values, strict=True)))


def _values(entry: Entry, names: Sequence[str]) -> tuple:
    return tuple(getattr(entry, name) for name in names)


def disagreements() -> list[str]:
    """The records whose catalogue row differs from the record, or that have none: an empty list when all is well."""
    from cyberpolicy.kinds import entry_models

    found = []
    for kind, model in entry_models().items():
        rows = CatalogueEntry.objects.filter(kind=kind).in_bulk()
        for entry in model.objects.all().iterator():
            row = rows.pop(entry.pk, None)
            if row is None or any(getattr(row, name) != getattr(entry, name) for name in COPIED):
                found.append(entry.key)
        found += [row.key for row in rows.values()]
    return found
