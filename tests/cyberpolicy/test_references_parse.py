"""The parser of official references: every notation we know of, what is none, and what holds for any text."""

import json
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cyberpolicy import references

ROWS_FILE = Path(__file__).parents[1] / "data" / "references.tsv"


def read_rows() -> list[tuple[str, list[str], list[str], list[str]]]:
    """Text, kinds, ids and addresses of every row; kinds as many as ids."""
    rows = []
    for line in ROWS_FILE.read_text(encoding="utf-8").splitlines():
        if line.startswith("# "):
            continue
        text, kind, ids, addresses = line.split("\t")
        ids = ids.split("|") if ids else []
        kinds = kind.split("|") if "|" in kind else [kind] * len(ids)
        rows.append((json.loads(f'"{text}"'), kinds, ids, addresses.split("|") if addresses else []))
    return rows


ROWS = read_rows()
FOUND = [row for row in ROWS if row[2]]
REFERENCES = [reference for text, *_rest in FOUND for reference in references.parse(text)]
BY_ID = {reference.id: reference for reference in REFERENCES}
# what notations are made of, and what looks like it
FRAGMENTS = [
    *[
        "Kamerstuk",
        "Kamerstukken II",
        "dossier",
        "TK",
        "33 694",
        "26643",
        "21501-33",
        "35 570 V",
        "nr.",
        "nrs.",
        "56",
        "57",
        "S",
    ],
    *[
        "t/m",
        "en",
        "2019-2020",
        "2019/20",
        "p. 2-3",
        "Stb.",
        "2019",
        "457",
        "Handelingen",
        "Aanhangsel",
        "item 5",
        "XIV",
        "kst-",
    ],
    *[
        "Verordening",
        "(EU)",
        "2019/796",
        "95/46/EG",
        "CELEX:",
        "COM(2020)",
        "A/RES/73/27",
        "resolutie",
        "ECLI:NL:HR:2019:1",
    ],
    *["https://", "zoek.officielebekendmakingen.nl/", "2020Z01234"],
    *["-", "/", ",", "(", ")", " ", "\n", "\n\n", "\u00a0", "\u00ad", "\u00b9", "\0"],
]
HOSTILE = [
    *[
        "Kamerstuk 33 694, nr. 56, ",
        "Kamerstukken 33 694, nrs. 1-99; ",
        "33 694, ",
        "33 694 en ",
        "Kamerstuk ",
        "kst-33694-",
    ],
    *["TK 2019-2020 ", "motie 33694-5; ", "nr. 56 (", "Handelingen II 2019/20, nr. 1, item 1, ", "Stb. 2019, 1, "],
    *[
        "Verordening (EU) ",
        "VN-",
        "A/RES/73/27/",
        "A/ 1/ ",
        "a.a.nl/",
        "https://a.nl/kst-1-1-",
        "https://un.org/un.org/",
    ],
    *["-\n", " ", "\u00ad"],
]


def ids(text: str) -> list[str]:
    return [reference.id for reference in references.parse(text)]


@pytest.mark.parametrize(("text", "kinds", "wanted", "addresses"), ROWS, ids=[row[0] for row in ROWS])
def test_known_notation(text, kinds, wanted, addresses):
    found = references.parse(text)
    assert [reference.id for reference in found] == wanted
    assert [reference.kind for reference in found] == kinds
    assert [reference.url for reference in found] == addresses


@pytest.mark.parametrize(("text", "wanted"), [(row[0], row[2]) for row in FOUND], ids=[row[0] for row in FOUND])
def test_known_notation_inside_prose(text, wanted):
    assert ids(f"In 2018 is dit gemeld (zie ook: {text}), en op 5 juli 2019 besproken.") == wanted
    assert ids(f"Dat is zo.\n{text}\n\nDaarna volgden 12 besluiten.") == wanted


@pytest.mark.parametrize("reference", BY_ID.values(), ids=BY_ID)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_written_form_is_read_as_the_same_reference(reference, language):
    assert ids(getattr(reference, f"written_{language}")) == [reference.id]


