"""The people and units that records name as theirs: rows without a history of their own, which states know by key.

A person or unit that is removed is taken out of the records first, in one action: so the history tells of it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from django.db import models, transaction
from django.utils.translation import gettext as _

from cyberpolicy.batching import batches
from cyberpolicy.history import Action
from cyberpolicy.kinds import entry_models
from cyberpolicy.models import Entry, Unit, User
from cyberpolicy.states import own_fields

Holder = User | Unit


@cache
def holding_fields(model: type[Entry]) -> dict[str, type[Holder]]:
    """The fields of a record that name a person or a unit."""
    fields = (field for field in own_fields(model) if isinstance(field, models.ForeignKey))
    return {field.name: field.related_model for field in fields if issubclass(field.related_model, Holder)}


def named_in(changes: Iterable[Mapping]) -> dict[tuple[type[Holder], int], str]:
    """What the people and units are called that differences name, but for those that are gone."""
    fields = {pair for model in entry_models().values() for pair in holding_fields(model).items()}
    keys: dict[type[Holder], set[int]] = defaultdict(set)
    for change in changes:
        for name, holder in fields:
            keys[holder] |= {pk for pk in change.get(name) or () if isinstance(pk, int)}
    rows = ((holder, row) for holder, pks in keys.items() for some in batches(pks) for row in _rows(holder, some))
    return {(holder, row.pk): str(row) for holder, row in rows}


def _rows(holder: type[Holder], keys: list[int]) -> Iterable[Holder]:
    return holder._base_manager.in_bulk(keys).values()


def written(holder: type[models.Model], pk: int, known: Mapping[tuple[type, int], str]) -> str:
    """The name of a person or unit, for a difference; of one that is gone what it was."""
    return known.get((holder, pk), gone(holder))


def gone(holder: type[models.Model]) -> str:
    """What one is called that was removed."""
    return _("a unit that was removed") if issubclass(holder, Unit) else _("a person who was removed")


# Removing


@dataclass(frozen=True)
class Held:
    """How many records of a kind name a person or unit, and in which field."""

    model: type[Entry]
    field: models.ForeignKey
    count: int


def held_by(holders: Sequence[Holder]) -> Iterator[Held]:
    """What would be emptied if these people or units were removed."""
    for model, field in _places_of(holders):
        if count := _naming(model, field, holders).count():
            yield Held(model, field, count)


def remove(holders: Sequence[Holder], *, by) -> None:
    """Delete people or units. The records that named them do so no more: one action, without the names of people."""
    units = ", ".join(holder.code for holder in holders if isinstance(holder, Unit))
    reason = _("Removed unit: %(units)s") % {"units": units} if units else _("Removed account")
    with transaction.atomic():
        with Action("remove", by=by, reason=reason[:300]) as action:
            for model, field in _places_of(holders):
                action.set(list(_naming(model, field, holders)), {field.attname: None})
        for holder in holders:
            holder.delete()


def _places_of(holders: Sequence[Holder]) -> list[tuple[type[Entry], models.ForeignKey]]:
    sorts = {type(holder) for holder in holders}
    return [
        (model, model._meta.get_field(name))
        for model in entry_models().values()
        for name, holder in holding_fields(model).items()
        if holder in sorts
    ]


def _naming(model: type[Entry], field: models.ForeignKey, holders: Sequence[Holder]) -> models.QuerySet:
    return model._base_manager.filter(**{f"{field.name}__in": holders}).order_by("pk")
