"""What two records of one thing say together: their states joined.

Of a value that can be only one, what the record that stays says is kept: its own fields, and of a part that both have,
such as a relation, the choices and numbers. The other's is found in the history. Texts of parts are never dropped.
"""

import json
from collections import Counter
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from cyberpolicy.bearings import link_names
from cyberpolicy.kinds import part_models
from cyberpolicy.models import Entry, EntryPart
from cyberpolicy.states import State, own_fields

IDENTITY = {"slug", "state", "visibility", "title_nl", "title_en", "text_version"}
ENOUGH_NAMED = 5


def joined(mine: State, theirs: State, kept: Entry, other: Entry) -> State:
    """My values, theirs where I have none; the parts and sources of both; their names as other names of mine."""
    both = {name: value for name, value in theirs.items() if name not in IDENTITY} | mine
    for name in link_names(type(kept)) & both.keys():
        if both[name] in (kept.key, other.key):
            del both[name]
    cites = [_repointed(cite, other, kept) for cite in (*mine.get("cites", []), *theirs.get("cites", []))]
    lists = {"cites": _distinct(cites)}
    for name, model in part_models(kept.kind_name).items():
        rows = [_repointed(row, other, kept) for row in (*mine.get(name, []), *theirs.get(name, []))]
        lists[name] = one_of_each(model, rows)
    lists["aliases"] += _titles_as_names(mine, theirs, lists["aliases"])
    lists["relations"] = [row for row in lists["relations"] if row["object"] not in (kept.key, other.key)]
    return {name: value for name, value in both.items() if name not in lists} | {n: v for n, v in lists.items() if v}


def _repointed(row: State, other: Entry, kept: Entry) -> State:
    """A part or a citation that rests on the other document rests on the one that stays."""
    cites = {"cites": [_repointed(cite, other, kept) for cite in row["cites"]]} if "cites" in row else {}
    return row | cites | ({"document": kept.key} if row.get("document") == other.key else {})


def _titles_as_names(mine: State, theirs: State, aliases: list[State]) -> list[State]:
    names = {alias["text"] for alias in aliases} | {mine.get("title_nl"), mine.get("title_en")}
    titles = [(theirs.get("title_nl"), "nl"), (theirs.get("title_en"), "en")]
    return [{"text": text, "language": language} for text, language in titles if text and text not in names]


def one_of_each(model: type[EntryPart], rows: Iterable[State]) -> list[State]:
    """The rows, each of them once: those of which a record can have only one, or that say the same, become one.

    Two that cannot, because their texts differ, both stay: ``is_twice`` finds them where that cannot be.
    """
    found: dict[tuple, State] = {}
    for row in rows:
        key = _key(model, row)
        one = combined(model, found[key], row) if key in found else row
        found[key if one else (*key, len(found))] = one or row
    return list(found.values())


def combined(model: type[EntryPart], mine: State, theirs: State) -> State | None:
    """My values, theirs where I have none, the sources of both; None where both have another text.

    Where a choice or a number differs, as the basis of a relation may, mine stays: neither can be added to the other.
    """
    fields = {field.name: field for field in own_fields(model)}
    differing = {name for name in fields.keys() & mine.keys() & theirs.keys() if mine[name] != theirs[name]}
    if any(_is_text(fields[name]) for name in differing):
        return None
    # of a choice with a default, to say nothing is to say that
    silent = {n: v for n, v in theirs.items() if n in fields and n not in mine and not fields[n].get_default()}
    cites = _distinct([*mine.get("cites", []), *theirs.get("cites", [])])
    return mine | silent | ({"cites": cites} if cites else {})


def is_twice(model: type[EntryPart], rows: list[State]) -> bool:
    """Whether two rows have the same values where the database allows a record only one such row."""
    return any(max(Counter(_values(row, names) for row in rows).values(), default=0) > 1 for names in _unique(model))


def _key(model: type[EntryPart], row: State) -> tuple:
    for names in _unique(model):
        return _values(row, names)
    return (json.dumps({**row, "cites": None}, sort_keys=True),)


def _unique(model: type[EntryPart]) -> list[list[str]]:
    """The names of which a record can have each combination once."""
    owner = model.owner_field
    together = [fields for c in model._meta.constraints if owner in (fields := getattr(c, "fields", ()))]
    return [[name for name in fields if name != owner] for fields in together]


def _values(row: State, names: Iterable[str]) -> tuple[str, ...]:
    return tuple(str(row.get(name, "")) for name in names)


def _is_text(field: models.Field) -> bool:
    return isinstance(field, models.CharField | models.TextField) and not field.choices


def _distinct(rows: list[State]) -> list[State]:
    return [row for number, row in enumerate(rows) if row not in rows[:number]]


def joined_passages(mine: list[State], theirs: list[State]) -> list[State]:
    """One passage a locator; the text of whichever has one. Raises ValidationError where both have another text."""
    by_locator = {row["locator"]: row for row in mine}
    differ = [
        row["locator"]
        for row in theirs
        if row["text"] and by_locator.get(row["locator"], row)["text"] not in ("", row["text"])
    ]
    if differ:
        named = ", ".join(differ[:ENOUGH_NAMED]) + (" …" if len(differ) > ENOUGH_NAMED else "")
        wrong = _("The text of these two documents differs, so they cannot be merged; in passage %(locators)s.")
        raise ValidationError(wrong % {"locators": named})
    last = max((row["position"] for row in mine), default=0)
    for row in theirs:
        own = by_locator.get(row["locator"])
        if own is None:
            last += 1
            by_locator[row["locator"]] = row | {"position": last}
        elif row["text"] and not own["text"]:
            by_locator[row["locator"]] = row | {"position": own["position"]}
    return list(by_locator.values())
