"""The page of the search where nothing holds all that was asked for: what comes nearest, and what may help."""

from urllib.parse import quote

import pytest

from cyberpolicy import catalogue
from cyberpolicy.models import Passage
from tests.factories import cite, make_document, make_forum, make_initiative, make_motion, make_term
from tests.reading import attribute, inside, text_of, visit

pytestmark = pytest.mark.django_db

MISSING = {"class": "cp-muted"}
SOME = {"aria-labelledby": "some-words"}


def test_nothing_found_says_so_and_helps(client):
    page = visit(client, "/search/?q=zzz")
    assert page.counts == [0]
    assert "Nothing was found for “zzz”" in page.text
    assert "33 694, nr. 56" in page.text


def test_when_none_holds_all_words_the_records_with_most_come_first_and_say_what_they_lack(client):
    make_forum(title="Zebra and giraffe")
    make_initiative(title="Zebra")
    page = visit(client, "/search/?q=" + quote('zebra giraffe "<i>okapi"'))
    assert page.texts("span", role="status") == ["No record holds all these words together"]
    assert page.texts("h3") == ["Zebra and giraffe", "Zebra"]
    assert page.texts("h2")[-1] == "Try something else"
    assert page.texts("p", **MISSING) == ['Missing: "<i>okapi"', 'Missing: giraffe, "<i>okapi"']


@pytest.mark.parametrize("more", ["&kind=forum", "+type:forum", "+-okapi"])
def test_what_a_filter_leaves_out_is_not_said_to_hold_less(client, more):
    make_forum(title="Zebra")
    make_motion(title="Zebra giraffe okapi")
    page = visit(client, f"/search/?q=zebra+giraffe{more}")
    assert page.texts("span", role="status") == ["0 results"]
    assert page.texts("p", **MISSING) == ["Missing: giraffe"]


def test_beside_what_holds_all_the_kind_alone_is_not_enough(client):
    make_motion(title="Motie over de zebra")
    make_motion(title="Motie over de giraffe")
    make_forum(title="Zebra")
    assert visit(client, "/search/?q=motie+zebra").texts("h3") == ["Motie over de zebra", "Zebra"]
    assert "Zebra" in visit(client, "/search/?q=motie+OR+zebra+giraffe").texts("h3")
    assert len(visit(client, "/search/?q=motie+okapi").texts("h3")) == 2  # where nothing else is found it is shown


def test_word_that_was_taken_apart_is_not_missing_where_a_part_of_it_stands(client):
    for title in ("Bureau", "Stem", "Zebra"):
        make_forum(title=title)
    page = visit(client, "/search/?q=stembureau+zebra+okapi")
    missing = ["Missing: stembureau, okapi", "Missing: zebra, okapi", "Missing: zebra, okapi"]
    assert sorted(page.texts("p", **MISSING)) == missing


def test_of_many_words_it_is_not_said_which_are_missing(client):
    make_forum(title="Aap beer cavia dolfijn egel fazant")
    page = visit(client, "/search/?q=aap+beer+cavia+dolfijn+egel+fazant+gnoe")
    assert page.texts("h3") == ["Aap beer cavia dolfijn egel fazant"]
    assert page.texts("p", **MISSING) == []


def test_what_the_paragraph_shown_with_it_holds_is_not_said_to_be_missing(client):
    document = make_document("33694", "60")
    Passage.objects.create(document=document, locator="2.4", position=1, text="Over de giraffe.")
    cite(make_forum(title="Zebra"), document, "2.4")
    for query, said in [("zebra giraffe okapi", "Missing: okapi"), ("zebra giraffe", "All of it, in several places")]:
        page = visit(client, f"/search/?q={quote(query)}&kind=forum")
        assert page.texts("p", **MISSING) == [said]


