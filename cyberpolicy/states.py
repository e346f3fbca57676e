"""The state of a record as plain values: reading it, comparing two, and bringing a record into one.

A state is a dict: the record's own fields, ``cites``, and one list for each kind of part ("aliases", "relations" ...).
Values equal to the field's default are left out, other records are named by their key ("forum:ungge"). Data files hold
states, imports and undo bring a record into one, histories hold the difference of two: all speak of the same things.
"""

import datetime
import json
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import cache, partial
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from cyberpolicy.bearings import Bearings, StateError
from cyberpolicy.guard import history_kept_elsewhere
from cyberpolicy.kinds import part_models
from cyberpolicy.models import CatalogueEntry, Citation, Entry, EntryPart
from cyberpolicy.querysets import following

State = dict[str, Any]
CITE_FIELDS = ("pages", "field", "as_stated", "quote")
EMPTY = ("", None, [], {})


@cache
def own_fields(model: type[models.Model]) -> tuple[models.Field, ...]:
    """The fields that a person can change; of a part, without its owner."""
    owner = getattr(model, "owner_field", None)
    return tuple(
        field
        for field in model._meta.concrete_fields
        if field.editable and not field.primary_key and field.name != owner
    )


# Reading


def state_of(entry: Entry) -> State:
    return states_of([entry])[entry.pk]


def states_of(entries: list[Entry]) -> dict[int, State]:
    """The states of records of one kind, by primary key, in a fixed number of queries."""
    ids = [entry.pk for entry in entries]
    if entries:
        models.prefetch_related_objects(entries, *_named(type(entries[0])))
    cites = _cites(ids)
    states = {entry.pk: own_values(entry) | _filled(cites=cites[entry.pk, None]) for entry in entries}
    parts = part_models(entries[0].kind_name) if entries else {}
    for name, model in parts.items():
        for owner, pk, value in _part_values(model, ids):
            states[owner].setdefault(name, []).append(value | _filled(cites=cites[owner, pk]))
    return states


def _part_values(model: type[EntryPart], ids: list[int]) -> Iterator[tuple[int, int, State]]:
    """Owner, key and own values of each part that holds; read as columns, which takes a third of what rows take."""
    fields, links = _defaults(model), _named(model)
    columns = [f"{field.name}__slug" if field.name in links else field.attname for field, _default in fields]
    kinds = [f"{name}__kind" for name in links if model._meta.get_field(name).related_model is CatalogueEntry]
    for owner, pk, *row in _holding(model, ids).values_list(f"{model.owner_field}_id", "pk", *columns, *kinds):
        found_kinds = dict(zip(kinds, row[len(columns) :], strict=True))
        value = {}
        for (field, default), said in zip(fields, row[: len(columns)], strict=True):
            if said in EMPTY:
                continue
            if field.name in links:
                kind = found_kinds.get(f"{field.name}__kind") or field.related_model._meta.model_name
                said = f"{kind}:{said}"
            if (said := storable(said)) != default:
                value[field.name] = said
        yield owner, pk, value


def standing(model: type[EntryPart], ids: list[int]) -> models.QuerySet:
    """The parts of these records that hold: without the retracted rows, in the order they were made."""
    related = [field.name for field in own_fields(model) if isinstance(field, models.ForeignKey)]
    return following(_holding(model, ids), related)


def _holding(model: type[EntryPart], ids: list[int]) -> models.QuerySet:
    rows = model._base_manager.filter(**{f"{model.owner_field}_id__in": ids})
    if hasattr(model, "retracted_at"):
        rows = rows.filter(retracted_at__isnull=True)
    return rows.order_by("pk")


def _cites(ids: list[int]) -> dict[tuple[int, int | None], list[dict]]:
    found = defaultdict(list)
    for citation in Citation.objects.filter(entry_id__in=ids).select_related("document", "passage").order_by("pk"):
        where = {"document": citation.document.key, "locator": citation.passage.locator if citation.passage else ""}
        values = {name: getattr(citation, name) for name in CITE_FIELDS}
        repeat = {"quote_repeat": citation.quote_repeat or None}
        found[citation.entry_id, citation.part_id].append(_filled(**where, **values, **repeat))
    return found


def own_values(record: models.Model) -> State:
    found = {}
    for field, default in _defaults(type(record)):
        if getattr(record, field.attname) not in EMPTY:  # most are
            value = plain(record, field)
            if value != default:
                found[field.name] = value
    return found


@cache
def _named(model: type[models.Model]) -> list[str]:
    """The fields that name a record."""
    return [f.name for f in own_fields(model) if f.is_relation and issubclass(f.related_model, Entry | CatalogueEntry)]


@cache
def _defaults(model: type[models.Model]) -> list[tuple[models.Field, Any]]:
    return [(field, field.get_default()) for field in own_fields(model)]


def _filled(**values) -> State:
    return {name: value for name, value in values.items() if value not in EMPTY}


def plain(record: models.Model, field: models.Field) -> Any:
    """The value of a field as JSON can hold it; another record by its key."""
    value = getattr(record, field.attname)
    if value is not None and field.is_relation and issubclass(field.related_model, Entry | CatalogueEntry):
        return getattr(record, field.name).key
    return storable(value)


def storable(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime.date) else value


