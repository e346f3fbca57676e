"""How a document, a passage and a record are cited."""

import datetime
import json
import re

import pytest

from cyberpolicy import citing, dates
from cyberpolicy.citing.works import Work, reference_of
from tests.factories import add, make_document, make_forum, make_motion, make_party, make_user, relate
from tests.reading import visit

pytestmark = pytest.mark.django_db

TODAY = datetime.date(2026, 11, 23)
# what the schema of CSL data (1.0.2) knows of what is used here
CSL_TYPES = {"report", "legislation", "treaty", "document", "webpage"}
CSL_TEXTS = {
    "id", "title", "URL", "language", "locator", "number", "collection-title", "publisher", "jurisdiction",
    "container-title", "version",
}  # fmt: skip


def work(**values) -> Work:
    common = {"key": "x", "kind": "advice", "title_nl": "Titel", "title_en": "Title", "url": "https://example.nl/x"}
    return Work(**common | {"site": "Kennisbank", "read_on": TODAY} | values)


def work_of(entry, passage=None, user=None) -> Work:
    entry.refresh_from_db()
    return citing.work_of(entry, user, address="https://kb.nl/x/", site="Kennisbank", today=TODAY, passage=passage)


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


@pytest.fixture
def letter():
    letter = make_document("33694", "60", passages=["2.4", "fn.1"], title="Brief", chamber="tweede", kind="letter")
    add(letter, "milestones", kind="published", date="2020-11-16")
    return letter


# In words


def test_paper_is_cited_as_parliament_does(letter):
    cited = work_of(letter, letter.passages.get(locator="2.4"))
    assert plain(citing.as_written(cited, "nl")) == "Kamerstukken II 2020/21, 33 694, nr. 60, § 2, al. 4."
    assert plain(citing.as_written(cited, "en")) == (
        "Parliamentary Papers, House of Representatives 2020/21, 33 694, no. 60, § 2, par. 4."
    )
    assert plain(citing.in_law_reviews(cited)) == "Kamerstukken II 2020/21, 33694, nr. 60, § 2, al. 4."


def test_paper_of_unknown_session_is_cited_by_its_number():
    cited = work_of(make_document("21501-33", "734", chamber="tweede"))
    assert plain(citing.as_written(cited, "nl")) == "Kamerstuk 21 501-33, nr. 734."


@pytest.mark.parametrize(
    ("values", "cited"),
    [
        ({"slug": "stb-2019-457", "kind": "gazette"}, "Stb. 2019, 457."),
        ({"slug": "eu", "kind": "eu_act", "title": "Cybersancties", "as_written": "Verordening (EU) 2019/796"},
         "Cybersancties (Verordening (EU) 2019/796)."),
        ({"slug": "norms", "kind": "resolution", "title": "Resolutie A/RES/73/27", "as_written": "A/RES/73/27"},
         "Resolutie A/RES/73/27 (VN-resolutie A/RES/73/27)."),
        ({"slug": "wrr", "kind": "advice", "title": "De publieke kern", "url": "https://wrr.nl/x"},
         "De publieke kern, https://wrr.nl/x."),
    ],
)  # fmt: skip
def test_each_kind_of_document_has_its_style(values, cited):
    assert plain(citing.as_written(work_of(make_document(**values)), "nl")) == cited


@pytest.mark.parametrize(
    ("group", "changed"), [("editor", r"version 1 of \d+ \w+ \d{4}"), ("", r"as changed on \d+ \w+ \d{4}")]
)
def test_record_is_cited_with_its_last_change_and_the_day_of_reading(group, changed):
    user = make_user(group) if group else None
    cited = plain(citing.as_written(work_of(make_forum(title="OEWG"), user=user), "en"))
    assert re.fullmatch(rf"“OEWG”, Kennisbank, {changed}, https://kb.nl/x/ \(read on 23 November 2026\)\.", cited)


def test_reference_is_found_in_the_address_of_the_source():
    url = "https://zoek.officielebekendmakingen.nl/stcrt-2020-12345.html"
    assert reference_of(make_document(slug="x", url=url)).id == "stcrt-2020-12345"


def test_hidden_sender_is_not_named(letter):
    relate(letter, "sent-by", make_party(title="Geheime dienst", visibility="internal"))
    relate(letter, "sent-by", make_party(title="Minister"))
    assert work_of(letter).authors("nl") == ["Minister"]
    assert len(work_of(letter, user=make_user("reader")).authors("nl")) == 2


