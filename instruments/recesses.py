"""Recesses from data files: read, check, and bring into the table so that what an administrator did there stays."""

import datetime
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from cyberpolicy.importers.records import RecordFileError, Report, contents
from cyberpolicy.models import ImportedRecord
from instruments.agenda import concerning
from instruments.models import Recess

OWN_FILE = Path(__file__).parent / "data" / "recesses.toml"
SOURCE = "load_recesses"
FIELDS = ("chamber", "name_nl", "name_en", "starts_on", "ends_on", "source")
ANNOUNCEMENT = "announcement"


def parse(files: Iterable[tuple[str, bytes]]) -> dict[str, Recess]:
    """The recesses of the files by chamber and name, each checked alone. Raises RecordFileError."""
    found: dict[str, Recess] = {}
    for name, content in files:
        for values in _tables(name, content):
            key = f"{values.get('chamber')}:{values.get('name_nl')}"
            if key in found:
                raise RecordFileError(name, key, "name_nl", _("this record is already there"))
            found[key] = _recess(name, key, values)
    return found


def _tables(name: str, content: bytes) -> Iterator[dict]:
    """The values of each recess, with those of its announcement."""
    document = contents(name, content)
    if unknown := document.keys() - {ANNOUNCEMENT}:
        raise RecordFileError(name, "", min(unknown), _("unknown kind of record"))
    for announcement in _as_tables(name, ANNOUNCEMENT, document.get(ANNOUNCEMENT, [])):
        recesses = _as_tables(name, "recesses", announcement.pop("recesses", []))
        yield from (announcement | recess for recess in recesses)


def _as_tables(name: str, field: str, value) -> list[dict]:
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise RecordFileError(name, "", field, _("write a list between square brackets"))
    return value


def _recess(file: str, key: str, values: dict) -> Recess:
    for name in dict.fromkeys((*FIELDS, *values)):
        if name not in FIELDS:
            known = _("unknown name; known are %(names)s") % {"names": ", ".join(FIELDS)}
            raise RecordFileError(file, key, name, known)
        if type(values.get(name)) is not (datetime.date if name.endswith("_on") else str):
            wrong = _("write a day as 2024-07-05 and all else between quotes; nothing may be left out")
            raise RecordFileError(file, key, name, wrong)
    recess = Recess(**values)
    try:
        recess.clean_fields()  # not full_clean, which asks the database
        recess.clean()
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        raise RecordFileError(file, key, field, " ".join(messages)) from None
    return recess


@transaction.atomic
def store(wanted: dict[str, Recess]) -> Report:
    """Bring the recesses in. One that was brought before is changed only where it stands as it was brought."""
    report = Report()
    brought = {row.key: row.state for row in ImportedRecord.objects.filter(source=SOURCE)}
    for key, recess in wanted.items():
        result = _brought_before(recess, brought[key]) if key in brought else _brought_first(recess)
        report.counts[result] += 1
        if result == "kept":
            report.kept.append(key)
        ImportedRecord.objects.update_or_create(source=SOURCE, key=key, defaults={"state": _state(recess)})
    return report


def _brought_first(recess: Recess) -> str:
    """Beside what somebody entered for the same days, of both chambers too, it would stand there twice."""
    same_days = {"starts_on__lte": recess.ends_on, "ends_on__gte": recess.starts_on}
    if Recess.objects.filter(chamber__in=concerning(recess.chamber), **same_days).exists():
        return "kept"
    recess.save()
    return "created"


def _brought_before(recess: Recess, state: dict[str, str]) -> str:
    here = Recess.objects.filter(**state).first()
    if here is None:  # changed or deleted here
        return "kept"
    if _state(recess) == state:
        return "unchanged"
    recess.pk = here.pk
    recess.save(force_update=True)
    return "changed"


def _state(recess: Recess) -> dict[str, str]:
    """Its values as JSON keeps them."""
    values = {name: getattr(recess, name) for name in FIELDS}
    return {name: value.isoformat() if isinstance(value, datetime.date) else value for name, value in values.items()}
