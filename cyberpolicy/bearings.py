"""Where the names in a state lead: records by key, also by one they had before, and passages by locator."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache, reduce
from operator import or_
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

from cyberpolicy.batching import batches
from cyberpolicy.kinds import entry_models, part_models
from cyberpolicy.models import CatalogueEntry, Entry, FormerAddress, Passage

KEY = re.compile(r"\A[a-z]+:[A-Za-z0-9-]+\Z")


class StateError(ValueError):
    """A value of a state cannot be: ``field`` says where, as "milestones[2].date"."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


def keys_in(value: Any) -> set[str]:
    """Every "kind:slug" anywhere in a state or a difference."""
    if isinstance(value, str):
        return {value} if KEY.match(value) and value.partition(":")[0] in entry_models() else set()
    if isinstance(value, Mapping):
        return set().union(*map(keys_in, value.values()))
    if isinstance(value, list):
        return set().union(*map(keys_in, value))
    return set()


def with_keys(keys: Iterable[str]) -> Q:
    """The condition that a row has one of these keys, which its kind and its address name make."""
    slugs = defaultdict(list)
    for key in keys:
        kind, _colon, slug = key.partition(":")
        slugs[kind].append(slug)
    return reduce(or_, (Q(kind=kind, slug__in=some) for kind, some in sorted(slugs.items())), Q(pk__in=[]))


@cache
def link_names(model: type[models.Model]) -> frozenset[str]:
    """The fields of a record or a part that name another record."""
    fields = (f for f in model._meta.concrete_fields if isinstance(f, models.ForeignKey) and not f.primary_key)
    return frozenset(f.name for f in fields if issubclass(f.related_model, Entry | CatalogueEntry))


class Bearings:
    """Finds records and passages, each looked up once: all there are, or only those that ``keys`` name."""

    def __init__(self, keys: Iterable[str] | None = None) -> None:
        self.keys: dict[str, int] = {}
        self.former: dict[str, str] = {}
        self.passages: dict[tuple[int, str], int | None] = {}
        if keys is None:
            self._load(Q())
        else:
            for some in batches(set(keys)):
                self._load(with_keys(some))

    def _load(self, which: Q) -> None:
        former = FormerAddress.objects.filter(which).values_list("kind", "slug", "entry_id", "entry__slug")
        for kind, slug, pk, present in former:
            self.former[f"{kind}:{slug}"] = f"{kind}:{present}"
            self.keys[f"{kind}:{present}"] = pk
        for pk, kind, slug in CatalogueEntry.objects.filter(which).values_list("pk", "kind", "slug"):
            self.keys[f"{kind}:{slug}"] = pk
        documents = [pk for key, pk in self.keys.items() if key.startswith("document:")] if which else None
        rows = Passage.objects.all() if documents is None else Passage.objects.filter(document__in=documents)
        found = rows.values_list("document", "locator", "pk")
        self.passages |= {(document, locator): pk for document, locator, pk in found}

    def expect(self, key: str, pk: int, locators: Iterable[str]) -> None:
        """Count on a record, and on passages of it, that will be there when the state is brought about."""
        self.keys[key] = pk
        for locator in locators:
            self.passages.setdefault((pk, locator), None)

    def knows(self, key: str) -> bool:
        return self.present(key) in self.keys

    def present(self, key: str) -> str:
        """The key that a record has now; of one that is not there, the key as it was."""
        return key if key in self.keys else self.former.get(key, key)

    def entry(self, key: str, field: str) -> int:
        if not self.knows(key):
            raise StateError(field, _("there is no record “%(key)s”") % {"key": key})
        return self.keys[self.present(key)]

    def has_place(self, cite: Mapping[str, Any]) -> bool:
        """Whether the document of a citation is there, with the passage where it names one."""
        if not self.knows(cite["document"]):
            return False
        return not cite.get("locator") or (self.entry(cite["document"], ""), cite["locator"]) in self.passages

    def passage(self, cite: Mapping[str, Any], field: str) -> int | None:
        if not cite.get("locator"):
            return None
        if not self.has_place(cite):
            wrong = _("%(document)s has no passage “%(locator)s”")
            raise StateError(field, wrong % {"document": cite["document"], "locator": cite["locator"]})
        return self.passages[self.entry(cite["document"], field), cite["locator"]]

    # States of old

    def renamed(self, kind: str, name: str, value: Any) -> Any:
        """A value of a state of old, naming every record as it is called now."""
        parts = part_models(kind)
        if name == "cites":
            return [self._cite(cite) for cite in value or []] or value
        if name in parts and value:
            return [self._row(parts[name], row) for row in value]
        return self.present(value) if value and name in link_names(entry_models()[kind]) else value

    def _row(self, model: type[models.Model], row: dict) -> dict:
        row = row | {name: self.present(row[name]) for name in link_names(model) & row.keys()}
        return row | {"cites": [self._cite(cite) for cite in row["cites"]]} if "cites" in row else row

    def _cite(self, cite: dict) -> dict:
        return cite | {"document": self.present(cite["document"])}
