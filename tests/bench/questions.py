"""What is asked of every peer: kinds of page, and for each an endless row of questions that are never the same twice.

A question is plain: filters, order, number of the page, words. Each peer writes it as its own address or query.
"""

import sqlite3
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from random import Random

from tests.bench.dutch import FORE, PLAIN, REAR
from tests.bench.flat import FACETS

PER_PAGE = 50
DEEP = 1_000
WIDTH, SPREAD = 150, 20  # so many pages before and after the thousandth are asked for too


@dataclass(frozen=True)
class Question:
    """One page of motions, or one motion (``slug``). ``after``: the motion before the page, for peers that need it."""

    kind: str
    filters: tuple[tuple[str, str], ...] = ()
    sort: str = "slug"  # "slug", or "-date"
    page: int = 1
    words: str = ""
    slug: str = ""
    after: tuple[str, int] | None = field(default=None, compare=False)  # sorting value and key
    first: tuple[str, int] | None = field(default=None, compare=False)  # of the first row of the page


KINDS = {
    "list": "list with facets, another page each time",
    "plain list": "list, another page each time",
    "filter": "filtered list with facets, another filter each time",
    "plain filter": "filtered list, another filter each time",
    "deep": "page 1,000 and around it",
    "near filter": "first pages of a filtered list",
    "deep filter": "page 1,000 of that filtered list",
    "sorted": "list by date, latest first",
    "detail": "one motion",
    "search": "words in the list",
    "search page": "words in everything (/search/)",
    "again": "the same list again",
    "again filter": "the same filtered list again",
    "again deep": "the same page 1,000 again",
}
WITH_FACETS = {"list", "filter", "search"}  # for the peers, which can leave them out; our lists always have theirs
AGAIN = {"again", "again filter", "again deep"}


class Register:
    """What stands in the plain table, to ask questions whose answers are known."""

    def __init__(self, path: Path, seed: int) -> None:
        self.random = Random(seed)
        self.flat = flat = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        cells = "slug, id, outcome, execution, chamber, coalesce(date, '')"
        self.rows = rows = flat.execute(f"SELECT {cells} FROM motions ORDER BY slug, id").fetchall()
        self.facets = {name: self._counts(name) for name in FACETS}
        self.by_date = sorted(rows, key=lambda row: (row[5], -row[1]), reverse=True)
        self.house = [row for row in rows if row[4] == "tweede"]
        values = [sorted({row[place] for row in rows} - {""}) for place in (2, 3, 4)]
        counts = Counter(row[2:5] for row in rows)
        self.filters = [some for some in product(*values) if counts[some] >= PER_PAGE]

    def _counts(self, name: str) -> dict[str, int]:
        return dict(self.flat.execute(f'SELECT "{name}", count(*) FROM motions GROUP BY 1'))

    # What is known of the answers

    def count_of(self, question: Question) -> int:
        if question.slug:
            return 1
        places = {"outcome": 2, "execution": 3, "chamber": 4}
        wanted = [(places[name], value) for name, value in question.filters]
        return sum(all(row[place] == value for place, value in wanted) for row in self.rows)

    def holding(self, word: str) -> int:
        """The motions with a word, as the full-text index of the plain table finds them."""
        return self.flat.execute("SELECT count(*) FROM motions_fts WHERE motions_fts MATCH ?", [word]).fetchone()[0]

    def spelling(self, letters: str) -> int:
        """The motions with these letters in their title or text."""
        condition = "title LIKE '%' || ?1 || '%' OR body LIKE '%' || ?1 || '%'"
        return self.flat.execute(f"SELECT count(*) FROM motions WHERE {condition}", [letters]).fetchone()[0]

    # What is asked

    def deep_pages(self, rows: list) -> list[int]:
        """The thousandth page and those around it; of a small register its last ones."""
        last = min(DEEP, len(rows) // PER_PAGE - SPREAD)
        return list(range(max(2, last - WIDTH), last + SPREAD))

    def ask(self, kind: str) -> Iterator[Question]:
        """Questions of one kind, each once; then, when all were asked, from the start."""
        while True:
            yield from getattr(self, "_" + kind.replace(" ", "_"))()

    def _paged(self, kind: str, rows: list, pages: list[int], *, place: int = 0, **values) -> Iterator[Question]:
        self.random.shuffle(pages)
        for page in pages:
            start = (page - 1) * PER_PAGE
            after = (rows[start - 1][place], rows[start - 1][1]) if start else None
            yield Question(kind, page=page, after=after, first=(rows[start][place], rows[start][1]), **values)

    def _first_pages(self) -> list[int]:
        return list(range(1, min(2 * WIDTH, len(self.rows) // PER_PAGE)))

    def _list(self, kind: str = "list") -> Iterator[Question]:
        return self._paged(kind, self.rows, self._first_pages())

    def _plain_list(self) -> Iterator[Question]:
        return self._list("plain list")

    def _sorted(self) -> Iterator[Question]:
        pages = self._first_pages()
        return self._paged("sorted", self.by_date, pages, place=5, sort="-date")

    def _deep(self) -> Iterator[Question]:
        return self._paged("deep", self.rows, self.deep_pages(self.rows))

    def _deep_filter(self) -> Iterator[Question]:
        pages = self.deep_pages(self.house)
        return self._paged("deep filter", self.house, pages, filters=(("chamber", "tweede"),))

    def _near_filter(self) -> Iterator[Question]:
        pages = list(range(1, min(WIDTH, len(self.house) // PER_PAGE)))
        return self._paged("near filter", self.house, pages, filters=(("chamber", "tweede"),))

    def _plain_filter(self) -> Iterator[Question]:
        return self._filter("plain filter")

    def _filter(self, kind: str = "filter") -> Iterator[Question]:
        """Half of the filters are for one kind, half for the other: no peer has seen them in the other."""
        mine = self.filters[kind == "filter" :: 2]
        self.random.shuffle(mine)
        for values in mine:
            yield Question(kind, filters=tuple(zip(("outcome", "execution", "chamber"), values, strict=True)))

    def _detail(self) -> Iterator[Question]:
        for row in self.random.sample(self.rows, min(2_000, len(self.rows))):
            yield Question("detail", slug=row[0])

    def _search(self, kind: str = "search") -> Iterator[Question]:
        """One word of the field, two of them, a rare compound: a third each."""
        for _number in range(2_000):
            rare = self.random.choice(FORE) + self.random.choice(REAR)
            one, two = self.random.sample(PLAIN, 2)
            for words in (one, f"{one} {two}", rare):
                yield Question(kind, words=words)

    def _search_page(self) -> Iterator[Question]:
        return self._search("search page")

    def _again(self) -> Iterator[Question]:
        yield Question("again", first=self.rows[0][:2])

    def _again_filter(self) -> Iterator[Question]:
        yield Question("again filter", filters=(("outcome", "adopted"), ("execution", "settled")))

    def _again_deep(self) -> Iterator[Question]:
        return self._paged("again deep", self.rows, self.deep_pages(self.rows)[-SPREAD:][:1])
