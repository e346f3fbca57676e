"""Which words of a query belong together, and which are several in one: before they are widened."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise

from cyberpolicy.search import facts, thesaurus, vocabulary
from cyberpolicy.search.fields import NAMING
from cyberpolicy.search.glossary import known_names
from cyberpolicy.search.language import MOST, Filter, Query, Term
from cyberpolicy.search.near_words import SHORT, near
from cyberpolicy.search.words import BEFORE, SHORTEST_INSIDE, SMALL, words

LONGEST_NAME = 6  # words
MOST_TAKEN_APART = 6  # words of a query: who asks for more has pasted a sentence
SHORTEST_PART = 3  # letters of the last of two words that one consists of which does not occur: "privacywet"
SHORTEST_HYPHENED = 2  # letters of a word that a hyphen ties to another, to be one by itself
Holds = Callable[[Collection[str]], bool]  # whether one of these words stands in what the reader may see
IsMisspelt = Callable[[str], bool]


def with_names(query: Query, user) -> Query:
    """The query with a name of several words as one term where OR stands beside it: "China OR North Korea".

    One query where there is an OR.
    """
    ways = dict(_beside_or(query.clauses))
    if not ways:
        return query
    known = known_names(ways, user) | {name for name in ways if thesaurus.same_as(name) or facts.same_as(name)}
    clauses = list(query.clauses)
    for name in sorted(known, key=lambda name: (-len(name), name)):
        place, others, is_behind = ways[name]
        if clauses[place] and all(clauses[other] for other in others):  # else a longer name holds them
            terms = clauses[place]
            said = [terms[-1 if is_behind else 0], *(clauses[other][0] for other in others)]
            term = Term(tuple(name.split()), min(each.start for each in said), max(each.end for each in said))
            rest = clauses[others[-1]][1:]  # with OR on its other side too
            clauses[place] = (*terms[:-1], term, *rest) if is_behind else (term, *terms[1:])
            for other in others:
                clauses[other] = ()
    return replace(query, clauses=tuple(filter(None, clauses)))


def _beside_or(clauses: Sequence[tuple[Term, ...]]) -> Iterator[tuple[str, tuple[int, range, bool]]]:
    """What may be a name: a word that OR joins with some behind or before it. Gives the places of the clauses.

    The last one behind it may be joined with others in turn: "China OR North Korea OR Iran".
    """
    for place, clause in enumerate(clauses):
        for is_behind in (True, False) if len(clause) > 1 else ():
            own = clause[-1] if is_behind else clause[0]
            for count in range(1, LONGEST_NAME if own.is_plain else 0):
                others = range(place + 1, place + 1 + count) if is_behind else range(place - count, place)
                if others.start < 0 or others.stop > len(clauses):
                    break
                beside = [clauses[other] for other in others]
                single = beside[:-1] if is_behind else beside
                if not all(len(terms) == 1 for terms in single) or not all(terms[0].is_plain for terms in beside):
                    break
                words = [terms[0].words[0] for terms in beside]
                said = [own.words[0], *words] if is_behind else [*words, own.words[0]]
                yield " ".join(said), (place, others, is_behind)


def with_whole_values(query: Query, user, is_meant: Callable[[str, str], bool]) -> Query:
    """The query with what stands behind a filter as part of it where both are one name: "indiener:de vries", not only
    "de". ``is_meant``: whether a field may have a value. One query where words stand behind such a filter, and one
    look at each longer name that somebody has.
    """
    ways = {each: dict(_behind(query, each)) for each in query.filters if each.name in NAMING}
    known = known_names({name for names in ways.values() for name in names}, user) if any(ways.values()) else set()
    for each, names in ways.items():
        longest_first = sorted((more for name, more in names.items() if name in known), key=len, reverse=True)
        wholes = (_with_more(query, each, more) for more in longest_first)
        if whole := next((whole for whole in wholes if is_meant(each.name, whole.value)), None):
            query = replace(
                query, filters=tuple(whole if one is each else one for one in query.filters),
                clauses=tuple(clause for clause in query.clauses if not each.end <= clause[0].start < whole.end),
            )  # fmt: skip
    return query


def _with_more(query: Query, own: Filter, more: Sequence[Term]) -> Filter:
    """The filter with these words in its value, as they were typed."""
    end = more[-1].end
    return replace(own, value=own.value + query.text[own.end : end], end=end)


def _behind(query: Query, own: Filter) -> Iterator[tuple[str, list[Term]]]:
    """What may be a name: the value of a filter and the words right behind it, with the terms of these."""
    said, more, end = words(own.value), [], own.end
    for clause in query.clauses if not query.text[: own.end].endswith('"') else ():
        if clause[0].start < own.end:
            continue
        is_next = len(clause) == 1 and not query.text[end : clause[0].start].strip()
        if not is_next or not (clause[0].is_plain or clause[0].is_small) or len(said) == LONGEST_NAME:
            return
        said, more, end = [*said, *clause[0].words], [*more, clause[0]], clause[0].end
        yield " ".join(said), more


def apart(query: Query, holds: Holds, is_misspelt: IsMisspelt) -> tuple[Query, dict[str, set[str]]]:
    """The query with words that do not occur as the words that they may consist of; and the forms of all its words.

    "Boedapest-verdrag" and "boedapestverdrag" find the verdrag van Boedapest.
    """
    plain = {term.word for term in query.terms if term.word}
    plain |= {term.word for term in query.without if term.word}
    forms = vocabulary.forms(plain | {word for word, *_both in joined(query.clauses)})

    def is_known(word: str) -> bool:
        return bool(thesaurus.same_as(word) or facts.same_as(word)) or holds(forms[word])

    alone = [clause[0] for clause in query.clauses if len(clause) == 1 and not clause[0].is_small]
    ways = {term: found for term in alone if (found := list(_parts(term)))}
    odd = {
        term: ways[term]
        for term in list(ways)[:MOST_TAKEN_APART]
        if not is_known(term.word) and (term.as_one or not is_misspelt(term.word))  # no "ver" and "eigde"
    }
    if not odd:
        return query, forms
    forms |= vocabulary.forms({word for found in odd.values() for way in found for word in way} - forms.keys())
    clauses = [piece for clause in query.clauses for piece in _pieces(clause, odd.get(clause[0], ()), is_known)]
    return replace(query, clauses=tuple(clauses[:MOST])), forms


def misspelt(holds: Holds) -> IsMisspelt:
    """Tells whether a word that does not occur is but a letter away from one that does: "vereigde", "lising".

    Not of short words: "groep" is not "group" misspelt.
    """
    return cache(lambda word: len(word) > SHORT and any(holds([other]) for other in near(word, most=1)))


def _parts(term: Term) -> Iterator[tuple[str, ...]]:
    """The ways to take a word apart: at its hyphens, else in two, about the middle first.

    Not "G-77", of which the parts say nothing.
    """
    if term.as_one:
        if not thesaurus.same_as(" ".join(term.words)) and not any(
            len(word) < SHORTEST_HYPHENED or word.isdigit() or word in SMALL for word in term.words
        ):
            yield term.words
        return
    word = term.word
    middle_first = sorted(range(BEFORE, len(word) - SHORTEST_PART + 1), key=lambda at: abs(len(word) - 2 * at))
    for at in middle_first:
        if word[:at] in SMALL and (word.endswith("en") or len(word) - at < SHORTEST_INSIDE):
            continue  # "uitzetten" is no "zetten", "overdue" no "due"
        yield word[:at], word[at:]
        if word[at - 1] == "s" and at > BEFORE:
            yield word[: at - 1], word[at:]


def _pieces(
    clause: tuple[Term, ...], ways: Iterable[tuple[str, ...]], is_known: Callable[[str], bool]
) -> Iterator[tuple[Term, ...]]:
    """The clause, or one for each of its parts when there is a way to take it apart of which all parts are known."""
    term = clause[0]
    way = next((way for way in ways if term.as_one or all(map(is_known, way))), None)
    yield from ((Term((word,), term.start, term.end),) for word in way) if way else (clause,)


def joined(clauses: Sequence[tuple[Term, ...]]) -> Iterator[tuple[str, int, int]]:
    """Two words beside each other as one, which is how another may have written them: "wanna cry"."""
    for place, both in enumerate(pairwise(clauses)):
        if all(len(terms) == 1 and terms[0].is_plain for terms in both):
            yield both[0][0].words[0] + both[1][0].words[0], place, place + 1
