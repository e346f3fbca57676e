"""The help of "did you mean": another spelling of a word that does not occur, and that finds something."""

from collections.abc import Iterable
from itertools import islice, product

from django.db.models import Q
from django.db.models.functions import Length

from cyberpolicy.models import SearchWord
from cyberpolicy.search import vocabulary
from cyberpolicy.search.backend import backend
from cyberpolicy.search.finding import Search
from cyberpolicy.search.language import Term

SHORTEST = 4  # letters of a word that is worth another spelling
LONGEST_ABBREVIATION = 5  # letters of an abbreviation
COMPARED = 3000  # words that one is compared with
TRIED = 6  # spellings of the whole query that are tried


def did_you_mean(search: Search) -> str:
    """The query with other spellings for the words that do not occur; empty when none finds what the reader may see."""
    terms = _odd(search, (term for clause in search.query.clauses for term in clause))[:3]
    seen = (filter(lambda word: search.holds([word]), near(term.words[0])) for term in terms)
    spellings = [list(islice(words, TRIED)) for words in seen]
    for chosen in islice(product(*spellings), TRIED) if terms and all(spellings) else ():
        text = search.query.text
        for term, spelling in sorted(zip(terms, chosen, strict=True), key=lambda pair: -pair[0].start):
            text = text[: term.start] + spelling + text[term.end :]
        if Search(text, search.user).records:
            return text
    return ""


def _odd(search: Search, terms: Iterable[Term]) -> list[Term]:
    """The plain words of which no form occurs in what the reader may see; but a short one in capitals is a name."""
    likely = [term for term in terms if _may_be_wrong(term, search.query.text[term.start : term.end])]
    forms = vocabulary.forms(term.words[0] for term in likely)
    return [term for term in likely if not search.holds(forms[term.words[0]])]


def _may_be_wrong(term: Term, typed: str) -> bool:
    is_name = typed.isupper() and len(typed) <= LONGEST_ABBREVIATION
    return term.is_plain and len(term.words[0]) >= SHORTEST and term.words[0].isalpha() and not is_name


def near(word: str) -> list[str]:
    """The words that occur and differ from ``word`` in a letter or two, nearest first."""
    most = 1 if len(word) <= 5 else 2
    same_start = backend().starting("key", vocabulary.ITSELF + word[:2])
    same_end = Q(key__in=[vocabulary.PART + word[start:] for start in (2, 3, 4) if len(word[start:]) > 3])
    rows = SearchWord.objects.annotate(length=Length("word")).filter(length__range=(len(word) - most, len(word) + most))
    asked = rows.filter(same_start | same_end).order_by("word").values_list("word", flat=True).distinct()[:COMPARED]
    letters = set(word)
    likely = [other for other in asked if len(letters ^ set(other)) <= 2 * most]
    found = sorted((distance(word, other), other) for other in likely)
    return [other for far, other in found if far <= most]


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
