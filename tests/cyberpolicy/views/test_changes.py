"""The pages of the history, of undoing and of the desk: for those who may, and for nobody else."""

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cyberpolicy.history import Action
from cyberpolicy.models import ChangeGroup, Citation, Relation, Tombstone
from tests.factories import built, make_document, make_forum, make_many, make_motion, make_party, make_user
from tests.reading import Page, attribute
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


def test_people_of_hidden_changes_alone_are_not_offered(client, edited):
    with Action("add", by=make_user(username="zwaluw")):
        built("forum", visibility="confidential").save()
    person = make_user("reader")
    person.user_permissions.add(Permission.objects.get(codename="view_unpublished"))
    client.force_login(person)
    page = client.get("/changes/").content.decode()
    assert 'value="anna"' in page and "zwaluw" not in page
    client.force_login(make_user("editor"))
    assert 'value="zwaluw"' in client.get("/changes/").content.decode()


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


def test_record_to_merge_is_found_by_its_name_and_of_several_the_editor_chooses(client, editor):
    make_party(title="Rusland", slug="rusland")
    make_party(title="Russische Federatie", slug="rf")
    url = reverse("merge", args=["party", "rusland"])
    page = Page(client.get(url, {"other": "russische federatie"}))
    assert "“Russische Federatie” gaat op in “Rusland”." in page.text
    assert [attribute(box, "value") for box in page.all("input", name="other")] == ["rf"]
    make_party(title="Federatie van Rusland", slug="fr")
    page = Page(client.get(url, {"other": "federatie"}))
    assert "Meer items hebben die naam. Kies er hieronder een, of typ er meer van." in page.text
    assert [link for link in page.links if link.startswith("?other=")] == ["?other=fr", "?other=rf"]


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
    assert answer.status_code == 404
    assert "zeer-geheim" not in answer.content.decode()


def test_pages_of_who_logged_in_stay_in_no_cache(client, edited, editor):
    assert "no-store" in client.get("/").headers["Cache-Control"]


def main_of(answer) -> str:
    return answer.content.decode().split("<main")[1]


@pytest.fixture
def deleted(editor) -> Forum:
    forum = built("forum", title="Oud overleg", slug="oud-overleg")
    forum.save()
    with Action("delete", by=editor, reason="dubbel"):
        forum.delete()
    return forum


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_address_of_a_deleted_record_tells_who_deleted_it_and_leads_to_its_history(
    client, deleted, editor, language
):
    answer = client.get("/forums/oud-overleg/", headers={"accept-language": language})
    assert answer.status_code == 410
    assert all(words in main_of(answer) for words in ("Oud overleg", str(editor), "dubbel"))
    history = client.get("/forums/oud-overleg/history/", follow=True)
    assert history.status_code == 200
    assert len(history.context["changes"]) == 2


@pytest.mark.parametrize("group", ["", "reader"])
def test_who_may_not_read_the_history_finds_no_deleted_record(client, deleted, group):
    client.logout()
    if group:
        client.force_login(make_user(group))
    page = f"/changes/deleted/{Tombstone.objects.get().pk}/"
    assert [client.get(url).status_code for url in ("/forums/oud-overleg/", page)] == [404, 403]


def test_a_deletion_stands_among_the_changes_also_of_its_kind(client, deleted):
    assert "Oud overleg" in main_of(client.get("/changes/?kind=forum"))
    assert "Oud overleg" not in main_of(client.get("/changes/?kind=motion"))
    assert "Oud overleg" in main_of(client.get(f"/changes/{ChangeGroup.objects.first().pk}/"))


def test_a_deleted_record_is_judged_by_how_visible_it_was(client, drafts_only):
    forum = make_forum(title="Zeer geheim", slug="zeer-geheim", visibility="confidential")
    forum.title_nl = "Zeer geheim overleg"
    forum.save()
    forum.delete()
    pages = ["/changes/", "/changes/?kind=forum", "/forums/zeer-geheim/", "/forums/zeer-geheim/history/"]
    pages += [f"/changes/{group.pk}/" for group in ChangeGroup.objects.all()]
    pages += [f"/changes/deleted/{Tombstone.objects.get().pk}/"]
    assert "geheim" not in "".join(main_of(client.get(page)).lower() for page in pages)


def test_a_record_that_named_a_hidden_deleted_one_does_not_tell_of_it(client, drafts_only):
    forum, hidden = make_forum(slug="oewg"), make_forum(title="Geheim", slug="geheim", visibility="confidential")
    Relation.objects.create(subject_id=forum.pk, kind="part-of", object_id=hidden.pk)
    hidden.delete()
    assert "geheim" not in client.get("/forums/oewg/history/").content.decode().lower()


def test_undoing_a_deletion_from_the_page_brings_the_record_back(client, deleted):
    number = ChangeGroup.objects.first().pk
    assert client.get(f"/changes/{number}/undo/").status_code == 200
    client.post(f"/changes/{number}/undo/")
    assert client.get("/forums/oud-overleg/").status_code == 200


def test_the_history_at_a_former_address_leads_to_the_present_one(client, edited, editor):
    edited.slug = "open-ended"
    edited.save()
    answer = client.get("/forums/oewg/history/", follow=True)
    assert answer.redirect_chain == [("/forums/open-ended/history/", 301)]


