"""What is kept in memory is what the engine would find now, whatever happened since; nothing odd breaks it."""

import pytest
from django.db import connection, transaction

from cyberpolicy import stamps
from cyberpolicy.history import Action
from cyberpolicy.models import Passage
from cyberpolicy.search.finder import Finder, finder
from cyberpolicy.search.finding import Search
from cyberpolicy.search.matching import Match, Phrase
from cyberpolicy.search.rows import Rows
from tests.cyberpolicy.search import memory
from tests.factories import add, make_document, make_forum

pytestmark = pytest.mark.django_db

WORDS = ("zwaluw", "merel", "spreeuw")
PHRASES = [(Phrase((word,)),) for word in WORDS] + [(Phrase(("zwal",), is_start=True), Phrase(("de", "merel")))]
EITHER = PHRASES[0] + PHRASES[1]  # of which some was found before
MATCHES = [
    Match(clauses, without)
    for clauses in ((), *((one,) for one in PHRASES), tuple(PHRASES[:2]), (EITHER,))
    for without in ((), PHRASES[1])
]


def is_in_step() -> bool:
    """Whether every match finds what a finder without memory finds, of which every clause was just asked."""
    known, fresh = finder(), Finder(stamps.current(), Rows.read())
    return all(
        known.found(match, in_names=in_names) == fresh.found(match, in_names=in_names)
        for match in MATCHES
        for in_names in (True, False)
    )


def test_what_was_found_before_follows_every_change():
    forum, other = make_forum(title="Zwaluw"), make_forum(title="Merel en zwaluw")
    document = make_document("33694", "60", title="Brief")
    with Action("edit"):
        Passage.objects.create(document=document, locator="1.1", position=1, text="Over de merel.")
        Passage.objects.create(document=document, locator="1.2", position=2, text="Over de zwaluw en de spreeuw.")
        document.save()
    assert is_in_step()
    forum.title_nl = "De merel"
    forum.save()
    assert is_in_step()
    add(other, "aliases", text="Zwaluwtong")
    assert is_in_step()
    with Action("edit"):
        document.passages.get(locator="1.2").delete()
        document.save()
    assert is_in_step()
    other.delete()
    assert is_in_step()
    with pytest.raises(RuntimeError), transaction.atomic():
        forum.title_nl = "Spreeuw"
        forum.save()
        assert is_in_step()
        raise RuntimeError
    assert is_in_step()


def test_change_is_read_without_asking_the_engine_again(monkeypatch):
    make_forum(title="Zwaluw")
    assert len(Search("zwaluw", None).records) == 1
    new = make_forum(title="Nog een zwaluw")
    monkeypatch.setattr(f"cyberpolicy.search.{connection.vendor}.rows", lambda clause, in_names: pytest.fail("asked"))
    assert new.pk in Search("zwaluw", None).records


def test_few_rows_that_are_left_are_read_without_asking_the_engine(monkeypatch):
    both, one = make_forum(title="Zwaluw", summary_nl="Over de merel"), make_forum(title="Een zwaluw")
    assert len(Search("zwaluw", None).records) == 2
    monkeypatch.setattr(f"cyberpolicy.search.{connection.vendor}.rows", lambda clause, in_names: pytest.fail("asked"))
    assert set(Search("zwaluw merel", None).records) == {both.pk}
    assert set(Search("zwaluw -merel", None).records) == {one.pk}
    assert set(Search('zwaluw "de merel" ove*', None).records) == {both.pk}


def test_search_amid_an_action_sees_it_and_keeps_nothing():
    forum = make_forum(title="Merel")
    assert not Search("zwaluw", None).records
    with pytest.raises(RuntimeError), Action("edit"):
        forum.title_nl = "Zwaluw"
        forum.save()
        Search("zwaluw", None).records  # noqa: B018
        raise RuntimeError
    assert not Search("zwaluw", None).records and is_in_step()


def test_what_every_clause_finds_together_is_what_reading_finds():
    make_forum(title="Zwaluw en merel", summary_nl="Over de spreeuw")
    make_forum(title="Zwaluw", aliases=["De merel"])
    make_forum(title="Spreeuw", summary_nl="Merel")
    known = finder()
    for match in MATCHES:
        for in_names in (True, False):
            sets = [set(memory.rows(clause, in_names=in_names)) for clause in match.clauses]
            rows = set.intersection(*sets) if sets else set(memory.every())
            rows -= set(memory.rows(match.without)) if match.without else set()
            assert known.found(match, in_names=in_names) == known.rows.found(rows), (match, in_names)


HOSTILE = [
    "x" * 10_000, " ".join(f"woord{n}" for n in range(500)), " OR ".join(["zwaluw"] * 200), "* " * 200, '"' * 300,
    '"a "b "zwaluw" c" d"', "zwaluw\0", "zwaluw'; DROP TABLE cyberpolicy_entry; --", "(zwaluw+)+$ [^x]{1,1000}",
    "😀 zwaluw", "זְרִיקָה zwaluw", "a* b* c* d*", " ".join(f"{a}{b}e*" for a in "abcd" for b in "rstu"),
    "zwaluw AND NOT NEAR(merel, 3) ^ {names}: :", "-" * 50 + "zwaluw", "jaar:" * 100, "%_\\ zwaluw",
]  # fmt: skip


@pytest.mark.parametrize("query", HOSTILE, ids=range(len(HOSTILE)))
def test_whatever_is_typed_is_answered_and_read_as_words(client, query):
    make_forum(title="Zwaluw")
    make_forum(title="Geheime vogel", summary_nl="Zwaluw", visibility="internal")
    page = client.get("/search/", {"q": query, "jump": "no"})
    assert page.status_code == 200 and "Geheime" not in page.content.decode()
    assert client.get("/search/suggest/", {"q": query}).status_code == 200
    said = [term.words for clause in Search(query, None).widened.clauses for term in clause.terms]
    assert len(said) <= 16 and (("zwaluw",) in said or "zwaluw" not in query or "-zwaluw" in query)
