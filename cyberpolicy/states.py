"""The state of a record as plain values: reading it, comparing two, and bringing a record into one.

A state is a dict: the record's own fields, ``cites``, and one list for each kind of part ("aliases", "relations" ...).
Values equal to the field's default are left out, other records are named by their key ("forum:ungge"). Data files hold
states, imports and undo bring a record into one, histories hold the difference of two: all speak of the same things.
"""

import datetime
from collections import defaultdict
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from cyberpolicy.guard import history_kept_elsewhere
from cyberpolicy.kinds import part_models
from cyberpolicy.models import CatalogueEntry, Citation, Entry, EntryPart, Passage

State = dict[str, Any]
CITE_FIELDS = ("pages", "field", "as_stated", "quote")
EMPTY = ("", None, [], {})


class StateError(ValueError):
    """A value of a state cannot be: ``field`` says where, as "milestones[2].date"."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


def own_fields(model: type[models.Model]) -> list[models.Field]:
    """The fields that a person can change; of a part, without its owner."""
    owner = getattr(model, "owner_field", None)
    return [
        field
        for field in model._meta.concrete_fields
        if field.editable and not field.primary_key and field.name != owner
    ]


# Reading


def state_of(entry: Entry) -> State:
    return states_of([entry])[entry.pk]


def states_of(entries: list[Entry]) -> dict[int, State]:
    """The states of records of one kind, by primary key, in a fixed number of queries."""
    ids = [entry.pk for entry in entries]
    cites = _cites(ids)
    states = {entry.pk: _values(entry) | _filled(cites=cites[entry.pk, None]) for entry in entries}
    parts = part_models(entries[0].kind_name) if entries else {}
    for name, model in parts.items():
        for part in standing(model, ids):
            value = _values(part) | _filled(cites=cites[part.owner_id, part.pk])
            states[part.owner_id].setdefault(name, []).append(value)
    return states


def standing(model: type[EntryPart], ids: list[int]) -> models.QuerySet:
    """The parts of these records that hold: without the retracted rows, in the order they were made."""
    related = [field.name for field in own_fields(model) if isinstance(field, models.ForeignKey)]
    rows = model._base_manager.filter(**{f"{model.owner_field}_id__in": ids}).select_related(*related)
    if hasattr(model, "retracted_at"):
        rows = rows.filter(retracted_at__isnull=True)
    return rows.order_by("pk")


def _cites(ids: list[int]) -> dict[tuple[int, int | None], list[dict]]:
    found = defaultdict(list)
    for citation in Citation.objects.filter(entry_id__in=ids).select_related("document", "passage").order_by("pk"):
        where = {"document": citation.document.key, "locator": citation.passage.locator if citation.passage else ""}
        values = {name: getattr(citation, name) for name in CITE_FIELDS}
        found[citation.entry_id, citation.part_id].append(_filled(**where, **values))
    return found


def _values(record: models.Model) -> State:
    values = ((field, plain(record, field)) for field in own_fields(type(record)))
    return {field.name: value for field, value in values if value not in EMPTY and value != field.get_default()}


def _filled(**values) -> State:
    return {name: value for name, value in values.items() if value not in EMPTY}


def plain(record: models.Model, field: models.Field) -> Any:
    """The value of a field as JSON can hold it; another record by its key."""
    if getattr(record, field.attname) is None:
        return None
    value = getattr(record, field.name)
    if isinstance(value, Entry | CatalogueEntry):
        return value.key
    if isinstance(field, models.ForeignKey):
        return value.pk
    if isinstance(value, datetime.date):
        return value.isoformat()
    return value


def differences(before: State, after: State) -> dict[str, list]:
    """What differs: ``{"title_nl": [old, new]}``; a list of parts counts as one value."""
    names = [*before, *(name for name in after if name not in before)]
    return {name: [before.get(name), after.get(name)] for name in names if before.get(name) != after.get(name)}


# Bringing a record into a state


class Bearings:
    """Finds records by key and passages by locator, each looked up once."""

    def __init__(self) -> None:
        self.keys = {
            f"{kind}:{slug}": pk for pk, kind, slug in CatalogueEntry.objects.values_list("pk", "kind", "slug")
        }
        self.passages = {
            (f"document:{slug}", locator): pk
            for pk, slug, locator in Passage.objects.values_list("pk", "document__slug", "locator")
        }

    def entry(self, key: str, field: str) -> int:
        if key not in self.keys:
            raise StateError(field, _("there is no record “%(key)s”") % {"key": key})
        return self.keys[key]

    def passage(self, cite: State, field: str) -> int | None:
        place = (cite["document"], cite.get("locator", ""))
        if place[1] and place not in self.passages:
            raise StateError(
                field,
                _("%(document)s has no passage “%(locator)s”") % dict(zip(("document", "locator"), place, strict=True)),
            )
        return self.passages[place] if place[1] else None


def fill_fields(record: models.Model, state: State, bearings: Bearings | None, path: str = "") -> None:
    """Set the record's own fields from ``state``, defaults where it is silent. Raises StateError.

    Without ``bearings`` the references to other records are left alone: they may not exist yet.
    """
    for field in own_fields(type(record)):
        value, where = state.get(field.name), path + field.name
        if isinstance(field, models.ForeignKey):
            if bearings:
                setattr(record, field.attname, _referred(field, value, bearings, where))
            continue
        setattr(record, field.name, _cleaned(field, value, record, where))


def canonical(model: type[models.Model], state: State, path: str = "") -> State:
    """The own fields and citations of ``state`` as ``state_of`` would give them back. Raises StateError."""
    record = model()
    fill_fields(record, state, None, path)
    links = {field.name for field in own_fields(model) if isinstance(field, models.ForeignKey)}
    return _values(record) | {name: value for name, value in state.items() if name in links | {"cites"}}


def _referred(field: models.ForeignKey, value: Any, bearings: Bearings, where: str) -> int | None:
    if value is None or not isinstance(value, str):
        return value
    return bearings.entry(value, where)


def _cleaned(field: models.Field, value: Any, record: models.Model, where: str) -> Any:
    if value is None:
        return field.get_default()
    try:
        return field.clean(value, record)
    except ValidationError as error:
        raise StateError(where, " ".join(error.messages)) from None


def apply(entry: Entry, state: State, bearings: Bearings) -> None:
    """Bring a saved record into ``state``, parts and citations included. Raises StateError; call it in an Action."""
    fill_fields(entry, state, bearings)
    entry.save()
    now = state_of(entry)
    if now.get("cites") != state.get("cites"):
        for citation in Citation.objects.filter(entry_id=entry.pk, part__isnull=True):
            citation.delete()
        _cite(entry.pk, None, state.get("cites", []), bearings, "cites")
    for name, model in part_models(entry.kind_name).items():
        if now.get(name) != state.get(name):
            _apply_parts(entry, model, state.get(name, []), bearings)


def _apply_parts(entry: Entry, model: type[EntryPart], wanted: list[State], bearings: Bearings) -> None:
    """Keep the parts that stay the same, remove or retract the others, make the new ones."""
    left = list(enumerate(wanted))
    for part, value in zip(standing(model, [entry.pk]), state_of(entry).get(model.part_name, []), strict=True):
        match = next((item for item in left if item[1] == value), None)
        if match:
            left.remove(match)
        else:
            _remove(part)
    for position, value in left:
        _make_part(entry, model, value, bearings, f"{model.part_name}[{position + 1}].")


def _remove(part: EntryPart) -> None:
    if hasattr(part, "retracted_at"):
        part.retracted_at = timezone.now()
        part.save()
    else:
        part.delete()


def _make_part(entry: Entry, model: type[EntryPart], state: State, bearings: Bearings, path: str) -> None:
    part = model(**{f"{model.owner_field}_id": entry.pk})
    fill_fields(part, state, bearings, path)
    try:
        part.clean()
    except ValidationError as error:
        field = next(iter(error.message_dict))
        raise StateError(path + field, " ".join(error.messages)) from None
    part.save()
    _cite(entry.pk, part.pk, state.get("cites", []), bearings, f"{path}cites")


def _cite(entry_id: int, part_id: int | None, cites: list[State], bearings: Bearings, path: str) -> None:
    made = (
        Citation(
            entry_id=entry_id,
            part_id=part_id,
            document_id=bearings.entry(cite["document"], path),
            passage_id=bearings.passage(cite, path),
            **{name: cite[name] for name in CITE_FIELDS if name in cite},
        )
        for cite in cites
    )
    with history_kept_elsewhere():  # the record was touched before its parts are
        Citation.objects.bulk_create(made)
