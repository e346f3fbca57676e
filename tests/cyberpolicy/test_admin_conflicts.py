"""Two editors on one record, and the history that each save leaves."""

import pytest
from django.test import Client

from cyberpolicy.history import Action
from cyberpolicy.models import Alias, Citation, Milestone, ProgressStatus, Revision
from instruments.models import ExecutionStatus
from tests.admin_forms import Form, change_url, make_staff
from tests.factories import add, cite, make_commitment, make_document, make_initiative
from tests.reading import attribute

REFUSED = "Not saved: someone else changed this record meanwhile. Nothing you typed is lost."


def staff_client(**values) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(make_staff(**values))
    return client


@pytest.fixture
def initiative(db):
    return make_initiative(title="Exercise")


@pytest.fixture
def emma(db):
    return staff_client(first_name="Emma", last_name="de Vries")


@pytest.fixture
def joris(db):
    return staff_client(first_name="Joris", last_name="Bakker")


def test_second_of_two_editors_is_refused_and_sees_what_changed(emma, joris, initiative):
    first, second = (Form(client, change_url(initiative)) for client in (emma, joris))
    assert first.set(title_en="Exercise A", reason="new name").save() == []
    assert second.set(title_en="Exercise B").save() == [REFUSED]
    box = second.page.texts("section", "cp-conflict")[0]
    assert "Emma de Vries saved version 2" in box
    assert "“new name”" in box
    assert "Title (English) Exercise Exercise A Exercise B" in box
    assert second.values["title_en"] == "Exercise B"


def test_refused_save_writes_nothing(emma, joris, initiative):
    first, second = (Form(client, change_url(initiative)) for client in (emma, joris))
    first.set(title_en="Exercise A").save()
    second.set(title_en="Exercise B").add("alias_set", text="B", kind="other_name").save()
    initiative.refresh_from_db()
    assert (initiative.title_en, initiative.version) == ("Exercise A", 2)
    assert not Alias.objects.exists()


def test_editor_may_save_over_what_was_shown(emma, joris, initiative):
    first, second = (Form(client, change_url(initiative)) for client in (emma, joris))
    first.set(title_en="Exercise A").save()
    second.set(title_en="Exercise B").save()
    assert second.save() == [REFUSED]
    assert second.set(save_over="2").save() == []
    initiative.refresh_from_db()
    assert (initiative.title_en, initiative.version) == ("Exercise B", 3)


def test_of_each_field_the_editor_chooses_whose_text_stays(emma, joris, initiative):
    first, second = (Form(client, change_url(initiative)) for client in (emma, joris))
    first.set(title_en="Exercise A", summary_nl="Van Emma", summary_en="By Emma").save()
    second.set(title_en="Exercise B", summary_nl="Van Joris").save()
    kept = [box for box in second.page.all("input", name="keep_now") if "checked" in box.attrib]
    assert [attribute(box, "value") for box in kept] == ["summary_en"]  # Joris did not touch it
    assert second.set(save_over="2", keep_now=["summary_en", "title_en"]).save() == []
    initiative.refresh_from_db()
    assert (initiative.title_en, initiative.summary_nl, initiative.summary_en) == ("Exercise A", "Van Joris", "By Emma")


def test_saving_over_does_not_cover_what_was_changed_still_later(emma, joris, initiative):
    second = Form(joris, change_url(initiative))
    Form(emma, change_url(initiative)).set(title_en="Exercise A").save()
    second.set(title_en="Exercise B").save()
    Form(emma, change_url(initiative)).set(title_en="Exercise C").save()
    assert second.set(save_over="2").save() == [REFUSED]


def test_row_that_was_removed_meanwhile_comes_back_when_saved_over(emma, joris, initiative):
    add(initiative, "milestones", kind="started", date="2019")
    add(initiative, "aliases", text="Other name")
    first, second = (Form(client, change_url(initiative)) for client in (emma, joris))
    first.row("milestone_set", 0, DELETE="on").save()
    assert not Milestone.objects.exists()
    assert second.row("milestone_set", 0, note_en="roughly").save() == [REFUSED]
    assert "Someone else removed this row meanwhile" in second.page.html
    assert second.set(save_over="2").save() == []
    assert list(Milestone.objects.values_list("date", "note_en")) == [("2019", "roughly")]


def test_row_that_only_the_other_one_changed_keeps_that_change_when_saved_over(emma, joris, initiative):
    add(initiative, "milestones", kind="started", date="2019")
    first, second = (Form(client, change_url(initiative)) for client in (emma, joris))
    first.row("milestone_set", 0, note_en="by Emma").save()
    second.set(title_en="Exercise B").save()
    assert second.set(save_over="2").save() == []
    assert Milestone.objects.get().note_en == "by Emma"


