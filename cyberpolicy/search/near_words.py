"""Words that differ from another in a letter or two: what may have been meant."""

from collections.abc import Iterable

from django.db.models import Q
from django.db.models.functions import Length

from cyberpolicy.models import SearchWord
from cyberpolicy.search import vocabulary
from cyberpolicy.search.backend import starting
from cyberpolicy.search.words import SHORTEST_INSIDE, SMALL

SHORT = 5  # letters
LONG = 8  # letters, of which two may be wrong: "geworden" is not meant by "gewonnen", but a word of its own
COMPARED = 3000  # words that one is compared with


def near(word: str, most: int = 2, also: Iterable[str] = ()) -> list[str]:
    """The words that occur, or are among ``also``, and differ from ``word`` in so many letters or fewer; nearest first.

    Of a word that is not long in one; "running" is not meant by "turning". Nobody means a small word.
    """
    most = 1 if len(word) <= LONG else most
    # One letter, or two that changed places, stand in one half of a word: the other half is the same.
    same = max(2, len(word) // 2 - 1) if most == 1 else 2
    same_start = starting("key", vocabulary.ITSELF + word[:same])
    ends = (word[start:] for start in range(2, max(same, 3) + 2))
    same_end = Q(key__in=[vocabulary.PART + end for end in ends if len(end) >= SHORTEST_INSIDE])
    rows = SearchWord.objects.annotate(length=Length("word")).filter(length__range=(len(word) - most, len(word) + most))
    asked = rows.filter(same_start | same_end).order_by("word").values_list("word", flat=True).distinct()[:COMPARED]
    letters = set(word)
    likely = {other for other in (*asked, *also) if len(letters ^ set(other)) <= 2 * most} - SMALL
    found = sorted((distance(word, other), other) for other in likely)
    return [other for far, other in found if far <= (most if other[0] == word[0] else 1)]


def distance(one: str, other: str) -> int:
    """How many letters to add, drop, change or swap with a neighbour to make one word of the other."""
    before, last = [], list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        row = [i]
        for j, b in enumerate(other, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before, last = last, row
    return last[-1]
