import datetime

import pytest
from django.utils import timezone

from tests.factories import make_forum, make_many
from tests.reading import body

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("query", ["format=nonsense", "format=", "format=%00", "format=CSV"])
def test_unknown_format_is_refused_with_the_known_ones(client, query):
    response = client.get(f"/forums/export/?{query}&lang=en")
    assert response.status_code == 400
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    text = response.content.decode()
    assert "is not a format; choose one of" in text
    assert {"csv", "csv-excel", "json"} <= set(text.replace(".", "").replace(",", "").split())


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("nonsense=1", "“nonsense” is not a filter of this list"),
        ("track=nowhere", "“nowhere” is not an option"),
        ("year_from=abc", "was left out"),
        ("sort=nonsense", "is not a value of “sort”"),
        ("q=" + "x" * 300, "was left out"),
    ],
)
def test_wrong_filter_is_refused_with_a_sentence(client, query, words):
    response = client.get(f"/forums/export/?format=csv&lang=en&{query}")
    assert response.status_code == 400
    assert words in response.content.decode()


def test_refusal_is_in_the_language_asked_for(client):
    english, dutch = (client.get(f"/forums/export/?nonsense=1&lang={lang}").content for lang in ("en", "nl"))
    assert english != dutch


def test_csv_is_the_format_when_none_is_asked(client):
    assert client.get("/forums/export/").headers["Content-Type"] == "text/csv; charset=utf-8"


def test_file_is_named_for_the_day_in_the_netherlands(client, monkeypatch):
    late = datetime.datetime(2020, 12, 31, 23, 30, tzinfo=datetime.UTC)
    monkeypatch.setattr(timezone, "now", lambda: late)
    assert 'filename="forums-2021-01-01.csv"' in client.get("/forums/export/").headers["Content-Disposition"]


def test_rows_are_made_while_they_are_read(client, django_assert_num_queries):
    make_many("forum", 1_200)
    response = client.get("/forums/export/?format=csv")
    assert response.streaming
    lines = iter(response.streaming_content)
    assert len([next(lines) for _ in range(3)]) == 3


@pytest.mark.parametrize("format", ["csv", "json"])
def test_query_count_grows_only_with_chunks_of_rows(client, format, django_assert_max_num_queries):
    make_many("forum", 1_200)
    with django_assert_max_num_queries(45):
        body(client.get(f"/forums/export/?format={format}"))


def test_language_of_the_address_wins_from_that_of_the_browser(client):
    make_forum(title_nl="Werkgroep", title_en="Working group")
    content = body(client.get("/forums/export/?lang=en", HTTP_ACCEPT_LANGUAGE="nl")).decode()
    assert content.startswith("Title,")
    assert "Working group" in content
    assert "Werkgroep" in body(client.get("/forums/export/?lang=nl", HTTP_ACCEPT_LANGUAGE="en")).decode()
