import pytest

from cyberpolicy.pictures.glyphs import fitted, width


def test_wide_glyphs_take_more_room_than_narrow_ones():
    assert width("MMM", 13) > width("iii", 13)
    assert width("漢字", 13) >= 26


def test_text_that_fits_is_left_alone():
    assert fitted("UNGGE", 100, 13) == "UNGGE"


@pytest.mark.parametrize("room", [0, 5, 20, 60, 120, 200])
def test_cut_text_is_never_wider_than_its_room(room):
    cut = fitted("Voortzetting van de drie sporen: rechtsorde, respons", room, 13)
    assert width(cut, 13) <= max(room, width("…", 13))
    assert cut.endswith("…")


def test_text_is_cut_after_a_word_where_little_is_lost():
    assert fitted("Kamerbrief internationale rechtsorde", width("Kamerbrief internationale re…", 13), 13) == (
        "Kamerbrief internationale…"
    )
