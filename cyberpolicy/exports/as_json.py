"""JSON: every record with address, kind, both titles, all columns, and its names, dates, relations and sources."""

from collections.abc import Iterator
from itertools import repeat
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest

from cyberpolicy.addresses import record_addresses
from cyberpolicy.lists import EntryList
from cyberpolicy.whole import TEXTS, WholeBatch, parts_of

OTHER_NAMES = {"kind": "type"}  # "kind" says what sort of record it is
ENCODER = DjangoJSONEncoder(ensure_ascii=False)


def write(entries: EntryList, request: HttpRequest) -> Iterator[bytes]:
    yield b'{"rows": ['
    before, addresses_of = b"\n", record_addresses(entries.table.model, request)
    left_out = {"title", "summary", *(column.name for column in entries.table.columns if column.look == "sources")}
    for batch, columns in entries.table.whole_batches(entries.queryset, entries.user):
        told = {OTHER_NAMES.get(name, name): values for name, values in columns.items() if name not in left_out}
        records = _records({"address": addresses_of(batch.field("slug"))} | _own(batch) | told | _hanging(batch))
        yield before + b",\n".join(ENCODER.encode(record).encode() for record in records)
        before = b",\n"
    yield b"\n]}\n"


def _own(batch: WholeBatch) -> dict[str, Any]:
    """What every record says of itself, by name the values of the rows."""
    kind = repeat(batch.model._meta.model_name, len(batch.keys))
    return {"kind": kind, **{name: batch.field(name) for name in ("slug", *TEXTS)}}


def _hanging(batch: WholeBatch) -> dict[str, Any]:
    return {
        **{name: batch.all_parts(name) for name in parts_of(batch.model)},
        "relations": batch.all_relations(),
        "sources": batch.all_sources(),
        **batch.last_changes(),
    }


def _records(columns: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """A record for each row of columns."""
    return (dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True))
