"""Files read batches of tuples where pages and JSON read records: both must have the same in every cell."""

import pytest
from django.http import QueryDict
from django.utils import translation

import cyberpolicy.urls  # noqa: F401
from cyberpolicy import attachments, narrow
from cyberpolicy.kinds import entry_models
from cyberpolicy.lists import EntryList
from cyberpolicy.tables import table_of
from cyberpolicy.values import as_cell, as_text
from tests.cases import LANGUAGES
from tests.factories import (
    add,
    cite,
    make,
    make_commitment,
    make_document,
    make_initiative,
    make_motion,
    make_party,
    make_position,
    make_term,
    make_unit,
    make_user,
    relate,
)  # fmt: skip

READERS = ("", "reader", "editor")
MOMENTS = ("", "as_of=2020-06-01", "known_on=2099-01-01", "as_of=2020-06-01&known_on=2099-01-01")


def cells_of(kind: str, query: str, user, language: str) -> tuple[list[dict], list[dict]]:
    """The rows of a list by the names of its columns: from its records, and from its batches."""
    with translation.override(language):
        entries = EntryList(table_of(kind), "/", QueryDict(query), user)
        assert not entries.notices()
        rows = [
            {column.name: as_cell(value) for column, value in row.cells}
            for row in entries.table.all_rows(entries.queryset, user)
        ]
        names = [column.name for column in entries.table.columns]
        found = [
            dict(zip(names, row, strict=True))
            for _batch, columns in entries.table.batches(entries.queryset, user)
            for row in zip(*columns, strict=True)
        ]
        return rows, found


def types(rows: list[dict]) -> list[list[type]]:
    return [[str if isinstance(cell, str) else type(cell) for cell in row.values()] for row in rows]


@pytest.fixture
def rich(letter, monkeypatch):
    """Besides the letter what is hidden from some, kept in one language, dated vaguely; several batches of it."""
    monkeypatch.setattr(narrow, "FIRST", 2)
    monkeypatch.setattr(narrow, "NEXT", 3)
    monkeypatch.setattr(attachments, "KEPT", 2)
    hidden = make_party(title="Hidden party", visibility="internal")
    secret = make_document(title="Hidden paper", visibility="confidential", slug="hidden", url="https://example.org/h")
    paper = make_document("33694", "901", passages=["2.4", "fn.1"], url="https://example.org/p")
    unit, owner = make_unit(), make_user(first_name="An", last_name="Bos")
    owed = {
        "unit": unit,
        "owner": owner,
        "deputy": owner,
        "internal_text_nl": "Intern",
        "planning_en": "Plan",
        "public_text_nl": "X",
        "chamber": "tweede",
    }
    for number in range(4):
        day, party = f"202{number % 2}-0{number + 1}-03", make_party(title=f"Party {number}")
        motion = make_motion(number=str(700 + number), document=secret if number == 2 else paper, **owed)
        promise = make_commitment(title_nl="Toezegging", title_en="", slug=f"promise-{number}", **owed)
        add(motion, "outcomes", outcome="adopted", date=day)
        add(motion, "requests", number=1, text_nl="Een", text_en="One")
        add(motion, "requests", number=2, text_nl="Alleen Nederlands")
        settled = add(motion, "executions", status="settled", date=day, request_number=1, remark_en="Done")
        add(motion, "executions", status="in_progress", date="2020-05")
        deeds = [relate(make_initiative(title="Deed"), "carries-out", motion) for _ in range(2)]
        for document, locator, part in (
            (paper, "2.4", None), (secret, "", None), (paper, "fn.1", settled), (secret, "", settled),
        ):  # fmt: skip
            cite(motion, document, locator, part=part, pages="3-4")
        cite(make("initiative"), paper, "2.4", part=deeds[0])
        for position, other in enumerate((party, hidden), 1):
            relate(other, "submitted", motion, position=9 - position)
            relate(other, "responsible-for", promise)
            relate(other, "involved-in", motion)
        for record in (motion, promise):
            add(record, "deadlines", due_on="2021-03-01", date="2020-01-01")
            add(record, "register_statuses", status="open", date="2020-01-01")
    for topic in (make_term(title="Open topic"), make_term(title="Hidden topic", visibility="internal")):
        make_position(hidden, topic)
        make_position(party, topic)
    for kind in entry_models():
        orders = [{"order": 51}, {"order": 52}] if kind == "track" else [{}, {}]
        make(kind, title=f"=A {kind}", visibility="internal", unit=unit, **orders[0])
        make(kind, title_nl=f"Alleen Nederlands {kind}", date="[2019-05..2020-10-22]", **orders[1])


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
    values = [value for row in entries.table.all_rows(entries.queryset, None) for _column, value in row.cells]
    assert [as_text(value) for value in values] == [str(as_cell(value)) for value in values]
