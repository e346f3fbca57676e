"""A report as plain data: words, tables, rows. Every file is made of it, and a frozen report keeps it."""

import datetime
import hashlib
import json
from dataclasses import dataclass, field
from string import Template

from django.utils import formats, translation

from cyberpolicy.moments import Moment
from instruments.models import Snapshot
from instruments.querysets import OwedQuerySet
from instruments.reports.kinds import KINDS, Selection
from instruments.reports.rows import Row, rows
from instruments.reports.tables import moments_of, records_of
from instruments.reports.wording import INTERNAL_COLUMNS, TableWording, Wording, wording_of


@dataclass
class ReportTable:
    """``columns``: the heading of each value of a row that is shown. ``count``: of all rows, also those not here."""

    name: str
    heading: str
    empty: str
    columns: dict[str, str]
    rows: list[Row] = field(default_factory=list)
    count: int = 0

    @property
    def left_out(self) -> int:
        """How many rows are not here."""
        return self.count - len(self.rows)

    @property
    def cells(self) -> list[tuple[str, ...]]:
        return [tuple(row[name] for name in self.columns) for row in self.rows]


@dataclass
class Report:
    """What is told of one period."""

    kind: str
    language: str
    start: datetime.date
    end: datetime.date
    scope: dict
    title: str
    opening: list[str]
    template_version: str
    template_sha256: str
    tables: list[ReportTable]

    @property
    def row_count(self) -> int:
        return sum(table.count for table in self.tables)

    @property
    def wording(self) -> dict:
        """All but the rows, as it is kept."""
        return {
            "scope": self.scope,
            "title": self.title,
            "opening": self.opening,
            "template_version": self.template_version,
            "template_sha256": self.template_sha256,
        }

    @property
    def kept_tables(self) -> list[dict]:
        return [
            {"name": t.name, "heading": t.heading, "empty": t.empty, "columns": list(t.columns.items()), "rows": t.rows}
            for t in self.tables
        ]

    @property
    def content(self) -> dict:
        """All of it, as JSON can hold it; the columns in pairs, for their order."""
        about = {"kind": self.kind, "language": self.language, "start": str(self.start), "end": str(self.end)}
        return about | self.wording | {"tables": self.kept_tables}

    @property
    def sha256(self) -> str:
        """Over words and rows; the same for the same report, whoever makes it and whenever.

        Of the one way to write the content that RFC 8785 knows: keys in order, no white space, only what JSON must
        escape escaped. There are no numbers in it.
        """
        text = json.dumps(self.content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


def report_of(selection: Selection, user, *, most: int = 0, known: datetime.datetime | None = None) -> Report:
    """Make the report. What goes to parliament holds only what anyone may see; what is internal, what ``user`` may.

    ``most``: rows a table, for a preview; 0 is all. ``known``: as it was known at a moment. Raises WordingError when
    the words cannot be read.
    """
    wording = wording_of(selection.kind.name, selection.language)
    with translation.override(selection.language):
        moments, audience = moments_of(selection, known), audience_of(selection, user)
        records = records_of(selection, moments, audience)
        tables = [
            _table(table, records[table.name], selection, moments.now, wording, audience, most)
            for table in wording.tables
        ]
        words = _frame(selection, wording)
        title, *opening = (_filled(text, words) for text in (wording.title, *wording.opening))
    return Report(
        selection.kind.name, selection.language, selection.start, selection.end, selection.scope, title, opening,
        wording.version, wording.sha256, tables,
    )  # fmt: skip


def audience_of(selection: Selection, user):
    """For whom it is made: None is anyone."""
    return user if selection.kind.is_internal else None


def _table(
    words: TableWording, records: OwedQuerySet, selection: Selection, at: Moment, wording: Wording, audience, most: int
) -> ReportTable:
    shown = {
        name: heading
        for name, heading in words.columns.items()
        if selection.kind.is_internal or name not in INTERNAL_COLUMNS
    }
    found = list(rows(records, list(shown), wording, audience, at, most=most))
    count = records.count() if most else len(found)
    return ReportTable(words.name, words.heading, words.empty, shown, found, count)


def _frame(selection: Selection, wording: Wording) -> dict[str, str]:
    days = {name: formats.date_format(getattr(selection, name), "j F Y") for name in ("start", "end", "as_of")}
    return days | {"chamber": wording.chamber(selection.chamber or "both")}


def _filled(text: str, words: dict[str, str]) -> str:
    return Template(text).substitute(words)


def kept(snapshot: Snapshot) -> Report:
    """A frozen report, from what was kept of it."""
    words = snapshot.wording
    tables = [
        ReportTable(t["name"], t["heading"], t["empty"], dict(t["columns"]), t["rows"], len(t["rows"]))
        for t in snapshot.rows
    ]
    return Report(
        snapshot.kind, snapshot.language, snapshot.period_start, snapshot.period_end, words["scope"], words["title"],
        words["opening"], words["template_version"], words["template_sha256"], tables,
    )  # fmt: skip


def kind_label(name: str) -> str:
    return str(KINDS[name]) if name in KINDS else name
