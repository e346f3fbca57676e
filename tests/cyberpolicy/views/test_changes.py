"""The pages of the history, of undoing and of the desk: for those who may, and for nobody else."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from cyberpolicy.history import Action
from cyberpolicy.models import ChangeGroup, Citation, Relation
from tests.factories import built, make_document, make_forum, make_party, make_user
from tracks.models import Forum, Party

pytestmark = pytest.mark.django_db


@pytest.fixture
def edited() -> Forum:
    forum = make_forum(title="Oude naam", slug="oewg")
    with Action("edit", by=make_user(username="anna"), reason="naam herzien"):
        forum.title_nl = "Nieuwe naam"
        forum.save()
    return forum


@pytest.fixture
def editor(client):
    client.force_login(user := make_user("editor"))
    return user


def pages(forum: Forum) -> list[str]:
    number = ChangeGroup.objects.first().pk
    return [
        "/changes/",
        f"/changes/{number}/",
        f"/changes/{number}/undo/",
        f"/forums/{forum.slug}/history/",
        "/desk/",
        f"/desk/merge/forum/{forum.slug}/",
    ]


@pytest.mark.parametrize("group", ["", "reader"])
def test_who_may_not_see_drafts_sees_no_history(client, edited, group):
    if group:
        client.force_login(make_user(group))
    for page in pages(edited):
        answer = client.get(page)
        assert answer.status_code == 403, page
        assert "Oude naam" not in answer.content.decode()


@pytest.mark.parametrize("language", ["nl", "en"])
def test_an_editor_reads_every_page_of_it(client, edited, editor, language):
    for page in pages(edited):
        assert client.get(page, headers={"accept-language": language}).status_code == 200, page


def test_the_history_of_a_record_shows_the_words_that_changed(client, edited, editor):
    page = client.get(f"/forums/{edited.slug}/history/").content.decode()
    assert "naam herzien" in page
    assert "Oude " in page.split("<del>")[1]
    assert "Nieuwe " in page.split("<ins>")[1]


def test_changes_are_filtered_by_person_kind_and_day(client, edited, editor):
    built("party", title="Een land").save()
    assert "Nieuwe naam" in client.get("/changes/?by=anna").content.decode()
    assert "Een land" not in client.get("/changes/?kind=forum").content.decode().split("<main")[1]
    assert "Nieuwe naam" not in client.get("/changes/?day_to=2019-01-01").content.decode()
    assert client.get("/changes/?day_from=nonsense&kind=x").status_code == 200


def test_undoing_from_the_page_puts_the_record_back(client, edited, editor):
    number = ChangeGroup.objects.first().pk
    preview = client.get(f"/changes/{number}/undo/").content.decode()
    assert "Nieuwe " in preview.split("<del>")[1]
    client.post(f"/changes/{number}/undo/")
    assert Forum.objects.get(pk=edited.pk).title_nl == "Oude naam"
    assert ChangeGroup.objects.first().by == editor


def test_a_liaison_may_read_but_not_undo_what_is_not_a_motion_or_commitment(client, edited):
    client.force_login(make_user("liaison"))
    number = ChangeGroup.objects.first().pk
    assert client.get(f"/changes/{number}/").status_code == 200
    assert client.post(f"/changes/{number}/undo/").status_code == 403
    assert Forum.objects.get(pk=edited.pk).title_nl == "Nieuwe naam"


def test_merging_shows_what_it_makes_and_then_does_it(client, editor):
    make_party(title="Rusland", slug="rusland")
    other = make_party(title="Russische Federatie", slug="rf")
    page = client.get(reverse("merge", args=["party", "rusland"]), {"other": "rf"}).content.decode()
    assert "Russische Federatie" in page
    assert Party.objects.get(pk=other.pk).state == "published"
    client.post(reverse("merge", args=["party", "rusland"]), {"other": "rf"})
    assert Party.objects.get(pk=other.pk).state == "withdrawn"


def test_merging_with_something_unknown_says_so_and_changes_nothing(client, editor):
    make_party(slug="rusland")
    groups = ChangeGroup.objects.count()
    answer = client.post(reverse("merge", args=["party", "rusland"]), {"other": "nergens"})
    assert answer.status_code == 200
    assert "utrecht-form-field-error-message" in answer.content.decode()
    assert ChangeGroup.objects.count() == groups


def test_reasons_are_not_for_the_public(client, edited):
    assert "naam herzien" not in client.get("/").content.decode()
    client.force_login(make_user("editor"))
    assert "naam herzien" in client.get("/").content.decode()


@pytest.fixture
def drafts_only(client):
    """Sees drafts and internal records, but nothing confidential."""
    user = make_user()
    rights = Permission.objects.filter(codename__in=("view_unpublished", "view_internal"))
    user.user_permissions.add(*rights)
    client.force_login(user)
    return user


def test_history_leaves_out_rows_that_name_a_hidden_record(client, drafts_only):
    forum = make_forum(slug="oewg")
    hidden = make_document(title="Geheim stuk", slug="geheim-stuk", visibility="confidential")
    Citation.objects.create(entry_id=forum.pk, document=hidden)
    Relation.objects.create(subject_id=forum.pk, kind="part-of", object=hidden.catalogue, qualifier_nl="heel geheim")
    page = client.get("/forums/oewg/history/").content.decode().lower()
    assert "geheim" not in page


def test_actions_are_not_found_by_what_a_hidden_record_is(client, drafts_only):
    with Action("edit"):
        built("forum", title="Zichtbaar").save()
        built("party", title="Verborgen", visibility="confidential").save()
    assert "Zichtbaar" in client.get("/changes/?kind=forum").content.decode()
    assert "Zichtbaar" not in client.get("/changes/?kind=party").content.decode()


def test_undoing_the_deletion_of_a_hidden_record_names_nothing(client, drafts_only):
    make_forum(slug="zeer-geheim", visibility="confidential").delete()
    answer = client.get(f"/changes/{ChangeGroup.objects.first().pk}/undo/")
    assert answer.status_code == 403
    assert "zeer-geheim" not in answer.content.decode()


def test_pages_of_who_logged_in_stay_in_no_cache(client, edited, editor):
    assert "no-store" in client.get("/").headers["Cache-Control"]
