"""People and units that records name: removing one leaves a trace, and undoing says what cannot come back."""

import pytest
from django.contrib.admin.models import ADDITION, DELETION, LogEntry
from django.db import connection
from django.db.models import ProtectedError
from django.db.models.signals import post_delete, post_save
from django.urls import reverse

from cyberpolicy import catalogue
from cyberpolicy.history import Action
from cyberpolicy.holders import remove
from cyberpolicy.models import ChangeGroup, Revision, SavedView, Unit, User, Watch
from cyberpolicy.undo import carry_out, plan_of
from instruments.models import Motion
from tests.admin_forms import make_staff
from tests.factories import make_forum, make_motion, make_unit, make_user
from tests.reading import visit
from tracks.models import Forum

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client):
    client.force_login(user := make_staff("administrator"))
    return user


def page_of(holder, name: str = "delete") -> str:
    return reverse(f"admin:cyberpolicy_{holder._meta.model_name}_{name}", args=[holder.pk])


def test_nobody_is_taken_out_of_a_record_unseen():
    person, unit = make_user(), make_unit()
    make_motion(owner=person)
    make_forum(unit=unit)
    for holder in (person, unit):
        with pytest.raises(ProtectedError):
            holder.delete()


def test_removing_a_person_in_the_admin_is_one_action_in_the_history(client, administrator):
    person, other = make_user(first_name="Noor", last_name="Bakker"), make_user(last_name="Ander")
    mine, ours = make_motion(owner=person, deputy=other), make_motion(owner=other, deputy=person)
    page = visit(client, page_of(person))
    assert page.heading == "Remove “Noor Bakker”?"
    assert "rather take away “active”" in page.text
    assert "That field of these records will be empty." in page.text
    assert "Motions: 1 (owner)" in page.text and "Motions: 1 (deputy)" in page.text
    assert f"{reverse('admin:instruments_motion_changelist')}?owner__in={person.pk}" in page.links
    assert client.post(page_of(person), {"post": "yes"}).status_code == 302
    assert not User.objects.filter(pk=person.pk).exists()
    group = ChangeGroup.objects.get()
    changes = {revision.entry_id: revision.changes for revision in group.revisions.all()}
    assert changes == {mine.pk: {"owner": [person.pk, None]}, ours.pk: {"deputy": [person.pk, None]}}
    assert group.by == administrator and "Bakker" not in group.reason
    assert "a person who was removed" in visit(client, f"/motions/{mine.slug}/history/").text
    assert Motion.objects.get(pk=ours.pk).owner == other


def test_removing_a_person_tells_which_views_of_colleagues_go_too(client, administrator):
    unit = make_unit()
    person, colleague = make_user(unit=unit), make_user(unit=unit)
    shared = [SavedView.objects.create(owner=person, name=name, kind="motion", unit=unit) for name in ("Open", "Late")]
    SavedView.objects.create(owner=person, name="My own", kind="motion")
    for user in (person, colleague):
        Watch.objects.create(user=user, view=shared[0])
    said = visit(client, page_of(person)).text
    assert "No record names it." in said
    assert "2 saved views that colleagues share" in said and "1 colleague watches" in said
    assert "colleagues share" not in visit(client, page_of(colleague)).text


def test_removing_a_unit_tells_whom_and_which_views_it_leaves(client, administrator):
    unit = make_unit()
    people = [User(username=f"p{number}", unit=unit) for number in range(1_234)]
    User.objects.bulk_create(people)
    SavedView.objects.create(owner=User.objects.first(), name="Open", kind="motion", unit=unit)
    page = visit(client, page_of(unit))
    assert "1,234 people will be in no unit" in page.text
    assert "1 saved view will no longer be shared" in page.text
    assert f"{reverse('admin:cyberpolicy_user_changelist')}?unit__id__exact={unit.pk}" in page.links
    assert client.get(f"{reverse('admin:cyberpolicy_user_changelist')}?unit__id__exact={unit.pk}").status_code == 200
    assert "in geen eenheid" in visit(client, page_of(unit), "nl").text


def test_removing_what_is_empty_promises_no_loss(client, administrator):
    for holder in (make_user(), make_unit()):
        assert "no undoing brings back" not in visit(client, page_of(holder)).text


def test_name_of_who_was_removed_stands_nowhere_in_the_log_of_the_admin(client, administrator):
    values = {"username": "noor", "password1": "a long password", "password2": "a long password"}
    client.post(reverse("admin:cyberpolicy_user_add"), values | {"usable_password": "true"})
    person = User.objects.get(username="noor")
    User.objects.filter(pk=person.pk).update(first_name="Noor", last_name="Bakker")
    other = make_unit()
    for holder in (person, other):
        client.post(page_of(holder), {"post": "yes"}, HTTP_ACCEPT_LANGUAGE="en")
    logged = list(LogEntry.objects.order_by("pk").values_list("action_flag", "object_repr"))
    assert logged == [
        (ADDITION, "a person who was removed"),
        (DELETION, "a person who was removed"),
        (DELETION, str(other)),
    ]


