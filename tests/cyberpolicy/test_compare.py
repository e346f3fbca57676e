"""Differences as a reader sees them."""

import pytest
from django.utils import translation

from cyberpolicy.compare import Piece, Reader, word_pieces
from tests.factories import make_document, make_forum, make_unit, make_user


def test_only_the_words_that_differ_are_marked():
    assert word_pieces("de kern van het internet", "de publieke kern van het internet") == [
        Piece("same", "de "),
        Piece("ins", "publieke "),
        Piece("same", "kern van het internet"),
    ]


def test_the_pieces_make_up_both_texts():
    old, new = "een twee  drie", "een drie vier\nvijf"
    pieces = word_pieces(old, new)
    assert "".join(p.text for p in pieces if p.kind != "ins") == old
    assert "".join(p.text for p in pieces if p.kind != "del") == new


@pytest.mark.django_db
def test_relations_are_named_by_title_and_verb():
    forum = make_forum(title="Verenigde Naties", slug="vn")
    change = {"relations": [None, [{"kind": "part-of", "object": forum.key}]]}
    (field,) = Reader("forum", change, make_user("editor")).fields()
    assert field.is_list
    assert "Verenigde Naties" in field.pieces[0].text


@pytest.mark.django_db
def test_an_owner_is_a_person_and_not_the_unit_with_that_number():
    person = make_user(first_name="Noor", last_name="Bakker")
    make_unit("other", pk=person.pk, name_nl="Een andere eenheid")
    unit = make_unit(pk=person.pk + 1)
    change = {"owner": [None, person.pk], "deputy": [person.pk, 9999], "unit": [9999, unit.pk]}
    with translation.override("en"):
        fields = {f.name: " > ".join(p.text for p in f.pieces) for f in Reader("motion", change, make_user()).fields()}
    assert fields["owner"] == "Noor Bakker"
    assert fields["deputy"].endswith("a person who was removed")
    assert fields["unit"] == "a unit that was removed > Directie Veiligheidsbeleid"


@pytest.mark.django_db
def test_a_record_that_the_reader_may_not_see_is_not_named():
    hidden = make_forum(title="Geheim overleg", slug="geheim", visibility="confidential")
    change = {"relations": [None, [{"kind": "part-of", "object": hidden.key}]]}
    (field,) = Reader("forum", change, make_user("reader")).fields()
    assert field.pieces == []


@pytest.mark.django_db
def test_source_that_the_reader_may_not_see_is_no_change_of_what_rests_on_it():
    seen, hidden = make_document(slug="seen"), make_document(slug="hidden", visibility="confidential")
    started = {"kind": "started", "date": "2019"}
    proven = started | {"cites": [{"document": hidden.key}]}
    twice = started | {"cites": [{"document": seen.key}, {"document": hidden.key}]}

    def told(group: str, old: dict, new: dict) -> list[str]:
        (change,) = Reader("forum", {"milestones": [[old], [new]]}, make_user(group)).fields()
        return [piece.text for piece in change.pieces]

    assert told("reader", started, proven) == []
    assert len(told("editor", started, proven)) == 2
    assert [text.endswith("(seen)") for text in told("reader", proven, twice)] == [False, True]
    assert told("editor", proven, twice)[1].endswith("(seen; hidden)")
