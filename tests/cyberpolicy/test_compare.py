"""Differences as a reader sees them."""

import pytest

from cyberpolicy.compare import Piece, Reader, word_pieces
from tests.factories import make_forum, make_user


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
def test_a_record_that_the_reader_may_not_see_is_not_named():
    hidden = make_forum(title="Geheim overleg", slug="geheim", visibility="confidential")
    change = {"relations": [None, [{"kind": "part-of", "object": hidden.key}]]}
    (field,) = Reader("forum", change, make_user("reader")).fields()
    assert field.pieces == []
