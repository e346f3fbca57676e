"""The records of the letter: all there, each resting on the letter, shown in both languages, without its sentences."""

import re
import tomllib
from io import BytesIO, StringIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.core.management import call_command

from cyberpolicy import catalogue
from cyberpolicy.kinds import entry_models
from cyberpolicy.models import CatalogueEntry, Document, Passage, Relation, Revision
from instruments.management.commands.load_letter import own_files
from tests.factories import make_user
from tests.reading import body, visit
from tracks.models import Position, Term

COUNTS = {
    "track": 3, "forum": 25, "party": 45, "place": 9, "instrument": 32, "initiative": 31, "incident": 6, "listing": 5,
    "motion": 3, "document": 12, "challenge": 23, "commitment": 12,
}  # fmt: skip
LETTER = Path(__file__).resolve().parents[2] / "shared" / "letter" / "letter.txt"


@pytest.mark.parametrize("kind", COUNTS)
def test_every_record_of_a_kind_is_there(letter, kind):
    assert entry_models()[kind].objects.visible_to(None).count() == COUNTS[kind]


def test_concepts_positions_and_passages_are_there(letter):
    assert Term.objects.filter(kind="concept").count() == 14
    assert Position.objects.count() == 31
    assert Passage.objects.filter(document__slug="kst-33694-60").count() == 38


def test_catalogue_agrees_with_the_records(letter):
    assert catalogue.disagreements() == []


def test_every_record_has_a_history(letter):
    with_history = Revision.objects.filter(kind="created").values("entry")
    assert list(CatalogueEntry.objects.exclude(pk__in=with_history)) == []


def test_every_text_has_both_languages(letter):
    missing = CatalogueEntry.objects.filter(title_en="") | CatalogueEntry.objects.exclude(summary_nl="").filter(
        summary_en=""
    )
    assert [row.key for row in missing] == []
    assert list(Relation.objects.exclude(qualifier_nl="").filter(qualifier_en="")) == []


@pytest.mark.parametrize(
    ("kind", "language"), [*((kind, "nl") for kind in (*COUNTS, "term")), ("motion", "en"), ("initiative", "en")]
)
def test_every_page_answers_and_names_its_source(letter, client, kind, language):
    for entry in entry_models()[kind].objects.visible_to(None):
        page = visit(client, entry.get_absolute_url(), language)
        assert page.status == 200, entry.key
        has_source = any(link.startswith("/documents/") for link in page.links if link != "/documents/")
        assert has_source or (kind == "term" and entry.kind == "topic"), entry.key


def test_second_load_changes_nothing(letter):
    before = list(CatalogueEntry.objects.values_list("kind", "slug")), moments(), Revision.objects.count()
    shown = StringIO()
    call_command("load_letter", stdout=shown)
    assert (list(CatalogueEntry.objects.values_list("kind", "slug")), moments(), Revision.objects.count()) == before
    assert re.match(r"0 \w+, 0 \w+, (?!0)\d+ \w+, 0 ", shown.getvalue())


def moments() -> list:
    return [
        list(model.objects.order_by("pk").values_list("updated_at", "version")) for model in entry_models().values()
    ]


def test_budapest_shows_the_year_of_the_letter_as_disputed_beside_the_correction(letter, client):
    page = visit(client, "/instruments/budapest/")
    milestones, notes = page.section("milestones"), page.section("notes")
    assert re.search(r"2010.{0,80}disputed", milestones)
    assert "2006" in notes
    assert "By the editors; not in the cited document" in notes


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("/motions/33694-56/", ["Verhoeven", "Koopmans", "Reported", "33\u00a0694, nr.\u00a056"]),
        ("/documents/kst-33694-60/", ["16\u00a0Nov. 2020", "Footnote", "26\u00a0643"]),
        ("/tracks/capacity-building/", ["Track 3", "Initiatives", "Sources"]),
        ("/incidents/?sort=date", ["NotPetya"]),
        ("/listings/", ["4", "GRU"]),
        ("/", ["Still owed", "Recent changes", "Papers"]),
    ],
)
def test_page_shows_what_the_letter_says(letter, client, url, words):
    text = visit(client, url).text
    assert [word for word in words if word.replace("\u00a0", " ") not in text.replace("\u00a0", " ")] == []


def test_every_passage_of_the_letter_says_what_rests_on_it(letter, client):
    page = visit(client, "/documents/kst-33694-60/")
    passages = next(page.all("ol", "cp-passages"))
    assert len(passages) >= 38
    assert page.text.count("Nothing rests on this place") <= 3


