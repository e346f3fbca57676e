import pytest

from tests.factories import make_forum, make_many
from tests.reading import attribute, visit

pytestmark = pytest.mark.django_db


def test_long_list_of_pages_leaves_numbers_out(client):
    make_many("forum", 300)
    page = visit(client, "/forums/?per_page=25&page=6")
    assert page.texts("a", "utrecht-pagination__page-link") == ["1", "4", "5", "6", "7", "8", "12"]
    assert [attribute(link, "href") for link in page.all("a", rel="next")] == ["/forums/?per_page=25&page=7"]
    assert [attribute(link, "href") for link in page.all("a", rel="prev")] == ["/forums/?per_page=25&page=5"]


def test_page_past_the_end_is_the_last_page(client):
    make_many("forum", 60)
    page = visit(client, "/forums/?page=9999")
    assert len(page.titles) == 10
    assert page.notices == ["There is no page “9999”; this is page 2 of 2."]


def test_english_list_is_sorted_by_the_titles_it_shows(client):
    for nl, en in (("A", "Y"), ("Z", "B"), ("M", "")):
        make_forum(title_nl=nl, title_en=en)
    assert visit(client, "/forums/?sort=title&lang=en").titles == ["B", "M only in Dutch", "Y"]
    assert visit(client, "/forums/?sort=-title&lang=en").titles == ["Y", "M only in Dutch", "B"]
    assert visit(client, "/forums/?sort=title&lang=nl").titles == ["A", "M", "Z"]


def test_sorting_starts_at_the_first_page_and_keeps_the_filters(client):
    make_many("forum", 60, title="Zebra")
    links = visit(client, "/forums/?q=zebra&page=2").links
    assert "/forums/?q=zebra&sort=-title" in links
    assert "/forums/?q=zebra&sort=kind" in links


def test_second_click_on_a_heading_turns_the_order(client):
    make_forum()
    assert "/forums/?sort=-kind" in visit(client, "/forums/?sort=kind").links
    assert "/forums/?sort=kind" in visit(client, "/forums/?sort=-kind").links


def test_removing_one_of_two_values_keeps_the_other(client):
    make_forum(kind="organ")
    links = visit(client, "/forums/?kind=organ&kind=process").links
    assert {"/forums/?kind=organ", "/forums/?kind=process"} <= set(links)


def test_rows_a_page_stay_when_a_filter_goes(client):
    make_many("forum", 60, title="Zebra")
    assert "/forums/?per_page=25" in visit(client, "/forums/?q=zebra&per_page=25").links


def test_title_of_the_window_tells_how_many(client):
    make_many("forum", 3)
    assert visit(client, "/forums/").texts("title")[0].startswith("Forums (3)")


def test_english_reader_gets_the_order_of_english_titles(client):
    make_forum(title_nl="A", title_en="Z")
    make_forum(title_nl="B", title_en="Y")
    assert visit(client, "/forums/", "en").titles == ["Y", "Z"]
    assert visit(client, "/forums/", "nl").titles == ["A", "B"]


def test_list_says_when_it_is_empty(client):
    assert "There is nothing here yet" in visit(client, "/forums/").text
