"""Users, units and the history in the admin: who may see and change them."""

import pytest
from django.urls import reverse

from cyberpolicy.models import ChangeGroup, Revision, User
from tests.admin_forms import Form, change_url, make_staff
from tests.factories import make_initiative, make_unit

PEOPLE = ("cyberpolicy_user", "cyberpolicy_unit", "auth_group")
HISTORY = ("cyberpolicy_revision", "cyberpolicy_changegroup")


@pytest.mark.parametrize("name", PEOPLE)
@pytest.mark.parametrize(("group", "status"), [("editor", 403), ("liaison", 403), ("administrator", 200)])
def test_people_are_for_administrators(client, db, name, group, status):
    client.force_login(make_staff(group))
    assert client.get(reverse(f"admin:{name}_changelist")).status_code == status
    assert client.get(reverse(f"admin:{name}_add")).status_code == status


@pytest.mark.parametrize("name", HISTORY)
@pytest.mark.parametrize(("group", "status"), [("reader", 403), ("editor", 200), ("administrator", 200)])
def test_history_is_read_by_those_who_may_see_all(client, db, name, group, status):
    client.force_login(make_staff(group))
    assert client.get(reverse(f"admin:{name}_changelist")).status_code == status
    assert client.get(reverse(f"admin:{name}_add")).status_code == 403


def test_administrator_gives_a_user_a_unit(client, db):
    client.force_login(make_staff("administrator"))
    user, unit = make_staff("editor"), make_unit()
    page = client.get(reverse("admin:cyberpolicy_user_change", args=[user.pk])).content.decode()
    assert 'name="unit"' in page
    values = {"username": "new", "password1": "a long password", "password2": "a long password", "unit": unit.pk}
    response = client.post(reverse("admin:cyberpolicy_user_add"), values | {"usable_password": "true"})
    assert response.status_code == 302
    assert User.objects.get(username="new").unit == unit


def test_history_of_a_record_says_what_changed(client, db):
    client.force_login(make_staff("editor", first_name="Emma"))
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    initiative = make_initiative(title="Old")
    Form(client, change_url(initiative)).set(title_en="New", reason="because").save()
    page = client.get(change_url(initiative, "history"), follow=True).content.decode()
    assert "Title (English)" in page
    assert "because" in page
    revision = Revision.objects.get()
    page = client.get(reverse("admin:cyberpolicy_revision_change", args=[revision.pk])).content.decode()
    assert "<pre>Old</pre>" in page
    assert "<pre>New</pre>" in page
    group = ChangeGroup.objects.get()
    assert client.get(reverse("admin:cyberpolicy_changegroup_change", args=[group.pk])).status_code == 200
