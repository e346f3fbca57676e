import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cyberpolicy import warming
from cyberpolicy.counting import Marks, dimensions, tally
from cyberpolicy.link_counts import LinkCounts
from cyberpolicy.search import thesaurus
from cyberpolicy.search.finding import Search
from tests.factories import make_motion, make_user
from tests.reading import visit

pytestmark = pytest.mark.django_db


def queries(client) -> int:
    with CaptureQueriesContext(connection) as captured:
        visit(client, "/motions/?outcome=adopted")
    return len(captured)


def test_first_reader_finds_the_lists_in_memory(client):
    make_motion()
    client.force_login(make_user("liaison"))
    cold = queries(client)
    tally._tallies.clear()
    warming.warm()
    assert queries(client) < cold - 10


def test_common_words_are_searched_before_anyone_asks(monkeypatch):
    make_motion(title="Over zwaluwen")
    warming.warm()
    monkeypatch.setattr(f"cyberpolicy.search.{connection.vendor}.rows", lambda clause, in_names: pytest.fail("asked"))
    assert len(Search("zwaluwen", None).records) == 1


def test_what_helps_who_mistypes_is_made_before_anyone_does(monkeypatch):
    make_motion(title="Over zwaluwen")
    thesaurus._by_stem.cache_clear()
    warming.warm()
    monkeypatch.setattr(thesaurus, "single_words", lambda: pytest.fail("made"))
    assert not Search("kqxvj", None).records


def test_first_search_finds_its_years_in_memory(client, monkeypatch):
    make_motion(title="Over zwaluwen", date="2019")
    warming.warm()
    monkeypatch.setattr(dimensions, "_said", lambda model, names: pytest.fail(f"read {names}"))
    assert "2019" in visit(client, "/search/?q=zwaluwen").text


def test_no_database_is_no_reason_not_to_start(monkeypatch, caplog):
    monkeypatch.setattr(warming, "warm", lambda **how: (_ for _ in ()).throw(warming.DatabaseError("not there")))
    warming.warm_and_tell()
    assert "not there" in caplog.text


def test_lists_are_read_though_the_tables_could_not_be_looked_at(client, monkeypatch, caplog):
    make_motion()
    monkeypatch.setattr(
        warming.statistics, "keep_up", lambda: (_ for _ in ()).throw(warming.DatabaseError("database is locked"))
    )
    warming.warm_and_tell()
    assert "database is locked" in caplog.text
    monkeypatch.setattr(LinkCounts, "values", lambda self, keys: pytest.fail("counted"))
    assert visit(client, "/graph/").status == 200


def test_first_editor_finds_the_piles_of_the_desk_in_memory(client, monkeypatch):
    make_motion(title="Nog een concept", state="draft")
    client.force_login(make_user("editor"))
    warming.warm()
    monkeypatch.setattr(Marks, "values", lambda self, keys: pytest.fail(f"read {self.name}"))
    assert "Nog een concept" in visit(client, "/desk/").text


def test_first_graph_finds_the_links_counted(client, monkeypatch):
    make_motion()
    warming.warm()
    monkeypatch.setattr(LinkCounts, "values", lambda self, keys: pytest.fail("counted"))
    assert visit(client, "/graph/").status == 200
