"""What an action changed, as a reader sees it: words put in and taken out, parts added and removed."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from cyberpolicy import references
from cyberpolicy.kinds import entry_models, part_models
from cyberpolicy.models import CatalogueEntry, Entry
from cyberpolicy.relation_kinds import RELATION_KINDS

KEY = re.compile(r"\A[a-z]+:[A-Za-z0-9-]+\Z")


@dataclass(frozen=True)
class Piece:
    """A run of words: kept ("same"), put in ("ins") or taken out ("del")."""

    kind: str
    text: str


@dataclass(frozen=True)
class FieldChange:
    """What changed in one field, or in one list of parts."""

    name: str
    label: Promise | str
    pieces: list[Piece] = field(default_factory=list)
    is_list: bool = False


def word_pieces(old: str, new: str) -> list[Piece]:
    """The difference of two texts, word by word; white space goes with the word before it."""
    before, after = re.findall(r"\S+\s*|\s+", old), re.findall(r"\S+\s*|\s+", new)
    pieces = []
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(Piece("same", "".join(before[a:b])))
            continue
        pieces += [Piece("del", "".join(before[a:b]))] if a < b else []
        pieces += [Piece("ins", "".join(after[c:d]))] if c < d else []
    return pieces


class Reader:
    """Writes differences out for one reader: records that the reader may not see are left unnamed."""

    def __init__(self, kind: str, changes: Mapping[str, list], user) -> None:
        self.model, self.changes = entry_models()[kind], changes
        keys = _keys_in(changes)
        named = CatalogueEntry.objects.visible_to(user).filter(slug__in={key.partition(":")[2] for key in keys})
        self.titles = {row.key: str(row.title) for row in named}

    def fields(self) -> list[FieldChange]:
        """A line for each field or kind of part that changed, in the record's own order."""
        parts = part_models(self.model._meta.model_name)
        found = []
        for name, (old, new) in self.changes.items():
            if name in parts or name == "cites":
                pieces = self._list_pieces(name, old or [], new or [])
                label = parts[name]._meta.verbose_name_plural if name in parts else _("sources")
            else:
                pieces, label = self._value_pieces(name, old, new), _label(self.model, name)
            found.append(FieldChange(name, label, pieces, is_list=name in parts or name == "cites"))
        return found

    def _value_pieces(self, name: str, old: Any, new: Any) -> list[Piece]:
        before, after = (self._written(self.model, name, value) for value in (old, new))
        return word_pieces(before, after)

    def _list_pieces(self, name: str, old: list, new: list) -> list[Piece]:
        gone = [item for item in old if item not in new and self._may_read(item)]
        come = [item for item in new if item not in old and self._may_read(item)]
        return [Piece(kind, self._item(name, item)) for kind, items in (("del", gone), ("ins", come)) for item in items]

    def _may_read(self, item: Any) -> bool:
        """A part or citation that names a record the reader may not see is left out as a whole."""
        return _keys_in(item) <= self.titles.keys()

    def _item(self, name: str, item: Any) -> str:
        """A part or a citation in one line."""
        if name == "cites":
            return _cite(item)
        model = part_models(self.model._meta.model_name)[name]
        shown = [self._written(model, field, value) for field, value in item.items() if field != "cites"]
        places = [_cite(cite) for cite in item.get("cites", [])]
        return " · ".join(filter(None, shown)) + (f" ({', '.join(places)})" if places else "")

    def _written(self, model: type[models.Model], name: str, value: Any) -> str:
        """A plain value in words: the label of a choice, the title of a record, yes or no."""
        if value is None or value == "":
            return ""
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if isinstance(value, list):
            return ", ".join(str(item) for item in value)
        if isinstance(value, str) and KEY.match(value) and _is_link(model, name):
            return self.titles.get(value, _("a record you may not see"))
        if name == "kind" and value in RELATION_KINDS:
            return str(RELATION_KINDS[value].forward)
        choices = dict(getattr(_field(model, name), "flatchoices", None) or ())
        return str(choices.get(value, value))


def _field(model: type[models.Model], name: str) -> models.Field | None:
    return next((field for field in model._meta.concrete_fields if field.name == name), None)


def _is_link(model: type[models.Model], name: str) -> bool:
    return isinstance(_field(model, name), models.ForeignKey)


def _label(model: type[Entry], name: str) -> Promise | str:
    known = _field(model, name)
    if known:
        return known.verbose_name
    return _("version of the text") if name == "text" else name


def _cite(cite: Mapping[str, str]) -> str:
    where = references.short_locator(cite["locator"]) if cite.get("locator") else cite.get("pages", "")
    return f"{cite['document'].partition(':')[2]} {where}".strip()


def _keys_in(value: Any) -> set[str]:
    """Every "kind:slug" anywhere in a difference."""
    if isinstance(value, str):
        return {value} if KEY.match(value) and value.partition(":")[0] in entry_models() else set()
    if isinstance(value, Mapping):
        return set().union(*map(_keys_in, value.values()))
    if isinstance(value, list):
        return set().union(*map(_keys_in, value))
    return set()
