"""From a number straight to what has it."""

import re
from collections.abc import Iterator

from pyroaring import BitMap

from cyberpolicy import references
from cyberpolicy.kinds import entry_models
from cyberpolicy.models import CatalogueEntry
from cyberpolicy.search import fields
from cyberpolicy.search.finding import Search
from cyberpolicy.search.language import Term, significant
from cyberpolicy.search.widening import EXACT

OF_A_PAPER = "kst"  # begins the name of a paper
# As the registers of commitments number them: T01234, TZ202504-057
OF_REGISTER = re.compile(r"tb? ?\d{4,}|tz\d{6} \d{1,4}")


def target(search: Search) -> CatalogueEntry | None:
    """The one record that has the number which is all that was typed, among what the reader may see.

    The record that is called so before the paper of that number: 33694-56 is the motion, kst-33694-56 its paper. With
    the name of a kind it is the record of that kind: "motie 33694-56", "toezegging T01234".
    """
    query = search.query
    needed = list(significant(query))
    terms, is_one_of_each = [term for clause in needed for term in clause], all(len(clause) == 1 for clause in needed)
    numbers = [term for term in terms if _is_number(term)]
    kinds = [term for term in terms if term not in numbers]
    if len(numbers) != 1 or len(kinds) > 1 or not is_one_of_each or query.without or query.filters or search.hints:
        return None
    said = query.text[numbers[0].start : numbers[0].end]
    number = search if said == query.text else Search(said, search.user)
    if not kinds:
        return _having_number(number, search.visible)
    of_kind = fields.meant("kind", " ".join(kinds[0].words), search) if kinds[0].is_plain else None
    return _having_number(number, of_kind) if of_kind else None


def _is_number(term: Term) -> bool:
    return bool(term.numbers) or (not term.is_start and bool(OF_REGISTER.fullmatch(" ".join(term.words))))


def _having_number(search: Search, among: BitMap) -> CatalogueEntry | None:
    """The one of these records that has the number which is all that this search asks for."""
    visible = CatalogueEntry.objects.visible_to(search.user)
    slugs = _slugs(search.query.text)
    called = {entry.slug.lower(): entry for entry in visible.filter(slug__in={*slugs, *map(str.lower, slugs)})}
    for slug in slugs:
        if (found := called.get(slug.lower())) and found.pk in among:
            return found
    return visible.filter(pk=_only_one(search, among)).first()


def _only_one(search: Search, among: BitMap) -> int | None:
    """The key of the one of these that has the number; else of the one that names it and is a text, but no paper.

    A paper is named by what is about it; a regulation or treaty by the record that it is the text of.
    """
    if found := search.matching(least=EXACT, in_names=True).own & among:
        return found[0] if len(found) == 1 else None
    if not any(term.numbers for term in search.query.terms):
        return None  # of a register: only its record has it
    found = search.matching(least=EXACT).own & among
    is_text = len(found) == 1 and any(found.issubset(had) for had in _texts(search))
    return found[0] if is_text and not references.paper_slug(search.query.text) else None


def _texts(search: Search) -> Iterator[BitMap]:
    return (search.kinds[kind] for kind, model in entry_models().items() if model.has_text and kind in search.kinds)


def _slugs(text: str) -> list[str]:
    """The address names that a number may be known by, the likeliest first; of "kst" the paper, not what it holds."""
    names = [*references.paper_names(text), *(reference.id for reference in references.guess(text))]
    if text.lower().startswith(OF_A_PAPER):
        names.sort(key=lambda name: not name.startswith(OF_A_PAPER))
    return list(dict.fromkeys([text.strip(), *names]))
