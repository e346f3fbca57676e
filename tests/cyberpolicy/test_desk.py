"""The desk shows what waits, and only what the editor may see."""

import datetime

import pytest

from cyberpolicy.desk import piles
from tests.factories import cite, make_document, make_forum, make_unit, make_user

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2020, 11, 16)


def names(user, pile: str, **filters) -> set[str]:
    return {row.title_nl for found in piles(user, TODAY, **filters) if found.name == pile for row in found.records}


def test_each_pile_holds_what_waits_on_it_and_nothing_else():
    editor, letter = make_user("editor"), make_document(title="Brief", summary_nl="x", summary_en="x")
    fine = make_forum(title="In orde", unit=make_unit(), verified_on=TODAY)
    cite(fine, letter)
    make_forum(title="Concept", state="draft")
    make_forum(title="Onvertaald", title_en="")
    make_forum(title="Oud", verified_on=TODAY - datetime.timedelta(days=400))
    make_forum(title="Ingetrokken", state="withdrawn")
    assert names(editor, "drafts") == {"Concept"}
    assert names(editor, "untranslated") == {"Onvertaald"}
    for pile in ("unsourced", "unowned", "stale"):
        assert "In orde" not in names(editor, pile)
        assert "Oud" in names(editor, pile)
        assert "Ingetrokken" not in names(editor, pile)


def test_a_unit_sees_its_own():
    unit = make_unit()
    make_forum(title="Van ons", unit=unit, state="draft")
    make_forum(title="Van hen", state="draft")
    assert names(make_user("editor"), "drafts", unit=unit) == {"Van ons"}
