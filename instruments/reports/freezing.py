"""Freezing a report, so that the next one follows on it, and what has changed from one to another."""

import datetime
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from cyberpolicy.compare import Piece, word_pieces
from cyberpolicy.models import User
from cyberpolicy.visibility import PUBLIC, access_of
from instruments.agenda import DAY
from instruments.models import Snapshot
from instruments.models.snapshots import level_of, scope_key
from instruments.reports.kinds import Selection
from instruments.reports.report import report_of
from instruments.reports.rows import AS_DAY, Row


def proposed_period(series: str, scope: dict, today: datetime.date) -> tuple[datetime.date, datetime.date]:
    """The period that follows on the last frozen report, up to today; without one the year up to today."""
    last = Snapshot.objects.of_series(series, scope).first()
    start = last.period_end + DAY if last else today - datetime.timedelta(days=364)
    return start, max(start, today)


def why_not(selection: Selection, today: datetime.date) -> list[str]:
    """Why this report cannot be frozen; empty when it can."""
    reasons = []
    if selection.is_interim:
        reasons.append(_("It tells of a day before its period ends; the next report would not follow on it."))
    if selection.end > today:
        reasons.append(_("Its period has not ended yet."))
    last = Snapshot.objects.of_series(selection.kind.series, selection.scope).first()
    if last and last.period_end + DAY != selection.start:
        told = _("Its period does not follow on the last frozen report, which ended on %(end)s: begin on %(start)s.")
        days = {"end": _in_words(last.period_end), "start": _in_words(last.period_end + DAY)}
        reasons.append(told % days)
    return reasons


def freeze(selection: Selection, by: User) -> Snapshot:
    """Keep the report as it is now. Raises ValidationError when it cannot follow on the last one, and WordingError."""
    now = timezone.now()
    if reasons := why_not(selection, timezone.localdate(now)):
        raise ValidationError(reasons)
    try:
        with transaction.atomic():
            report = report_of(selection, by, known=now)
            return Snapshot.objects.create(
                kind=report.kind, series=selection.kind.series, scope_key=scope_key(selection.scope),
                level=level_of(access_of(by) if selection.kind.is_internal else PUBLIC), language=report.language,
                period_start=report.start, period_end=report.end, known_at=now, rows=report.kept_tables,
                wording=report.wording, template_version=report.template_version, sha256=report.sha256, made_by=by,
            )  # fmt: skip
    except IntegrityError as error:
        raise ValidationError(_("Somebody else froze a report of this period just now.")) from error


@dataclass(frozen=True)
class Changed:
    """A row that stands in both reports, and reads differently: the words put in and taken out."""

    row: Row
    pieces: list[Piece]


@dataclass
class Comparison:
    """What the later of two reports says that the earlier did not. ``gone``: open then, in no table now."""

    new: list[Row] = field(default_factory=list)
    settled: list[Row] = field(default_factory=list)
    reopened: list[Row] = field(default_factory=list)
    changed: list[Changed] = field(default_factory=list)
    gone: list[Row] = field(default_factory=list)


def compare(old: Snapshot, new: Snapshot) -> Comparison:
    """What was settled in the earlier report and is told no more is as it should be, and is not named."""
    before, after, found = _rows_by_key(old), _rows_by_key(new), Comparison()
    for key, (row, is_open) in after.items():
        if key not in before:
            found.new.append(row)
            continue
        was, was_open = before[key]
        if was_open != is_open:
            (found.reopened if is_open else found.settled).append(row)
        elif was != row:
            told = [_said(reads, left_out=_same_title(was, row)) for reads in (was, row)]
            if told[0] != told[1]:
                found.changed.append(Changed(row, word_pieces(*told)))
    found.gone = [row for key, (row, is_open) in before.items() if is_open and key not in after]
    return found


def cautions(old: Snapshot, new: Snapshot) -> list[str]:
    """Why what ``compare`` finds may mislead: it speaks of two reports that follow on each other."""
    if old.pk == new.pk:
        return [_("This is one and the same report.")]
    found = []
    if old.series != new.series:
        found.append(_("These are reports of different kinds: what stands in one may not belong in the other."))
    if old.scope_key != new.scope_key:
        found.append(_("They are about different records: the chamber, ministries, tracks or unit are not the same."))
    if old.level != new.level:
        found.append(_("They were made for different readers: one may hold what the other had to leave out."))
    if old.language != new.language:
        found.append(_("They are in different languages: nearly every row reads differently."))
    if not found and old.period_end + DAY != new.period_start:
        found.append(_("They do not follow on each other: what was settled in between is told in neither."))
    return found


def _rows_by_key(snapshot: Snapshot) -> dict[str, tuple[Row, bool]]:
    return {row["key"]: (row, table["name"].endswith("-open")) for table in snapshot.rows for row in table["rows"]}


def _same_title(was: Row, row: Row) -> set[str]:
    return {"description"} if was.get("description") == row.get("description") else set()


def _said(row: Row, left_out: set[str]) -> str:
    told = {name: text for name, text in row.items() if name not in left_out and not name.endswith(AS_DAY)}
    return " · ".join(text for name, text in told.items() if name not in ("key", "address") and text)


def _in_words(day: datetime.date) -> str:
    return formats.date_format(day, "j F Y")
