"""The admin of every kind of record: lists, forms, rows of parts, sources, publication, rights."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cyberpolicy.admin.inlines import MANY
from cyberpolicy.kinds import entry_models
from cyberpolicy.models import Alias, CatalogueEntry, Citation, Part, ProgressStatus, Relation, Revision
from cyberpolicy.relation_kinds import IN_TRACK
from tests.admin_forms import Form, change_url, make_staff
from tests.factories import (
    KINDS,
    add,
    built,
    cite,
    make,
    make_document,
    make_forum,
    make_initiative,
    make_many,
    make_party,
    make_track,
    make_unit,
    make_user,
    relate,
)
from tests.reading import Page

INLINE = re.compile(r"<script(?![^>]*\bsrc=)[^>]*>|<style|\sstyle=|\son\w+=")


@pytest.fixture
def editor(client, db):
    client.force_login(make_staff("editor"))
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


@pytest.fixture
def letter_text(db):
    return make_document("33694", "60", passages=["1.2", "2.1"])


# Every kind


@pytest.mark.parametrize("kind", KINDS)
def test_list_costs_the_same_with_many_rows(editor, kind):
    url, unit = change_url(built(kind), "changelist"), make_unit()
    counts = []
    for number in (3, 40):
        make_many(kind, number, unit=unit)
        editor.get(url)  # what is counted by is read once
        with CaptureQueriesContext(connection) as queries:
            assert editor.get(url).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("kind", KINDS)
def test_new_record_is_made_with_title_and_address(editor, kind):
    model = built(kind)
    names = [field.name for field in model._meta.fields if field.editable]
    own = {name: str(getattr(model, name)) for name in names if isinstance(getattr(model, name), str | int)}
    form = Form(editor, change_url(model, "add"))
    form.set(**{name: value for name, value in own.items() if name in form.values})
    form.set(slug="", title_en="A new one")
    assert form.save() == []
    entry = entry_models()[kind].objects.get()
    expected = {"motion": f"{own.get('dossier')}-{own.get('number')}"}.get(kind, "a-new-one")
    assert (entry.slug, entry.version, entry.created_by.username) == (expected, 1, entry.updated_by.username)
    assert Revision.objects.get().kind == "created"


@pytest.mark.parametrize("kind", KINDS)
def test_pages_hold_no_inline_script_or_style(editor, kind):
    entry = make(kind)
    for page in ("changelist", "add", "change"):
        assert not INLINE.findall(editor.get(change_url(entry, page)).content.decode())


@pytest.mark.parametrize("kind", KINDS)
def test_saving_a_record_of_the_letter_unchanged_changes_nothing(editor, letter, kind):
    Revision.objects.all().delete()
    rows = entry_models()[kind].objects.order_by("pk")
    richest = max(rows, key=lambda entry: Part.objects.filter(entry_id=entry.pk).count())
    assert Form(editor, change_url(richest)).save() == []
    assert not Revision.objects.exists()


# Lists and choices


def test_search_ignores_accents_and_puts_the_namesake_first(editor):
    make_forum(title="Coördinatie in Europa", summary_nl="eu")
    make_forum(title="Zaal", abbreviation_nl="EU", summary_nl="coordinatie")
    url = reverse("admin:tracks_forum_changelist")
    page = editor.get(url, {"q": "coordinatie"}).content.decode()
    assert "Coördinatie in Europa" in page
    assert "Zaal" in page
    page = editor.get(url, {"q": "eu"}).content.decode()
    assert page.index("Zaal") < page.index("Coördinatie in Europa")


def choices(client, term: str, model: str = "relation", field: str = "object") -> list[str]:
    query = {"app_label": "cyberpolicy", "model_name": model, "field_name": field, "term": term}
    return [choice["text"] for choice in client.get(reverse("admin:autocomplete"), query).json()["results"]]


def test_choices_hold_what_the_editor_may_see(client, db):
    for visibility in ("public", "internal", "confidential"):
        make_document(title=f"Paper {visibility}", visibility=visibility)
    user = make_staff("reader")
    user.user_permissions.set(permissions("view_catalogueentry", "view_document"))
    client.force_login(user)
    assert choices(client, "paper") == ["Paper internal (document)", "Paper public (document)"]
    assert choices(client, "paper", "citation", "document") == ["Paper internal", "Paper public"]
    client.force_login(make_staff("editor"))
    assert len(choices(client, "paper")) == 3


def permissions(*codenames: str):
    from django.contrib.auth.models import Permission

    return Permission.objects.filter(codename__in=codenames)


def test_list_and_page_hide_what_the_editor_may_not_see(client, db):
    hidden = make_initiative(title="Secret", visibility="confidential")
    user = make_staff("reader")
    user.user_permissions.set(permissions("view_initiative", "change_initiative"))
    client.force_login(user)
    assert b"Secret" not in client.get(change_url(hidden, "changelist")).content
    assert client.get(change_url(hidden)).status_code == 302


def test_hidden_record_at_the_other_end_stays_hidden_and_stays(client, letter_text):
    initiative = make_initiative()
    relate(initiative, "works-in", make_forum(title="Secret forum", visibility="confidential"))
    cite(initiative, make_document(title="Secret paper", visibility="confidential"))
    user = make_staff("reader")
    user.user_permissions.set(permissions("change_initiative", "change_relation", "change_citation"))
    client.force_login(user)
    form = Form(client, change_url(initiative))
    assert "Secret" not in form.page.html
    assert form.set(title_en="Other").save() == []
    assert (Relation.objects.count(), Citation.objects.count()) == (1, 1)


def test_catalogue_row_leads_to_its_record(editor):
    initiative = make_initiative()
    row = reverse("admin:cyberpolicy_catalogueentry_change", args=[initiative.pk])
    assert editor.get(row).url == change_url(initiative)
    assert "catalogueentry" not in editor.get(reverse("admin:index")).content.decode()


# Rows of parts


def test_parts_are_saved_with_their_sources(editor, letter_text):
    initiative = make_initiative()
    form = Form(editor, change_url(initiative))
    form.add("milestone_set", kind="ran", date="2021/2022", basis="stated", sources="kst-33694-60: 1.2, 2.1")
    assert form.save() == []
    citations = Citation.objects.filter(entry_id=initiative.pk)
    assert [(c.passage.locator, c.part.kind) for c in citations] == [("1.2", "milestone"), ("2.1", "milestone")]
    assert Form(editor, change_url(initiative)).values["milestone_set-0-sources"] == "kst-33694-60: 1.2, 2.1"


def test_new_record_takes_parts_at_once(editor, letter_text):
    form = Form(editor, change_url(built("initiative"), "add")).set(title_nl="Nieuw", slug="nieuw")
    form.add("alias_set", text="Ook zo", kind="other_name", sources="33 694, nr. 60: 2.1")
    form.add("outgoing_relations", kind="works-in", object=make_forum().pk, position="0", basis="stated")
    form.set(sources="33 694, nr. 60: 1.2")
    assert form.save() == []
    row = CatalogueEntry.objects.get(slug="nieuw")
    assert [a.text for a in row.alias_set.all()] == ["Ook zo"]
    assert CatalogueEntry.objects.matching("ook zo", None).count() == 0  # it is a draft
    assert CatalogueEntry.objects.matching("ook zo", make_user("editor")).get() == row
    assert row.outgoing_relations.count() == 1
    assert {c.passage.locator for c in row.citations.all()} == {"1.2", "2.1"}
    assert set(Revision.objects.get().changes) >= {"aliases", "relations", "cites", "title_nl"}


def test_saving_says_so_and_leads_to_undoing_it(editor):
    form = Form(editor, change_url(built("initiative"), "add")).set(title_nl="Nieuw")
    assert form.save() == []
    page = Page(editor.get(CatalogueEntry.objects.get(slug="nieuw").get_absolute_url()))
    assert page.notices == ["The record is saved. See the change · Undo"]
    assert f"/changes/{Revision.objects.get().group_id}/undo/" in page.links


def test_saving_leads_to_the_record_and_from_a_filtered_list_back_to_it(editor):
    initiative = make_initiative()
    form = Form(editor, change_url(initiative))
    assert editor.post(form.url, form.values).headers["Location"] == initiative.get_absolute_url()
    listed = change_url(initiative, "changelist")
    answer = editor.post(f"{form.url}?_changelist_filters=state__exact%3Dpublished", form.values)
    assert answer.headers["Location"] == f"{listed}?state__exact=published"


def test_wrong_source_of_a_new_record_is_told_and_nothing_is_written(editor, letter_text):
    form = Form(editor, change_url(built("initiative"), "add")).set(title_nl="Nieuw", sources="kst-33694-60: 9.9")
    assert form.save() == ["kst-33694-60 has no passage “9.9”."]
    assert form.values["sources"] == "kst-33694-60: 9.9"
    assert not CatalogueEntry.objects.filter(slug="nieuw").exists()


def test_rows_of_a_new_initiative_that_were_left_empty_are_not_kept(editor):
    form = Form(editor, change_url(built("initiative"), "add")).set(title_nl="Nieuw")
    assert form.values["milestone_set-0-kind"] == "ran"
    assert form.save() == []
    row = CatalogueEntry.objects.get(slug="nieuw")
    assert (row.milestone_set.count(), row.citations.count()) == (0, 0)
    assert not ProgressStatus.objects.exists()


def test_wrong_source_is_told_at_its_row_and_nothing_is_written(editor, letter_text):
    initiative = make_initiative()
    form = Form(editor, change_url(initiative)).set(title_en="Changed")
    form.add("alias_set", text="A", kind="other_name", sources="kst-33694-60: 9.9; kst-1")
    assert form.save() == ["kst-33694-60 has no passage “9.9”. There is no document “kst-1”."]
    initiative.refresh_from_db()
    assert initiative.title_en != "Changed"
    assert form.values["alias_set-0-sources"] == "kst-33694-60: 9.9; kst-1"


def test_wrong_locator_of_a_citation_is_told(editor, letter_text):
    form = Form(editor, change_url(make_initiative())).add("citations", document=letter_text.pk, locator="9.9")
    assert form.save() == ["kst-33694-60 has no passage “9.9”."]


def test_deleted_part_goes_with_its_row_and_its_sources(editor, letter_text):
    alias = add(initiative := make_initiative(), "aliases", text="A")
    cite(initiative, letter_text, "1.2", part=alias)
    Form(editor, change_url(initiative)).row("alias_set", 0, DELETE="on").save()
    assert (Alias.objects.count(), Part.objects.count(), Citation.objects.count()) == (0, 0, 0)


def test_changed_status_retracts_the_row_and_adds_one_with_its_sources(editor, letter_text):
    status = add(initiative := make_initiative(), "statuses", status="planned", date="2020")
    cite(initiative, letter_text, "1.2", part=status, quote="exactly")
    Form(editor, change_url(initiative)).row("progressstatus_set", 0, status="ongoing").save()
    old, new = ProgressStatus.objects.order_by("pk")
    assert (old.status, new.status) == ("planned", "ongoing")
    assert old.retracted_at
    assert new.retracted_at is None
    assert [c.quote for c in Citation.objects.filter(part_id=new.pk)] == ["exactly"]
    assert Citation.objects.filter(part_id=old.pk).exists()
    initiative.refresh_from_db()
    assert initiative.progress == "ongoing"


def test_status_keeps_its_row_when_only_its_sources_change(editor, letter_text):
    add(initiative := make_initiative(), "statuses", status="planned", date="2020")
    Form(editor, change_url(initiative)).row("progressstatus_set", 0, sources="kst-33694-60: 1.2").save()
    assert ProgressStatus.objects.get().retracted_at is None
    assert Citation.objects.count() == 1


def test_deleted_status_is_retracted_and_no_longer_shown(editor):
    add(initiative := make_initiative(), "statuses", status="planned", date="2020")
    Form(editor, change_url(initiative)).row("progressstatus_set", 0, DELETE="on").save()
    assert ProgressStatus.objects.get().retracted_at
    assert Form(editor, change_url(initiative)).values["progressstatus_set-TOTAL_FORMS"] == "0"


def test_relation_from_the_other_end_stands_in_the_history_of_both(editor):
    initiative, party = make_initiative(), make_party()
    form = Form(editor, change_url(initiative))
    form.add("incoming_relations", kind="partner-in", subject=party.pk, position="0", basis="stated").save()
    assert Relation.objects.get().part.entry_id == party.pk
    revision = Revision.objects.get()
    assert (revision.record, list(revision.changes)) == (party.key, ["relations"])
    party.refresh_from_db()
    assert party.version == 2
    Form(editor, change_url(initiative)).row("incoming_relations", 0, DELETE="on").save()
    assert Revision.objects.filter(entry_id=party.pk).count() == 2


def test_very_many_relations_are_not_put_on_one_form(editor):
    forum = make_forum()
    for initiative in make_many("initiative", MANY + 1):
        relate(initiative, "works-in", forum)
    form = Form(editor, change_url(forum))
    assert form.values["incoming_relations-TOTAL_FORMS"] == "0"
    assert "too many rows" in form.page.html
    form.add("incoming_relations", kind="works-in", subject=make_initiative().pk, position="0", basis="stated")
    assert form.save() == []
    assert Relation.objects.count() == MANY + 2


# Tracks


def test_tracks_are_boxes_kept_as_relations(editor):
    first, second, initiative = make_track(), make_track(), make_initiative()
    relate(initiative, IN_TRACK, first, basis="section")
    form = Form(editor, change_url(initiative))
    assert form.values["tracks"] == [str(first.pk)]
    assert form.values["outgoing_relations-TOTAL_FORMS"] == "0"
    form.set(tracks=[first.pk, second.pk], track_basis="inferred").save()
    assert dict(Relation.objects.values_list("object_id", "basis")) == {first.pk: "section", second.pk: "inferred"}
    Form(editor, change_url(initiative)).set(tracks=[second.pk]).save()
    assert Relation.objects.get().object_id == second.pk
    assert [list(r.changes) for r in Revision.objects.all()] == [["relations"], ["relations"]]


# Rights


def test_editor_is_offered_no_delete(editor):
    initiative = make_initiative()
    assert "deletelink" not in editor.get(change_url(initiative)).content.decode()
    assert "delete_selected" not in editor.get(change_url(initiative, "changelist")).content.decode()
    assert editor.post(change_url(initiative, "delete"), {"post": "yes"}).status_code == 403


def test_administrator_deletes_and_the_history_keeps_what_it_was(client, db):
    client.force_login(make_staff("administrator"))
    initiative = make_initiative(title="Gone")
    relate(initiative, "works-in", make_forum())
    assert client.get(change_url(initiative, "delete")).status_code == 200
    assert client.post(change_url(initiative, "delete"), {"post": "yes"}).status_code == 302
    assert not CatalogueEntry.objects.filter(pk=initiative.pk).exists()
    revision = Revision.objects.get()
    assert (revision.kind, revision.record, revision.changes["title_nl"]) == ("deleted", initiative.key, ["Gone", None])


def test_document_that_is_cited_is_not_deleted(client, letter_text):
    client.force_login(make_staff("administrator"))
    cite(make_initiative(), letter_text, "1.2")
    response = client.post(change_url(letter_text, "delete"), {"post": "yes"})
    assert response.status_code == 200
    letter_text.refresh_from_db()


def test_liaison_looks_at_a_forum_and_does_not_change_it(client, letter_text):
    forum = make_forum()
    cite(forum, letter_text, "1.2", part=add(forum, "aliases", text="Other name"))
    client.force_login(make_staff("liaison"))
    page = client.get(change_url(forum)).content.decode()
    assert "kst-33694-60: 1.2" in page
    assert 'name="title_nl"' not in page
    assert client.post(change_url(forum), {"title_nl": "X"}).status_code == 403


def test_visitor_without_rights_sees_no_record(client, db):
    client.force_login(make_staff("reader"))
    assert client.get(change_url(make_initiative())).status_code == 403


@pytest.mark.django_db
def test_page_of_deleting_names_what_goes_in_the_words_of_an_editor(client):
    client.force_login(make_staff("administrator"))
    initiative = make_initiative(title="Exercise", aliases=["Drill"])
    page = Page(client.get(change_url(initiative, "delete"), headers={"accept-language": "en"})).text
    assert "Drill" in page
    assert "Exercise" in page
    for unsaid in ("Catalogue row", "catalogue row", "Search row", "Part:", "to search by"):
        assert unsaid not in page
