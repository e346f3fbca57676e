"""What an action changed, as a reader sees it: words put in and taken out, parts added and removed."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

from django.db import models
from django.utils import formats, timezone
from django.utils.dateparse import parse_datetime
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from cyberpolicy import beside, dates, holders, references
from cyberpolicy.batching import batches
from cyberpolicy.bearings import keys_in, link_names, with_keys
from cyberpolicy.kinds import entry_models, part_models
from cyberpolicy.models import CatalogueEntry, FormerAddress, Tombstone
from cyberpolicy.relation_kinds import RELATION_KINDS
from cyberpolicy.states import without
from cyberpolicy.visibility import access_of


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


class Names:
    """The records, people and units that differences name, for one reader: looked up once for many differences.

    A record is also known by an address it had before; one that was deleted, by its last title.
    """

    def __init__(self, changes: Iterable[Mapping], user) -> None:
        changes = list(changes)
        keys, access = keys_in(changes), access_of(user)
        known: dict[str, Tombstone | CatalogueEntry] = {}
        for some in batches(keys):
            named = with_keys(some)
            known |= {row.key: row for row in Tombstone.objects.filter(named).defer("kept").order_by("pk")}
            former = FormerAddress.objects.filter(named).select_related("entry")
            known |= {f"{row.kind}:{row.slug}": row.entry for row in former}
            known |= {row.key: row for row in CatalogueEntry.objects.filter(named)}
        self.titles = {key: str(row.title) for key, row in known.items() if access.sees(row)}
        self._holders = holders.named_in(changes)

    def title(self, key: str) -> str:
        return self.titles.get(key, _("a record you may not see"))

    def holder(self, model: type[models.Model], pk: int) -> str:
        """A person or unit."""
        return holders.written(model, pk, self._holders)


class Reader:
    """Writes a difference out for one reader: records that the reader may not see are left unnamed."""

    def __init__(self, kind: str, changes: Mapping[str, list], user, names: Names | None = None) -> None:
        self.model, self.changes = entry_models()[kind], changes
        self.names = names or Names([changes], user)
        self.parts = part_models(kind)

    def fields(self) -> list[FieldChange]:
        """A line for each field or kind of part that changed, in the record's own order."""
        return [self._field_change(name, old, new) for name, (old, new) in self.changes.items()]

    def _field_change(self, name: str, old: Any, new: Any) -> FieldChange:
        is_list = name in self.parts or name == "cites" or name in beside.LABELS
        pieces = self.rows(name, old or [], new or []) if is_list else self._value_pieces(name, old, new)
        return FieldChange(name, label(self.model, name), pieces, is_list)

    def labels(self) -> list[str]:
        """What changed, by name only. What changed in nothing but the naming of hidden records is left out."""
        return [str(label(self.model, name)) for name, change in self.changes.items() if self._is_known(name, *change)]

    def _is_known(self, name: str, old: Any, new: Any) -> bool:
        if name in self.parts or name == "cites":
            return bool(self.rows(name, old or [], new or []))
        is_link = name in link_names(self.model)
        return not is_link or {key for key in (old, new) if key} <= self.names.titles.keys()

    def _value_pieces(self, name: str, old: Any, new: Any) -> list[Piece]:
        before, after = (self._written(self.model, name, value) for value in (old, new))
        return word_pieces(before, after)

    def rows(self, name: str, old: list, new: list) -> list[Piece]:
        """What went from a list of parts or sources and what came, each in one line."""
        known = ([self._known(name, item) for item in items] for items in (without(old, new), without(new, old)))
        before, after = (list(filter(None, items)) for items in known)
        gone, come = without(before, after), without(after, before)
        return [Piece(kind, self._item(name, item)) for kind, items in (("del", gone), ("ins", come)) for item in items]

    def _known(self, name: str, item: Mapping) -> Mapping | None:
        """A part or citation as the reader may know it: without sources that the reader may not see.

        None of one that names such a record itself.
        """
        links = link_names(self.parts[name]) & item.keys() if name in self.parts else ()
        named = {item["document"]} if name == "cites" else {item[link] for link in links}
        if not named <= self.names.titles.keys():
            return None
        cites = [cite for cite in item.get("cites", []) if cite["document"] in self.names.titles]
        return item | {"cites": cites} if "cites" in item else item

    def _item(self, name: str, item: Mapping) -> str:
        """A part, a citation, a former address, a passage or a moment in one line."""
        if name == "cites":
            return self._cite(item)
        if name == beside.RECORDED:
            moment = timezone.localtime(parse_datetime(item["at"]))
            return f"{self.parts[item['part']]._meta.verbose_name}: {formats.date_format(moment, 'DATETIME_FORMAT')}"
        if name not in self.parts:
            return item.get("slug") or references.locator(item["locator"])
        model = self.parts[name]
        order = [field.name for field in model._meta.concrete_fields]  # a database may keep the names in another
        names = sorted(item.keys() - {"cites"}, key=lambda name: (order.index(name) if name in order else -1, name))
        shown = [self._written_in_row(model, name, item[name]) for name in names]
        places = [self._cite(cite) for cite in item.get("cites", [])]
        return " · ".join(filter(None, shown)) + (f" ({'; '.join(places)})" if places else "")

    def _written_in_row(self, model: type[models.Model], name: str, value: Any) -> str:
        """A value among others: a number and a yes or no need their label."""
        if value is True:
            return str(label(model, name))
        text = self._written(model, name, value)
        return f"{label(model, name)}: {text}" if isinstance(value, int) else text

    def _written(self, model: type[models.Model], name: str, value: Any) -> str:
        """A plain value in words: the label of a choice, the title of a record, yes or no, a date."""
        field = _field(model, name)
        if value is None or value == "":
            return ""
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if isinstance(value, list):
            return ", ".join(str(item) for item in value)
        if name == "kind" and value in RELATION_KINDS:
            return str(RELATION_KINDS[value].forward)
        if isinstance(field, models.ForeignKey):
            is_link = name in link_names(model)
            return self.names.title(value) if is_link else self.names.holder(field.related_model, value)
        if isinstance(field, models.DateField) or name == "date":
            return _date(value)
        return str(dict(getattr(field, "flatchoices", None) or ()).get(value, value))

    def _cite(self, cite: Mapping[str, str]) -> str:
        where = references.short_locator(cite["locator"]) if cite.get("locator") else ""
        pages = _("p. %(pages)s") % {"pages": cite["pages"]} if cite.get("pages") else ""
        stated = _("as stated: %(value)s") % {"value": cite["as_stated"]} if cite.get("as_stated") else ""
        about = str(label(self.model, cite["field"])) if cite.get("field") else ""
        quote = f"“{cite['quote']}”" if cite.get("quote") else ""
        place = " ".join(filter(None, (cite["document"].partition(":")[2], where)))
        return ", ".join(filter(None, (place, pages, about, stated, quote)))


def _field(model: type[models.Model], name: str) -> models.Field | None:
    return next((field for field in model._meta.concrete_fields if field.name == name), None)


def label(model: type[models.Model], name: str) -> Promise | str:
    """What a name in a difference is called: a field, a kind of part, or what stands beside the state."""
    if known := _field(model, name):
        return known.verbose_name
    parts = part_models(model._meta.model_name)
    if name in parts:
        return parts[name]._meta.verbose_name_plural
    others = {"cites": _("sources")} | beside.LABELS
    return others.get(name, name)


def _date(value: str) -> str:
    try:
        return dates.written(dates.parse(value))
    except ValueError:
        return value
