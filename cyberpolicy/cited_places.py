"""Citations as lists need them: from one query, where whole ones take a row each of three tables."""

from typing import NamedTuple

from cyberpolicy import references
from cyberpolicy.models.documents import passage_address
from cyberpolicy.record_paths import record_path
from cyberpolicy.text_fields import bilingual

# What is read of a citation for its place, in the order that ``place`` takes it.
FIELDS = (
    "document__slug", "document__title_nl", "document__title_en", "passage__locator", "passage__position", "pages",
)  # fmt: skip


class CitedPaper(NamedTuple):
    """A document as a list names it."""

    slug: str
    title_nl: str
    title_en: str

    title = bilingual("title")

    def get_absolute_url(self) -> str:
        return record_path("document", self.slug)


class CitedPlace(NamedTuple):
    """A citation as a list needs it: where a record as a whole is written."""

    document: CitedPaper
    locator: str | None
    position: int | None
    pages: str

    @property
    def short_place(self) -> str:
        return references.short_place(self.locator, self.pages)

    def get_absolute_url(self) -> str:
        if self.locator is None:
            return self.document.get_absolute_url()
        return passage_address(self.document, self.locator, self.position)


def place(slug: str, title_nl: str, title_en: str, *where) -> CitedPlace:
    """The place that these values of a citation give."""
    return CitedPlace(CitedPaper(slug, title_nl, title_en), *where)