@pytest.mark.parametrize("moment", ["before the account goes", "at the commit"])
def test_record_that_somebody_gives_the_person_meanwhile_is_told(client, administrator, moment):
    person = make_user(last_name="Bakker")
    named, given = make_motion(owner=person), make_motion()

    def give(**_values) -> None:
        Motion._base_manager.filter(pk=given.pk).update(owner=person.pk)
        if moment == "at the commit":
            connection.check_constraints()

    signal, sender = (post_delete, User) if moment == "at the commit" else (post_save, ChangeGroup)
    signal.connect(give, sender=sender)
    try:
        response = client.post(page_of(person), {"post": "yes"}, HTTP_ACCEPT_LANGUAGE="en")
    finally:
        signal.disconnect(give, sender=sender)
    assert (response.status_code, response["Location"]) == (302, page_of(person))
    assert Motion.objects.get(pk=named.pk).owner_id == person.pk
    assert not ChangeGroup.objects.exists() and not LogEntry.objects.exists()
    assert "somebody just gave it a record" in (page := visit(client, page_of(person))).html
    assert "Motions: 1 (owner)" in page.text


def test_list_of_what_names_a_person_opens_in_the_admin(client, administrator):
    person = make_user()
    make_motion(title="De hare", owner=person)
    make_motion(title="Een andere")
    (address,) = [link for link in visit(client, page_of(person)).links if "owner__in" in link]
    listed = client.get(address).content.decode()
    assert "De hare" in listed and "Een andere" not in listed


def test_administrator_who_removes_himself_leaves_the_action(client, administrator):
    make_motion(owner=administrator)
    assert client.post(page_of(administrator), {"post": "yes"}).status_code == 302
    assert ChangeGroup.objects.get().by is None


def test_removing_a_unit_empties_records_and_catalogue_alike(client, administrator):
    unit = make_unit()
    forum = make_forum(unit=unit)
    client.post(page_of(unit), {"post": "yes"})
    assert not Unit.objects.exists()
    assert Forum.objects.get(pk=forum.pk).unit is None
    assert catalogue.disagreements() == []
    assert ChangeGroup.objects.get().reason.endswith("dvb-cb")


def test_unit_that_others_are_part_of_stays(client, administrator):
    unit = make_unit()
    make_unit("part", name_en="Its part", name_nl="Haar deel", parent=unit)
    assert "Its part" in visit(client, page_of(unit)).text
    client.post(page_of(unit), {"post": "yes"})
    assert Unit.objects.filter(pk=unit.pk).exists()


def test_undoing_what_names_somebody_who_was_removed_leaves_that_field_empty(client, administrator):
    person, motion = make_user(), make_motion(title="Oud")
    motion.owner = person
    motion.save()
    with Action("edit"):
        motion.owner, motion.title_nl = None, "Nieuw"
        motion.save()
    edit = ChangeGroup.objects.first()
    remove([person], by=None)
    page = visit(client, f"/changes/{edit.pk}/undo/")
    assert "Left empty, because the person or unit was removed: owner." in page.text
    carry_out(plan_of(edit), by=None)
    stored = Motion.objects.get(pk=motion.pk)
    assert (stored.title_nl, stored.owner) == ("Oud", None)


def test_owner_who_was_given_a_record_since_stays():
    first, second, third = make_user(), make_user(), make_user()
    motion = make_motion(owner=first)
    for owner in (second, third):
        motion.owner = owner
        motion.save()
    edit = ChangeGroup.objects.last()
    (step,) = plan_of(edit).steps
    assert (step.conflicts, step.emptied, step.changes) == (["owner"], [], {})


def test_record_that_comes_back_names_nobody_who_was_removed():
    person, unit = make_user(), make_unit()
    motion = make_motion(title="Terug", owner=person, unit=unit)
    motion.delete()
    deletion = ChangeGroup.objects.first()
    remove([person], by=None)
    remove([unit], by=None)
    assert plan_of(deletion).steps[0].emptied == ["unit", "owner"]
    carry_out(plan_of(deletion), by=None)
    stored = Motion.objects.get(title_nl="Terug")
    assert (stored.owner, stored.unit) == (None, None)


def test_undoing_a_removal_puts_back_nothing_and_says_so(client, administrator):
    person = make_user()
    make_motion(owner=person)
    remove([person], by=None)
    assert plan_of(ChangeGroup.objects.get()).is_empty


def test_admin_names_people_and_units_in_a_difference(client, administrator):
    person = make_user(first_name="Noor", last_name="Bakker")
    motion = make_motion()
    motion.owner = person
    motion.save()
    page = client.get(reverse("admin:cyberpolicy_revision_change", args=[Revision.objects.get().pk]))
    assert "<pre>Noor Bakker</pre>" in page.content.decode()
