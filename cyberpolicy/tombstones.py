"""Really deleting a record leaves a tombstone; from it the record can be brought back with its key.

The deletion's revision holds the state; the tombstone holds what hung on the record beside it.
"""

import json
from itertools import chain

from django.core import serializers
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.dateparse import parse_datetime

from cyberpolicy.beside import dated_models
from cyberpolicy.guard import history_kept_elsewhere
from cyberpolicy.kinds import entry_models
from cyberpolicy.models import (
    CatalogueEntry,
    ChangeGroup,
    Document,
    Entry,
    FormerAddress,
    ImportedRecord,
    Part,
    Revision,
    Tombstone,
)
from cyberpolicy.states import State, fill_fields


def bury(entry: Entry, group: ChangeGroup) -> Tombstone:
    """Keep what is needed of a record that is about to be deleted, and hang its history on that."""
    names = ("kind", "slug", "title_nl", "title_en", "visibility", "state")
    row = CatalogueEntry.objects.get(pk=entry.pk)
    version = type(entry)._base_manager.values_list("version", flat=True).get(pk=entry.pk)
    tombstone = Tombstone.objects.create(
        record_id=entry.pk,
        version=version + 1,
        group=group,
        kept=_kept(entry) | {"outdated": row.outdated},
        **{name: getattr(row, name) for name in names},
    )
    Revision.objects.filter(entry_id=entry.pk).update(tombstone=tombstone)
    return tombstone


def _kept(entry: Entry) -> dict:
    rows = serializers.serialize("python", chain(*_rows_beside(entry)))
    return {
        "rows": json.loads(json.dumps(rows, default=str)),  # Django's own encoder would cut moments to milliseconds
        "imported": list(ImportedRecord.objects.filter(entry_id=entry.pk).values_list("pk", flat=True)),
        "created_at": entry.created_at.isoformat(),
        "created_by": entry.created_by_id,
    }


def _rows_beside(entry: Entry) -> list[models.QuerySet]:
    """Rows of which the state says nothing, or not all: when a dated row was recorded, and those retracted."""
    dated = dated_models(entry.kind_name).values()
    kinds = [model._meta.model_name for model in dated]
    rows = [FormerAddress.objects.filter(entry_id=entry.pk), Part.objects.filter(entry_id=entry.pk, kind__in=kinds)]
    rows += [model._base_manager.filter(entry_id=entry.pk) for model in dated]
    return [*rows, entry.passages.all(), entry.versions.all()] if isinstance(entry, Document) else rows


def locators(tombstone: Tombstone) -> list[str]:
    """The passages that will be there again with the document."""
    return [row["fields"]["locator"] for row in tombstone.kept["rows"] if row["model"] == "cyberpolicy.passage"]


def obstacle(tombstone: Tombstone, state: State) -> str:
    """Why the record cannot come back, such as another that has its address name or number now; empty if it can."""
    record = entry_models()[tombstone.kind]()
    fill_fields(record, state, None)
    try:
        record.validate_unique(exclude={"catalogue"})
        record.validate_constraints(exclude={"catalogue"})
    except ValidationError as error:
        return " ".join(error.messages)
    return ""


def bring_back(tombstone: Tombstone, state: State) -> Entry:
    """Make the record again under its old key, bare: links, parts and citations come when all records are there."""
    row = CatalogueEntry.objects.create(
        pk=tombstone.record_id, kind=tombstone.kind, slug=tombstone.slug, outdated=tombstone.kept["outdated"]
    )
    entry = entry_models()[tombstone.kind](catalogue=row, version=tombstone.version)
    fill_fields(entry, state, None)
    with history_kept_elsewhere():
        entry.write(force_insert=True)
        _put_back_rows(tombstone)
    _put_back_traces(tombstone, entry)
    return entry


def _put_back_rows(tombstone: Tombstone) -> None:
    for found in serializers.deserialize("python", tombstone.kept["rows"], ignorenonexistent=True):
        row = found.object
        if isinstance(row, FormerAddress) and _is_taken(row):
            continue
        for link in (f for f in row._meta.concrete_fields if f.is_relation and f.null):
            if not link.related_model._base_manager.filter(pk=getattr(row, link.attname)).exists():
                setattr(row, link.attname, None)
        found.save(force_insert=True)


def _is_taken(address: FormerAddress) -> bool:
    which = {"kind": address.kind, "slug": address.slug}
    return FormerAddress.objects.filter(**which).exists() or CatalogueEntry.objects.filter(**which).exists()


def _put_back_traces(tombstone: Tombstone, entry: Entry) -> None:
    """Who made it and when, that an import brought it, and its history."""
    kept, creator = tombstone.kept, type(entry)._meta.get_field("created_by").related_model
    by = creator.objects.filter(pk=kept["created_by"]).first()
    type(entry)._base_manager.filter(pk=entry.pk).update(created_at=parse_datetime(kept["created_at"]), created_by=by)
    ImportedRecord.objects.filter(pk__in=kept["imported"], entry=None).update(entry_id=entry.pk)
    Revision.objects.filter(tombstone=tombstone).update(entry_id=entry.pk, tombstone=None)
    tombstone.delete()
