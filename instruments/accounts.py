"""What was done with a motion, in words, with the place where that is written."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from cyberpolicy.narrow import Batch
from cyberpolicy.readings import Reading
from cyberpolicy.values import labels
from instruments.models import CLOSED, ExecutionStatus, Motion
from instruments.models.execution import status_of_request

DEEDS = ("carries-out", "conforms-to")  # relations of what was done with a motion


class Status(Protocol):
    """What is read of an execution: of a whole one, or of a tuple of these fields."""

    request_number: int | None
    status: str


def account_of(motion: Motion) -> list[str]:
    """A line for each status of its execution and each thing that carries it out, each with its sources.

    ``motion`` has its relations, citations and executions attached.
    """
    attached = motion.attached
    statuses = [(row.pk, row.status, row.remark) for row in attached.parts["executions"]]
    deeds = [(relation.pk, str(relation.subject.title)) for relation in attached.relations_from(*DEEDS)]
    places = {
        pk: [f"{cite.document.paper or cite.document.title} {cite.short_place}" for cite in attached.cites[pk]]
        for pk, *_said in (*statuses, *deeds)
    }
    return _account(statuses, deeds, places)


def _accounts(batch: Batch) -> list[str]:
    rows, deeds, text = batch.parts("executions"), _deeds(batch), batch.around.text
    statuses = {
        key: [(row.pk, row.status, text(row.remark_nl, row.remark_en)) for row in found] for key, found in rows.items()
    }
    sources = batch.sources_of_parts([pk for lines in deeds.values() for pk, _title in lines])
    places = {pk: [source.in_short for source in cites] for pk, cites in sources.items()}
    found = {
        key: "; ".join(_account(statuses.get(key, ()), deeds.get(key, ()), places))
        for key in statuses.keys() | deeds.keys()
    }
    return batch.of_each(found, "")


def _deeds(batch: Batch) -> dict[int, list[tuple[int, str]]]:
    found: dict[int, list[tuple[int, str]]] = {}
    for pk, key, title in batch.relations(DEEDS, reverse=True):
        found.setdefault(key, []).append((pk, title))
    return found


def _account(
    statuses: Iterable[tuple[int, str, str]], deeds: Iterable[tuple[int, str]], places: Mapping[int, list[str]]
) -> list[str]:
    """The lines. ``statuses``: key, code and remark; ``deeds``: key and title; ``places``: of each key its sources."""
    words = labels(ExecutionStatus, "status")
    said = [(pk, ": ".join(filter(None, (words.get(code, code), remark)))) for pk, code, remark in statuses]
    lines = [_line(text, places.get(pk, ())) for pk, text in said]
    return [*lines, *dict.fromkeys(_line(title, places.get(pk, ())) for pk, title in deeds)]


def _line(text: str, places: Iterable[str]) -> str:
    told = ", ".join(dict.fromkeys(place.strip() for place in places))
    return f"{text} ({told})" if told else text


def requests_of(motion: Motion) -> list[str]:
    return [request.text for request in motion.attached.parts["requests"]]


def _requests(batch: Batch) -> list[str]:
    text = batch.around.text
    found = {
        key: "; ".join(text(row.text_nl, row.text_en) for row in rows) for key, rows in batch.parts("requests").items()
    }
    return batch.of_each(found, "")


def requests_settled(motion: Motion) -> str:
    """How many of its requests are done with, "2/3"; empty where a motion has no separate requests."""
    return _fraction(*closed_requests(motion))


def _requests_settled(batch: Batch) -> list[str]:
    rows = batch.parts("executions")
    found = {
        key: _fraction(*_closed([request.number for request in requests], rows.get(key, ())))
        for key, requests in batch.parts("requests").items()
    }
    return batch.of_each(found, "")


def closed_requests(motion: Motion) -> tuple[int, int]:
    """How many of its requests are closed, and how many there are; requests and executions are attached."""
    parts = motion.attached.parts
    return _closed([request.number for request in parts["requests"]], parts["executions"])


def _closed(numbers: Sequence[int], rows: Sequence[Status]) -> tuple[int, int]:
    return sum(status_of_request(rows, number) in CLOSED for number in numbers), len(numbers)


def _fraction(closed: int, total: int) -> str:
    return f"{closed}/{total}" if total else ""


def official_address_of(motion: Motion) -> str:
    """Of the motion's paper, when the reader may see that document."""
    return getattr(motion.attached.seen(motion.document), "url", "")


def _official_addresses(batch: Batch) -> list[str]:
    keys = batch.field("document_id")
    papers = batch.around.papers.of(keys)
    return [paper.url if (paper := papers[key]) else "" for key in keys]


# What the columns of motions read

REQUESTS = Reading(requests_of, _requests, parts={"requests": ("text_nl", "text_en")})
SETTLED = Reading(
    requests_settled, _requests_settled, parts={"requests": ("number",), "executions": ("request_number", "status")}
)
ACCOUNT = Reading(account_of, _accounts, parts={"executions": ("status", "remark_nl", "remark_en")}, incoming=DEEDS)
OFFICIAL_ADDRESS = Reading(official_address_of, _official_addresses, ("document_id",), related=("document",))
