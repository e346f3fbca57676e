import pytest
from django.utils import translation

from cyberpolicy.attachments import attach
from instruments.accounts import account_of
from tests.factories import add, cite, make_document, make_initiative, make_motion, relate

pytestmark = pytest.mark.django_db


def account(motion) -> list[str]:
    with translation.override("en"):
        attach([motion], None, parts=("executions",), is_whole=True)
        return [line.replace("\u00a0", " ") for line in account_of(motion)]


def test_status_stands_with_remark_and_place():
    motion, letter = make_motion(), make_document("33694", "60", passages=["inleiding.1"])
    status = add(motion, "executions", status="reported", date="2020", remark_en="The work continues.")
    cite(motion, letter, "inleiding.1", part=status)
    assert account(motion) == ["reported: The work continues. (33 694, nr. 60 intro 1)"]


def test_what_carries_a_motion_out_stands_below_it():
    motion, letter = make_motion(), make_document("33694", "60", passages=["2.1"])
    relation = relate(make_initiative(title="Training"), "carries-out", motion)
    cite(relation.subject, letter, "2.1", part=relation)
    assert account(motion) == ["Training (33 694, nr. 60 § 2.1)"]


def test_other_relations_are_no_account():
    motion = make_motion()
    relate(make_initiative(), "supports", motion)
    assert account(motion) == []


def test_hidden_initiative_is_no_account():
    motion = make_motion()
    relate(make_initiative(visibility="internal"), "carries-out", motion)
    assert account(motion) == []


def test_retracted_status_is_no_account():
    from django.utils import timezone

    motion = make_motion()
    status = add(motion, "executions", status="reported")
    status.retracted_at = timezone.now()
    status.save()
    assert account(motion) == []