def test_spans_show_what_was_read():
    text = "zie Kamerstuk 33\u00a0694,\nnr. 56)1, en Kamerstukken 21501-33, nrs. 734 en 747"
    words = [text[reference.start : reference.end] for reference in references.parse(text)]
    assert words == ["Kamerstuk 33\u00a0694,\nnr. 56", "Kamerstukken 21501-33, nrs. 734", "747"]


def test_one_paper_under_two_dossiers_has_a_span_for_each():
    text = "(Kamerstukken 33 694 en 26 643, nr. 47)"
    words = [text[reference.start : reference.end] for reference in references.parse(text)]
    assert words == ["Kamerstukken 33 694", "26 643, nr. 47"]


def test_numbers_inside_a_range_are_implied():
    found = references.parse("Kamerstuk 33 694, nrs. 47 t/m 49")
    assert [reference.is_implied for reference in found] == [False, True, False]


@pytest.mark.parametrize(
    ("text", "dutch", "english"),
    [
        ("kst-33694-56", "Kamerstuk 33\u00a0694, nr.\u00a056", "Parliamentary paper 33\u00a0694, no.\u00a056"),
        ("35570-V, nr. 6", "Kamerstuk 35\u00a0570-V, nr.\u00a06", "Parliamentary paper 35\u00a0570-V, no.\u00a06"),
        ("dossier 33694", "Kamerstukdossier 33\u00a0694", "Parliamentary dossier 33\u00a0694"),
        ("stb-2019-457", "Stb.\u00a02019, 457", "Bulletin of Acts and Decrees\u00a02019, 457"),
        ("trb-2002-18", "Trb.\u00a02002, 18", "Treaty Series\u00a02002, 18"),
        ("stcrt-2020-12345", "Stcrt.\u00a02020, 12345", "Government Gazette\u00a02020, 12345"),
        ("h-ek-20192020-1-5", "Handelingen I 2019/20, nr.\u00a01, item 5", "Proceedings I 2019/20, no.\u00a01, item 5"),
        (
            "ah-tk-20192020-1234",
            "Aanhangsel Handelingen II 2019/20, nr.\u00a01234",
            "Appendix to the Proceedings II 2019/20, no.\u00a01234",
        ),
        ("verordening (eu) 2019/796", "Verordening (EU) 2019/796", "Regulation (EU) 2019/796"),
        ("Decision (CFSP) 2019/797", "Besluit (GBVB) 2019/797", "Decision (CFSP) 2019/797"),
        ("Verordening (EG) nr. 428/2009", "Verordening (EG) nr.\u00a0428/2009", "Regulation (EC) No\u00a0428/2009"),
        ("Richtlijn 95/46/EG", "Richtlijn 95/46/EG", "Directive 95/46/EC"),
        ("32020R1125", "Verordening (EU) 2020/1125", "Regulation (EU) 2020/1125"),
        ("A/RES/73/27", "VN-resolutie A/RES/73/27", "UN resolution A/RES/73/27"),
        ("A/70/174", "VN-document A/70/174", "UN document A/70/174"),
        ("2020D46157", "Tweede Kamer, document 2020D46157", "House of Representatives, document 2020D46157"),
    ],
)
def test_written_forms(text, dutch, english):
    (reference,) = references.parse(text)
    assert (reference.written_nl, reference.written_en) == (dutch, english)


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        ("Kamerstukken II, 2019-2020, 33 694, nr. 56", "Kamerstukken II 2019/20, 33694, nr.\u00a056"),
        ("Eerste Kamer, vergaderjaar 2018\u20132019, 33 694, S", "Kamerstukken I 2018/19, 33694, S"),
        ("TK 1999-2000, 26 643, nr. 3", "Kamerstukken II 1999/2000, 26643, nr.\u00a03"),
        ("Kamerstukken II 2020/21, 35 570 hoofdstuk V, nr. 60", "Kamerstukken II 2020/21, 35570-V, nr.\u00a060"),
        ("Kamerstuk 33 694, nr. 56", "Kamerstuk 33\u00a0694, nr.\u00a056"),
        ("Stb. 2019, 457", "Stb.\u00a02019, 457"),
    ],
)
def test_parliament_s_own_citation(text, cited):
    (reference,) = references.parse(text)
    assert references.written_citation(reference) == cited


