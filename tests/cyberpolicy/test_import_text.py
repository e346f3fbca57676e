"""Letters as text: what becomes a passage, where it is found, and that not a letter of it changes."""

import re
import textwrap
import tomllib
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from cyberpolicy.importers.pages import MAX_BYTES, MAX_LINE, LetterError, joined
from cyberpolicy.importers.text import MAX_PASSAGES, LetterText, parse

LETTERS = Path(settings.BASE_DIR) / "tests" / "data" / "letters"
REAL_LETTER = Path(settings.BASE_DIR).parent / "shared" / "letter" / "letter.txt"

# First and last line of each passage of the real letter, and the lines between that belong to something else.
REAL_LINES = {
    "aanhef": (1, 3),
    "inleiding.1": (5, 14),
    "inleiding.2": (16, 22),
    "inleiding.3": (24, 35),
    "inleiding.4": (37, 47, range(39, 42)),
    "inleiding.5": (49, 56),
    "inleiding.6": (58, 69),
    "inleiding.7": (71, 76),
    "1.1": (81, 86),
    "1.2": (88, 99, range(93, 97)),
    "1.3": (101, 112),
    "1.4": (114, 121),
    "1.5": (123, 135),
    "1.6": (137, 156, range(145, 154)),
    "1.7": (158, 164),
    "1.8": (166, 175),
    "fn.1": (94, 94),
    "fn.2": (146, 151),
    "2.1": (179, 187),
    "2.2": (189, 203),
    "2.3": (205, 213),
    "2.4": (215, 228),
    "3.1": (232, 240),
    "3.2": (242, 246),
    "3.3": (248, 251),
    "3.4": (253, 258),
    "3.5": (259, 269),
    "4.1": (273, 282),
    "4.2": (284, 294),
    "4.3": (296, 304),
    "4.4": (306, 321),
    "4.5": (323, 334),
    "4.6": (336, 342),
    "4.7": (344, 353),
    "5.1": (362, 364),
    "5.2": (366, 372),
    "5.3": (374, 381),
    "slot": (383, 385),
}


def letter(*paragraphs: str) -> bytes:
    return "\n\n".join(["Geachte voorzitter,", *paragraphs, "De minister van Proeven,\nF. Proef"]).encode()


def texts(content: bytes) -> dict[str, str]:
    """The passages between salutation and signature."""
    read = parse(content).texts
    return {locator: text for locator, text in read.items() if locator not in ("aanhef", "slot")}


# The letters with their outcome beside them


@pytest.mark.parametrize("name", sorted(path.stem for path in LETTERS.glob("*.txt")))
def test_sample_letter_reads_as_written_down_beside_it(name):
    read = parse((LETTERS / f"{name}.txt").read_bytes())
    expected = tomllib.loads((LETTERS / f"{name}.toml").read_text())
    assert [[passage.locator, passage.kind, passage.text] for passage in read.passages] == expected["passages"]
    assert read.titles == expected["titles"]
    assert [link.text for link in read.links] == expected["links"]
    assert list(read.page_breaks) == expected["page_breaks"]


@pytest.fixture(scope="module")
def real() -> tuple[LetterText, list[str]]:
    if not REAL_LETTER.exists():
        pytest.skip("the letter is not on this machine")
    content = REAL_LETTER.read_bytes()
    return parse(content), content.decode().split("\n")


def test_real_letter_has_its_38_passages_in_order(real):
    read, _source = real
    assert len(read.passages) == 38
    assert [passage.locator for passage in read.passages] == list(REAL_LINES)
    assert (len(read.titles), len(read.links), len(read.page_breaks)) == (5, 9, 7)


@pytest.mark.parametrize("locator", REAL_LINES)
def test_real_passage_has_the_lines_of_the_source(real, locator):
    read, source = real
    first, last, left_out = (*REAL_LINES[locator], ())[:3]
    lines = [source[number - 1].strip() for number in range(first, last + 1) if number not in left_out]
    text = " ".join(line for line in lines if line)
    assert read.texts[locator] == re.sub(r"\b(EU|sanctie)- ", r"\1-", text)  # the two words that a line end parts


def test_real_letter_keeps_every_word_of_the_source(real):
    read, source = real
    outside = (
        {link.text for link in read.links}
        | set(" ".join(read.titles.values()).split())
        | {"1.", "2.", "3.", "4.", "5."}
    )
    said = "".join(passage.text for passage in read.passages) + "".join(outside)
    assert {word for word in "\n".join(source).split() if word not in said} == set()


# Joining lines


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (["de EU-", "sancties"], "de EU-sancties"),
        (["1990-", "2000"], "1990-2000"),
        (["midden-", "en lage inkomens"], "midden- en lage inkomens"),
        (["land-", "of zeewind"], "land- of zeewind"),
        (["een kans -", "zo heet het"], "een kans - zo heet het"),
        (["een kans –", "zo heet het"], "een kans – zo heet het"),
        (["weerbaarheid en", "-slagkracht"], "weerbaarheid en -slagkracht"),
        (["voor-", "(en na)jaar"], "voor- (en na)jaar"),
        (["-", "los"], "- los"),
    ],
)
def test_line_end_becomes_a_space_unless_a_hyphen_joins_a_word(lines, text):
    assert joined(lines) == text


