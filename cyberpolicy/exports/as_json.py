"""JSON: every record with address, kind, both titles, all columns, and its names, dates, relations and sources."""

import json
from collections.abc import Iterator
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest

from cyberpolicy.addresses import record_addresses
from cyberpolicy.kinds import part_models
from cyberpolicy.lists import EntryList
from cyberpolicy.models import Citation, Entry, EntryPart, Relation
from cyberpolicy.states import own_fields, plain
from cyberpolicy.tables import Row
from cyberpolicy.values import as_json

TEXTS = ("title_nl", "title_en", "abbreviation_nl", "abbreviation_en", "summary_nl", "summary_en")


def write(entries: EntryList, request: HttpRequest) -> Iterator[bytes]:
    yield b'{"rows": ['
    before, addresses_of = b"\n", record_addresses(entries.table.model, request)
    for row in entries.table.all_rows(entries.queryset, entries.user):
        yield (
            before
            + json.dumps(
                _record(row, *addresses_of([row.entry.slug])), cls=DjangoJSONEncoder, ensure_ascii=False
            ).encode()
        )
        before = b",\n"
    yield b"\n]}\n"


def _record(row: Row, address: str) -> dict[str, Any]:
    entry, attached = row.entry, row.entry.attached
    columns = {column.name: as_json(value) for column, value in row.cells if column.look != "sources"}
    return {
        "address": address,
        "kind": entry.kind_name,
        "slug": entry.slug,
        **{name: getattr(entry, name) for name in TEXTS},
        **{
            ("type" if name == "kind" else name): value
            for name, value in columns.items()
            if name not in {"title", "summary"}
        },
        **{name: [_part(part, entry) for part in parts] for name, parts in _all_parts(entry).items()},
        "relations": [
            *(_relation(relation, "subject", entry) for relation in attached.outgoing),
            *(_relation(relation, "object", entry) for relation in attached.incoming),
        ],
        "sources": [_source(citation) for citation in attached.citations],
        "version": entry.version,
        "changed_at": entry.updated_at,
    }


def _all_parts(entry: Entry) -> dict[str, list[EntryPart]]:
    names = [name for name in part_models(entry.kind_name) if name != Relation.part_name]
    return {name: entry.attached.parts[name] for name in names}


def _part(part: EntryPart, entry: Entry) -> dict[str, Any]:
    values = {field.name: plain(part, field) for field in own_fields(type(part))}
    return values | {"sources": [_source(citation) for citation in entry.attached.cites[part.pk]]}


def _relation(relation: Relation, role: str, entry: Entry) -> dict[str, Any]:
    """A relation as read from this record: which end it is, the verb, and the record at the other end."""
    other = relation.object if role == "subject" else relation.subject
    return {
        "kind": relation.kind,
        "this_is": role,
        "other": as_json(other),
        "qualifier_nl": relation.qualifier_nl,
        "qualifier_en": relation.qualifier_en,
        "basis": relation.basis,
        "sources": [_source(citation) for citation in entry.attached.cites[relation.pk]],
    }


def _source(citation: Citation) -> dict[str, Any]:
    return {
        "document": citation.document.slug,
        "locator": citation.passage.locator if citation.passage else "",
        "pages": citation.pages,
        "field": citation.field,
        "as_stated": citation.as_stated,
        "quote": citation.quote,
        "official_address": citation.document.url,
    }
