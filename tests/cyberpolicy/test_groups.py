import pytest
from django.contrib.auth.models import Group, Permission

from cyberpolicy.groups import set_up_groups
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def test_four_groups_exist_after_migration():
    assert set(Group.objects.values_list("name", flat=True)) == {"reader", "editor", "liaison", "administrator"}


@pytest.mark.parametrize(
    ("group", "may", "may_not"),
    [
        ("reader", ["cyberpolicy.view_internal"], ["cyberpolicy.view_confidential", "tracks.change_forum"]),
        (
            "editor",
            [
                "cyberpolicy.view_unpublished",
                "tracks.change_forum",
                "instruments.add_motion",
                "cyberpolicy.delete_citation",
            ],
            ["tracks.delete_forum", "cyberpolicy.delete_document", "cyberpolicy.change_user", "auth.change_group"],
        ),
        (
            "liaison",
            ["cyberpolicy.view_confidential", "instruments.change_motion", "instruments.change_commitment"],
            ["tracks.change_forum", "instruments.change_instrument"],
        ),
        ("administrator", ["cyberpolicy.view_confidential", "cyberpolicy.change_user", "tracks.delete_forum"], []),
    ],
)
def test_each_group_may_do_its_work_and_no_more(group, may, may_not):
    user = make_user(group)
    assert [right for right in may if not user.has_perm(right)] == []
    assert [right for right in may_not if user.has_perm(right)] == []


def test_no_right_is_misspelt():
    editor = Group.objects.get(name="editor")
    assert editor.permissions.filter(codename="change_motion").exists()
    assert editor.permissions.count() > 50


def test_rights_that_an_administrator_added_stay():
    reader, extra = Group.objects.get(name="reader"), Permission.objects.get(codename="view_confidential")
    reader.permissions.add(extra)
    set_up_groups()
    assert extra in reader.permissions.all()