@pytest.mark.parametrize("values", [{"DELETE": "on"}, {"remark_en": "by Emma"}])
def test_dated_row_that_only_the_other_one_took_away_or_replaced_does_not_come_back(emma, joris, initiative, values):
    add(initiative, "statuses", status="ongoing", date="2019")
    first, second = (Form(client, change_url(initiative)) for client in (emma, joris))
    first.row("progressstatus_set", 0, **values).save()
    second.set(title_en="Exercise B").save()
    assert second.set(save_over="2").save() == []
    standing = ProgressStatus.objects.standing().values_list("remark_en", flat=True)
    assert list(standing) == [text for text in [values.get("remark_en")] if text]


def test_sources_that_only_the_other_one_changed_stay_when_saved_over(emma, joris, initiative):
    letter = make_document("33694", "60", passages=["1.1", "1.2"])
    milestone = add(initiative, "milestones", kind="started", date="2019")
    cite(initiative, letter, "1.1", part=milestone)
    cite(initiative, letter, "1.1")
    first, second = (Form(client, change_url(initiative)) for client in (emma, joris))
    first.row("milestone_set", 0, sources="kst-33694-60: 1.2").row("citations", 0, pages="3").save()
    second.set(title_en="Exercise B").save()
    assert second.set(save_over="2").save() == []
    assert [c.passage.locator for c in Citation.objects.filter(part_id=milestone.pk)] == ["1.2"]
    assert Citation.objects.get(part_id=None).pages == "3"


def test_rows_that_changed_meanwhile_are_shown_in_words(emma, joris, initiative):
    add(initiative, "milestones", kind="started", date="2019")
    first, second = (Form(client, change_url(initiative)) for client in (emma, joris))
    first.row("milestone_set", 0, note_en="by Emma").save()
    second.set(title_en="Exercise B").save()
    box = second.page.texts("section", "cp-conflict")[0]
    assert "Milestones" in box
    assert "removed: 2019 · started" in box
    assert "added: 2019 · by Emma · started" in box


def test_row_that_was_added_meanwhile_stays(emma, joris, initiative):
    first, second = (Form(client, change_url(initiative)) for client in (emma, joris))
    first.add("alias_set", text="A", kind="other_name").save()
    second.add("alias_set", text="B", kind="other_name").save()
    second.set(save_over="2").save()
    assert set(Alias.objects.values_list("text", flat=True)) == {"A", "B"}


def test_save_leaves_one_revision_with_the_rows_and_the_reason(emma, initiative):
    form = Form(emma, change_url(initiative))
    form.set(summary_en="Together.", reason="from the letter").add("alias_set", text="A", kind="other_name").save()
    revision = Revision.objects.get()
    assert set(revision.changes) == {"summary_en", "aliases"}
    assert (revision.group.reason, str(revision.group.by), revision.version) == ("from the letter", "Emma de Vries", 2)


def test_save_without_a_change_leaves_no_trace(emma, initiative):
    before = type(initiative).objects.values("version", "updated_at").get()
    assert Form(emma, change_url(initiative)).save() == []
    assert not Revision.objects.exists()
    assert type(initiative).objects.values("version", "updated_at").get() == before


def test_value_that_the_form_does_not_show_makes_no_row_touched(emma, joris):
    commitment = make_commitment()
    row = add(commitment, "executions", status="open", date="2019", request_number=2)
    second = Form(joris, change_url(commitment))
    with Action("change"):
        row.request_number, row.remark_en = 3, "by Emma"
        row.save()
    second.set(title_en="Promise B").save()
    assert second.set(save_over="2").save() == []
    assert list(ExecutionStatus.objects.values_list("request_number", "remark_en")) == [(3, "by Emma")]


def test_row_with_a_value_that_the_form_does_not_show_does_not_come_back(emma, joris):
    commitment = make_commitment()
    add(commitment, "executions", status="open", date="2019", request_number=2)
    first, second = (Form(client, change_url(commitment)) for client in (emma, joris))
    first.row("executionstatus_set", 0, DELETE="on").save()
    second.set(title_en="Promise B").save()
    assert second.set(save_over="2").save() == []
    assert not ExecutionStatus.objects.standing().exists()


def test_other_passage_of_a_source_is_a_change_of_its_row(emma, joris, initiative):
    cite(initiative, make_document("33694", "60", passages=["1.1", "1.2"]), "1.1")
    first, second = (Form(client, change_url(initiative)) for client in (emma, joris))
    first.set(title_en="Exercise A").save()
    second.row("citations", 0, locator="1.2").save()
    assert second.set(save_over="2").save() == []
    assert Citation.objects.get().passage.locator == "1.2"
