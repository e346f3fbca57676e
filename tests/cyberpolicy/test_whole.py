"""JSON reads batches of tuples where pages read records: both must say the same of every record."""

import json

import pytest
from django.core.serializers.json import DjangoJSONEncoder
from django.http import QueryDict
from django.test import RequestFactory
from django.utils import translation

import cyberpolicy.urls  # noqa: F401
from cyberpolicy.exports import as_json
from cyberpolicy.kinds import entry_models
from cyberpolicy.lists import EntryList
from cyberpolicy.models import Citation, Entry, EntryPart, Relation
from cyberpolicy.news import last_change
from cyberpolicy.states import own_fields, plain
from cyberpolicy.tables import Column, table_of
from cyberpolicy.values import as_json as json_value
from cyberpolicy.whole import TEXTS, parts_of
from tests.cases import LANGUAGES
from tests.factories import make_user
from tests.records import whole_records

READERS = ("", "reader", "editor")
MOMENTS = ("", "as_of=2020-06-01", "known_on=2099-01-01", "as_of=2020-06-01&known_on=2099-01-01")


def record(entry: Entry, columns: list[Column], user) -> dict:
    """A record with all that hangs on it, told from the objects themselves."""
    changed = last_change(entry, user)
    attached = entry.attached
    shown = [column for column in columns if column.look != "sources" and column.name not in {"title", "summary"}]
    return {
        "address": f"http://testserver/{entry.plural}/{entry.slug}/",
        "kind": entry.kind_name,
        "slug": entry.slug,
        **{name: getattr(entry, name) for name in TEXTS},
        **{"type" if column.name == "kind" else column.name: json_value(column.value(entry)) for column in shown},
        **{name: [part(row, entry) for row in attached.parts[name]] for name in parts_of(type(entry))},
        "relations": [
            *(relation(row, "subject", row.object, entry) for row in attached.outgoing),
            *(relation(row, "object", row.subject, entry) for row in attached.incoming),
        ],
        "sources": [source(cite) for cite in attached.citations],
        "version": changed.version or None,
        "changed_at": changed.at,
    }


def part(row: EntryPart, entry: Entry) -> dict:
    values = {field.name: plain(row, field) for field in own_fields(type(row))}
    return values | {"sources": [source(cite) for cite in entry.attached.cites[row.pk]]}


def relation(row: Relation, role: str, other: Entry, entry: Entry) -> dict:
    said = {name: getattr(row, name) for name in ("qualifier_nl", "qualifier_en", "basis")}
    sources = [source(cite) for cite in entry.attached.cites[row.pk]]
    return {"kind": row.kind, "this_is": role, "other": json_value(other), **said, "sources": sources}


def source(cite: Citation) -> dict:
    return {
        "document": cite.document.slug,
        "locator": cite.passage.locator if cite.passage else "",
        "pages": cite.pages,
        "field": cite.field,
        "as_stated": cite.as_stated,
        "quote": cite.quote,
        "official_address": cite.document.url,
    }


def told(kind: str, query: str, user, language: str) -> tuple[list[str], list[str]]:
    """The records of a list as JSON: from the objects, and from the file; in the order in which they say it."""
    with translation.override(language):
        entries, request = EntryList(table_of(kind), "/", QueryDict(query), user), RequestFactory().get("/")
        assert not entries.notices()
        rows = [record(entry, entries.table.columns, user) for entry in whole_records(entries)]
        found = json.loads(b"".join(as_json.write(entries, request)))["rows"]
    return [json.dumps(row, cls=DjangoJSONEncoder) for row in rows], [json.dumps(row) for row in found]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("reader", READERS)
def test_json_says_what_the_records_say(rich, reader, language):
    user = make_user(reader) if reader else None
    for kind in entry_models():
        rows, found = told(kind, "", user, language)
        assert len(rows) > 3
        assert found == rows


@pytest.mark.parametrize("query", MOMENTS)
@pytest.mark.parametrize("kind", ["motion", "commitment", "initiative", "forum", "instrument"])
def test_json_says_it_of_a_moment_too(rich, kind, query):
    rows, found = told(kind, query, make_user("editor"), "nl")
    assert found == rows
    assert len(rows) > 3
