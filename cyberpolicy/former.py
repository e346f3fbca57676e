"""What the fields of records said here at an earlier moment, read from the history: every change keeps the old value.

Only what was known at a moment is read so (``known_on``). On which day a text or an owner held nobody recorded: looked
at for a day (``as_of``) alone, they are as they are now.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Subquery, Value, When
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.db.models.functions import Cast, Coalesce

from cyberpolicy.asking import among

if TYPE_CHECKING:
    from cyberpolicy.models import Entry

AS_NOW = {"slug", "visibility", "state"}  # where a record stands and who may see it is never looked at as it was


def fields_of(model: type["Entry"]) -> dict[str, models.Field]:
    """The fields that are read back: those a person can change, but for the naming of other records."""
    from cyberpolicy.models import Entry
    from cyberpolicy.states import own_fields

    found = (field for field in own_fields(model) if field.name not in AS_NOW)
    return {f.name: f for f in found if not (f.is_relation and issubclass(f.related_model, Entry))}


def is_filtered(field: models.Field) -> bool:
    """Whether a list may filter by it: a choice, or a row of a small table."""
    return bool(field.is_relation or field.choices)


def told(field: models.Field, known: datetime.datetime) -> Case:
    """What the field said at a moment, for the records of a query: the old value of the first change after it."""
    from cyberpolicy.models import Revision

    later = Revision.objects.filter(entry=OuterRef("pk"), group__at__gt=known, changes__has_key=field.name)
    kind: models.Field = models.BigIntegerField() if field.is_relation else models.CharField()
    old = Cast(KeyTextTransform("0", KeyTransform(field.name, "changes")), kind)
    value = Subquery(later.order_by("pk").values_list(old)[:1], output_field=kind)
    then = value if field.null else Coalesce(value, Value(field.get_default()))
    return Case(When(Exists(later), then=then), default=F(field.attname), output_field=kind)


def values_at(model: type["Entry"], keys: Iterable[int], known: datetime.datetime) -> dict[int, dict[str, Any]]:
    """What the fields of records said at a moment, where they changed since: by key and attribute name."""
    from cyberpolicy.models import Revision

    fields, found = fields_of(model), defaultdict(dict)
    later = Revision.objects.filter(entry_id__in=among(keys), group__at__gt=known).order_by("-pk")
    for pk, changes in later.values_list("entry_id", "changes"):
        for name in changes.keys() & fields.keys():
            field, old = fields[name], changes[name][0]
            found[pk][field.attname] = field.get_default() if old is None else field.to_python(old)
    return found


def wind_back(entries: list["Entry"], known: datetime.datetime) -> None:
    """Give records of one kind the values their fields had at a moment, in a fixed number of queries."""
    there, model = {entry.pk: entry for entry in entries}, type(entries[0])
    former = values_at(model, there, known)
    for pk, values in former.items():
        for attname, value in values.items():
            setattr(there[pk], attname, value)
    for field in fields_of(model).values():
        if field.is_relation:
            keys = {pk: values[field.attname] for pk, values in former.items() if field.attname in values}
            others = field.related_model._base_manager.in_bulk(set(keys.values())) if keys else {}
            for pk, key in keys.items():
                setattr(there[pk], field.name, others.get(key))