def test_citation_takes_chamber_and_year_from_elsewhere():
    (reference,) = references.parse("kst-33694-56")
    assert references.written_citation(reference, "II", "2019-2020") == "Kamerstukken II 2019/20, 33694, nr.\u00a056"


def test_later_papers_of_a_list_keep_chamber_and_year_until_others_are_named():
    text = "Kamerstukken II 2013/14, 31 142, nr. 37; 2015/16, 31 142, nr. 55"
    assert [reference.session_year for reference in references.parse(text)] == ["2013-2014", "2015-2016"]
    assert {reference.chamber for reference in references.parse(text)} == {"II"}


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("33694-56", ["kst-33694-56"]),
        (" 33 694 56 ", ["kst-33694-56"]),
        ("33 694 nr. 56", ["kst-33694-56"]),
        ("33694", ["dossier-33694"]),
        ("33 694", ["dossier-33694"]),
        ("33694-s", ["kst-33694-S"]),
        ("35570-V", ["dossier-35570-V"]),
        ("21501-33", ["dossier-21501-33"]),
        ("21501-33-734", ["kst-21501-33-734"]),
        ("2019/796", ["celex-32019R0796", "celex-32019D0796", "celex-32019L0796"]),
        ("910/2014", ["celex-32014R0910"]),
        ("95/46", ["celex-31995L0046", "un-A/RES/95/46"]),
        ("73/27", ["un-A/RES/73/27", "celex-31973L0027"]),
        ("2231 (2015)", ["un-S/RES/2231(2015)"]),
        ("stb 2019 457", ["stb-2019-457"]),
        ("cyber", []),
        ("2020", []),
        ("", []),
    ],
)
def test_guess_at_a_search_query(query, wanted):
    assert [reference.id for reference in references.guess(query)] == wanted


def test_empty_text_has_no_references():
    assert references.parse("") == []


@pytest.mark.parametrize("piece", HOSTILE)
def test_hostile_text_takes_time_in_proportion_to_its_length(piece):
    def seconds(length: int) -> float:
        text = (piece * (length // len(piece) + 1))[:length]
        before = time.process_time()
        references.parse(text)
        return time.process_time() - before

    seconds(1000)
    assert seconds(100_000) < max(50 * seconds(10_000), 1.0)  # a quadratic one takes a hundred times as long


@given(st.text())
def test_any_text_is_read_without_an_error(text):
    references.parse(text)
    references.guess(text)


@given(st.lists(st.one_of(st.sampled_from(FRAGMENTS), st.text(max_size=3)), max_size=30), st.sampled_from(["", " "]))
def test_spans_lie_in_the_text_in_order_and_apart(pieces, glue):
    text = glue.join(pieces)
    at = 0
    for reference in references.parse(text):
        assert at <= reference.start <= reference.end <= len(text)
        at = reference.end


@given(st.lists(st.sampled_from(FRAGMENTS), max_size=20))
def test_what_is_found_is_well_formed(pieces):
    for reference in references.parse(" ".join(pieces)):
        assert reference.id and reference.kind and reference.url.startswith("https://")
        assert ids(reference.written_nl) == ids(reference.written_en) == [reference.id]


@given(st.lists(st.sampled_from(list(BY_ID.values())), min_size=1, max_size=6))
def test_written_forms_one_after_the_other_are_all_found(several):
    assert ids("; zie ".join(reference.written_nl for reference in several)) == [reference.id for reference in several]


@given(
    st.integers(10000, 39999),
    st.one_of(st.integers(1, 4000).map(str), st.sampled_from(["A", "S", "AA", "FO"])),
    st.sampled_from([" ", "\u00a0", "\n", "   ", ""]),
    st.sampled_from([", nr. {}", " nr {}", ", nr.\u00a0{}", ",\nnr.\n{}", "-{}", " (nr. {})", ", no. {}"]),
)
def test_any_paper_in_any_spelling(dossier, number, space, form):
    base = f"{dossier // 1000}{space}{dossier % 1000:03}"
    assert ids(f"(Kamerstuk {base}{form.format(number)}), van 5 juli 2019") == [f"kst-{dossier}-{number}"]