# BibTeX


def fields_of(bibtex: str) -> dict[str, str]:
    return dict(re.findall(r"^  (\w+) = \{(.*)\},$", bibtex, re.MULTILINE))


@pytest.mark.parametrize(
    ("title", "written"),
    [
        ("100% & meer_#1 $", r"{100\% \& meer\_\#1 \$}"),
        ("a{b}c\\d", r"{a\textbraceleft{}b\textbraceright{}c\textbackslash{}d}"),
        ("x ~ y ^ z", r"{x \textasciitilde{} y \textasciicircum{} z}"),
        ("één\nregel\x00", "{één regel}"),
        ("33\u00a0694", "{33~694}"),
    ],
)
def test_nothing_in_a_title_acts_on_tex(title, written):
    bibtex = citing.as_bibtex(work(title_nl=title), "nl")
    assert fields_of(bibtex)["title"] == written
    assert bibtex.count("{") == bibtex.count("}")


def test_paper_in_bibtex(letter):
    bibtex = citing.as_bibtex(work_of(letter, letter.passages.get(locator="fn.1")), "nl")
    assert bibtex.startswith("@techreport{kst-33694-60,\n")
    found = fields_of(bibtex)
    assert (found["year"], found["month"], found["number"]) == ("2020", "11", "33~694, nr.~60")
    assert (found["type"], found["note"]) == ("Kamerstukken II 2020/21", "voetnoot~1") or found["note"] == "voetnoot 1"
    assert found["institution"] == "{Tweede Kamer der Staten-Generaal}"


def test_braces_in_an_address_stay_balanced():
    assert fields_of(citing.as_bibtex(work(url="https://x.nl/{a b}"), "nl"))["url"] == "https://x.nl/%7Ba%20b%7D"


# CSL-JSON


@pytest.mark.parametrize("kind", ["letter", "gazette", "eu_act", "treaty_text", "resolution", "advice", "record"])
@pytest.mark.parametrize("date", ["2020-11-16", "2020-11", "2020", "2021-40", "2020/2022", "[2019-05..]", ""])
def test_csl_holds_only_what_its_schema_knows(kind, date):
    vague = dates.parse(date) if date else None
    (item,) = json.loads(json.dumps(citing.as_csl(work(kind=kind, date=vague, senders=(("A", "B"),), version=3), "nl")))
    assert item["type"] in CSL_TYPES
    assert {"id", "type", "title"} <= item.keys()
    assert item.keys() <= CSL_TEXTS | {"type", "author", "issued", "accessed"}
    assert all(isinstance(item[name], str) for name in item.keys() & CSL_TEXTS)
    assert item["author"] == [{"literal": "A"}]
    for name in item.keys() & {"issued", "accessed"}:
        assert item[name].keys() <= {"date-parts", "literal"}
        assert all(1 <= len(parts) <= 3 for parts in item[name].get("date-parts", []))


# The page and the files


def test_page_cites_a_passage_and_offers_the_files(client, letter):
    page = visit(client, "/documents/kst-33694-60/cite/?passage=2.4")
    assert "Kamerstukken II 2020/21, 33 694, nr. 60, § 2, al. 4." in plain(page.text)
    assert "/documents/kst-33694-60/cite/?format=bibtex&lang=en&passage=2.4" in page.links
    assert "/documents/kst-33694-60/cite/" in visit(client, "/documents/kst-33694-60/").links


@pytest.mark.parametrize(("format", "ending"), [("bibtex", "bib"), ("csl-json", "json")])
def test_file_is_named_after_what_is_cited(client, letter, format, ending):
    response = client.get(f"/documents/kst-33694-60/cite/?format={format}&lang=en")
    assert response.headers["Content-Disposition"] == f'attachment; filename="kst-33694-60.{ending}"'
    assert "Parliamentary Papers" in response.content.decode()


@pytest.mark.parametrize("query", ["passage=9.9", "passage=%00", "format=word", "passage=" + "x" * 5000, "format=%FF"])
def test_strange_question_gives_the_page_with_a_notice(client, letter, query):
    assert visit(client, f"/documents/kst-33694-60/cite/?{query}").notices


def test_every_kind_can_be_cited_and_nothing_hidden(client):
    motion, hidden = make_motion(), make_forum(slug="hidden", state="draft")
    assert visit(client, f"{motion.get_absolute_url()}cite/").status == 200
    assert client.get(f"/forums/{hidden.slug}/cite/").status_code == 404
