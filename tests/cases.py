"""What every list of records must do: inherit ``EntryListCase``, name the table, and the list is checked.

class TestForumList(EntryListCase):
    table = tables.FORUMS
"""

import inspect
import re
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cyberpolicy.exports import FORMATS
from cyberpolicy.facets import ChoiceFacet
from cyberpolicy.lists import DEFAULT_PER_PAGE
from tests.factories import DAY, HIDDEN, make, make_many, make_user
from tests.lists import READABLE, ListUnderTest
from tests.reading import body

LANGUAGES = ("nl", "en")
WRONG = {
    "unknown name": "nonsense=1",
    "two unknown names": "nonsense=1&other=2",
    "sorting": "sort=nonsense",
    "sorting twice down": "sort=--title",
    "rows a page": "per_page=-1",
    "rows a page as text": "per_page=many",
    "page past the end": "page=9999",
    "page before the begin": "page=-1",
    "page as text": "page=first",
    "NUL in the page": "page=%00",
    "NUL in the sorting": "sort=%00",
    "NUL in the words": "q=a%00b",
    "NUL in a name": "%00=1",
    "words too long": "q=" + "x" * 10_000,
}


class EntryListCase(ListUnderTest):
    """The behaviour that all lists share, on the list of ``table``."""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Leave out the tests of facets and years where the list has none: a skip would look like something missing."""
        super().__init_subclass__(**kwargs)
        asked = {"facet": bool(cls.facet_names()), "year_from": "year_from" in cls.filters()}
        for name in [name for name in dir(EntryListCase) if name.startswith("test_")]:
            arguments = inspect.signature(getattr(EntryListCase, name)).parameters
            if not all(applies for argument, applies in asked.items() if argument in arguments):
                setattr(cls, name, None)
        if len(cls.facet_names()) < 2:
            cls.test_facets_narrow_each_other = None

    # Who sees what

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_answers_without_records(self, client, language):
        page = self.read(client, language=language)
        assert page.counts == [0]
        assert f'<html lang="{language}"' in page.html

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_shows_titles_in_the_language_of_the_reader(self, client, language):
        make(self.kind, title_nl="Verdrag van Nergens", title_en="Treaty of Nowhere")
        expected = {"nl": "Verdrag van Nergens", "en": "Treaty of Nowhere"}
        assert self.read(client, language=language).titles == [expected[language]]

    def test_marks_a_title_that_exists_only_in_dutch(self, client):
        make(self.kind, title_nl="Verdrag van Nergens", title_en="")
        assert self.read(client).titles[0].startswith("Verdrag van Nergens")
        assert '<span lang="nl">Verdrag van Nergens</span>' in self.read(client).html

    @pytest.mark.parametrize("state", HIDDEN)
    def test_hides_what_is_not_public(self, client, state):
        make(self.kind, title="Shown")
        make(self.kind, title="Hidden", **HIDDEN[state])
        page = self.read(client)
        assert (page.titles, page.counts) == (["Shown"], [1])

    def test_shows_internal_records_with_a_mark_to_readers(self, client):
        make(self.kind, title="Inside", visibility="internal")
        make(self.kind, title="Secret", visibility="confidential")
        client.force_login(make_user("reader"))
        page = self.read(client)
        assert page.titles == ["Inside"]
        assert "internal" in page.texts("th", "cp-title")[0].lower()

    def test_escapes_what_people_wrote(self, client):
        make(self.kind, title="<script>alert(1)</script>", summary_en="<b>", aliases=["<i>"])
        page = self.read(client)
        assert page.titles == ["<script>alert(1)</script>"]
        assert "<script>alert" not in page.html

    # Cost

    def test_query_count_is_flat_at_a_thousand_rows(self, client):
        self.populate(10)
        few = self.queries(client)
        self.populate(990)
        many = self.queries(client)
        assert self.read(client).counts == [1_000 + self.extra]
        grown = {name: (few[name], many[name]) for name in few if many[name] > few[name]}
        assert not grown, grown

    def queries(self, client) -> dict[str, int]:
        """How many queries each way to ask for the list takes, when what is counted by and named was read."""
        all_columns = f"columns={','.join(column.name for column in self.table.columns)}"
        ways = ("", "q=a", "per_page=100", "page=2", "sort=-title", all_columns)
        ways += tuple(f"{name}=nonsense" for name in self.facet_names())
        counts = {}
        for way in ways:
            self.read(client, f"{way}&lang=en")
        for way in ways:
            with CaptureQueriesContext(connection) as captured:
                self.read(client, way)
            counts[way] = len(captured)
        return counts

    # Words

    def test_words_narrow_the_list_in_any_order_and_without_accents(self, client):
        make(self.kind, title="Coördinatie van attributie")
        make(self.kind, title="Iets anders")
        page = self.read(client, "q=ATTRIBUTIE+coordinatie")
        assert page.titles == ["Coördinatie van attributie"]
        assert page.counts == [1, 2]
        assert any("ATTRIBUTIE coordinatie" in chip for chip in page.chips)

    def test_words_find_other_names(self, client):
        make(self.kind, title="Officiële naam", aliases=["zoals de brief het noemt"])
        make(self.kind, title="Iets anders")
        assert self.read(client, "q=zoals+de+brief").titles == ["Officiële naam"]

    def test_says_so_when_nothing_meets_the_filters(self, client):
        make(self.kind)
        page = self.read(client, "q=zzz")
        assert page.titles == []
        assert "Nothing meets all these filters" in page.text

    # Facets

    def test_facet_takes_any_of_its_values(self, client, facet):
        for title, value in zip("ABC", values := self.options_of(facet), strict=False):
            self.row(title, **{facet: value})
        one, other = values[:2]
        assert self.of_facets(self.read(client, f"{facet}={one}")) == {"A"}
        assert self.of_facets(self.read(client, f"{facet}={one}&{facet}={other}")) == {"A", "B"}

    def test_facet_counts_ignore_its_own_selection(self, client, facet):
        one, other = (self.option(facet, number) for number in range(2))
        self.row("A", **{facet: one})
        self.row("B", **{facet: other})
        self.row("C", **{facet: other})
        counts = self.read(client, f"{facet}={one}").facet(facet)
        assert (counts[one], counts[other]) == (1, 2)

    def test_facet_counts_follow_the_other_filters(self, client, facet):
        one, other = (self.option(facet, number) for number in range(2))
        self.row("A zebra", **{facet: one})
        self.row("B zebra", **{facet: other})
        self.row("C", **{facet: other})
        counts = self.read(client, "q=zebra").facet(facet)
        assert (counts[one], counts[other]) == (1, 1)

    def test_chosen_facet_is_a_chip_that_removes_it(self, client, facet):
        value = self.option(facet, 0)
        self.row("A", **{facet: value})
        page = self.read(client, f"{facet}={value}&q=a")
        assert len(page.chips) == 2
        assert f"{self.url}?q=a" in page.links

    def test_facets_narrow_each_other(self, client):
        names = first, second = self.facet_names()[:2]
        both = {name: self.option(name, 0) for name in names}
        self.row("Both", **both)
        self.row("First", **{first: both[first], second: self.option(second, 1)})
        self.row("Second", **{first: self.option(first, 1), second: both[second]})
        assert self.of_facets(self.read(client, urlencode(both))) == {"Both"}

    def test_unknown_option_gives_a_notice_and_the_rest_applies(self, client, facet):
        self.row("A zebra", **{facet: self.option(facet, 0)})
        self.row("B", **{facet: self.option(facet, 1)})
        for wrong in ("nonsense", "%00", "x" * 5_000, "%27+OR+1%3D1"):
            page = self.read(client, f"q=zebra&{facet}={wrong}")
            assert page.titles == ["A zebra"]
            assert len(page.notices) == 1
        value = self.option(facet, 0)
        assert self.of_facets(self.read(client, f"{facet}=nonsense&{facet}={value}")) == {"A zebra"}

    def test_hidden_record_is_no_option_of_a_facet(self, client, facet):
        if isinstance(self.filters()[facet], ChoiceFacet):
            return
        value = self.option(facet, 0)
        self.row("A", **{facet: value})
        self.hide(value)
        assert value not in self.read(client).facet(facet)
        page = self.read(client, f"{facet}={value}")
        unknown = self.read(client, f"{facet}={'z' * len(value)}")
        assert page.html.replace(value, "z" * len(value)) == unknown.html

    # Years

    def test_years_bound_the_list_on_both_sides(self, client, year_from):
        for year in (2018, 2019, 2020):
            make(self.kind, title=f"In {year}", date=str(year), sort_date=DAY.replace(year=year))
        make(self.kind, title="Undated")
        assert set(self.read(client, "year_from=2019").titles) == {"In 2019", "In 2020"}
        assert set(self.read(client, "year_to=2019").titles) == {"In 2018", "In 2019"}
        assert self.read(client, "year_from=2019&year_to=2019").titles == ["In 2019"]

    @pytest.mark.parametrize("year", ["abc", "-1", "0", "2019.5", "10000", "%00", "NaN", "1e999999", "9" * 400])
    def test_wrong_year_gives_a_notice(self, client, year_from, year):
        make(self.kind, title="A zebra", sort_date=DAY)
        make(self.kind, title="B", sort_date=DAY)
        page = self.read(client, f"{year_from}={year}&q=zebra")
        assert page.titles == ["A zebra"]
        assert len(page.notices) == 1

    # The address

    @pytest.mark.parametrize("wrong", WRONG)
    def test_wrong_address_gives_a_notice_and_the_rest_applies(self, client, wrong):
        make(self.kind, title="A zebra")
        make(self.kind, title="B")
        known = "sort=title" if WRONG[wrong].startswith("q=") else "q=zebra"
        page = self.read(client, f"{known}&{WRONG[wrong]}")
        assert set(page.titles) == ({"A zebra", "B"} if known == "sort=title" else {"A zebra"})
        assert len(page.notices) == (2 if wrong == "two unknown names" else 1)

    @pytest.mark.parametrize("wrong", ["nonsense=1", "sort=nonsense", "per_page=-1", "page=9999"])
    @pytest.mark.parametrize("language", LANGUAGES)
    def test_notice_repeats_what_was_wrong(self, client, wrong, language):
        name, value = wrong.split("=")
        notice = self.read(client, wrong, language).notices[0]
        assert (name if name == "nonsense" else value) in notice

    def test_good_address_gives_no_notice(self, client):
        make(self.kind, title="A")
        query = "q=a&sort=-title&per_page=25&page=1&lang=en"
        assert self.read(client, query).notices == []

    # Order and pages

    def test_title_sorts_both_ways(self, client):
        for title in ("B", "C", "A"):
            make(self.kind, title=title)
        assert self.read(client, "sort=title").titles == ["A", "B", "C"]
        assert self.read(client, "sort=-title").titles == ["C", "B", "A"]

    def test_every_sortable_column_says_how_it_is_sorted(self, client):
        make(self.kind)
        for name in [column.name for column in self.table.page_columns if column.sort]:
            assert 'aria-sort="ascending"' in self.read(client, f"sort={name}").html
            assert 'aria-sort="descending"' in self.read(client, f"sort=-{name}").html

    def test_records_without_a_date_come_last_both_ways(self, client):
        if "date" not in self.table.sorts:
            return
        make(self.kind, title="Undated")
        make(self.kind, title="Old", date="2018", sort_date=DAY.replace(year=2018))
        make(self.kind, title="New", date="2020", sort_date=DAY)
        assert self.read(client, "sort=date").titles == ["Old", "New", "Undated"]
        assert self.read(client, "sort=-date").titles == ["New", "Old", "Undated"]

    def test_pages_are_numbered_and_keep_the_filters(self, client):
        make_many(self.kind, 60, title="Zebra")
        first, second = self.read(client, "q=zebra"), self.read(client, "q=zebra&page=2")
        assert (len(first.titles), len(second.titles)) == (DEFAULT_PER_PAGE, 10)
        assert f"{self.url}?q=zebra&page=2" in first.links
        assert f"{self.url}?q=zebra" in second.links
        assert first.texts("a", "utrecht-pagination__page-link") == ["1", "2"]
        assert "51–60 of 60" in second.text

    def test_every_row_stands_on_one_page(self, client):
        make_many(self.kind, 60, title="Same")
        pages = [self.read(client, f"per_page=25&page={number}") for number in (1, 2, 3)]
        links = [link for page in pages for link in set(page.links) if link.startswith(f"{self.url}{self.slug_part}")]
        assert len(set(links)) == len(links) == 60

    def test_reader_chooses_rows_a_page(self, client):
        make_many(self.kind, 60)
        assert len(self.read(client, "per_page=25").titles) == 25
        assert len(self.read(client, "per_page=100").titles) == 60

    # Exports

    @pytest.mark.parametrize("format", READABLE)
    def test_export_has_the_rows_of_the_list_in_its_order(self, client, format):
        for title in ("B zebra", "A zebra", "C"):
            make(self.kind, title=title)
        make(self.kind, title="Hidden zebra", visibility="internal")
        assert self.exported(client, format) == self.read(client).titles
        assert self.exported(client, format, "q=zebra&sort=-title") == ["B zebra", "A zebra"]

    @pytest.mark.parametrize("format", READABLE)
    def test_export_takes_the_facets(self, client, format, facet):
        one, other = (self.option(facet, number) for number in range(2))
        self.row("A", **{facet: one})
        self.row("B", **{facet: other})
        assert set(self.exported(client, format, f"{facet}={one}")) == {"A"}

    @pytest.mark.parametrize("format", READABLE)
    def test_export_of_nothing_is_a_good_file(self, client, format):
        assert self.exported(client, format) == []

    @pytest.mark.parametrize("format", READABLE)
    def test_export_holds_all_pages(self, client, format):
        make_many(self.kind, 120)
        assert len(self.exported(client, format)) == 120

    @pytest.mark.parametrize("format", FORMATS)
    @pytest.mark.parametrize("language", LANGUAGES)
    def test_every_export_is_a_file_named_for_list_and_day(self, client, format, language):
        make(self.kind)
        response = client.get(f"{self.url}export/?format={format}&lang={language}")
        assert response.status_code == 200
        assert response.streaming
        assert response.headers["Content-Language"] == language
        name = rf'attachment; filename="{self.table.model.plural}-\d{{4}}-\d\d-\d\d\.{FORMATS[format].extension}"'
        assert re.fullmatch(name, response.headers["Content-Disposition"])
        assert body(response)

    def test_page_offers_every_export_with_its_filters(self, client):
        make(self.kind, title="Zebra")
        links = self.read(client, "q=zebra&page=1").links
        assert [link for link in links if "/export/?" in link] == [
            f"{self.url}export/?q=zebra&format={format}" for format in FORMATS
        ]

    # pytest asks a class for the values of its tests' arguments.

    def pytest_generate_tests(self, metafunc) -> None:
        if "facet" in metafunc.fixturenames:
            metafunc.parametrize("facet", self.facet_names())
        if "year_from" in metafunc.fixturenames:
            metafunc.parametrize("year_from", ["year_from"])
