"""What a cell of a table can hold, and how each is written as text, on a sheet or as JSON."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any

from django.db import models
from django.utils import formats
from django.utils.functional import Promise
from django.utils.translation import get_language

from cyberpolicy.dates import VagueDate, written
from cyberpolicy.models import CatalogueEntry, Entry

Cell = str | int | float | datetime.date

# How a status looks besides its word: the tone of its badge, and the icon in it.
LOOKS = {
    "planned": ("", "circle"), "proposed": ("", "circle"), "expected": ("", "clock"), "aspired": ("", "circle"),
    "under_negotiation": ("busy", "half"), "ongoing": ("busy", "half"), "in_use": ("ok", "check"),
    "established": ("ok", "check"), "completed": ("ok", "check"), "stopped": ("late", "x"),
    "submitted": ("", "doc"), "amended": ("", "edit"), "held_over": ("busy", "clock"), "withdrawn": ("late", "x"),
    "taken_over": ("ok", "check"), "adopted": ("ok", "check"), "rejected": ("late", "x"), "lapsed": ("late", "clock"),
    "open": ("", "circle"), "not_started": ("", "circle"), "in_progress": ("busy", "half"), "reported": ("done", "doc"),
    "partly_settled": ("busy", "half"), "settled": ("ok", "check"), "transferred": ("done", "arrow-right"),
    "will_not_be_carried_out": ("late", "x"),
    "draft": ("busy", "edit"), "review": ("busy", "clock"), "published": ("ok", "check"),
    "internal": ("late", "alert"), "confidential": ("late", "alert"),
}  # fmt: skip


@dataclass(frozen=True)
class Choice:
    """One of a fixed set of values: the code for machines, the label for readers."""

    code: str
    label: str

    @property
    def tone(self) -> str:
        return LOOKS.get(self.code, ("", "circle"))[0]

    @property
    def icon(self) -> str:
        return LOOKS.get(self.code, ("", "circle"))[1]

    def __str__(self) -> str:
        return str(self.label)


def choice(record, field: str) -> Choice | None:
    """The value of a field with choices; None when it is empty."""
    code = getattr(record, field)
    if not code:
        return None
    return _choices(type(record), field, get_language()).get(code) or Choice(code, code)


@cache
def _choices(model: type[models.Model], field: str, language: str) -> dict[str, Choice]:
    """The choices of a field in a language, put in words once: an export asks for each row."""
    return {code: Choice(code, str(label)) for code, label in model._meta.get_field(field).flatchoices}


def labels(model: type[models.Model], field: str) -> dict[str, str]:
    """The words for each value of a field with choices, in the active language."""
    return _labels(model, field, get_language())


@cache
def _labels(model: type[models.Model], field: str, language: str) -> dict[str, str]:
    return {code: known.label for code, known in _choices(model, field, language).items()}


def amount(number: int) -> str:
    """A whole number as people read it, its thousands apart."""
    return _amount(number, get_language())


@lru_cache(maxsize=10_000)
def _amount(number: int, language: str) -> str:
    """Made once: a list has hundreds, many of them small, and Django looks up how to write each."""
    return f"{number:,}".replace(",", formats.get_format("THOUSAND_SEPARATOR", language))


def as_text(value: Any) -> str:
    """A value in words, in the active language; several joined by "; ". A plain date stays one that sheets can sort."""
    if value is None:
        return ""
    if isinstance(value, str | Choice):  # first: nearly every cell is one
        return str(value)
    if isinstance(value, bool):
        return formats.localize(int(value))
    if isinstance(value, VagueDate):
        return value.value if value.precision in {"day", "month", "year"} else written(value)
    if isinstance(value, Entry | CatalogueEntry):
        return str(value.title)
    if isinstance(value, Promise):
        return str(value)
    if isinstance(value, Iterable):
        return "; ".join(as_text(item) for item in value)
    return str(value)


def as_cell(value: Any) -> Cell:
    """A value as a number or a day when it is one, else in words; a vague date is words: it is no day."""
    if isinstance(value, VagueDate) and value.precision == "day":
        return value.earliest
    if type(value) is datetime.date:
        return value
    if isinstance(value, int | float | Decimal):
        return float(value) if isinstance(value, Decimal) else value
    return as_text(value)


def as_json(value: Any) -> Any:
    """A value as JSON has it: codes for choices, EDTF for dates, key and titles for other records."""
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, Choice):
        return value.code
    if isinstance(value, VagueDate):
        return value.value
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, CatalogueEntry | Entry):
        return {"key": value.key, "title_nl": value.title_nl, "title_en": value.title_en}
    if isinstance(value, dict):
        return {name: as_json(item) for name, item in value.items()}
    if isinstance(value, str | Promise):
        return str(value)
    if isinstance(value, Iterable):
        return [as_json(item) for item in value]
    return str(value)