def test_spaces_inside_a_line_and_errors_stay():
    assert (
        texts(letter("Zie nr.  \u00a0 47  ) van van het verslag."))["inleiding.1"]
        == "Zie nr.  \u00a0 47  ) van van het verslag."
    )


@pytest.mark.parametrize("line_end", ["\r\n", "\r", "\x85", "\u2028"])
def test_line_ends_of_other_systems_and_byte_order_mark_change_no_passage(line_end):
    content = (LETTERS / "page-feet.txt").read_bytes()
    changed = b"\xef\xbb\xbf" + content.replace(b"\n", line_end.encode())
    assert parse(changed).passages == parse(content).passages


# Page breaks

FULL_LINE = "Deze regel is zo lang als een regel maar kan zijn en eindigt dan precies hier."


@pytest.mark.parametrize(
    ("above", "foot", "below", "is_joined"),
    [
        (FULL_LINE[:-6], "\n", " verder met de zin.", True),
        (FULL_LINE, "\n", " Een zin die er net niet meer bij kon.", True),
        (FULL_LINE, "\n\n", " Een zin na een witregel.", False),
        (FULL_LINE + "\nKort.", "\n", " Een nieuwe alinea.", False),
        (FULL_LINE + "\nEn wel", "\n\nhttps://voorbeeld.example/1\n", "Rusland.", True),
        (FULL_LINE + "\nKort.", "\n\nhttps://voorbeeld.example/1\n", " Een nieuwe alinea.", False),
        (FULL_LINE + "\nHet gaat om X resp.", "\nhttps://voorbeeld.example/1\n", " Rusland en China.", True),
        (FULL_LINE + "\nEerst dit", "\n", " – een tussenzin – en dan dat.", True),
        (FULL_LINE + "\nDit ook:", "\n", " - een streepje.", False),
        (FULL_LINE + "\nzonder punt", "\n", " b) het tweede punt.", False),
        (FULL_LINE + "\nDat stond er al (stuk 99, nr.", "\n", " 12) en elders.", True),
    ],
)
def test_page_break_joins_what_it_cut(above, foot, below, is_joined):
    read = texts(letter(above + foot + below))
    assert len(read) == (1 if is_joined else 2)
    if is_joined:
        assert read["inleiding.1"] == f"{above} {below.strip()}".replace("\n", " ")


def test_number_at_a_page_foot_is_a_footnote_only_with_its_mark():
    read = texts(letter("Dat is zo.", "1 Januari valt op vrijdag.\n Meer is er niet."))
    assert "fn.1" not in read
    assert texts(letter("Dat is zo1.", "1 Volgens de kalender.\n Meer is er niet."))["fn.1"] == "1 Volgens de kalender."


def test_footnote_number_that_comes_again_is_refused_with_its_line():
    content = letter("Dat is zo1.", "1 Zie hier.\n Meer dan dit1 is er niet.", "1 Zie daar.\n Zo is het.")
    with pytest.raises(LetterError, match=r"^(Line|Regel) 8: .*1.*") as refused:
        parse(content)
    assert refused.value.line == 8


def test_bracket_at_a_line_begin_is_no_list_item():
    assert list(texts(letter("Dat stond er al (stuk 99, nr.\n12) en elders (bijlage,\na) ook."))) == ["inleiding.1"]


# Headings


def test_heading_out_of_turn_is_a_paragraph():
    assert list(texts(letter("1. Begin", "Eerst dit.", "3. Elders", "Dan dat."))) == ["1.1", "1.2", "1.3"]


def test_half_a_numbered_paragraph_before_a_page_break_is_no_heading():
    read = texts(letter("1. Begin", "Eerst dit.", "2. Wie dan leest\n verder dan de bladzijde, vindt de rest."))
    assert read["1.2"] == "2. Wie dan leest verder dan de bladzijde, vindt de rest."


# Bad input


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"", 0),
        (b" \n\n\x0c\n", 0),
        (b"Geachte voorzitter,\n\nco\xf6rdinatie.", 3),
        ("Geachte voorzitter,".encode("utf-16"), 1),
        (b"Geachte voorzitter,\n\nEen \x00 nul.", 3),
        (b"%PDF-1.7 enzovoort", 0),
        (b"PK\x03\x04 enzovoort", 0),
        (b"Geachte voorzitter,", 0),
        (b"losse\n\nwoorden", 0),
        (b"a" * (MAX_BYTES + 1), 0),
        (b"Goed.\n\n" + b"a" * (MAX_LINE + 1), 3),
        (b"Zin.\n\n" * (MAX_PASSAGES + 1), 2 * MAX_PASSAGES + 1),
    ],
)
def test_what_is_no_letter_is_refused_with_a_sentence_and_the_line(content, line):
    with pytest.raises(LetterError) as refused:
        parse(content)
    assert refused.value.line == line
    assert str(refused.value).endswith((".", "?"))
    assert not line or str(line) in str(refused.value)