def test_a_difference_names_a_record_by_its_present_title(client, editor):
    forum, parent = make_forum(slug="oewg"), make_forum(title="VN", slug="vn")
    Relation.objects.create(subject_id=forum.pk, kind="part-of", object_id=parent.pk)
    parent.slug, parent.title_nl, parent.title_en = "un", "Verenigde Naties", "United Nations"
    parent.save()
    assert "United Nations" in main_of(client.get("/forums/oewg/history/", headers={"accept-language": "en"}))


def test_undoing_twice_says_that_nothing_is_left(client, edited, editor):
    number = ChangeGroup.objects.first().pk
    groups = ChangeGroup.objects.count()
    for _each in range(2):
        answer = client.post(f"/changes/{number}/undo/", follow=True)
        assert answer.status_code == 200
    assert ChangeGroup.objects.count() == groups + 1
    assert len(answer.context["messages"]) == 1


def test_an_undo_can_be_undone_from_the_page(client, edited, editor):
    for _each in range(2):
        client.post(f"/changes/{ChangeGroup.objects.first().pk}/undo/")
    assert Forum.objects.get(pk=edited.pk).title_nl == "Nieuwe naam"


def test_who_may_change_only_some_kinds_is_told_why_not(client):
    with Action("edit"):
        make_motion().delete()
        built("forum").save()
    client.force_login(make_user("liaison"))
    number = ChangeGroup.objects.first().pk
    for page in (f"/changes/{number}/", f"/changes/{number}/undo/"):
        answer = client.get(page, headers={"accept-language": "en"})
        assert "You may not undo this action: it also changed forums" in main_of(answer)
        assert f'href="/changes/{number}/undo/"' not in main_of(answer)


def test_a_group_that_is_partly_hidden_is_refused_without_a_name(client, drafts_only):
    drafts_only.user_permissions.add(*Permission.objects.filter(codename__startswith="change_"))
    with Action("edit"):
        built("forum", title="Zichtbaar").save()
        built("party", title="Verborgen", slug="verborgen", visibility="confidential").save()
    number = ChangeGroup.objects.first().pk
    for answer in (client.get(f"/changes/{number}/"), client.post(f"/changes/{number}/undo/")):
        assert "erborgen" not in answer.content.decode()
    assert answer.status_code == 403
    assert ChangeGroup.objects.count() == 1


def test_what_cannot_be_undone_is_a_sentence(client, editor):
    first, second = make_party(iso_code="RU"), make_party()
    first.iso_code = ""
    first.save()
    number = ChangeGroup.objects.first().pk
    second.iso_code = "RU"
    second.save()
    answer = client.post(f"/changes/{number}/undo/", follow=True)
    assert answer.status_code == 200
    assert len(answer.context["messages"]) == 1
    assert Party.objects.get(pk=first.pk).iso_code == ""


@pytest.fixture
def bulk_edit() -> ChangeGroup:
    initiatives = make_many("initiative", 30)
    with Action("bulk") as action:
        action.watch(initiatives)
        for initiative in initiatives:
            initiative.title_nl = initiative.title_en = f"{initiative.title_nl} herzien"
            initiative.save()
    initiatives[20].title_nl = initiatives[20].title_en = "Weer anders"
    initiatives[20].save()
    return ChangeGroup.objects.last()


def test_the_preview_of_a_large_action_is_paged_and_begins_with_conflicts(client, editor, bulk_edit):
    first = client.get(f"/changes/{bulk_edit.pk}/undo/")
    assert (len(first.context["steps"]), first.context["partial_count"]) == (25, 1)
    assert "Weer anders" in main_of(first).split("<section")[1]
    assert len(client.get(f"/changes/{bulk_edit.pk}/undo/?page=2").context["steps"]) == 5


def test_the_list_of_changes_names_the_first_records_of_each_action(client, editor, bulk_edit):
    page = main_of(client.get("/changes/?kind=initiative", headers={"accept-language": "en"}))
    assert "30 records" in page
    assert page.count("herzien") == 5


@pytest.mark.parametrize("page", ["/changes/", "/changes/{}/", "/changes/{}/undo/"])
def test_pages_of_the_history_take_the_same_queries_for_any_number_of_records(client, editor, page):
    def visit(number: int) -> int:
        others = [make_forum() for _each in range(number)]
        with Action("edit"):
            for other in others:
                forum = built("forum")
                forum.save()
                Relation.objects.create(subject_id=forum.pk, kind="part-of", object_id=other.pk)
        url = page.format(ChangeGroup.objects.first().pk)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url).status_code == 200
        return len(captured)

    visit(1)
    assert visit(2) == visit(12)


def test_links_made_from_the_other_end_are_a_click_from_the_history(client, editor):
    russia, other = make_party(slug="russia", title="Russia"), make_party(slug="china", title="China")
    with Action("edit", reason="nieuwe deelnemer"):
        forum = make_forum(title="OEWG")
        Relation(subject_id=forum.pk, kind="member-of", object=russia.catalogue).save()
    make_forum(title="UNGGE")
    history = Page(client.get("/parties/russia/history/", headers={"accept-language": "en"}))
    link = next(link for link in history.links if "naming=" in link)
    shown = Page(client.get(link, headers={"accept-language": "en"})).text
    assert "Only actions on other records that changed a link with Russia." in shown
    assert "nieuwe deelnemer" in shown
    assert "UNGGE" not in shown
    assert "nieuwe deelnemer" not in Page(client.get(f"/changes/?naming=party:{other.slug}")).text