@pytest.mark.parametrize(
    ("query", "slug"),
    [
        ("33 694, nr. 56", "/motions/33694-56/"), ("33694-56", "/motions/33694-56/"),
        ("kst-33694-56", "/documents/kst-33694-56/"),
        ("Kamerstuk 33 694, nr. 56", "/motions/33694-56/"), ("26 643, nr. 60", "/documents/kst-33694-60/"),
        ("UNGGE", "/forums/ungge/"), ("koopmans verhoeven", "/motions/33694-56/"), ("GEORGIE", "/parties/georgia/"),
    ],
)  # fmt: skip
def test_search_finds_what_readers_type(letter, client, query, slug):
    assert slug in visit(client, f"/search/?jump=no&q={query}").links


@pytest.mark.parametrize(
    ("query", "slug"),
    [
        ("33 694 nr. 56", "/motions/33694-56/"), ("33694-56", "/motions/33694-56/"),
        ("kst-33694-56", "/documents/kst-33694-56/"), ("21501-33, nr. 734", "/motions/21501-33-734/"),
        ("Stb. 2019, 457", "/documents/stb-2019-457/"), ("2019/796", "/instruments/eu-sanctions-regime/"),
        ("26 643, nr. 60", "/documents/kst-33694-60/"),
    ],
)  # fmt: skip
def test_number_leads_straight_to_what_has_it(letter, client, query, slug):
    response = client.get("/search/", {"q": query})
    assert (response.status_code, response.headers.get("Location")) == (302, slug)


PAPER = "Kamerstukken II 2019/20, 33694, nr.\u00a056"
ANNEX = "/reports/make/file/?kind=budget-annex&start=2020-11-01&end=2020-12-31"


@pytest.mark.parametrize("format", ["csv", "json", "docx", "odt", "xlsx", "ods"])
def test_reports_cite_the_motion_with_its_session_year(letter, client, format):
    client.force_login(make_user("liaison"))
    text = text_in(body(client.get(f"{ANNEX}&format={format}")))
    assert PAPER in text
    assert "Kamerstuk 33\u00a0694, nr.\u00a056" not in text


def text_in(content: bytes) -> str:
    """All that stands in a file, packed or not."""
    if not content.startswith(b"PK"):
        return content.decode()
    with ZipFile(BytesIO(content)) as packed:
        return "\n".join(packed.read(name).decode() for name in packed.namelist() if name.endswith(".xml"))


def test_page_of_a_paper_tells_its_session_year_and_how_it_is_known(letter, client):
    page = visit(client, "/documents/kst-33694-56/")
    assert "Session year 2019-2020" in page.text
    assert "no. 54 of the same dossier" in page.section("notes")
    assert "likely, but was not verified" in visit(client, "/motions/33694-56/").section("notes")
    assert "Kamerstukken II 2019/20, 33\u00a0694, nr.\u00a056" in visit(client, "/documents/kst-33694-56/cite/").html
    rows = body(client.get("/documents/export/?format=csv&lang=en")).decode().splitlines()
    (row,) = (row for row in rows if "Motion by members Verhoeven" in row)
    assert "2019-2020" in row


@pytest.mark.parametrize(
    ("slug", "session"),
    [
        ("kst-33694-60", "2020/21"), ("kst-33694-47", "2018/19"), ("kst-33694-56", "2019/20"),
        ("kst-26643-411", "2015/16"), ("kst-22112-2816", "2018/19"), ("kst-21501-33-734", "2018/19"),
    ],
)  # fmt: skip
def test_session_years_that_are_known(letter, slug, session):
    assert f"Kamerstukken II {session}, " in Document.objects.get(slug=slug).citation


@pytest.mark.parametrize("slug", ["kst-26643-536", "kst-30821-92", "kst-21501-33-747"])
def test_session_year_of_a_paper_whose_day_is_not_known_is_not_guessed(letter, slug):
    assert Document.objects.get(slug=slug).citation.startswith("Kamerstuk ")


@pytest.mark.skipif(not LETTER.exists(), reason="the text of the letter is not here")
def test_no_sentence_of_the_letter_stands_in_the_data():
    known = runs(LETTER.read_text("utf-8"))
    found = []
    for file in own_files():
        for path, text in texts(tomllib.loads(file.read_text("utf-8"))):
            if not re.search(r"title|\.aliases|as_written|url$", path):
                found += [f"{file.name} {path}: {' '.join(run)}" for run in runs(text) & known]
    assert found == []


def runs(text: str, length: int = 8) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.casefold())
    return {tuple(words[start : start + length]) for start in range(len(words) - length + 1)}


def texts(value, path: str = ""):
    """Every text in a data file, with where it stands."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for name, item in value.items():
            yield from texts(item, f"{path}.{name}")
    elif isinstance(value, list):
        for item in value:
            yield from texts(item, path)
