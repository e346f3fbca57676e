"""How a column takes its value: from one record with all that hangs on it, or for a whole batch of narrow rows.

Both ways say the same, and stand side by side here: pages read records, files read batches.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from operator import attrgetter
from typing import Any

from cyberpolicy import dates
from cyberpolicy.models import Entry
from cyberpolicy.narrow import Batch
from cyberpolicy.values import Cell, as_cell, as_json, choice, labels


@dataclass(frozen=True)
class Reading:
    """``value`` reads a record, ``cells`` gives the cells of a batch; the rest names what must be fetched for them.

    ``json`` gives the values of a batch as JSON has them (``as_json``), where these differ from its cells.

    ``fields`` of its own table and ``parts`` (with their fields) are what ``cells`` reads, ``related`` the joins that
    ``value`` needs; both need the relations ``outgoing`` and ``incoming``: what is not named is not fetched.
    """

    value: Callable[[Entry], Any]
    cells: Callable[[Batch], list[Cell]]
    json: Callable[[Batch], list[Any]] | None = None
    fields: tuple[str, ...] = ()
    parts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    related: tuple[str, ...] = ()
    outgoing: tuple[str, ...] = ()
    incoming: tuple[str, ...] = ()

    def values(self, batch: Batch) -> list[Any]:
        """The values of a batch as JSON has them."""
        return (self.json or self.cells)(batch)


def plain(name: str) -> Reading:
    """A field as it is."""

    def cells(batch: Batch) -> list[Cell]:
        return ["" if cell is None else cell for cell in batch.field(name)]

    return Reading(attrgetter(name), cells, lambda batch: list(map(as_json, batch.field(name))), fields=(name,))


def several(name: str) -> Reading:
    """A field that holds a list."""

    def cells(batch: Batch) -> list[Cell]:
        return list(map(as_cell, batch.field(name)))

    return Reading(attrgetter(name), cells, lambda batch: list(map(as_json, batch.field(name))), fields=(name,))


def several_texts(
    value: Callable[[Entry], Any], said: Callable[[Batch], Iterable[tuple[int, str]]], **needs: Any
) -> Reading:
    """Several texts of each row; ``said`` gives them with the row's key."""
    return Reading(value, lambda batch: batch.joined(said(batch)), lambda batch: batch.listed(said(batch)), **needs)


def text(name: str) -> Reading:
    """A text kept in two languages."""
    return Reading(attrgetter(name), lambda batch: batch.text(name), fields=(f"{name}_nl", f"{name}_en"))


def chosen(name: str) -> Reading:
    """One of a field's choices, in words."""

    def cells(batch: Batch) -> list[Cell]:
        words = labels(batch.model, name)
        return [words.get(code, code) if code else "" for code in batch.field(name)]

    def codes(batch: Batch) -> list[str | None]:
        return [code or None for code in batch.field(name)]

    return Reading(lambda entry: choice(entry, name), cells, codes, fields=(name,))


def vague_date() -> Reading:
    def cells(batch: Batch) -> list[Cell]:
        return list(map(batch.around.remembering(_day), batch.field("date")))

    def written(batch: Batch) -> list[str | None]:
        return list(map(batch.around.remembering(_edtf), batch.field("date")))

    return Reading(attrgetter("vague_date"), cells, written, fields=("date",))


def _day(written: str) -> Cell:
    return as_cell(dates.parse(written)) if written else ""


def _edtf(written: str) -> str | None:
    return dates.parse(written).value if written else None


def named(name: str) -> Reading:
    """What the row of a small table is called that a field names: a unit, a user."""

    def names(batch: Batch) -> list[str | None]:
        keys = batch.field(f"{name}_id")
        found = batch.around.names(batch.model._meta.get_field(name).related_model).of(keys)
        return [found.get(key) for key in keys]

    def cells(batch: Batch) -> list[Cell]:
        return [name or "" for name in names(batch)]

    def value(entry: Entry) -> str | None:
        row = getattr(entry, name)
        return row and str(row)

    return Reading(value, cells, names, fields=(f"{name}_id",), related=(name,))


def made(function: Callable[..., str], *names: str) -> Reading:
    """What a function makes of some fields."""

    def value(entry: Entry) -> str:
        return function(*(getattr(entry, name) for name in names))

    return Reading(value, lambda batch: list(map(function, *map(batch.field, names))), fields=names)


def linked(*kinds: str, reverse: bool = False) -> Reading:
    """The records that this one stands in such relations to, or that stand in them to this one."""

    def cells(batch: Batch) -> list[Cell]:
        return batch.joined((key, title) for _pk, key, title in batch.relations(kinds, reverse=reverse))

    def records(batch: Batch) -> list[Any]:
        return batch.listed(batch.others(kinds, reverse=reverse))

    if reverse:
        return Reading(lambda entry: entry.attached.subjects(*kinds), cells, records, incoming=kinds)
    return Reading(lambda entry: entry.attached.objects(*kinds), cells, records, outgoing=kinds)


def sources() -> Reading:
    def said(batch: Batch) -> Iterator[tuple[int, str]]:
        return ((key, str(cite)) for key, cites in batch.sources().items() for cite in cites)

    return several_texts(lambda entry: entry.attached.citations, said)


def number_of(part: str) -> Reading:
    """How many parts of a sort there are."""

    def cells(batch: Batch) -> list[Cell]:
        return batch.of_each(Counter(key for key, _pk in batch.parts(part)), 0)

    return Reading(lambda entry: len(entry.attached.parts[part]), cells, parts={part: ()})


def internal(reading: Reading) -> Reading:
    """The same for those who may see internal records; nothing for others."""

    def value(entry: Entry) -> Any:
        return reading.value(entry) if entry.attached.access.sees_internal else None

    def cells(batch: Batch) -> list[Cell]:
        return reading.cells(batch) if batch.around.access.sees_internal else [""] * len(batch.keys)

    def values(batch: Batch) -> list[Any]:
        return reading.values(batch) if batch.around.access.sees_internal else [None] * len(batch.keys)

    return replace(reading, value=value, cells=cells, json=values)
