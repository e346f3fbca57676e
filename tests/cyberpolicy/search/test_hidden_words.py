"""Words that only hidden records hold change nothing of what a visitor is answered, however near to what is typed."""

import random

import pytest
from django.http import QueryDict

from cyberpolicy.search.page import SearchPage
from cyberpolicy.search.words import words
from tests.cyberpolicy.search.test_quality import queries
from tests.factories import make_forum

pytestmark = pytest.mark.django_db
ENDINGS = ("", "s", "en", "e", "ing")


class Typing:
    """What somebody types who knows the words, and errs; and words that are like them."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def queries(self, most: int) -> list[str]:
        asked = [query for query, *_expected in self.random.sample(queries(), most)]
        return [*map(self._with_an_error, asked), *(self.like(max(query.split(), key=len)) for query in asked)]

    def _with_an_error(self, query: str) -> str:
        said = query.split()
        place = self.random.randrange(len(said))
        said[place] = self._misspelt(said[place])
        return " ".join(said)

    def _misspelt(self, word: str) -> str:
        if len(word) < 5:
            return word
        at = self.random.randrange(1, len(word) - 1)
        return word[:at] + self.random.choice(
            (word[at + 1] + word[at] + word[at + 2 :], word[at + 1 :], f"e{word[at:]}")
        )

    def like(self, word: str) -> str:
        return self._misspelt(word) if self.random.random() < 0.3 else word[: -1 or None] + self.random.choice(ENDINGS)


def answer(query: str) -> tuple:
    values = QueryDict(mutable=True)
    values["q"] = query
    page = SearchPage("/search/", values, None)
    return (
        set(page.records), page.best, page.rather, page.corrected and page.corrected.text, page.notices(),
        [result.entry.pk for result in page.of_some], page.with_fewer_words(), page.related,
    )  # fmt: skip


@pytest.mark.parametrize("seed", range(2))
def test_no_answer_tells_of_words_that_only_hidden_records_hold(letter, seed):
    typing = Typing(seed)
    asked = typing.queries(15)
    before = [answer(query) for query in asked]
    for query in asked:
        said = words(query)
        make_forum(title=" ".join([*said, *map(typing.like, said)])[:190] or "x", visibility="internal")
    assert [answer(query) for query in asked] == before
