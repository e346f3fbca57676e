"""From a query to what a backend has to find: each word widened with the words that mean the same."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain, islice, product, zip_longest

from cyberpolicy.search import by_whom, facts, thesaurus, verbs, vocabulary
from cyberpolicy.search.glossary import abbreviations, meanings
from cyberpolicy.search.language import Query, Term, significant
from cyberpolicy.search.matching import Match, Phrase
from cyberpolicy.search.together import LONGEST_NAME, Holds, IsMisspelt, apart, joined, misspelt
from cyberpolicy.search.words import SHORTEST_INSIDE, SHORTEST_START, SMALL
from cyberpolicy.search.words import stems as stems_of

EXACT, FORM, NAME, SAME, COMPOUND = 1.0, 0.9, 0.8, 0.75, 0.55  # how near a phrase is to what was asked for
OF_NAME, MAY_HAVE_IT = 0.4, 0.5  # a compound of another name; a status, when no kind that has one is asked for
HAS_IT = 2.5  # the status or date itself: more than a word in a title
LONGEST_ENDING = 4  # letters: "commitments" does not mean committees
MOST_WITH_COMPOUNDS = 6  # words of a query: who asks for more has pasted a sentence
MOST_COMPOUNDS = 100  # of all its words together: each is asked for, and so many take 50 ms among 100,000 motions
MOST_SHORT = 2  # beginnings of words, asked for or of three letters: half of all texts may hold such a word
SHORTEST_NAME = 5  # letters of a name that may begin other words: "GROe" does not mean growth
SHORTEST_BASE = 5  # letters of a stem that compounds are looked up by though it does not occur itself
DOSSIER = re.compile(r"\d{5}")
LETTERS_OR_DIGITS = re.compile(r"\d+|\D+")


@dataclass
class WideClause:
    """What may stand for one word of a query: phrases, each with how near it is."""

    terms: tuple[Term, ...]
    phrases: dict[Phrase, float] = field(default_factory=dict)

    def add(self, phrase: Phrase, nearness: float) -> None:
        self.phrases[phrase] = max(nearness, self.phrases.get(phrase, 0))

    @cached_property
    def most(self) -> float:
        """How near its nearest phrase is."""
        return max(self.phrases.values(), default=0)

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
    clauses: list[WideClause]
    without: tuple[Phrase, ...] = ()

    def match(self, least: float = 0) -> Match:
        """What a backend has to find; with ``least`` only by phrases at least that near."""
        return Match(tuple(clause.near(least) for clause in self.clauses), self.without)

    def matches_of_each(self) -> list[Match]:
        """The same for each of the first words alone."""
        return [Match((clause.near(),), self.without) for clause in self.clauses[:MOST_WITH_COMPOUNDS]]


NOTHING = WideClause((Term(("",), 0, 0, is_exact=True),))  # a clause that no name runs over


def widened(query: Query, user, holds: Holds) -> Widened:
    """Every plain word with its other forms, its other names that ``user`` may know, and its compounds.

    What stands in quotes stays as it is. Eight queries at most, whatever the length, three more for what is to be left
    out, one for each of the first words that do not occur, and a question to ``holds`` where a word that only hidden
    records hold would make a difference.
    """
    is_misspelt = misspelt(holds)
    query, forms = apart(query, holds, is_misspelt)
    asked = [WideClause(clause) for clause in query.clauses]
    for clause in asked:
        for term in clause.terms:
            _add_term(clause, term, forms)
    for word, before, after in joined(query.clauses):
        for clause in (asked[before], asked[after]) if forms.get(word) else ():
            clause.add(Phrase((word,)), FORM)
    _add_names(asked, forms, user, holds)
    is_of_kind = any(facts.is_kind(" ".join(term.words)) for term in query.terms)
    is_of_kind = is_of_kind or any(each.name == "kind" for each in query.filters)
    _add_facts(asked, is_of_kind=is_of_kind)
    _add_compounds(asked, forms, abbreviations(_short_words(asked), user), holds, is_misspelt)
    must = set(map(id, significant(query)))
    return Widened(
        [clause for clause in asked if id(clause.terms) in must],
        _without(query, forms, user, holds, is_of_kind=is_of_kind),
    )


def _add_term(clause: WideClause, term: Term, forms: dict[str, set[str]]) -> None:
    clause.add(Phrase(term.words, term.is_start), EXACT)
    for number in term.numbers:
        clause.add(Phrase(number), EXACT)
        if number[0] == "dossier" and DOSSIER.fullmatch(number[-1]):  # "33694" or "33 694", as a text may write it
            clause.add(Phrase(number[1:]), EXACT)
            clause.add(Phrase((number[1][:2], number[1][2:])), EXACT)
    if term.as_one:
        clause.add(Phrase((term.as_one,)), FORM)
        clause.add(Phrase(term.words, is_start=len(term.words[-1]) >= SHORTEST_START), COMPOUND)
    if term.is_plain and (pieces := tuple(LETTERS_OR_DIGITS.findall(term.word))) and len(pieces) == 2:
        clause.add(Phrase(pieces), FORM)  # "covid19", "G77"
    if term.word:
        if said := verbs.with_te(term.word):
            clause.add(Phrase(said), FORM)
        for form in sorted(forms[term.word] - SMALL):
            clause.add(Phrase((form,)), FORM)


# Names


def _add_names(asked: list[WideClause], forms: dict[str, set[str]], user, holds: Holds) -> None:
    """Where words of the query are a name, of a record or in the thesaurus, its other names will do for those words;
    and where it is a party's, what is by it.

    So they do where a form of them is a name, if the reader may see a text with that form.
    """
    typed = dict(_runs(asked))
    runs = {place: {form for name in names for form in (name, *forms.get(name, ()))} for place, names in typed.items()}
    if not runs:
        return
    known = meanings({name for names in runs.values() for name in names}, user)
    widening = {name: [other for other in others if len(other) == 1] for name, others in known.others.items()}
    more = vocabulary.forms({other[0] for others in widening.values() for other in others})
    for (start, end), names in runs.items():
        same = {name: thesaurus.same_as(name) for name in names}
        told = [phrases for name, phrases in same.items() if phrases and (name in typed[start, end] or holds([name]))]
        for clause, phrase in product(asked[start:end], chain.from_iterable(told)):
            clause.add(phrase, SAME)
        odd = [name for name in typed[start, end] if not told and name in forms and not holds(forms[name])]
        near = [phrase for name in odd for phrase in thesaurus.akin(name)]
        for clause, phrase in product(asked[start:end], near):
            clause.add(phrase, COMPOUND)
        bearers = (who for name in typed[start, end] for who in known.bearers.get(name, ()))
        for clause, who in product(asked[start:end], bearers):
            clause.add(by_whom.phrase(who), SAME)
        for other in (other for name in names for other in known.others.get(name, ())):
            for clause in asked[start:end]:
                clause.add(Phrase(other), NAME)
                if len(other) == 1:
                    for form in sorted(more[other[0]] - SMALL):
                        clause.add(Phrase((form,)), NAME)


def _runs(asked: list[WideClause]) -> Iterator[tuple[tuple[int, int], set[str]]]:
    """Places in the query, from and to which clause, with the names that its words there may be; none in quotes."""
    for start in range(len(asked)):
        said: list[str] = []
        for end, clause in enumerate(asked[start : start + LONGEST_NAME], start + 1):
            if (len(clause.terms) > 1 and said) or any(map(_is_no_name, clause.terms)):
                break
            said += clause.terms[0].words
            if len(clause.terms) > 1 or clause.terms[0].is_plain or len(said) > 1:
                yield (
                    (start, end),
                    {" ".join(said), *(" ".join(term.words) for term in clause.terms if len(clause.terms) > 1)},
                )
            if len(clause.terms) > 1:
                break


def _is_no_name(term: Term) -> bool:
    return term.is_exact or term.is_start or bool(term.numbers)


def _add_facts(asked: list[WideClause], *, is_of_kind: bool) -> None:
    """Where words of the query are a date or the name of a status, what has it will do for them.

    Before all else when the query asks for a kind of record that has statuses (``is_of_kind``): else "open internet"
    would ask for what is open. The longest name counts: "niet uitgevoerd" does not ask for what was.
    """
    taken: set[int] = set()
    for (start, end), names in sorted(_runs(asked), key=lambda run: run[0][0] - run[0][1]):
        found = [fact for name in sorted(names) for fact in facts.same_as(name)]
        if not found or not taken.isdisjoint(range(start, end)):
            continue
        taken.update(range(start, end))
        for clause, fact in product(asked[start:end], found):
            clause.add(Phrase((fact.word,)), HAS_IT if is_of_kind or fact.is_date else MAY_HAVE_IT)


# Compounds


def _short_words(asked: list[WideClause]) -> set[str]:
    return {term.words[0] for _number, term in _numbered(asked) if term.is_plain and len(term.words[0]) < SHORTEST_NAME}


def _add_compounds(
    asked: list[WideClause], forms: dict[str, set[str]], short: set[str], holds: Holds, is_misspelt: IsMisspelt
) -> None:
    """Words that begin with a word of the query, or hold it as a later part; also with the plain form of it.

    Not of ``short`` names: "nato" stands in "signatory" too.
    """
    stems = _stems_to_widen(asked, forms, short, holds)
    names = _names_to_widen(asked, stems, holds)
    odd = {word for found in stems for word in found.values() if not holds(forms[word]) and is_misspelt(word)}
    later = _later_parts([*stems, *names], odd)
    waiting: list[list[tuple[Phrase, float]]] = []
    for clause, own, others in zip(asked, stems, names, strict=True):
        nearness = {stem: COMPOUND if stem in own else OF_NAME for stem in sorted({**own, **others})}
        for stem in nearness:
            if len(stem) >= SHORTEST_START and stem.isalpha():
                clause.add(Phrase((stem,), is_start=True), nearness[stem])
        waiting.append([(Phrase((word,)), nearness[stem]) for stem in nearness for word in later.get(stem, ())])
    # one of each word in turn, so that none takes all the places
    in_turn = (
        (clause, phrase) for row in zip_longest(*waiting) for clause, phrase in zip(asked, row, strict=True) if phrase
    )
    for clause, phrase in islice(in_turn, MOST_COMPOUNDS):
        clause.add(*phrase)


def _stems_to_widen(
    asked: list[WideClause], forms: dict[str, set[str]], short: set[str], holds: Holds
) -> list[dict[str, str]]:
    """For each clause the stems of its first words, each with the word that it is of."""
    stems: list[dict[str, str]] = [{} for _clause in asked]
    starts_count = sum(term.is_start for _number, term in _numbered(asked))
    wide = [(number, term.word) for number, term in _numbered(asked) if term.word and not term.is_small]
    too_short = [pair for pair in wide if len(pair[1]) == SHORTEST_START][max(0, MOST_SHORT - starts_count) :]
    for number, word in [pair for pair in wide if pair not in too_short and pair[1] not in short][:MOST_WITH_COMPOUNDS]:
        stems[number] |= dict.fromkeys({word} | _bases(word, forms[word], holds), word)
    return stems


def _names_to_widen(asked: list[WideClause], stems: list[dict[str, str]], holds: Holds) -> list[dict[str, str]]:
    """The same for the other names of the first clauses, and for forms of them that the reader may see."""
    names: list[dict[str, str]] = [{} for _clause in asked]
    for clause, own, others in list(zip(asked, stems, names, strict=True))[:MOST_WITH_COMPOUNDS]:
        single = {phrase.words[0] for phrase, near in clause.phrases.items() if near == NAME and len(phrase.words) == 1}
        others |= {name: name for name in single - own.keys() if len(name) >= SHORTEST_NAME and holds([name])}
    return names


def _later_parts(stems: list[dict[str, str]], odd: set[str]) -> dict[str, list[str]]:
    """By stem the words that hold it as a later part. Nederland is none of land, destabilising none of odd "lising",
    and what is international is not national.
    """
    own = {stem: word for found in stems for stem, word in found.items() if _may_be_inside(stem)}
    found = vocabulary.compounds(stem for stem, word in own.items() if word not in odd)
    return {
        stem: [word for word in words if word not in thesaurus.proper_names() and not word.startswith(f"inter{stem}")]
        for stem, words in found.items()
    }


def _may_be_inside(stem: str) -> bool:
    return len(stem) >= SHORTEST_INSIDE and stem.isalpha()


def _numbered(asked: list[WideClause]) -> Iterator[tuple[int, Term]]:
    return ((number, term) for number, clause in enumerate(asked) for term in clause.terms)


def _bases(word: str, forms: set[str], holds: Holds) -> set[str]:
    """What compounds of a word may begin with: its stems, and those of its forms that occur."""
    by_stem = {stem[1:] for stem in stems_of(word) if len(stem) > SHORTEST_BASE}
    bases = {base for base in by_stem | forms if _is_base(base, word)}
    return {base for base in bases if base in by_stem or holds([base])}


def _is_base(form: str, word: str) -> bool:
    """Whether ``form`` is ``word`` without its ending, so that compounds of it are meant too: aanval of aanvallen."""
    is_without_ending = SHORTEST_INSIDE <= len(form) < len(word) <= len(form) + LONGEST_ENDING
    return is_without_ending and word.startswith(form) and form not in SMALL  # "door" says nothing of doors


def _without(query: Query, forms: dict[str, set[str]], user, holds: Holds, *, is_of_kind: bool) -> tuple[Phrase, ...]:
    """Of words to leave out the other forms and names go too, the compounds stay."""
    left_out = [WideClause((term,)) for term in query.without]
    for clause in left_out:
        _add_term(clause, clause.terms[0], forms)
    apart = [clause for each in left_out for clause in (each, NOTHING)]  # two that stand beside each other are no name
    _add_names(apart, forms, user, holds)
    _add_facts(apart, is_of_kind=is_of_kind)
    return tuple(phrase for clause in left_out for phrase in clause.near(SAME))
