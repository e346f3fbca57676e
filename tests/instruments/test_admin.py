"""What the admin of motions, commitments and listings does of its own."""

import pytest

from instruments.models import Deadline, ExecutionStatus, Motion
from tests.admin_forms import Form, change_url, make_staff
from tests.factories import make_commitment, make_document, make_listing, make_motion, make_party


@pytest.fixture
def liaison(client, db):
    client.force_login(make_staff("liaison"))
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def test_liaison_keeps_a_motion_with_all_its_rows(liaison):
    motion, party = make_motion(), make_party(kind="parliamentary_group")
    form = Form(liaison, change_url(motion))
    form.add("request_set", number="1", text_nl="Meer afstemming.")
    form.add("outcomeevent_set", outcome="adopted", date="2019-11-19", basis="stated")
    form.add("executionstatus_set", status="in_progress", date="2020", basis="stated")
    form.add("deadline_set", due_on="2021-01-01", date="2020", basis="stated")
    form.add("incoming_relations", kind="submitted", subject=party.pk, position="1", basis="stated")
    assert form.save() == []
    motion.refresh_from_db()
    assert (motion.outcome, motion.execution, motion.version) == ("adopted", "in_progress", 2)
    assert Deadline.objects.get().due_on.isoformat() == "2021-01-01"


def test_deadline_before_the_day_it_was_set_is_refused(liaison):
    form = Form(liaison, change_url(make_commitment()))
    form.add("deadline_set", due_on="2019-01-01", date="2020", basis="stated")
    assert form.save() == ["A deadline cannot lie before the day it was set."]


def test_deadline_of_a_commitment_is_shown_in_its_list(liaison):
    commitment = make_commitment()
    form = Form(liaison, change_url(commitment)).add("deadline_set", due_on="2021-01-01", date="2020", basis="stated")
    assert form.save() == []
    commitment.refresh_from_db()
    assert commitment.due_on.isoformat() == "2021-01-01"


def test_execution_is_corrected_without_losing_what_was_known(liaison):
    commitment = make_commitment()
    Form(liaison, change_url(commitment)).add("executionstatus_set", status="open", date="2020", basis="stated").save()
    Form(liaison, change_url(commitment)).row("executionstatus_set", 0, status="settled").save()
    rows = ExecutionStatus.objects.order_by("pk")
    assert [(row.status, bool(row.retracted_at)) for row in rows] == [("open", True), ("settled", False)]


def test_public_motion_names_no_hidden_paper(liaison):
    motion, paper = make_motion(), make_document(title="Paper", visibility="internal")
    form = Form(liaison, change_url(motion)).set(document=str(paper.pk))
    assert form.save() == ["Cannot be public: it names what is not public and published yet: “Paper”."]
    assert form.set(state="draft").save() == []
    assert Motion.objects.get().document == paper


def test_motion_is_addressed_by_dossier_and_number(liaison):
    form = Form(liaison, change_url(make_motion(), "add"))
    form.set(title_nl="Motie", dossier="21501-33", number="734")
    assert form.save() == []
    assert Motion.objects.filter(slug="21501-33-734").exists()


def test_listing_of_nobody_is_refused(client, db):
    client.force_login(make_staff("editor"))
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    form = Form(client, change_url(make_listing())).set(persons="0", entities="0")
    assert "A listing has at least one person or entity." in form.save()
