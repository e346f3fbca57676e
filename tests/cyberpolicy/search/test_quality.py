"""What people type leads to what they mean: the queries of tests/data/queries.tsv on the records of the letter."""

from pathlib import Path

import pytest
from django.http import QueryDict

from cyberpolicy.importers import documents
from cyberpolicy.importers.text import parse
from cyberpolicy.models import Document
from cyberpolicy.search.page import SearchPage

ROOT = Path(__file__).resolve().parents[3]
LETTER = ROOT.parent / "shared" / "letter" / "letter.txt"
TOP = 3


def queries() -> list[tuple[str, ...]]:
    lines = (ROOT / "tests/data/queries.tsv").read_text("utf-8").splitlines()
    return [tuple(line.split("\t")) for line in lines if not line.startswith("#")]


def page_of(text: str) -> SearchPage:
    query = QueryDict(mutable=True)
    query["q"] = text
    return SearchPage("/search/", query, None)


def top(text: str) -> list[str]:
    """The first records of the page: those found, then those with some of the words; else behind "did you mean"."""
    page = page_of(text)
    if page.better_spelling:
        page = page_of(page.better_spelling[0])
    best = [result.entry for group in page.groups[:1] for result in group["results"]]
    return [entry.key for entry in [*best, *page.of_some][:TOP]]


@pytest.mark.parametrize(("text", "wanted", "note"), queries(), ids=lambda value: value[:40])
def test_right_record_is_among_the_first(letter, text, wanted, note):
    if note == "text" and not LETTER.exists():
        pytest.skip("the text of the letter is not here")
    if LETTER.exists():
        documents.store(Document.objects.get(slug="kst-33694-60"), parse(LETTER.read_bytes()))
    assert set(top(text)) & set(wanted.split("|")), top(text)
