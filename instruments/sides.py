"""The two sides of what is owed, put together for its page: what parliament says, and what the ministry does."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cyberpolicy.dates import day_in_words
from cyberpolicy.detail import EntryPage, Evidence
from cyberpolicy.values import Choice, choice
from instruments import agenda, held_over
from instruments.accounts import closed_requests
from instruments.flags import attach_flags
from instruments.models import CLOSED, Execution, ExecutionStatus, Motion, Owed, Request
from instruments.models.execution import status_of_request


@dataclass(frozen=True)
class RequestLine:
    """One request with its own execution, and what proves that."""

    request: Request
    evidence: list[Evidence]
    status: Choice | None
    rows: list[tuple[ExecutionStatus, list[Evidence]]]


class Told(NamedTuple):
    """What parliament, or the cabinet before it, said: of what, and in which words where these were kept."""

    label: str
    said: str
    wording: str = ""


@dataclass(frozen=True)
class Sides:
    """What the page of a motion or commitment says besides the facts. Lists of texts are sentences for a reader."""

    owed: Owed
    told: tuple["Told", ...]
    execution: str
    flags: list
    requests: list[RequestLine]
    how: str
    clocks: list[str]
    unread: list[str]

    @property
    def sees_internal(self) -> bool:
        return self.owed.attached.access.sees_internal


def sides_of(page: EntryPage) -> Sides:
    """The sides of the record on ``page``, its parts attached; a few queries more."""
    owed = page.entry
    attach_flags([owed], page.user)
    execution = _said(owed, "execution") or _("Not recorded")
    return Sides(
        owed, tuple(_told(owed)), execution, owed.flags, _requests(page), _how(owed), _clocks(owed), _unread(owed)
    )


def _told(owed: Owed) -> Iterator[Told]:
    if isinstance(owed, Motion) and owed.outcome:
        yield Told(_("Outcome"), _said(owed, "outcome"))
    if isinstance(owed, Motion) and (owed.appraisal or owed.appraisal_wording):
        yield Told(_("Appraisal by the cabinet"), _said(owed, "appraisal"), owed.appraisal_wording)
    yield Told(_("In its register"), _said(owed, "register_status") or _("Not recorded"))


def _said(owed: Owed, field: str) -> str:
    return str(choice(owed, field) or "")


def _requests(page: EntryPage) -> list[RequestLine]:
    rows = page.entry.attached.parts["executions"]
    return [
        RequestLine(
            request,
            evidence,
            _status(status_of_request(rows, request.number)),
            [(row, page.cited(row)) for row in reversed(rows) if row.request_number == request.number],
        )
        for request, evidence in page.requests
    ]


def _status(code: str) -> Choice | None:
    return Choice(code, Execution(code).label) if code else None


def _how(owed: Owed) -> str:
    """How the status of the whole follows from those of the requests."""
    rows = owed.attached.parts["executions"]
    if not any(row.request_number is not None for row in rows):
        return ""
    closed, total = closed_requests(owed)
    said = ngettext("%(closed)s of %(total)s request settled", "%(closed)s of %(total)s requests settled", total)
    return said % {"closed": closed, "total": total} if total else ""


def _clocks(owed: Owed) -> list[str]:
    """What the calendar says: of a motion held over, of a deadline in a recess."""
    held = held_over.said_of(owed) if isinstance(owed, Motion) else ""
    is_running = owed.due_on and owed.execution not in CLOSED
    recess = agenda.recess_on(owed.due_on, owed.chamber, agenda.known_recesses()) if is_running else None
    said = _("The deadline falls in a recess: %(name)s, until %(day)s.")
    in_recess = said % {"name": recess.name, "day": day_in_words(recess.ends_on)} if recess else ""
    return [sentence for sentence in (held, in_recess) if sentence]


def _unread(owed: Owed) -> list[str]:
    """The words of parliament that the table of words does not know."""
    parts = owed.attached.parts
    rows = [*parts["outcomes"], *parts["register_statuses"]]
    words = [row.source_wording for row in rows if row.source_wording and not row.meaning]
    if getattr(owed, "appraisal_wording", "") and not owed.appraisal:
        words.append(owed.appraisal_wording)
    return list(dict.fromkeys(words))
