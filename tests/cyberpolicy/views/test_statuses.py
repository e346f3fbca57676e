"""A new status from the record's own page: three boxes, one action, nothing lost of what others did."""

import pytest
from django.utils import timezone

from cyberpolicy.models import ChangeGroup, Citation, ProgressStatus
from instruments.models import ExecutionStatus
from tests.factories import (
    add,
    make_commitment,
    make_document,
    make_forum,
    make_initiative,
    make_motion,
    make_party,
    make_user,
)
from tests.reading import Page, visit

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    client.force_login(make_user("editor"))
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def url_of(entry) -> str:
    return f"/desk/status/{entry.kind_name}/{entry.slug}/"


def sent(client, entry, **values):
    given = {"status": "ongoing", "date": "2020-11-16", "sources": "", "seen_version": entry.version} | values
    return client.post(url_of(entry), given, follow=True)


def test_page_of_a_record_leads_to_it_and_back_with_undo(editor):
    make_document("33694", "60", passages=["1.2"])
    initiative = make_initiative(slug="training")
    assert url_of(initiative) in visit(editor, "/initiatives/training/").links
    page = Page(sent(editor, initiative, sources="33 694, nr. 60: 1.2"))
    group = ChangeGroup.objects.get()
    assert page.response.redirect_chain[-1][0] == "/initiatives/training/"
    assert {f"/changes/{group.pk}/", f"/changes/{group.pk}/undo/"} <= set(page.links)
    assert page.fact("Status") == "Ongoing"
    assert Citation.objects.get().part_id == ProgressStatus.objects.get().pk
    assert (group.action, group.revisions.count()) == ("status", 1)


def test_today_stands_in_the_box(editor):
    page = visit(editor, url_of(make_initiative()))
    assert f'value="{timezone.localdate().isoformat()}"' in page.html


@pytest.mark.parametrize("make", [make_motion, make_commitment])
def test_motions_and_commitments_have_their_execution(editor, make):
    entry = make()
    sent(editor, entry, status="reported")
    entry.refresh_from_db()
    assert entry.execution == "reported"


def test_request_of_a_motion_has_a_status_apart(editor):
    motion = make_motion()
    add(motion, "requests", number=1, text_nl="Eerste verzoek", text_en="First ask")
    add(motion, "requests", number=2, text_nl="Verzoek", text_en="Ask")
    make_document("33694", "60", passages=["1.2"])
    assert "2. Ask" in visit(editor, url_of(motion)).html
    sent(editor, motion, status="settled", about="2", sources="33 694, nr. 60: 1.2")
    assert ExecutionStatus.objects.get().request_number == 2
    motion.refresh_from_db()
    assert motion.execution == "partly_settled"


def test_settling_without_a_source_is_refused_with_the_way_out(editor):
    commitment = make_commitment()
    page = Page(sent(editor, commitment, status="settled"))
    assert "This status needs its source." in page.html
    assert not ExecutionStatus.objects.exists()


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"status": ""}, "New status"),
        ({"status": "nonsense"}, "New status"),
        ({"date": "last week"}, "“last week” is not a date"),
        ({"sources": "kst-1: 1.2"}, "There is no document “kst-1”."),
        ({"sources": "\x00"}, "Source"),
        ({"date": "9" * 10_000}, "Since"),
        ({"about": "7"}, ""),
    ],
)
def test_wrong_value_is_told_beside_its_box_and_nothing_is_written(editor, values, told):
    motion = make_motion()
    add(motion, "requests", number=2, text_nl="Verzoek")
    page = Page(sent(editor, motion, **{"status": "open"} | values))
    assert told in page.texts("div", role="alert")[0]
    assert not ExecutionStatus.objects.exists()


def test_second_editor_sees_what_the_first_did_and_can_add_to_it(editor):
    initiative = make_initiative()
    seen = initiative.version
    initiative.title_en = "By the other"
    initiative.save()
    page = Page(sent(editor, initiative, seen_version=seen))
    assert "Someone else changed this record" in page.text
    assert "By the other" in page.text
    assert not ProgressStatus.objects.exists()
    assert f'name="seen_version" value="{initiative.version}"' in page.html
    sent(editor, initiative, seen_version=initiative.version)
    assert ProgressStatus.objects.count() == 1


def test_who_may_not_change_it_gets_no_form(client):
    motion, forum, hidden = make_motion(), make_forum(), make_forum(state="draft")
    assert client.get(url_of(motion)).status_code == 302  # to log in
    assert client.get(url_of(hidden)).status_code == 404
    client.force_login(make_user("reader"))
    assert client.get(url_of(motion)).status_code == 403
    assert client.get(url_of(hidden)).status_code == 404
    client.force_login(make_user("liaison"))
    assert client.get(url_of(motion)).status_code == 200
    assert client.post(url_of(forum), {}).status_code == 403


def test_kind_without_a_status_has_no_page(editor):
    party = make_party()
    assert editor.get(url_of(party)).status_code == 404
    assert editor.get("/desk/status/nonsense/x/").status_code == 404
    assert url_of(party) not in visit(editor, party.get_absolute_url()).links
