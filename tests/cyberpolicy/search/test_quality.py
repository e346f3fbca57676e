"""What people type leads to what they mean: the queries of tests/data/queries.tsv on the records of the letter."""

from pathlib import Path

import pytest
from django.http import QueryDict

from cyberpolicy.batching import batches
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
    """The first records of the page: those found, then those with some of the words; else those of another spelling."""
    page = page_of(text)
    page = page.corrected or page
    best = [result.entry for group in page.groups[:1] for result in group["results"]]
    return [entry.key for entry in [*best, *(result.entry for result in page.of_some)][:TOP]]


@pytest.mark.parametrize("asked", list(batches(queries(), 100)), ids=lambda asked: asked[0][0][:40])
def test_right_record_is_among_the_first(letter, asked):
    has_text = LETTER.exists()
    if has_text:
        documents.store(Document.objects.get(slug="kst-33694-60"), parse(LETTER.read_bytes()))
    answers = {text: (top(text), wanted) for text, wanted, note in asked if has_text or note != "text"}
    misses = {text: first for text, (first, wanted) in answers.items() if not set(first) & set(wanted.split("|"))}
    assert not misses
