import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from cyberpolicy.asking import written_once, written_once_by_name
from tests.factories import make_forum, make_motion
from tracks.models import Forum

pytestmark = pytest.mark.django_db


@written_once_by_name
def called(slug: str, *fields: str) -> QuerySet[Forum]:
    return Forum.objects.filter(slug=slug).select_related(*fields)


@written_once
def numbered(keys, *columns: str) -> QuerySet[Forum]:
    rows = Forum.objects.filter(pk__in=keys).order_by("pk")
    return rows.values_list(*columns) if columns else rows


def test_a_question_by_name_is_answered_for_each_name():
    forums = {name: make_forum(slug=name) for name in ("oewg", "ungge")}
    make_motion()
    assert {name: called(name) for name in forums} == {name: [forum] for name, forum in forums.items()}
    assert called("o'ewg %s") == []


@written_once_by_name
def beginning(start: str) -> QuerySet[Forum]:
    return Forum.objects.filter(slug__startswith=start)


def test_a_question_that_changes_what_it_asks_about_is_refused():
    with pytest.raises(ValueError, match="cannot be kept"):
        beginning("oe")


def test_rows_that_a_question_follows_come_with_it():
    make_forum(slug="oewg")
    called("oewg", "catalogue")
    with CaptureQueriesContext(connection) as queries:
        (forum,) = called("oewg", "catalogue")
        assert forum.catalogue.slug == "oewg"
    assert len(queries) == 1


def test_a_question_about_keys_gives_what_the_query_set_gives():
    forums = [make_forum(title=name) for name in ("One", "Two")]
    keys = [forum.pk for forum in forums]
    assert numbered(keys) == forums
    assert numbered(keys[1:], "title_nl", "updated_at") == [(forums[1].title_nl, forums[1].updated_at)]
    assert numbered([]) == []
