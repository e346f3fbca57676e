"""Rights are remembered between pages, and a change of them holds from the next page on."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import make_forum, make_user
from tests.reading import visit

pytestmark = pytest.mark.django_db


@pytest.fixture
def sees(client):
    make_forum(title="Inside", visibility="internal")
    return lambda: "Inside" in visit(client, "/forums/").html


def test_a_right_given_or_taken_holds_from_the_next_page_on(client, sees):
    person, group = make_user(), Group.objects.create(name="Those inside")
    client.force_login(person)
    assert not sees()
    person.groups.add(group)
    group.permissions.add(Permission.objects.get(codename="view_internal"))
    assert sees()
    group.permissions.clear()
    assert not sees()
    group.permissions.add(Permission.objects.get(codename="view_internal"))
    assert sees()
    group.delete()
    assert not sees()


def test_who_is_no_longer_active_sees_what_visitors_see(client, sees):
    person = make_user("reader")
    client.force_login(person)
    assert sees()
    person.is_active = False
    person.save()
    assert not sees()


def test_rights_are_not_read_again_while_nothing_changes(client):
    client.force_login(make_user("reader"))
    visit(client, "/forums/")
    with CaptureQueriesContext(connection) as captured:
        visit(client, "/forums/?page=1")
    assert not [query["sql"] for query in captured if "permission" in query["sql"]]
