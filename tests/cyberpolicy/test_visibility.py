import pytest
from django.contrib.auth.models import AnonymousUser

from cyberpolicy.kinds import entry_models
from cyberpolicy.visibility import State, Visibility, access_of
from tests.factories import HIDDEN, make, make_user

SEES = {
    "anonymous": set(),
    "no group": set(),
    "reader": {"internal"},
    "editor": set(HIDDEN),
    "liaison": set(HIDDEN),
    "administrator": set(HIDDEN),
    "superuser": set(HIDDEN),
    "disabled editor": set(),
}


def person(role: str):
    if role == "anonymous":
        return AnonymousUser()
    if role == "superuser":
        return make_user(is_superuser=True)
    if role == "disabled editor":
        return make_user("editor", is_active=False)
    return make_user("" if role == "no group" else role)


@pytest.mark.django_db
@pytest.mark.parametrize("role", SEES)
def test_each_role_sees_what_it_may(role):
    access = access_of(person(role))
    seen = {name for name, values in HIDDEN.items() if access.sees(make("forum", **values))}
    assert seen == SEES[role]
    assert access.sees(make("forum"))


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["anonymous", "reader", "editor"])
@pytest.mark.parametrize("kind", entry_models())
def test_queryset_and_object_agree_for_every_combination(role, kind):
    user = person(role)
    every = [make(kind, visibility=v, state=s) for v in Visibility.values for s in State.values]
    seen = set(entry_models()[kind].objects.visible_to(user))
    assert seen == set(access_of(user).seen(every))


def test_nobody_is_an_anonymous_visitor():
    assert access_of(None) == access_of(AnonymousUser())
