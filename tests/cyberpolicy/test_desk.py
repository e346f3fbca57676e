"""The desk shows what waits, and only what the editor may see."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cyberpolicy.desk import PILES, Desk
from cyberpolicy.history import Action
from tests.admin_forms import change_url, make_staff
from tests.factories import cite, make_document, make_forum, make_many, make_motion, make_unit, make_user
from tests.reading import visit

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2020, 11, 16)


@pytest.fixture
def editor(client):
    client.force_login(make_staff("editor"))
    return client


def names(user, pile: str, **filters) -> set[str]:
    return {row.title_nl for row in Desk(user, TODAY, **filters).waiting(PILES[pile])[:]}


def test_each_pile_holds_what_waits_on_it_and_nothing_else():
    editor, letter = make_user("editor"), make_document(title="Brief", summary_nl="x", summary_en="x")
    fine = make_forum(title="In orde", unit=make_unit(), verified_on=TODAY)
    cite(fine, letter)
    make_forum(title="Concept", state="draft")
    make_forum(title="Onvertaald", title_en="")
    make_forum(title="Oud", verified_on=TODAY - datetime.timedelta(days=400))
    make_forum(title="Ingetrokken", state="withdrawn")
    assert names(editor, "drafts") == {"Concept"}
    assert names(editor, "untranslated") == {"Onvertaald"}
    assert names(editor, "outdated") == set()
    for pile in ("unsourced", "unowned", "stale"):
        assert "In orde" not in names(editor, pile)
        assert "Oud" in names(editor, pile)
        assert "Ingetrokken" not in names(editor, pile)


def test_text_changed_in_one_language_waits_for_the_other_until_it_is_verified():
    editor, forum = make_user("editor"), make_forum(title="Forum", summary_nl="een", summary_en="one")
    with Action("change"):
        forum.summary_nl = "twee"
        forum.save()
    assert names(editor, "outdated") == {"Forum"}
    with Action("verify"):
        forum.verified_on = TODAY
        forum.save()
    assert names(editor, "outdated") == set()


def test_quote_that_its_document_lost_waits_for_who_may_see_both():
    editor, reader, forum = make_user("editor"), make_user("reader"), make_forum(title="Forum")
    letter = make_document(title="Brief", visibility="confidential", passages=["1.1", "1.2"])
    cite(forum, letter, "1.2", quote="De pont vaart.")
    assert names(editor, "quote-gone") == set()  # there is no text yet
    with Action("import"):
        letter.versions.create(number=1, layout=[["1.1", "1", 1, "paragraph"]], passages={"1.1": "De pont."})
        letter.text_version = 1
        letter.save()
    assert names(editor, "quote-gone") == {"Forum"}
    assert names(reader, "quote-gone") == set()
    with Action("import"):
        letter.versions.create(number=2, layout=[["1.2", "1", 2, "paragraph"]], passages={"1.2": "De pont vaart."})
        letter.text_version = 2
        letter.save()
    assert names(editor, "quote-gone") == set()


def test_source_that_may_not_be_seen_is_none():
    editor, reader = make_user("editor"), make_user("reader")
    letter, secret = make_document(title="Brief"), make_document(title="Geheim", visibility="confidential")
    one, both, _none = (make_forum(title=title) for title in ("Een", "Beide", "Geen"))
    cite(both, letter)
    assert {"Een", "Geen"} == names(reader, "unsourced", kind="forum")
    for forum in (one, both):
        cite(forum, secret)
    assert {"Een", "Geen"} == names(reader, "unsourced", kind="forum")
    assert {"Geen"} == names(editor, "unsourced", kind="forum")


def test_a_unit_and_a_kind_see_their_own():
    unit, editor = make_unit(), make_user("editor")
    make_forum(title="Van ons", unit=unit, state="draft")
    make_motion(title="Onze motie", unit=unit, state="draft")
    make_forum(title="Van niemand", state="draft")
    assert names(editor, "drafts", unit=unit) == {"Van ons", "Onze motie"}
    assert names(editor, "drafts", unowned=True) == {"Van niemand"}
    assert names(editor, "drafts", unit=unit, kind="motion") == {"Onze motie"}


def test_page_counts_by_kind_and_leads_to_all_and_to_the_form(editor):
    entry = make_forum(title="Concept 0", state="draft")
    make_many("forum", 11, state="draft")
    make_motion(state="draft")
    page = visit(editor, "/desk/")
    assert "Number: 13" in page.section("drafts")
    assert {"/desk/?pile=drafts", "/desk/?pile=drafts&kind=motion"} <= set(page.links)
    whole = visit(editor, "/desk/?pile=drafts&kind=forum")
    assert "Number: 12" in whole.section("drafts")
    assert change_url(entry) in whole.links
    assert whole.section("stale") == ""


def test_filter_in_the_address_is_kept_by_the_links(editor):
    unit = make_unit()
    make_many("forum", 12, state="draft", unit=unit)
    page = visit(editor, f"/desk/?unit={unit.code}")
    assert f"/desk/?pile=drafts&unit={unit.code}" in page.links
    assert page.section("unowned") == ""


@pytest.mark.parametrize("query", ["unit=x", "kind=x", "pile=x", "unit=%00", "kind=" + "x" * 9999])
def test_wrong_value_gives_a_notice(editor, query):
    page = visit(editor, f"/desk/?{query}")
    assert page.status == 200
    assert len(page.notices) == 1


def test_page_that_is_none_gives_one(editor):
    for number in ("x", "0", "9" * 30, "%00"):
        assert editor.get(f"/desk/?pile=stale&page={number}").status_code == 200


def test_queries_do_not_grow_with_records(editor):
    counts = []
    for number in (1, 60):
        make_many("forum", number, state="draft", verified_on=timezone.localdate())
        editor.get("/desk/?x=1")  # what is counted by is read once, and then what changed
        for url in ("/desk/", "/desk/?pile=drafts"):
            with CaptureQueriesContext(connection) as queries:
                editor.get(url)
            counts.append(len(queries))
    assert counts[:2] == counts[2:]


def test_hidden_records_are_in_no_count(client):
    from django.contrib.auth.models import Permission

    make_forum(title="Zwaluw", state="draft", visibility="confidential")
    person = make_user("reader")
    person.user_permissions.add(Permission.objects.get(codename="view_unpublished"))
    client.force_login(person)
    for url in ("/desk/", "/desk/?pile=drafts", "/desk/?kind=forum"):
        page = visit(client, url)
        assert "Zwaluw" not in page.html
        assert "Number: 0" in page.section("drafts")
