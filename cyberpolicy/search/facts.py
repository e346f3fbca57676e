"""Statuses and years as people name them: "open toezeggingen" asks for those that are open, before those about an open
internet; "moties 2019" for those of that year, before papers of which that is the number.

The index keeps the status and the year of a record as words that nobody can type; what they are called stands for them.
"""

import datetime
import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import cache
from typing import NamedTuple

from django.utils.translation import override

from cyberpolicy.kinds import entry_models
from cyberpolicy.models import Entry
from cyberpolicy.search.words import STATUS, words
from cyberpolicy.text import folded

COLUMNS = ("progress", "outcome", "execution")
YEAR = "year"
NOT_YET = ("niet", "nog niet", "not", "not yet")
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
}


def of_record(entry: Entry) -> list[str]:
    """The words for the statuses of a record and its year, as the index keeps them."""
    said = [_word(name, value) for name in COLUMNS if (value := getattr(entry, name, ""))]
    return [*said, *of_year(entry.sort_date)]


def of_year(day: datetime.date | None) -> list[str]:
    """The word for the year of a day: what passages have of their document."""
    return [_word(YEAR, str(day.year))] if day else []


class Fact(NamedTuple):
    """A word of the index."""

    word: str
    is_year: bool = False


def same_as(name: str) -> list[Fact]:
    """What has the status that is called so, or is of that year; ``name`` is folded."""
    return [Fact(_word(YEAR, name), is_year=True)] if A_YEAR.fullmatch(name) else _by_name().get(name, [])


@cache
def _by_name() -> dict[str, list[Fact]]:
    """With "not" before it, a name stands for all other statuses of that sort."""
    found: dict[str, dict[Fact, None]] = defaultdict(dict)
    for (_model, column), choices in choices_of_models().items():
        facts = {code: Fact(_word(column, code)) for code in choices}
        for code, called_so in choices.items():
            others = [fact for other, fact in facts.items() if other != code]
            for name in {" ".join(words(name)) for name in called_so}:
                found[name][facts[code]] = None
                for negated in (f"{no} {name}" for no in NOT_YET):
                    found[negated] |= dict.fromkeys(others)
    return {name: list(those) for name, those in found.items()}


def is_kind(name: str) -> bool:
    """Whether records that have a status are called so; ``name`` is folded."""
    return name in _kinds()


@cache
def _kinds() -> set[str]:
    kinds = {model._meta.model_name for model, _column in choices_of_models()}
    return {name for kind in kinds for name in kind_names()[kind]}


@cache
def kind_names() -> dict[str, list[str]]:
    """What each kind of record is called."""
    return {
        kind: called([kind, model.plural], lambda m=model: (m._meta.verbose_name, m._meta.verbose_name_plural))
        for kind, model in entry_models().items()
    }


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
