"""What a report says of one motion or commitment: the columns that its template asks for, in words."""

import datetime
from collections.abc import Iterator

from django.utils import formats

from cyberpolicy import references
from cyberpolicy.attachments import attach
from cyberpolicy.batching import batches
from cyberpolicy.models import Citation, Document, DocumentKind
from cyberpolicy.models.documents import CHAMBER_NUMBERS, session_of
from cyberpolicy.moments import Moment
from cyberpolicy.text_fields import in_language
from instruments.models import CLOSED, Execution, ExecutionStatus, Motion, Owed
from instruments.models.execution import status_of
from instruments.querysets import OwedQuerySet
from instruments.reports.wording import Wording

LETTERS = {DocumentKind.LETTER, DocumentKind.CABINET_RESPONSE}
Row = dict[str, str]  # what each column says in words; beside it its key, its address, and days as 2020-11-30
AS_DAY = "_day"  # ends the name under which a row keeps the day of a column


def rows(
    records: OwedQuerySet, columns: list[str], wording: Wording, audience, at: Moment, *, most: int = 0
) -> Iterator[Row]:
    """A row for each record as it stood ``at`` a moment, in the active language.

    ``most``: only so many; 0 is all. ``audience``: who may see it; None is anyone.
    """
    joined = ("owner", "unit", *(("document",) if records.model is Motion else ()))
    keys = list(records.values_list("pk", flat=True)[: most or None])
    for batch in batches(keys):
        found = records.model.objects.filter(pk__in=batch).select_related(*joined).order_by()
        by_key = {record.pk: record for record in found}
        _attach(list(by_key.values()), audience, at)
        for key in batch:
            if key in by_key:
                yield _row(by_key[key], columns, wording)


def _attach(batch: list[Owed], audience, at: Moment) -> None:
    for owed in batch:
        owed.at = at
    nothing: frozenset[str] = frozenset()  # no relation is told of
    attach(batch, audience, parts=("executions", "deadlines", "requests"), outgoing=nothing, incoming=nothing)
    for owed in batch:
        parts = owed.attached.parts
        owed.execution = status_of(parts["executions"], [request.number for request in parts["requests"]])
        owed.due_on = parts["deadlines"][-1].due_on if parts["deadlines"] else None


def _row(owed: Owed, columns: list[str], wording: Wording) -> Row:
    closing = closing_of(owed)
    sees = owed.attached.access.sees_internal
    days = {"settled_on": closing.date_earliest if closing else None, "due_on": owed.due_on}
    values = {
        "description": lambda: _text(owed, "title"),
        "place": lambda: place_of(owed),
        "state": lambda: _state(owed, closing, wording),
        "settled_on": lambda: _day(days["settled_on"]),
        "due_on": lambda: _day(days["due_on"]),
        "execution": lambda: str(Execution(owed.execution).label) if owed.execution else "",
        "owner": lambda: str(owed.owner or "") if sees else "",
        "unit": lambda: str(owed.unit or ""),
        "internal_text": lambda: _text(owed, "internal_text") if sees else "",
    }
    told = {name: values[name]() for name in columns}
    known = {f"{name}{AS_DAY}": day.isoformat() for name, day in days.items() if name in columns and day}
    return {"key": owed.key, "address": owed.get_absolute_url(), **told, **known}


def closing_of(owed: Owed) -> ExecutionStatus | None:
    """The row that settled it, the last one if there are several; executions are attached."""
    if owed.execution not in CLOSED:
        return None
    closing = [row for row in owed.attached.parts["executions"] if row.status in CLOSED]
    return closing[-1] if closing else None


def place_of(owed: Owed) -> str:
    """Where it is written, as parliament cites it; the register number of a commitment before it."""
    if isinstance(owed, Motion):
        paper = owed.attached.seen(owed.document)
        return paper.citation if paper and paper.paper else _paper_of(owed)
    papers = dict.fromkeys(cite.document.citation for cite in owed.attached.citations)
    return "; ".join([*filter(None, [owed.register_number]), *papers])


def _paper_of(motion: Motion) -> str:
    """Of a motion whose paper is not here: its session follows from the day it was submitted."""
    session = session_of(motion.dossier, "", motion.date)
    chamber = CHAMBER_NUMBERS.get(motion.chamber, "")
    return references.cited_paper(motion.dossier, motion.number, chamber, session)


def _state(owed: Owed, closing: ExecutionStatus | None, wording: Wording) -> str:
    """What was done, in the sentences of the template; then what the ministry says of it."""
    said = [_settled(owed, closing, wording)] if closing else _open(owed, wording)
    return " ".join(filter(None, [*said, _text(owed, "public_text")]))


def _settled(owed: Owed, closing: ExecutionStatus, wording: Wording) -> str:
    day = _day(closing.date_earliest)
    if closing.status != Execution.SETTLED:
        told = wording.say(closing.status, day=day) if day else closing.get_status_display()
        return _with(told, _text(closing, "justification") or _text(closing, "remark"))
    cites: list[Citation] = owed.attached.cites[closing.pk]
    if cites:
        return _settled_by(owed, cites[0].document, day, wording)
    told = wording.say("settled", day=day) if day else wording.say("unknown_day")
    return _with(told, _text(closing, "justification"))


def _settled_by(owed: Owed, paper: Document, settled: str, wording: Wording) -> str:
    """Settled by a paper: a letter informs the chamber on the day it was sent."""
    day = _day(paper.sort_date) or settled
    if paper.kind in LETTERS and day:
        chamber = wording.chamber(paper.chamber or owed.chamber)
        return wording.say("informed_by_letter", chamber=chamber, day=day, citation=paper.citation)
    if settled:
        return wording.say("settled_by_paper", day=settled, citation=paper.citation)
    return _with(wording.say("unknown_day"), f"({paper.citation})")


def _open(owed: Owed, wording: Wording) -> list[str]:
    due = wording.say("deadline", day=_day(owed.due_on)) if owed.due_on else ""
    return [wording.say(owed.execution or "nothing_known"), due]


def _with(sentence: str, more: str) -> str:
    return f"{sentence} {more}" if more else sentence


def _text(record, name: str) -> str:
    return str(in_language(getattr(record, f"{name}_nl"), getattr(record, f"{name}_en")))


def _day(day: datetime.date | None) -> str:
    return formats.date_format(day, "j F Y") if day else ""
