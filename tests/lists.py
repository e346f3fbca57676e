"""A list under test: making rows that have the options of its facets, reading its pages and its files."""

import csv
import io
import json
from typing import Any, ClassVar

import pytest
from django.urls import reverse

from cyberpolicy.facets import ChoiceFacet, RelationFacet
from cyberpolicy.tables import Table
from tests.factories import DAY, cite, make, make_document, make_many, relate, relate_many
from tests.reading import Page, body, visit

READABLE = ("csv", "csv-excel", "json")  # the formats of which a test can read the rows without a library


class ListUnderTest:
    """What the tests of a list need to know of ``table``."""

    table: ClassVar[Table]

    @property
    def kind(self) -> str:
        return self.table.model._meta.model_name

    @property
    def url(self) -> str:
        return reverse(f"{self.kind}-list")

    @classmethod
    def filters(cls) -> dict[str, Any]:
        return cls.table.filterset.base_filters

    @classmethod
    def facet_names(cls) -> list[str]:
        """Those whose options the tests can make: of fields with choices, and of relations."""
        return [name for name, facet in cls.filters().items() if isinstance(facet, ChoiceFacet | RelationFacet)]

    def option(self, name: str, number: int) -> str:
        """The value of an option of a facet; the record it stands for is made when there is none yet."""
        facet = self.filters()[name]
        if isinstance(facet, ChoiceFacet):
            return self.table.model._meta.get_field(facet.field_name).choices[number][0]
        slug = f"{name}-option-{number}"
        others = [other for other in self.options if other.slug == slug]
        if not others:
            values = {"title": f"Option {number} of {name}", "slug": slug}
            self.options.append(make(facet.to[0], **values))
        return slug

    def row(self, title: str, **options: str) -> Any:
        """A row that has these options: ``row("A", forum="ungge")``."""
        facets = {name: self.filters()[name] for name in options}
        fields = {f.field_name: options[name] for name, f in facets.items() if isinstance(f, ChoiceFacet)}
        row = make(self.kind, title=title, **fields)
        for name, facet in facets.items():
            if isinstance(facet, RelationFacet):
                other = next(other for other in self.options if other.slug == options[name])
                ends = (row, facet.kinds[0], other) if facet.mine == "subject" else (other, facet.kinds[0], row)
                relate(*ends)
        return row

    def options_of(self, name: str) -> list[str]:
        """The values of three options of a facet, or of two where there are no more."""
        facet = self.filters()[name]
        is_short = (
            isinstance(facet, ChoiceFacet) and len(self.table.model._meta.get_field(facet.field_name).choices) < 3
        )
        return [self.option(name, number) for number in range(2 if is_short else 3)]

    @pytest.fixture(autouse=True)
    def _no_options_yet(self, db) -> None:
        self.options: list[Any] = []

    def read(self, client, query: str = "", language: str = "en") -> Page:
        page = visit(client, f"{self.url}?{query}" if query else self.url, language)
        assert page.status == 200
        return page

    def of_facets(self, page: Page) -> set[str]:
        """The titles of the rows, without those of records that only serve as options of a facet."""
        return set(page.titles) - {other.title_en for other in self.options}

    def export(self, client, format: str, query: str = "") -> bytes:
        response = client.get(f"{reverse(f'{self.kind}-export')}?format={format}&lang=en&{query}")
        assert response.status_code == 200, response.content
        return body(response)

    def exported(self, client, format: str, query: str = "") -> list[str]:
        """The titles in an export, in their order."""
        content = self.export(client, format, query).decode("utf-8-sig")
        if format == "json":
            return [row["title_en"] for row in json.loads(content)["rows"]]
        rows = csv.DictReader(io.StringIO(content, newline=""), delimiter=";" if format == "csv-excel" else ",")
        return [row["Title"] for row in rows]

    def hide(self, slug: str) -> None:
        other = next(other for other in self.options if other.slug == slug)
        other.visibility = "internal"
        other.save()

    def populate(self, number: int) -> None:
        """Rows of which the first have something in every column."""
        rows = make_many(self.kind, number, sort_date=DAY, date="2020-11-16")
        links = []
        for name in self.facet_names():
            if isinstance(facet := self.filters()[name], RelationFacet):
                self.option(name, 1)
                other = next(other for other in self.options if other.slug == f"{name}-option-1")
                for row in rows[:60]:
                    links.append(
                        (row, facet.kinds[0], other) if facet.mine == "subject" else (other, facet.kinds[0], row)
                    )
        relate_many(links)
        document = make_document(passages=["1.1"]) if self.kind != "document" else rows[0]
        for row in rows[:60]:
            cite(row, document)
        self.extra = sum(other.kind_name == self.kind for other in self.options)

    @property
    def slug_part(self) -> str:
        return "33694-" if self.kind == "motion" else f"{self.kind}-"