def test_results_do_not_say_that_something_is_missing(client):
    document = make_document("33694", "60", title="Zebra")
    for place, text in enumerate(["Over de giraffe.", "Over de okapi."], 1):
        Passage.objects.create(document=document, locator=f"1.{place}", position=place, text=text)
    catalogue.refresh(document)
    assert visit(client, "/search/?q=zebra+giraffe").texts("p", **MISSING) == []
    assert visit(client, "/search/?q=giraffe+okapi").texts("p", **MISSING) == ["All of it, in several places"]


def test_what_holds_some_of_the_words_shows_them_and_where(client):
    long, short = (
        make_document("33694", "60", title="Over de merel"),
        make_document("33694", "61", title="Ook de merel"),
    )
    for number in range(200):
        Passage.objects.create(document=long, locator=f"a{number}", position=number, text="Over de merel.")
    Passage.objects.create(document=long, locator="z", position=200, text="Over de merel in Genève.")
    Passage.objects.create(document=short, locator="2.4", position=1, text="De zwaluw trekt naar Genève, elk jaar.")
    for document in (long, short):
        catalogue.refresh(document)
    make_forum(title="Forum", summary_en="Where the merel sings.")
    (section,) = visit(client, "/search/?q=merel+geneve+adelaar").all("section", **SOME)
    assert {text_of(marked) for marked in inside(section, "mark")} == {"Genève", "merel"}
    links = [attribute(link, "href") for link in inside(section, "a")]
    assert any(link.startswith("/documents/kst-33694-60/") and link.endswith("#z") for link in links)
    assert "/documents/kst-33694-61/#2.4" in links


def test_other_spelling_is_offered(client):
    make_forum(title="Attributie")
    page = visit(client, "/search/?q=atributie")
    assert "Did you mean attributie" in page.text and "/search/?q=attributie" in page.links
    assert "Results for “attributie”" in page.text and "/forums/" in " ".join(page.links)


def test_what_holds_some_of_the_words_is_of_the_spelling_that_was_shown(client):
    make_forum(title="Zebra attributie")
    make_term(title="Attributie")
    page = visit(client, "/search/?q=zebra+atributie")
    assert page.texts("span", role="status") == ["0 results"]  # said once that nothing was found
    assert page.texts("h3") == ["Zebra attributie", "Attributie"]
    assert page.texts("p", **MISSING) == ["Missing: zebra"]


def test_results_of_another_spelling_keep_to_the_kind_that_was_chosen(client):
    forum, term = make_forum(title="Attributie"), make_term(title="Attributie")
    links = visit(client, "/search/?q=atributie&kind=term").links
    assert term.get_absolute_url() in links and forum.get_absolute_url() not in links


def test_small_or_is_offered_as_one_that_counts(client):
    make_forum(title="Zebra")
    make_forum(title="Paard")
    assert "/search/?q=zebra+OR+paard" in visit(client, "/search/?q=zebra+or+paard").links


def test_what_is_offered_keeps_to_the_kind_that_was_chosen(client):
    forum, term = make_forum(title="Zebra"), make_term(title="Paard")
    links = visit(client, "/search/?q=zebra+paard&kind=term").links
    assert "/search/?q=paard&kind=term" in links and "/search/?q=zebra&kind=term" not in links
    assert term.get_absolute_url() in links and forum.get_absolute_url() not in links


def test_small_not_is_kept(client):
    make_forum(title="Sancties")
    links = visit(client, "/search/?q=NIET+rusland+sancties+adelaar").links
    assert "/search/?q=NIET+rusland+sancties" in links and "/search/?q=rusland+sancties" not in links


def test_less_is_offered_without_small_words_at_the_ends(client):
    make_forum(title="Zebra")
    links = visit(client, "/search/?q=zebra+en+de+zwaluw").links
    assert "/search/?q=zebra" in links and "/search/?q=zebra+en+de" not in links


def test_nothing_found_for_all_words_offers_fewer(client):
    forum = make_forum(title="Zebra")
    page = visit(client, "/search/?q=zebra+paard")
    assert page.texts("span", role="status") == ["No record holds all these words together"]
    assert "/search/?q=zebra" in page.links and "With some of these words" in page.text
    assert forum.get_absolute_url() in page.links