def differences(before: State, after: State) -> dict[str, list]:
    """What differs: ``{"title_nl": [old, new]}``; a list of parts counts as one value."""
    names = [*before, *(name for name in after if name not in before)]
    return {name: [before.get(name), after.get(name)] for name in names if not same(before.get(name), after.get(name))}


def same(one: Any, other: Any) -> bool:
    """Whether two values say the same. The order of parts does not count: one that was put back stands last."""
    if is_rows(one) and is_rows(other):
        return sorted(map(_as_line, one)) == sorted(map(_as_line, other))
    return one == other


def without(rows: list, others: list) -> list:
    """The rows that are not among the others; of those that are there twice, one for each of the others goes."""
    left = [*others]
    found = []
    for row in rows:
        twin = next((other for other in left if same([row], [other])), None)
        if twin is None:
            found.append(row)
        else:
            left.remove(twin)
    return found


def is_rows(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(row, dict) for row in value)


def _as_line(row: State) -> str:
    cites = sorted(json.dumps(cite, sort_keys=True) for cite in row.get("cites", []))
    return json.dumps(row | {"cites": cites}, sort_keys=True)


# Bringing a record into a state


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
    return own_values(record) | {name: value for name, value in state.items() if name in links | {"cites"}}


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


def apply(entry: Entry, state: State, bearings: Bearings, *, now: State | None = None, puts_back: bool = True) -> None:
    """Bring a saved record into ``state``, parts and citations included; ``now`` is its state where that is known.

    Dated rows that come and were retracted earlier hold again; without ``puts_back`` they are new ones, as what comes
    was not known in between. Raises StateError; call it in an Action.
    """
    now = state_of(entry) if now is None else now
    fill_fields(entry, state, bearings)
    entry.save()
    if not same(now.get("cites"), state.get("cites")):
        _cite_anew(entry.pk, None, state.get("cites", []), bearings, "cites")
    for name, model in part_models(entry.kind_name).items():
        if not same(now.get(name), state.get(name)):
            _apply_parts(entry, model, now.get(name, []), state.get(name, []), bearings, puts_back=puts_back)


def _apply_parts(
    entry: Entry,
    model: type[EntryPart],
    now: list[State],
    wanted: list[State],
    bearings: Bearings,
    *,
    puts_back: bool,
) -> None:
    """Keep the rows that stay, also with other sources; remove or retract the others; put back or make the new ones."""
    rows = list(zip(standing(model, [entry.pk]), now, strict=True))
    left = list(enumerate(wanted, start=1))
    rows = _unmatched(rows, left, lambda part, value, position, state: value == state)
    for part, _value in _unmatched(rows, left, partial(_keep_row, bearings=bearings)):
        _remove(part)
    for position, state in left:
        path = f"{model.part_name}[{position}]."
        if not (puts_back and _put_back(entry, model, state, bearings, path)):
            _make_part(entry, model, state, bearings, path)


def _unmatched(rows: list[tuple], left: list[tuple[int, State]], matches: Callable[..., bool]) -> list[tuple]:
    """Take each row's match out of ``left``; the rows that have none."""
    found = []
    for part, value in rows:
        match = next((item for item in left if matches(part, value, *item)), None)
        if match:
            left.remove(match)
        else:
            found.append((part, value))
    return found


def _keep_row(part: EntryPart, value: State, position: int, state: State, *, bearings: Bearings) -> bool:
    """Whether only the sources of a row change; then they do."""
    if not _same_row(value, state):
        return False
    _cite_anew(part.owner_id, part.pk, state.get("cites", []), bearings, f"{part.part_name}[{position}].cites")
    return True


def _same_row(one: State, other: State) -> bool:
    return {**one, "cites": None} == {**other, "cites": None}


def _remove(part: EntryPart) -> None:
    if hasattr(part, "retracted_at"):
        part.retracted_at = timezone.now()
        part.save()
    else:
        part.delete()


def _put_back(entry: Entry, model: type[EntryPart], state: State, bearings: Bearings, path: str) -> bool:
    """A dated row that was retracted holds again: the same row, known since the day it first was."""
    if not hasattr(model, "retracted_at"):
        return False
    retracted = model._base_manager.filter(entry_id=entry.pk, retracted_at__isnull=False)
    retracted = retracted.order_by("-retracted_at", "-pk")
    part = next((row for row in retracted if _same_row(own_values(row), state)), None)
    if part is None:
        return False
    part.retracted_at = None
    part.save()
    _cite_anew(entry.pk, part.pk, state.get("cites", []), bearings, f"{path}cites")
    return True


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


def _cite_anew(entry_id: int, part_id: int | None, cites: list[State], bearings: Bearings, path: str) -> None:
    for citation in Citation.objects.filter(entry_id=entry_id, part_id=part_id):
        citation.delete()
    _cite(entry_id, part_id, cites, bearings, path)


def _cite(entry_id: int, part_id: int | None, cites: list[State], bearings: Bearings, path: str) -> None:
    made = [
        Citation(
            entry_id=entry_id,
            part_id=part_id,
            document_id=bearings.entry(cite["document"], path),
            passage_id=bearings.passage(cite, path),
            **{name: cite[name] for name in CITE_FIELDS if name in cite},
        )
        for cite in cites
    ]
    for citation, cite in zip(made, cites, strict=True):
        if citation.quote:
            citation.mark_quote(cite.get("quote_repeat", 0))
    with history_kept_elsewhere():  # the record was touched before its parts are
        Citation.objects.bulk_create(made)
