"""Statuses and years as people name them: "open toezeggingen" asks for those that are open, before those about an open
internet; "moties 2019" for those of that year, before papers of which that is the number.

The index keeps the status and the year of a record as words that nobody can type; what they are called stands for them.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import cache

from django.utils.translation import override

from cyberpolicy.kinds import entry_models
from cyberpolicy.models import Entry
from cyberpolicy.search.words import STATUS, words
from cyberpolicy.text import folded

COLUMNS = ("progress", "outcome", "execution")
YEAR = "year"
A_YEAR = re.compile(r"(?:19|20)\d\d")
LANGUAGES = ("nl", "en")
# What else they are called, and the forms of that; what the choices themselves are called comes from the models.
ALSO = {
    "adopted": "aanvaard, aanvaarde, accepted, passed",
    "amended": "gewijzigde",
    "completed": "afgeronde, voltooid, voltooide, finished",
    "established": "opgericht, opgerichte",
    "expected": "verwachte",
    "in_progress": "in uitvoering, under way",
    "ongoing": "lopende",
    "open": "openstaand, openstaande, outstanding, nog open, still open",
    "partly_settled": "gedeeltelijk afgedaan, partly carried out",
    "planned": "geplande",
    "proposed": "voorgestelde",
    "rejected": "afgewezen, defeated",
    "reported": "gerapporteerde",
    "settled": "afgedane, afgehandeld, afgehandelde, uitgevoerd, uitgevoerde, carried out, fulfilled",
    "stopped": "gestopte, stopgezet, stopgezette, beëindigd, beëindigde",
    "submitted": "ingediende, tabled",
    "will_not_be_carried_out": "niet uitgevoerd, not carried out",
}


def of_record(entry: Entry) -> list[str]:
    """The words for the statuses of a record and its year, as the index keeps them."""
    said = [_word(name, value) for name in COLUMNS if (value := getattr(entry, name, ""))]
    return [*said, _word(YEAR, str(entry.sort_date.year))] if entry.sort_date else said


def same_as(name: str) -> list[str]:
    """The words of the index for the statuses that are called so, or the year; ``name`` is folded."""
    return [_word(YEAR, name)] if A_YEAR.fullmatch(name) else _by_name().get(name, [])


@cache
def _by_name() -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for (_model, column), choices in choices_of_models().items():
        for code, names in choices.items():
            for name in {" ".join(words(name)) for name in names}:
                if (word := _word(column, code)) not in found[name]:
                    found[name].append(word)
    return dict(found)


def _word(column: str, code: str) -> str:
    return STATUS + column + code.replace("_", "")


@cache
def choices_of_models() -> dict[tuple[type[Entry], str], dict[str, list[str]]]:
    """What each choice of each column with a status is called, folded."""
    columns = [
        (model, column)
        for model in entry_models().values()
        for column in model._meta.concrete_fields
        if column.name in COLUMNS
    ]
    return {
        (model, column.name): {code: _names(code, label) for code, label in column.choices} for model, column in columns
    }


def _names(code: str, label: str) -> list[str]:
    return called([code, code.replace("_", " "), *ALSO.get(code, "").split(", ")], lambda: (label,))


def called(names: Iterable[str], translated: Callable[[], Iterable]) -> list[str]:
    """These names, and what is translated into each language, as they are compared."""
    found = [name for name in names if name]
    for language in LANGUAGES:
        with override(language):
            found += [str(name) for name in translated()]
    return list(dict.fromkeys(map(folded, found)))
