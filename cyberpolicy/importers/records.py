"""Records from the project's own data files (TOML): read, check, and merge so that people's edits win.

A file holds one table a record, named by its kind (``[[forum]]``), in the words of ``cyberpolicy.states``. Shorthands:
a citation may be the bare locator of the source document ("2.1"), and ``tracks`` names the tracks a record stands in.
"""

import json
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import IntegrityError, models
from django.utils.translation import gettext as _

from cyberpolicy.history import Action
from cyberpolicy.kinds import entry_models, part_models
from cyberpolicy.models import Document, Entry, ImportedRecord, Passage
from cyberpolicy.relation_kinds import IN_TRACK
from cyberpolicy.states import (
    CITE_FIELDS,
    Bearings,
    State,
    StateError,
    apply,
    canonical,
    fill_fields,
    own_fields,
    states_of,
)

SHORTHANDS = {"tracks", "track_basis"}
CITE_NAMES = {"document", "locator", *CITE_FIELDS}
OF_PASSAGES = {"document", "position"}  # what a passage gets from where it stands


class RecordFileError(ValueError):
    """A data file cannot be used: names the file, the record and the field."""

    def __init__(self, file: str, record: str, field: str, message: str) -> None:
        where = ", ".join(part for part in (file, record and f"[{record}]", field) if part)
        super().__init__(f"{where}: {message}")


@dataclass(frozen=True)
class Record:
    """One record as a file wants it."""

    file: str
    kind: str
    slug: str
    state: State
    passages: list[dict[str, Any]] = field(default_factory=list)

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.slug}"

    def error(self, where: str, message: str) -> RecordFileError:
        return RecordFileError(self.file, self.key, where, message)


@dataclass
class Report:
    """What an import did: a count for each result, and which values it kept because a person had changed them."""

    counts: Counter = field(default_factory=Counter)
    kept: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        counts = (self.counts[name] for name in ("created", "changed", "unchanged", "kept"))
        created, changed, unchanged, kept = counts
        return _("%(created)s created, %(changed)s changed, %(unchanged)s unchanged, %(kept)s kept as edited here") % {
            "created": created, "changed": changed, "unchanged": unchanged, "kept": kept,
        }  # fmt: skip


def read(paths: Iterable[Path]) -> list[tuple[str, bytes]]:
    return [(path.name, path.read_bytes()) for path in paths]


# Checking


@dataclass(frozen=True)
class Source:
    """The document that a bare locator points into, and what to assume of rows that do not say it."""

    name: str
    document: str
    assumed: dict[str, State] = field(default_factory=dict)


def parse(files: Iterable[tuple[str, bytes]], source: Source) -> list[Record]:
    """The records of the files, checked as far as that goes without a database. Raises RecordFileError."""
    records, seen = [], set()
    for name, content in files:
        for kind, table in _tables(name, content):
            record = _record(name, kind, table, source)
            if record.key in seen:
                raise record.error("slug", _("this record is already there"))
            seen.add(record.key)
            records.append(record)
    return records


