"""Files read batches of tuples where pages read records: both must have the same in every cell."""

import pytest
from django.http import QueryDict
from django.utils import translation

import cyberpolicy.urls  # noqa: F401
from cyberpolicy import narrow
from cyberpolicy.kinds import entry_models
from cyberpolicy.lists import EntryList
from cyberpolicy.tables import table_of
from cyberpolicy.values import as_cell, as_text
from tests.cases import LANGUAGES
from tests.factories import cite, make_document, make_forum, make_track, make_user, relate
from tests.records import whole_records

READERS = ("", "reader", "editor")
MOMENTS = ("", "as_of=2020-06-01", "known_on=2099-01-01", "as_of=2020-06-01&known_on=2099-01-01")


def cells_of(kind: str, query: str, user, language: str) -> tuple[list[dict], list[dict]]:
    """The rows of a list by the names of its columns: from its records, and from its batches."""
    with translation.override(language):
        entries = EntryList(table_of(kind), "/", QueryDict(query), user)
        assert not entries.notices()
        columns = entries.table.columns
        rows = [{column.name: as_cell(column.value(record)) for column in columns} for record in whole_records(entries)]
        names = [column.name for column in columns]
        found = [
            dict(zip(names, row, strict=True))
            for _batch, columns in entries.table.batches(entries.queryset, user)
            for row in zip(*columns, strict=True)
        ]
        return rows, found


def types(rows: list[dict]) -> list[list[type]]:
    return [[str if isinstance(cell, str) else type(cell) for cell in row.values()] for row in rows]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("reader", READERS)
def test_batches_say_what_the_records_say(rich, reader, language):
    user = make_user(reader) if reader else None
    for kind in entry_models():
        rows, found = cells_of(kind, "", user, language)
        assert len(rows) > 3
        assert found == rows
        assert types(found) == types(rows)


@pytest.mark.parametrize("query", MOMENTS)
@pytest.mark.parametrize("kind", ["motion", "commitment", "initiative", "forum", "instrument"])
def test_batches_say_it_of_a_moment_too(rich, kind, query):
    rows, found = cells_of(kind, query, make_user("editor"), "nl")
    assert found == rows
    assert len(rows) > 3


def test_the_rows_compared_have_something_in_every_column(rich):
    _rows, found = cells_of("motion", "", make_user("editor"), "en")
    assert {name for row in found for name, cell in row.items() if cell != ""} == found[0].keys()


def test_batches_have_the_columns_that_were_chosen(rich):
    for column in table_of("motion").columns:
        rows, found = cells_of("motion", f"columns={column.name}", None, "nl")
        assert found == rows


def test_a_cell_in_words_is_what_its_typed_form_says(rich):
    entries = EntryList(table_of("motion"), "/", QueryDict(""), None)
    values = [column.value(record) for record in whole_records(entries) for column in entries.table.columns]
    assert [as_text(value) for value in values] == [str(as_cell(value)) for value in values]


def test_what_many_name_is_fetched_once_for_all_batches(monkeypatch, db, django_assert_num_queries):
    monkeypatch.setattr(narrow, "FIRST", 1)
    monkeypatch.setattr(narrow.Batch, "most", 1)
    track, letter = make_track(), make_document(passages=["1.1"])
    for _ in range(3):
        forum = make_forum()
        relate(forum, "in-track", track)
        cite(forum, letter, "1.1")
    table = table_of("forum")
    with django_assert_num_queries(1 + 3 * 2 + 3):  # of each batch relations and citations; track, letter and passage
        batches = list(table.batches(table.ordered(table.model.objects.all(), "title"), None))
    assert len(batches) == 3
