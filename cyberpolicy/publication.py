"""The rule of publication: a record that everyone may see names, in its typed fields, only records everyone may see."""

from collections.abc import Iterable, Sequence

from django.db import models
from django.utils.translation import gettext as _

from cyberpolicy.batching import batches
from cyberpolicy.kinds import part_models
from cyberpolicy.models import Entry, EntryPart
from cyberpolicy.states import own_fields, standing
from cyberpolicy.visibility import PUBLIC, access_of


def links(model: type[models.Model]) -> list[models.ForeignKey]:
    """The typed fields of a record or a part that name another record."""
    return [f for f in own_fields(model) if isinstance(f, models.ForeignKey) and issubclass(f.related_model, Entry)]


def hidden_records(entry: Entry, rows: Iterable[Entry | EntryPart]) -> list[Entry]:
    """The records that ``rows`` name and a public reader of ``entry`` may not see; none while ``entry`` is hidden."""
    if not PUBLIC.sees(entry):
        return []
    named = (getattr(row, link.name) for row in rows for link in links(type(row)) if getattr(row, link.attname))
    return [record for record in named if not PUBLIC.sees(record)]


def hidden_among(entries: Sequence[Entry]) -> dict[int, list[Entry]]:
    """The same by key for saved records of one kind with all their parts, in a fixed number of queries a batch."""
    found = {}
    for some in batches(entry for entry in entries if PUBLIC.sees(entry)):
        models.prefetch_related_objects(some, *(link.name for link in links(type(some[0]))))
        rows: dict[int, list[Entry | EntryPart]] = {entry.pk: [entry] for entry in some}
        for model in part_models(some[0].kind_name).values():
            if links(model):
                for part in standing(model, list(rows)):
                    rows[part.owner_id].append(part)
        found |= {entry.pk: hidden for entry in some if (hidden := hidden_records(entry, rows[entry.pk]))}
    return found


def hidden_in_all(entry: Entry) -> list[Entry]:
    """The same of one record."""
    return hidden_among([entry]).get(entry.pk, [])


def names_of(records: Iterable[Entry], user) -> str:
    """Their titles, for ``user`` to read."""
    access = access_of(user)
    titles = (f"“{record}”" if access.sees(record) else _("a record you may not see") for record in records)
    return ", ".join(dict.fromkeys(titles))
