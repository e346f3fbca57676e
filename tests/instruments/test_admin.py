"""What the admin of motions, commitments and listings does of its own."""

import pytest

from cyberpolicy.models import Revision
from instruments.models import Deadline, ExecutionStatus, Motion, Snapshot
from tests.admin_forms import Form, change_url, make_staff
from tests.factories import make_commitment, make_document, make_listing, make_motion, make_party
from tests.reading import visit


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
    reason = {"justification_nl": "Mondeling afgedaan."}
    Form(liaison, change_url(commitment)).row("executionstatus_set", 0, status="settled", **reason).save()
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


def test_settling_without_a_source_asks_for_a_reason(liaison):
    commitment = make_commitment()
    Form(liaison, change_url(commitment)).add(
        "executionstatus_set", status="settled", date="2020", basis="stated"
    ).save()
    assert not ExecutionStatus.objects.exists()


def test_liaison_names_the_submitter_of_a_motion_and_changes_nothing_else_of_the_party(client, db):
    client.force_login(make_staff("liaison"))
    motion, party = make_motion(), make_party(title="Party")
    form = Form(client, change_url(motion))
    assert form.add("incoming_relations", kind="submitted", subject=party.pk, position="1", basis="stated").save() == []
    revision = Revision.objects.get()
    assert (revision.record, list(revision.changes)) == (party.key, ["relations"])
    page = client.get(change_url(party)).content.decode()
    assert 'name="title_nl"' not in page
    assert 'name="outgoing_relations-0-kind"' not in page
    assert client.post(change_url(party), {}).status_code == 403


def test_frozen_reports_are_looked_up_and_never_changed(liaison):
    for kind in ("budget-annex", "unit-list"):
        liaison.post(f"/reports/make/?kind={kind}&start=2018-01-01&end=2018-12-31")
    public, internal = Snapshot.objects.order_by("pk")
    listing = "/admin/instruments/snapshot/"
    assert {f"{listing}{one.pk}/change/" for one in (public, internal)} <= set(visit(liaison, listing).links)
    page = visit(liaison, f"{listing}{public.pk}/change/")
    assert public.sha256 in page.text and "_save" not in page.html
    assert liaison.post(f"{listing}{public.pk}/change/", {"sha256": "x"}).status_code == 403
    assert {liaison.get(f"{listing}{path}").status_code for path in ("add/", f"{public.pk}/delete/")} == {403}
    liaison.force_login(make_staff("reader"))
    assert f"{listing}{internal.pk}/change/" not in visit(liaison, listing).links
    assert liaison.get(f"{listing}{internal.pk}/change/").status_code == 302
