import gc
import weakref

import pytest
from django.http import QueryDict
from django.utils import translation

from cyberpolicy.counting import tally_of
from cyberpolicy.visibility import PUBLIC
from tests.factories import make_forum, make_track, relate
from tracks.filters import ForumFilterSet
from tracks.models import Forum

pytestmark = pytest.mark.django_db


def filters(query: str) -> ForumFilterSet:
    return ForumFilterSet(QueryDict(query), Forum.objects.visible_to(None), user=None)


def test_chosen_holds_what_was_understood():
    chosen = filters("q=x&kind=process&kind=nonsense&year_from=abc&status=").chosen
    assert chosen == {"q": "x", "kind": ["process"]}


def test_value_given_twice_counts_once():
    assert filters("kind=process&kind=process").chosen == {"kind": ["process"]}


def test_notice_names_value_and_filter():
    with translation.override("en"):
        assert filters("kind=nonsense").notices() == ["“nonsense” is not an option of “Kind”; it was left out."]
        (notice,) = filters("year_from=abc").notices()
    assert notice.startswith("“Year from” was left out: ")


def test_each_wrong_value_gets_a_notice():
    assert len(filters("kind=a&kind=b&status=c&year_to=x").notices()) == 4


def test_other_filters_still_work_beside_a_wrong_one():
    make_forum(title="Zebra", kind="process")
    make_forum(title="Zebra", kind="organ")
    assert filters("kind=process&year_from=abc").qs.count() == 1


def test_list_without_one_filter_keeps_the_others():
    make_forum(title="Zebra", kind="process")
    make_forum(title="Zebra", kind="organ")
    make_forum(title="Lion", kind="organ")
    assert filters("q=zebra&kind=process").without("kind").count() == 2


def test_same_filters_for_two_readers_do_not_mix():
    track = make_track(slug="secret", visibility="internal")
    relate(make_forum(), "in-track", track)
    from tests.factories import make_user

    reader = ForumFilterSet(QueryDict(), Forum.objects.visible_to(None), user=make_user("reader"))
    nobody = filters("")
    assert "secret" in [option.value for option in reader.options_of("track")]
    assert "secret" not in [option.value for option in nobody.options_of("track")]


def test_filters_are_forgotten_after_their_request():
    tally = tally_of(Forum)
    used = ForumFilterSet(
        QueryDict("q=zebra&kind=process"), Forum.objects.all(), user=None, tally=tally, among=tally.visible(PUBLIC)
    )
    assert not used.keys_without()
    left = weakref.ref(used)
    del used
    gc.collect()
    assert left() is None
