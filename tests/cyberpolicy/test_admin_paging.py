"""Pages of a long list in the admin: the right rows in the right order, without sorting whole rows."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import make_many, make_user
from tests.reading import visit

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    client.force_login(make_user("editor", is_staff=True))
    return client


@pytest.mark.parametrize(("page", "number"), [("", 50), ("?p=2", 50), ("?p=3", 5), ("?p=2&q=Forum", 50)])
def test_each_page_has_the_next_records_in_the_order_of_their_titles(editor, page, number):
    titles = sorted(forum.title_nl for forum in make_many("forum", 105))
    shown = visit(editor, f"/admin/tracks/forum/{page}", "nl").texts("th", "field-titled")
    first = 50 * (int(page[3]) - 1) if page else 0
    assert shown == titles[first : first + number]


def test_the_rows_before_a_page_are_not_read_whole(editor):
    make_many("forum", 105)
    with CaptureQueriesContext(connection) as queries:
        editor.get("/admin/tracks/forum/?p=3")
    skipping = [query["sql"] for query in queries if "OFFSET" in query["sql"]]
    assert skipping
    assert not any("summary_nl" in sql for sql in skipping)
