"""All that is known of the rows of a list, as JSON has it: besides its columns the parts, relations and sources.

Read in batches, as the cells of the other files are; values as histories and data files have them (``states``).
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from django.db import models

from cyberpolicy.kinds import part_models
from cyberpolicy.models import CatalogueEntry, Entry, EntryPart, Relation
from cyberpolicy.narrow import Batch, Needs, Paper
from cyberpolicy.news import last_moments
from cyberpolicy.states import own_fields, storable
from cyberpolicy.visibility import reads_histories

TEXTS = ("title_nl", "title_en", "abbreviation_nl", "abbreviation_en", "summary_nl", "summary_en")
FIELDS = ("slug", *TEXTS, "version", "created_at", "updated_at")
SAID = ("qualifier_nl", "qualifier_en", "basis")
CITED = ("field", "as_stated", "quote")
Said = dict[str, Any]


def parts_of(model: type[Entry]) -> dict[str, type[EntryPart]]:
    """The sorts of parts that are told by themselves: all but relations."""
    return {name: part for name, part in part_models(model._meta.model_name).items() if name != Relation.part_name}


def needs(model: type[Entry], fields: Collection[str]) -> Needs:
    """What is read of a kind of record, besides the fields of its columns."""
    parts = {name: {field.attname for field in own_fields(part)} for name, part in parts_of(model).items()}
    return Needs({*FIELDS, *fields}, parts, None, None, SAID, CITED)


class WholeBatch(Batch):
    """Some rows of a list, with all that hangs on them: for each row a list."""

    most = 1_000

    def last_changes(self) -> dict[str, list[Any]]:
        """The version and the moment of the last change of each row, as far as the reader may know."""
        user = self.around.user
        if reads_histories(user):
            return {"version": self.field("version"), "changed_at": self.field("updated_at")}
        moments = last_moments(dict(zip(self.keys, self.field("created_at"), strict=True)), user)
        return {"version": [None] * len(self.keys), "changed_at": [moments[key] for key in self.keys]}

    def all_parts(self, name: str) -> list[Sequence[Said]]:
        """The parts of a sort, each with its sources."""
        fields = own_fields(parts_of(self.model)[name])
        rows = list(self.parts(name, *(field.attname for field in fields)))
        return self.listed(self._parts_told(rows, fields)) if rows else self.of_each({}, ())

    def _parts_told(self, rows: list[tuple], fields: Sequence[models.Field]) -> Iterator[tuple[int, Said]]:
        keys, pks, *columns = zip(*rows, strict=True)
        names, sources = [*(field.name for field in fields), "sources"], self._told[1]
        columns = [*map(self._plain, fields, columns), [sources.get(pk, ()) for pk in pks]]
        return (
            (key, dict(zip(names, values, strict=True)))
            for key, values in zip(keys, zip(*columns, strict=True), strict=True)
        )

    def _plain(self, field: models.Field, column: Sequence[Any]) -> Sequence[Any]:
        """Another record by its key, a day as it is written."""
        if field.is_relation and issubclass(field.related_model, Entry | CatalogueEntry):
            records = self.around.records.of(column)
            return [record and record["key"] for record in map(records.__getitem__, column)]
        return list(map(storable, column)) if isinstance(field, models.DateField) else column

    def all_relations(self) -> list[Sequence[Said]]:
        """The relations as read from this record: which end it is, the verb, and the record at the other end."""
        incoming = self.citations("part_id", [row[1] for row in self.incoming.rows])  # they hang on the other record
        sources = self._told[1] | self._tell(incoming)[1]
        return self.listed(self._relations(sources))

    def _relations(self, sources: Mapping[int, list[Said]]) -> Iterator[tuple[int, Said]]:
        for role, rows in (("subject", self.outgoing.rows), ("object", self.incoming.rows)):
            records = self.around.records.of({row[4] for row in rows})
            for _position, pk, kind, key, other, nl, en, basis in rows:
                if record := records[other]:
                    about = {"kind": kind, "this_is": role, "other": record, "qualifier_nl": nl, "qualifier_en": en}
                    about["basis"], about["sources"] = basis, sources.get(pk, ())
                    yield key, about

    def all_sources(self) -> list[Sequence[Said]]:
        """The sources of the records themselves."""
        return self.of_each(self._told[0], ())

    @cached_property
    def _told(self) -> tuple[dict[int, list[Said]], dict[int, list[Said]]]:
        return self._tell(self.own_citations)

    def _tell(self, cites: list[tuple]) -> tuple[dict[int, list[Said]], dict[int, list[Said]]]:
        """The sources of records and of parts, by key."""
        return self.told_of(cites, _cited)


def _cited(paper: Paper, locator: str | None, pages: str, *said: str) -> Said:
    about = {"document": paper.slug, "locator": locator or "", "pages": pages}
    return about | dict(zip(CITED, said, strict=True)) | {"official_address": paper.url}
