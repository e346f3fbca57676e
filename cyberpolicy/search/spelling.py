"""The help of "did you mean": another spelling of a word that does not occur, and that finds something."""

from collections.abc import Iterable
from functools import partial
from itertools import islice, product

from cyberpolicy.search import thesaurus, vocabulary
from cyberpolicy.search.finding import Search
from cyberpolicy.search.language import Term
from cyberpolicy.search.near_words import near

SHORTEST = 4  # letters of a word that is worth another spelling
LONGEST_ABBREVIATION = 5  # letters of an abbreviation
TRIED = 6  # spellings of the whole query that are tried


def did_you_mean(search: Search) -> str:
    """The query with other spellings for the words that do not occur; empty when none finds what the reader may see."""
    terms = _odd(search, search.query.terms)[:3]
    others = thesaurus.single_words()
    seen = (filter(partial(_is_known, search), near(term.words[0], also=others)) for term in terms)
    spellings = [list(islice(words, TRIED)) for words in seen]
    for chosen in islice(product(*spellings), TRIED) if terms and all(spellings) else ():
        text = search.query.text
        for term, spelling in sorted(zip(terms, chosen, strict=True), key=lambda pair: -pair[0].start):
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
    likely = [term for term in terms if _may_be_wrong(term, search.query.text[term.start : term.end])]
    forms = vocabulary.forms(term.words[0] for term in likely)
    odd = [term for term in likely if not search.holds(forms[term.words[0]])]
    return odd or [term for term in likely if term.words[0] not in forms[term.words[0]]]


def _may_be_wrong(term: Term, typed: str) -> bool:
    is_name = typed.isupper() and len(typed) <= LONGEST_ABBREVIATION
    return term.is_plain and len(term.words[0]) >= SHORTEST and term.words[0].isalpha() and not is_name
