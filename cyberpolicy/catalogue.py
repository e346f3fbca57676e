"""Keeping the catalogue in step: what is copied from records and parts onto the rows that lists read."""

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
    derive(entry)
    index.put([entry])


def derive(entry: Entry) -> None:
    """Bring the copied values of a record up to date with its parts, and write it; the search is for the caller."""
    dated = entry.dating_row()
    entry.date, entry.sort_date = (dated.date, dated.date_earliest) if dated else ("", None)
    entry.set_current_values()
    entry.write()


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
