"""Statuses and dates as people name them: "open toezeggingen" asks for those that are open, before those about an open
internet; "moties 2019" for those of that year, before papers of which that is the number; "24 juli 2013" for that day.

The index keeps the status and the date of a record as words that nobody can type; what they are called stands for them.
"""

from collections import defaultdict
from functools import cache
from typing import NamedTuple

from cyberpolicy.kinds import entry_models
from cyberpolicy.models import Entry
from cyberpolicy.search import by_whom, days
from cyberpolicy.search.naming import called
from cyberpolicy.search.words import FACT, words

COLUMNS = ("progress", "outcome", "execution")
CHAMBER = "chamber"
# What a chamber is called in a query. "Eerste" alone, as a filter says it, is but a number there.
CHAMBERS = {
    "eerste": ("eerste kamer", "1e kamer", "ek", "senaat", "senate", "upper house"),
    "tweede": ("tweede kamer", "2e kamer", "tk", "lower house", "house of representatives"),
}
NOT_YET = ("niet", "nog niet", "not", "not yet")
# What else they are called, and the forms of that; what the choices themselves are called comes from the models.
ALSO = {
    "adopted": "aanvaard, aanvaarde, accepted, passed",
    "amended": "gewijzigde",
    "aspired": "nagestreefde",
    "both": "beide",
    "completed": "afgeronde, voltooid, voltooide, finished",
    "controversial": "controversieel, controversiële, controversieel verklaarde",
    "eerste": "senaat, 1e",
    "established": "opgericht, opgerichte",
    "expected": "verwachte",
    "in_progress": "in uitvoering, under way",
    "ongoing": "lopende",
    "open": "openstaand, openstaande, outstanding, nog open, still open",
    "not_started": "nog niet begonnen, not yet started",
    "partly_settled": "deels afgedane, gedeeltelijk afgedaan, gedeeltelijk afgedane, partially settled, "
    "partly carried out",
    "planned": "geplande",
    "proposed": "voorgestelde",
    "rejected": "afgewezen, defeated",
    "reported": "gerapporteerde",
    "settled": "afgedane, afgehandeld, afgehandelde, uitgevoerd, uitgevoerde, carried out, fulfilled",
    "stopped": "gestopte, stopgezet, stopgezette, beëindigd, beëindigde",
    "submitted": "ingediende, tabled",
    "tweede": "2e, lower house",
}


def of_record(entry: Entry) -> list[str]:
    """The words for the statuses, the chamber and the date of a record, as the index keeps them."""
    said = [_word(name, value) for name in COLUMNS if (value := getattr(entry, name, ""))]
    chamber = getattr(entry, "of_chamber", "") or getattr(entry, CHAMBER, "")
    return [*said, *([of_chamber(chamber)] if chamber else []), *days.of_record(entry)]


def of_chamber(code: str) -> str:
    """The word for a chamber, by which a filter finds what is of it."""
    return _word(CHAMBER, code)


def is_fact(word: str) -> bool:
    """Whether a word of the index stands for a status, a chamber or a date; not for whom something is by."""
    return word.startswith(FACT) and not word.startswith(by_whom.MARK)


class Fact(NamedTuple):
    """A word of the index."""

    word: str
    is_date: bool = False


def same_as(name: str) -> list[Fact]:
    """What has the status that is called so, or is of that year, month or day; ``name`` is folded."""
    dated = days.word_for(name)
    return [Fact(dated, is_date=True)] if dated else _by_name().get(name, [])


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
    for code, names in CHAMBERS.items():
        for name in names:
            found[name] |= {Fact(of_chamber(code)): None, Fact(of_chamber("both")): None}
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
        kind: called([kind, model.plural], (model._meta.verbose_name, model._meta.verbose_name_plural))
        for kind, model in entry_models().items()
    }


def _word(column: str, code: str) -> str:
    return FACT + column + code.replace("_", "")


@cache
def choices_of_models(names: tuple[str, ...] = COLUMNS) -> dict[tuple[type[Entry], str], dict[str, list[str]]]:
    """What each choice of each column with a status, or of those named, is called, folded."""
    columns = [
        (model, column)
        for model in entry_models().values()
        for column in model._meta.concrete_fields
        if column.name in names
    ]
    return {
        (model, column.name): {code: _names(code, label) for code, label in column.choices} for model, column in columns
    }


def _names(code: str, label: str) -> list[str]:
    return called([code, code.replace("_", " "), *ALSO.get(code, "").split(", ")], [label])