def contents(name: str, content: bytes) -> dict[str, Any]:
    """A file as TOML. Raises RecordFileError when it is none."""
    try:
        return tomllib.loads(content.decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RecordFileError(name, "", "", _("not readable as TOML: %(error)s") % {"error": error}) from None


def _tables(name: str, content: bytes) -> Iterable[tuple[str, State]]:
    for kind, tables in contents(name, content).items():
        if (
            kind not in entry_models()
            or not isinstance(tables, list)
            or not all(isinstance(table, dict) for table in tables)
        ):
            raise RecordFileError(name, "", kind, _("unknown kind of record"))
        yield from ((kind, table) for table in tables)


def _record(file: str, kind: str, table: State, source: Source) -> Record:
    slug = table.get("slug")
    if not isinstance(slug, str) or not slug:
        raise RecordFileError(file, f"{kind}:?", "slug", _("each record needs one"))
    record = Record(file, kind, slug, {})
    _check_shape(record, table)
    passages = table.get("passages", []) if kind == Document._meta.model_name else []
    record.state.update(
        _checked(record, _expanded({n: v for n, v in table.items() if n != "passages" or not passages}, source))
    )
    for number, passage in enumerate(passages, 1):
        record.passages.append(
            _checked_table(record, passage, Passage, f"passages[{number}].", set(), given=OF_PASSAGES)
        )
    return record


def _check_shape(record: Record, table: State) -> None:
    """Lists are lists; in those of parts stand tables, in the others tables or words."""
    parts = {*part_models(record.kind), "passages"}
    for name in parts | {"cites", "tracks"}:
        allowed = dict if name in parts else str if name == "tracks" else dict | str
        _check_list(record, name, table.get(name, []), allowed)
    for name in parts:
        for number, part in enumerate(table.get(name, []), 1):
            _check_list(record, f"{name}[{number}].cites", part.get("cites", []), dict | str)


def _check_list(record: Record, where: str, value: Any, allowed: type) -> None:
    if not isinstance(value, list) or not all(isinstance(item, allowed) for item in value):
        raise record.error(where, _("write a list between square brackets"))


def _expanded(table: State, source: Source) -> State:
    """The table as a state: published, shorthands written out, assumptions filled in."""
    state = {"state": "published"} | {name: value for name, value in table.items() if name not in SHORTHANDS}
    basis = {"basis": table["track_basis"]} if table.get("track_basis", "stated") != "stated" else {}
    links = [{"kind": IN_TRACK, "object": f"track:{slug}", **basis} for slug in table.get("tracks", [])]
    if links:
        state["relations"] = [*links, *table.get("relations", [])]
    for name, value in state.items():
        if name == "cites":
            state[name] = _expanded_cites(value, source)
        elif isinstance(value, list) and value and all(isinstance(item, dict) for item in value):
            state[name] = [_expanded_part(source.assumed.get(name, {}) | item, source) for item in value]
    return {name: value for name, value in state.items() if value not in ("", [], {})}


def _expanded_part(part: State, source: Source) -> State:
    if "cites" in part:
        part["cites"] = _expanded_cites(part["cites"], source)
    return {name: value for name, value in part.items() if value not in ("", [])}


def _expanded_cites(cites: list, source: Source) -> list[State]:
    def expanded(cite: str | State) -> State:
        if isinstance(cite, str):
            return {"document": source.document, "locator": cite}
        return {"document": source.document, **cite}

    return [expanded(cite) for cite in cites]


def _checked(record: Record, state: State) -> State:
    """The state as ``cyberpolicy.states`` writes it, every name known and every value of the right sort."""
    parts = part_models(record.kind)
    checked = _checked_table(record, state, entry_models()[record.kind], "", set(parts))
    for name, model in parts.items():
        rows = [
            _checked_table(record, row, model, f"{name}[{number}].", set())
            for number, row in enumerate(state.get(name, []), 1)
        ]
        checked |= {name: rows} if rows else {}
    return checked


def _checked_table(
    record: Record,
    table: State,
    model: type[models.Model],
    path: str,
    extra: set[str],
    *,
    given: set[str] = frozenset(),
) -> State:
    """The table as a state of ``model``, which may hold ``extra`` names too; ``given`` values come from elsewhere."""
    known = {f.name for f in own_fields(model)} - given | extra | {"cites"}
    for name in table:
        if name not in known:
            raise record.error(
                path + name, _("unknown name; known are %(names)s") % {"names": ", ".join(sorted(known))}
            )
    for field_ in own_fields(model):
        is_needed = not (field_.blank or field_.null or field_.has_default())
        if is_needed and field_.name not in {*table, *given}:
            raise record.error(path + field_.name, _("this is needed"))
    for cite in table.get("cites", []):
        if set(cite) - CITE_NAMES:
            raise record.error(
                f"{path}cites", _("unknown name; known are %(names)s") % {"names": ", ".join(sorted(CITE_NAMES))}
            )
    with _refusals_of(record):
        return canonical(model, table, path)


@contextmanager
def _refusals_of(record: Record) -> Iterator[None]:
    """Whatever refuses a value of the record, the message names file, record and field."""
    try:
        yield
    except StateError as error:
        raise record.error(error.field, str(error)) from None
    except IntegrityError as error:
        raise record.error("", _("the database refuses this: %(error)s") % {"error": error}) from None


# Storing


def store(records: list[Record], source: Source, *, by=None) -> Report:
    """Merge the records in one transaction and report. Raises RecordFileError; then nothing was changed."""
    report = Report()
    with Action(source.name, by=by):
        merger = _Merger(source, report)
        merger.make_missing(records)
        for kind in entry_models():
            merger.merge([record for record in records if record.kind == kind])
    return report


class _Merger:
    """Merges file, last import and present state, value by value: a value that a person changed is kept."""

    def __init__(self, source: Source, report: Report) -> None:
        self.source, self.report = source, report
        self.imported = {row.key: row for row in ImportedRecord.objects.filter(source=source.name)}
        self.made: set[str] = set()

    def make_missing(self, records: list[Record]) -> None:
        """First make the new records bare, so that they can refer to each other."""
        for record in records:
            model = entry_models()[record.kind]
            if record.key in self.imported or model.objects.filter(slug=record.slug).exists():
                continue
            entry = model()
            with _refusals_of(record):
                fill_fields(entry, record.state, None)
                entry.save()
            self.made.add(record.key)
        self._make_passages([record for record in records if record.passages])
        self.bearings = Bearings()

    def _make_passages(self, records: list[Record]) -> None:
        """Make the passages that documents lack; those that are there stay as they are."""
        documents = self._entries(records) if records else {}
        for record in records:
            if document := documents.get(record.key):
                there = set(document.passages.values_list("locator", flat=True))
                rows = [(n, row) for n, row in enumerate(record.passages, start=1) if row["locator"] not in there]
                with _refusals_of(record):
                    Passage.objects.bulk_create(Passage(document=document, position=n, **row) for n, row in rows)

    def merge(self, records: list[Record]) -> None:
        """Merge records of one kind."""
        if not records:
            return
        entries = self._entries(records)
        states = states_of(list(entries.values()))
        for record in records:
            if record.key in entries:
                entry = entries[record.key]
                self._merge_one(record, entry, states[entry.pk])
            else:
                self.report.counts["kept"] += 1
                self.report.kept.append(_("%(record)s: deleted here") % {"record": record.key})

    def _entries(self, records: list[Record]) -> dict[str, Entry]:
        """The present records by key; one that was imported before is found even when its address changed."""
        model = entry_models()[records[0].kind]
        by_pk, by_slug = model.objects.in_bulk(), {entry.slug: entry for entry in model.objects.all()}
        found = {}
        for record in records:
            row = self.imported.get(record.key)
            entry = by_pk.get(row.entry_id) if row else by_slug.get(record.slug)
            if entry:
                found[record.key] = entry
        return found

    def _merge_one(self, record: Record, entry: Entry, now: State) -> None:
        row = self.imported.get(record.key)
        base = row.state if row else (now if record.key in self.made else {})
        wanted, kept = _merged(base, now, record.state)
        if record.key in self.made or wanted != now:
            self._apply(record, entry, wanted)
        if row is None or row.state != record.state:
            ImportedRecord.objects.update_or_create(
                source=self.source.name, key=record.key, defaults={"entry_id": entry.pk, "state": record.state}
            )
        self._count(record, wanted != now, kept)

    def _apply(self, record: Record, entry: Entry, wanted: State) -> None:
        with _refusals_of(record):
            apply(entry, wanted, self.bearings)

    def _count(self, record: Record, is_changed: bool, kept: list[str]) -> None:
        if record.key in self.made:
            self.report.counts["created"] += 1
        elif kept:
            self.report.counts["kept"] += 1
            self.report.kept.append(f"{record.key}: {', '.join(kept)}")
        else:
            self.report.counts["changed" if is_changed else "unchanged"] += 1


def _merged(base: State, now: State, target: State) -> tuple[State, list[str]]:
    """The state to bring the record into, and the names of the values kept because they were changed here."""
    wanted, kept = dict(now), []
    for name in {**base, **now, **target}:
        if _same(now.get(name), target.get(name)):
            continue
        if not _same(now.get(name), base.get(name)):
            kept.append(name)
        elif name in target:
            wanted[name] = target[name]
        else:
            wanted.pop(name, None)
    return wanted, kept


def _same(one: Any, other: Any) -> bool:
    """Whether two values say the same. The order of parts does not count: one that came later stands last."""
    if isinstance(one, list) and isinstance(other, list):
        return sorted(map(_as_line, one)) == sorted(map(_as_line, other))
    return one == other


def _as_line(item: Any) -> str:
    return json.dumps(item, sort_keys=True)
