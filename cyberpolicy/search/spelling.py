"""The help of "did you mean": another spelling of a word that does not occur, and that finds something."""

from collections.abc import Iterable
from functools import partial
from itertools import islice, product

from cyberpolicy.search import facts, thesaurus, vocabulary
from cyberpolicy.search.finding import Search
from cyberpolicy.search.language import Term
from cyberpolicy.search.near_words import SHORT, near

SHORTEST = 4  # letters of a word that is worth another spelling
LONGEST_ABBREVIATION = 5  # letters of an abbreviation
TRIED = 6  # spellings of the whole query that are tried


def did_you_mean(search: Search) -> str:
    """The query with other spellings for the words that do not occur; empty when none finds what the reader may see."""
    others = thesaurus.single_words()
    return _spelt(search, {term: near(term.words[0], also=others) for term in _odd(search, search.query.terms)[:3]})


def rather(search: Search) -> str:
    """The same for a query that finds something: where a word does not occur, and another a letter away does."""
    likely = _likely(search, search.query.terms)
    forms = vocabulary.forms(term.words[0] for term in likely)
    odd = [term for term in likely if len(term.words[0]) > SHORT and term.words[0] not in forms[term.words[0]]]
    odd = [term for term in odd if not (thesaurus.same_as(term.words[0]) or facts.same_as(term.words[0]))][:3]
    other = {term: [word for word in near(term.words[0], 1) if word not in forms[term.words[0]]] for term in odd}
    return _spelt(search, {term: words for term, words in other.items() if words})


def _spelt(search: Search, spellings: dict[Term, list[str]]) -> str:
    """The query with the first of the spellings of each term that together find something."""
    known = [list(islice(filter(partial(_is_known, search), words), TRIED)) for words in spellings.values()]
    for chosen in islice(product(*known), TRIED) if known and all(known) else ():
        text = search.query.text
        for term, spelling in sorted(zip(spellings, chosen, strict=True), key=lambda pair: -pair[0].start):
            text = text[: term.start] + spelling + text[term.end :]
        if Search(text, search.user).records:
            return text
    return ""


def _is_known(search: Search, word: str) -> bool:
    return bool(thesaurus.same_as(word)) or search.holds([word])


def _odd(search: Search, terms: Iterable[Term]) -> list[Term]:
    """The plain words of which no form occurs in what the reader may see; but a short one in capitals is a name.

    If of all some form does, those that do not occur themselves: of "wetenschapelijk" the stem is that of "wetenschap".
    """
    likely = _likely(search, terms)
    forms = vocabulary.forms(term.words[0] for term in likely)
    odd = [term for term in likely if not search.holds(forms[term.words[0]])]
    return odd or [term for term in likely if term.words[0] not in forms[term.words[0]]]


def _likely(search: Search, terms: Iterable[Term]) -> list[Term]:
    return [term for term in terms if _may_be_wrong(term, search.query.text[term.start : term.end])]


def _may_be_wrong(term: Term, typed: str) -> bool:
    is_name = typed.isupper() and len(typed) <= LONGEST_ABBREVIATION
    return term.is_plain and len(term.words[0]) >= SHORTEST and term.words[0].isalpha() and not is_name
