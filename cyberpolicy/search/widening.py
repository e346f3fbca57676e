"""From a query to what a backend has to find: each word widened with the words that mean the same."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from cyberpolicy.search import vocabulary
from cyberpolicy.search.glossary import other_names
from cyberpolicy.search.language import Query, Term, significant
from cyberpolicy.search.matching import Match, Phrase
from cyberpolicy.search.words import SHORTEST_INSIDE, SHORTEST_START, SMALL
from cyberpolicy.search.words import stems as stems_of

EXACT, FORM, NAME, COMPOUND = 1.0, 0.9, 0.8, 0.55  # how near a phrase is to what was asked for
LONGEST_NAME = 6  # words
LONGEST_ENDING = 4  # letters: "commitments" does not mean committees
MOST_WITH_COMPOUNDS = 6  # words of a query: who asks for more has pasted a sentence
MOST_COMPOUNDS = 100  # of all its words together: each is asked for, and so many take 50 ms among 100,000 motions
MOST_SHORT = 2  # beginnings of words, asked for or of three letters: half of all texts may hold such a word
SHORTEST_OF_TWO = 2 * SHORTEST_INSIDE  # letters of a word that may consist of two
SHORTEST_BASE = 5  # letters of a stem that compounds are looked up by though it does not occur itself


@dataclass
class Clause:
    """What may stand for one word of a query: phrases, each with how near it is."""

    terms: tuple[Term, ...]
    phrases: dict[Phrase, float] = field(default_factory=dict)

    def add(self, phrase: Phrase, nearness: float) -> None:
        self.phrases[phrase] = max(nearness, self.phrases.get(phrase, 0))

    @cached_property
    def by_sort(self) -> tuple[dict[str, float], list[tuple[str, float]]]:
        """Its phrases with their nearness, single words, and the others as in a line, the nearest first."""
        single = {phrase.words[0]: near for phrase, near in self.phrases.items() if phrase.is_word}
        others = [(phrase.in_line, near) for phrase, near in self.phrases.items() if not phrase.is_word]
        return single, sorted(others, key=lambda pair: -pair[1])

    def near(self, least: float = 0) -> tuple[Phrase, ...]:
        return tuple(phrase for phrase, nearness in self.phrases.items() if nearness >= least)


@dataclass
class Widened:
    clauses: list[Clause]
    without: tuple[Phrase, ...] = ()

    def match(self, least: float = 0) -> Match:
        """What a backend has to find; with ``least`` only by phrases at least that near."""
        return Match(tuple(clause.near(least) for clause in self.clauses), self.without)

    def match_of_some(self, least: float = 0) -> Match:
        """The same for what holds any of the first words."""
        some = self.clauses[:MOST_WITH_COMPOUNDS]
        return Match((tuple(dict.fromkeys(phrase for clause in some for phrase in clause.near(least))),), self.without)


Holds = Callable[[Collection[str]], bool]  # whether one of these words stands in what the reader may see


def widened(query: Query, user, holds: Holds) -> Widened:
    """Every plain word with its other forms, its other names that ``user`` may know, and its compounds.

    What stands in quotes stays as it is. Six queries at most, whatever the length, and a question to ``holds`` where a
    word that only hidden records hold would make a difference.
    """
    asked = [Clause(clause) for clause in query.clauses]
    plain = {term.word for term in _terms(query) if term.word}
    plain |= {term.words[0] for term in query.without if term.is_plain} | {word for word, *_both in _joined(asked)}
    forms = vocabulary.forms(plain)
    for clause in asked:
        for term in clause.terms:
            _add_term(clause, term, forms)
    for word, *both in _joined(asked):
        for clause in both if forms[word] else ():
            clause.add(Phrase((word,)), FORM)
    long = [term for term in _terms(query) if term.is_plain and len(term.words[0]) >= SHORTEST_OF_TWO]
    _add_splits([term for term in long[:MOST_WITH_COMPOUNDS] if not holds(forms[term.words[0]])], asked)
    _add_names(asked, forms, user)
    _add_compounds(asked, forms, holds)
    must = set(map(id, significant(query)))
    return Widened([clause for clause in asked if id(clause.terms) in must], tuple(_without(query, forms)))


def _terms(query: Query) -> Iterator[Term]:
    return (term for clause in query.clauses for term in clause)


def _add_term(clause: Clause, term: Term, forms: dict[str, set[str]]) -> None:
    clause.add(Phrase(term.words, term.is_start), EXACT)
    for number in term.numbers:
        clause.add(Phrase(number), EXACT)
    if term.as_one:
        clause.add(Phrase((term.as_one,)), FORM)
        clause.add(Phrase(term.words, is_start=True), COMPOUND)
    if term.word:
        for form in sorted(forms[term.word] - SMALL):
            clause.add(Phrase((form,)), FORM)


# Together or apart


def _joined(asked: list[Clause]) -> Iterator[tuple[str, Clause, Clause]]:
    """Two words beside each other as one, which is how another may have written them: "wanna cry"."""
    for before, after in pairwise(asked):
        if all(len(clause.terms) == 1 and clause.terms[0].is_plain for clause in (before, after)):
            yield before.terms[0].words[0] + after.terms[0].words[0], before, after


def _add_splits(odd: list[Term], asked: list[Clause]) -> None:
    """Words that do not occur as the two that they may consist of: "cyberattack" finds cyber attacks."""
    parts = {
        term: [(term.words[0][:at], term.words[0][at:]) for at in range(SHORTEST_INSIDE, len(term.words[0]) - 3)]
        for term in odd
    }
    forms = vocabulary.forms({part for pairs in parts.values() for pair in pairs for part in pair})
    for clause in asked:
        for first, rest in (pair for term in clause.terms for pair in parts.get(term, ())):
            if first in forms[first]:
                for form in sorted(forms[rest]):
                    clause.add(Phrase((first, form)), FORM)


# Names


def _add_names(asked: list[Clause], forms: dict[str, set[str]], user) -> None:
    """Where words of the query are a name of a record, its other names will do for those words."""
    runs = dict(_runs(asked, forms))
    if not runs:
        return
    known = other_names({name for names in runs.values() for name in names}, user)
    widening = {name: [other for other in others if len(other) == 1] for name, others in known.items()}
    more = vocabulary.forms({other[0] for others in widening.values() for other in others})
    for (start, end), names in runs.items():
        for other in (other for name in names for other in known.get(name, ())):
            for clause in asked[start:end]:
                clause.add(Phrase(other), NAME)
                if len(other) == 1:
                    for form in sorted(more[other[0]] - SMALL):
                        clause.add(Phrase((form,)), NAME)


def _runs(asked: list[Clause], forms: dict[str, set[str]]) -> Iterator[tuple[tuple[int, int], set[str]]]:
    """Places in the query, from and to which clause, with the names that its words there may be."""
    for start in range(len(asked)):
        said: list[str] = []
        for end in range(start, min(start + LONGEST_NAME, len(asked))):
            terms = asked[end].terms
            if (len(terms) > 1 and end > start) or any(term.is_start or term.numbers for term in terms):
                break
            if len(terms) > 1 or (end == start and terms[0].is_plain):
                yield (
                    (start, end + 1),
                    {form for t in terms for form in (" ".join(t.words), *forms.get(t.words[0], ()))},
                )
                if len(terms) > 1:
                    break
                said += terms[0].words
                continue
            said += terms[0].words
            if len(said) > 1:
                yield (start, end + 1), {" ".join(said)}


# Compounds


def _add_compounds(asked: list[Clause], forms: dict[str, set[str]], holds: Holds) -> None:
    """Words that begin with a word of the query, or hold it as a later part; also with the plain form of it."""
    stems = {clause_number: set() for clause_number in range(len(asked))}
    starts_count = sum(term.is_start for _number, term in _numbered(asked))
    wide = [(number, term.word) for number, term in _numbered(asked) if term.word and not term.is_small]
    too_short = [pair for pair in wide if len(pair[1]) == SHORTEST_START][max(0, MOST_SHORT - starts_count) :]
    for number, word in [pair for pair in wide if pair not in too_short][:MOST_WITH_COMPOUNDS]:
        stems[number] |= {word} | _bases(word, forms[word], holds)
    for number, clause in enumerate(asked[:MOST_WITH_COMPOUNDS]):
        for phrase, nearness in list(clause.phrases.items()):
            if nearness == NAME and len(phrase.words) == 1:
                stems[number].add(phrase.words[0])
    later = vocabulary.compounds(
        {stem for found in stems.values() for stem in found if len(stem) >= SHORTEST_INSIDE and stem.isalpha()}
    )
    left = MOST_COMPOUNDS
    for number, clause in enumerate(asked):
        for stem in sorted(stems[number]):
            if len(stem) >= SHORTEST_START and stem.isalpha():
                clause.add(Phrase((stem,), is_start=True), COMPOUND)
            for compound in later.get(stem, ())[:left]:
                clause.add(Phrase((compound,)), COMPOUND)
                left -= 1


def _numbered(asked: list[Clause]) -> Iterator[tuple[int, Term]]:
    return ((number, term) for number, clause in enumerate(asked) for term in clause.terms)


def _bases(word: str, forms: set[str], holds: Holds) -> set[str]:
    """What compounds of a word may begin with: its stems, and those of its forms that occur."""
    by_stem = {stem[1:] for stem in stems_of(word) if len(stem) > SHORTEST_BASE}
    bases = {base for base in by_stem | forms if _is_base(base, word)}
    return {base for base in bases if base in by_stem or holds([base])}


def _is_base(form: str, word: str) -> bool:
    """Whether ``form`` is ``word`` without its ending, so that compounds of it are meant too: aanval of aanvallen."""
    is_without_ending = SHORTEST_INSIDE <= len(form) < len(word) <= len(form) + LONGEST_ENDING
    return is_without_ending and word.startswith(form)


def _without(query: Query, forms: dict[str, set[str]]) -> Iterator[Phrase]:
    """Of words to leave out the other forms go too, the compounds stay."""
    for term in query.without:
        yield Phrase(term.words, term.is_start)
        if term.is_plain:
            yield from (Phrase((form,)) for form in sorted(forms[term.words[0]] - {term.words[0]}))
