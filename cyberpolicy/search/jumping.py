"""From a number straight to what has it."""

from collections.abc import Iterator

from pyroaring import BitMap

from cyberpolicy import references
from cyberpolicy.kinds import entry_models
from cyberpolicy.models import CatalogueEntry
from cyberpolicy.search.finding import Search
from cyberpolicy.search.widening import EXACT


def target(search: Search) -> CatalogueEntry | None:
    """The one record that has the number which is all that was typed, among what the reader may see.

    The record that is called so before the paper of that number: 33694-56 is the motion, kst-33694-56 its paper.
    """
    query = search.query
    terms = [term for clause in query.clauses for term in clause]
    if len(terms) != 1 or not terms[0].numbers or query.without or query.filters:
        return None
    visible = CatalogueEntry.objects.visible_to(search.user)
    slugs = _slugs(query.text)
    called = {entry.slug.lower(): entry for entry in visible.filter(slug__in={*slugs, *map(str.lower, slugs)})}
    for slug in slugs:
        if found := called.get(slug.lower()):
            return found
    return visible.filter(pk=_only_one(search)).first()


def _only_one(search: Search) -> int | None:
    """The key of the one record that has the number; else of the one that names it and is a text, but no paper.

    A paper is named by what is about it; a regulation or treaty by the record that it is the text of.
    """
    if found := search.matching(least=EXACT, in_names=True).own:
        return found[0] if len(found) == 1 else None
    found = search.matching(least=EXACT).own
    is_text = len(found) == 1 and any(found.issubset(had) for had in _texts(search))
    return found[0] if is_text and not references.paper_slug(search.query.text) else None


def _texts(search: Search) -> Iterator[BitMap]:
    return (search.kinds[kind] for kind, model in entry_models().items() if model.has_text and kind in search.kinds)


def _slugs(text: str) -> list[str]:
    """The address names that a number may be known by, the likeliest first."""
    names = [*references.paper_names(text), *(reference.id for reference in references.guess(text))]
    return list(dict.fromkeys([text.strip(), *names]))