@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_any_bytes_give_passages_or_a_clear_refusal(content):
    try:
        read = parse(content)
    except LetterError:
        return
    locators = [passage.locator for passage in read.passages]
    assert len(locators) == len(set(locators))
    assert all(passage.text for passage in read.passages)


# Wrapping

LETTER_PIECES = st.sampled_from(
    ["Geachte voorzitter,", "1. Kop", "2 Kop", "1 Noot", "woord1", "b) punt;", "- streep", "De minister", "Einde."]
)


@given(
    st.lists(
        LETTER_PIECES | st.sampled_from(["\n", "\n\n", "\n ", "\f", "\nhttps://a.example\n", "\n1.1 Kop\n\n"]),
        max_size=40,
    )
)
def test_any_shuffled_letter_gives_each_locator_once_and_loses_no_word(pieces):
    content = "".join(pieces)
    try:
        read = parse(content.encode())
    except LetterError:
        return
    assert len(read.texts) == len(read.passages)
    said = " ".join(
        [*(passage.text for passage in read.passages), *(link.text for link in read.links), *read.titles.values()]
    )
    assert {word for word in re.findall(r"[a-z]{3,}", content) if word not in said} == set()


WORDS = st.lists(
    st.sampled_from(
        ["de", "EU-beleid", "midden- en", "Rusland", "nr.", "47", "coördinatie", "o.a.", "(zie", "daar)", "eind."]
    ),
    min_size=1,
    max_size=60,
)
PARAGRAPHS = st.lists(WORDS.map(lambda words: " ".join(["Alinea", *words, "klaar."])), min_size=1, max_size=6)


def wrapped(paragraphs: list[str], width: int, page: int) -> bytes:
    """The paragraphs in lines of this width, with a foot under every so many lines of running text."""
    lines, count = [], 0
    for paragraph in paragraphs:
        lines.append("")
        for position, line in enumerate(textwrap.wrap(paragraph, width, break_long_words=False)):
            if position and count % page == 0:
                lines += ["", "https://voorbeeld.example/kst-1.html"]
                line = f" {line}"
            lines.append(line)
            count += 1
    return "\n".join(["Geachte voorzitter,", *lines, "", "De minister van Proeven,", "", "F. Proef"]).encode()


@given(PARAGRAPHS, st.integers(30, 120), st.integers(30, 120), st.integers(3, 12))
def test_wrapping_a_letter_at_another_width_gives_the_same_passages(paragraphs, width, other, page):
    assert parse(wrapped(paragraphs, width, page)).texts == parse(wrapped(paragraphs, other, page)).texts


@given(st.integers(50, 140))
def test_wrapping_the_sample_letter_gives_the_same_passages(width):
    read = parse((LETTERS / "page-feet.txt").read_bytes())
    running = {passage.locator: passage.text for passage in read.passages if not passage.locator.startswith("fn.")}
    lines = []
    for locator, text in running.items():
        section, _dot, number = locator.partition(".")
        if number == "1" and section in read.titles:
            lines += [*textwrap.wrap(f"{section}. {read.titles[section]}", width), ""]
        lines += [*textwrap.wrap(text, width, drop_whitespace=True), ""]
    again = parse("\n".join(lines).encode())
    assert {locator: " ".join(text.split()) for locator, text in running.items()} == {
        locator: " ".join(text.split()) for locator, text in again.texts.items()
    }
    assert again.titles == read.titles


LONG_NOTE = """Geachte voorzitter,

Het kabinet heeft stappen gezet.1 De brief volgt de indeling van de

1 In deze brief is ook ingegaan op de evaluatie, die is uitgevoerd door een
\feerdere brief.

Een tweede alinea.2

{rest}

2 Kamerstuk 33 694, nr. 60.
\fDe laatste alinea.

De minister van Proeven,
F. Proef
"""


def test_footnote_that_runs_on_to_the_next_page_is_one():
    read = texts(LONG_NOTE.format(rest="partij die daarvoor is\ngevraagd.").encode())
    assert read["inleiding.1"].endswith("de indeling van de eerdere brief.")
    assert read["fn.1"].endswith("uitgevoerd door een partij die daarvoor is gevraagd.")
    assert [name for name in read if name.startswith("inleiding")] == ["inleiding.1", "inleiding.2", "inleiding.3"]


def test_paragraph_under_a_broken_off_footnote_stays_one():
    read = texts(LONG_NOTE.format(rest="Een derde alinea.").encode())
    assert read["inleiding.3"] == "Een derde alinea."


@pytest.mark.parametrize("ends", ["\r\n", "\r"])
def test_line_ends_and_a_byte_order_mark_make_no_difference(ends):
    plain = LONG_NOTE.format(rest="Een derde alinea.")
    assert texts(b"\xef\xbb\xbf" + plain.replace("\n", ends).encode()) == texts(plain.encode())


def test_answers_under_the_signature_are_no_part_of_it():
    questions = ["Vraag 1", "Bent u bekend met het bericht over de veerpont?", "Antwoord", "Ja, dat is mij bekend."]
    read = parse(letter("Hierbij de antwoorden.") + "\n\n".join(["", *questions]).encode()).texts
    assert "slot" not in read
    assert list(read.values())[3:] == questions
