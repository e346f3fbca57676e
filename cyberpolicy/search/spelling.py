"""The help of "did you mean": another spelling of words that do not occur, by which something is found."""

from collections.abc import Callable, Iterable
from itertools import islice, product

from cyberpolicy.search import facts, thesaurus, vocabulary
from cyberpolicy.search.finding import Search
from cyberpolicy.search.language import LONGEST_ABBREVIATION, Term
from cyberpolicy.search.near_words import SHORT, near
from cyberpolicy.search.words import words

SHORTEST = 4  # letters of a word that is worth another spelling
TRIED = 6  # spellings of the whole query that are tried
Finds = Callable[[str], bool]


def did_you_mean(search: Search, finds: Finds | None = None) -> str:
    """The query with other spellings for the words that do not occur; empty when none finds what the reader may see.

    ``finds`` tells whether another query does; by itself any record will do.
    """
    others = thesaurus.single_words()
    odd = _odd(search, search.query.terms)[:3]
    return _spelt(search, {term: _known(search, near(term.words[0], also=others)) for term in odd}, finds)


def closer_spelling(search: Search, finds: Finds | None = None) -> str:
    """The same for a query that finds something: where a word does not occur, and another a letter away does."""
    likely = [term for term in _likely(search, search.query.terms) if len(term.words[0]) > SHORT]
    forms = vocabulary.forms(term.words[0] for term in likely)
    named = _words_of_names(search)
    odd = [term for term in likely if term.words[0] not in named and not _occurs(search, term, forms)][:3]
    found = {term: set(near(term.words[0], most=1)) - forms[term.words[0]] for term in odd}
    known = {term: _known(search, sorted(others)) for term, others in found.items()}
    return _spelt(search, {term: others for term, others in known.items() if others}, finds)


def _known(search: Search, spellings: Iterable[str]) -> list[str]:
    """The first of them that the reader may see somewhere, or that the thesaurus has."""
    return list(islice((word for word in spellings if thesaurus.same_as(word) or search.holds([word])), TRIED))


def _spelt(search: Search, spellings: dict[Term, list[str]], finds: Finds | None) -> str:
    """The query with the first of the spellings of each term that together find something."""
    finds = finds or (lambda text: bool(Search(text, search.user).records))
    for chosen in islice(product(*spellings.values()), TRIED) if spellings else ():
        text = search.query.text
        for term, spelling in sorted(zip(spellings, chosen, strict=True), key=lambda pair: -pair[0].start):
            text = text[: term.start] + spelling + text[term.end :]
        if finds(text):
            return text
    return ""


def _words_of_names(search: Search) -> set[str]:
    """The words of the query that mean something alone or with others beside them: "Ministry of Defense"."""
    said = " ".join(words(search.query.text))
    names = {name for name in thesaurus.names() if f" {name} " in f" {said} "}
    return {word for name in names for word in name.split()} | {word for word in said.split() if facts.same_as(word)}


def _occurs(search: Search, term: Term, forms: dict[str, set[str]]) -> bool:
    """Whether a word itself stands in what the reader may see."""
    return search.holds({term.words[0]} & forms[term.words[0]])


def _odd(search: Search, terms: Iterable[Term]) -> list[Term]:
    """The plain words of which no form occurs in what the reader may see; but a short one in capitals is a name.

    If of all some form does, those that do not occur themselves: of "wetenschapelijk" the stem is that of "wetenschap".
    """
    likely = _likely(search, terms)
    forms = vocabulary.forms(term.words[0] for term in likely)
    odd = [term for term in likely if not search.holds(forms[term.words[0]])]
    return odd or [term for term in likely if not _occurs(search, term, forms)]


def _likely(search: Search, terms: Iterable[Term]) -> list[Term]:
    return [term for term in terms if _may_be_wrong(term, search.query.text[term.start : term.end])]


def _may_be_wrong(term: Term, typed: str) -> bool:
    is_name = typed.isupper() and len(typed) <= LONGEST_ABBREVIATION
    return term.is_plain and len(term.words[0]) >= SHORTEST and term.words[0].isalpha() and not is_name
