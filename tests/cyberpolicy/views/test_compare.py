import csv
import io

import pytest

from tests.factories import make_forum, make_many, make_party, make_position, make_term, relate
from tests.reading import body, visit

pytestmark = pytest.mark.django_db


@pytest.fixture
def parties():
    topic = make_term(title="Norms")
    for name in ("China", "Russia", "Cuba", "Iran", "Peru"):
        make_position(make_party(title=name, slug=name.lower()), topic, f"stance of {name}")


def heads(page) -> list[str]:
    return [text for text in page.texts("th", scope="col") if text]


def test_records_stand_side_by_side_in_the_order_of_the_address(client, parties):
    page = visit(client, "/compare/?kind=party&with=russia&with=china")
    assert heads(page) == ["Russia", "China"]
    assert "stance of Russia" in page.text
    assert page.text.index("stance of Russia") < page.text.index("stance of China")


def test_empty_page_explains_and_gives_examples(client, parties):
    forum = make_forum(title="UN")
    relate(forum, "supports", make_forum(title="EU"))
    page = visit(client, "/compare/")
    assert "Choose two to four" in page.text
    assert any(link.startswith("/compare/?kind=forum&with=") and link.count("with=") == 2 for link in page.links)


def test_records_are_found_and_added_without_javascript(client, parties):
    page = visit(client, "/compare/?kind=party&with=china&q=rus")
    assert "/compare/?kind=party&with=china&with=russia" in page.links
    assert "Nothing was found for “zzz”" in visit(client, "/compare/?kind=party&q=zzz").text


def test_a_record_can_be_taken_away(client, parties):
    assert "/compare/?kind=party&with=china" in visit(client, "/compare/?kind=party&with=china&with=russia").links


def test_more_than_four_gives_a_notice(client, parties):
    page = visit(client, "/compare/?kind=party&with=china&with=russia&with=cuba&with=iran&with=peru")
    assert heads(page) == ["China", "Russia", "Cuba", "Iran"]
    assert len(page.notices) == 1


def test_what_differs_is_marked_and_can_be_all_that_is_shown(client, parties):
    page = visit(client, "/compare/?kind=party&with=china&with=russia")
    assert page.texts("tr", "is-different")[-1].startswith("Norms")
    assert "Kind the same" in page.text
    assert "Kind the same" not in visit(client, "/compare/?kind=party&with=china&with=russia&only=differences").text


def test_csv_holds_every_row(client, parties):
    response = client.get("/compare/export/?kind=party&with=china&with=russia", HTTP_ACCEPT_LANGUAGE="en")
    rows = list(csv.reader(io.StringIO(body(response).decode())))
    assert rows[0] == ["Section", "About", "China", "Russia", "Differs"]
    assert ["Positions", "Norms", "stance of China", "stance of Russia", "yes"] in rows


WRONG = [
    "kind=nonsense", "with=nowhere", "with=%00", "with=" + "x" * 10_000, "only=nonsense", "nonsense=1", "%00=1",
    "with=%ff", "kind=%00",
]  # fmt: skip


@pytest.mark.parametrize("wrong", WRONG, ids=range(len(WRONG)))
def test_wrong_address_gives_a_notice_and_the_rest_works(client, parties, wrong):
    page = visit(client, f"/compare/?{wrong}&with=china&with=russia")
    assert page.status == 200
    assert len(page.notices) == 1
    assert heads(page) == ["China", "Russia"]


def test_hostile_words_get_an_answer(client):
    make_many("party", 3)
    for words in ("%00", "%ff%fe", "x" * 10_000, "%25_", "'"):
        assert visit(client, f"/compare/?q={words}").status == 200
