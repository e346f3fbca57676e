"""What was done with a motion, in words, with the place where that is written."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain
from typing import NamedTuple, Protocol

from cyberpolicy.narrow import Batch
from cyberpolicy.readings import Reading, several_texts
from cyberpolicy.values import labels
from instruments.models import CLOSED, ExecutionStatus, Motion
from instruments.models.execution import status_of_request

DEEDS = ("carries-out", "conforms-to")  # relations of what was done with a motion


class Status(Protocol):
    """What is read of an execution."""

    @property
    def request_number(self) -> int | None: ...

    @property
    def status(self) -> str: ...


class Told(NamedTuple):
    """An execution, as far as it is read."""

    request_number: int | None
    status: str


def account_of(motion: Motion) -> list[str]:
    """A line for each status of its execution and each thing that carries it out, each with its sources.

    ``motion`` has its relations, citations and executions attached.
    """
    attached = motion.attached

    def places(pk: int) -> list[str]:
        return [f"{cite.document.paper or cite.document.title} {cite.short_place}" for cite in attached.cites[pk]]

    statuses = [_line(_said(row.status, row.remark), places(row.pk)) for row in attached.parts["executions"]]
    deeds = [_line(str(deed.subject.title), places(deed.pk)) for deed in attached.relations_from(*DEEDS)]
    return [*statuses, *dict.fromkeys(deeds)]


def _accounts(batch: Batch) -> Iterator[tuple[int, str]]:
    relations, said = list(batch.relations(DEEDS, reverse=True)), _Said(batch.around.text)
    sources = batch.sources_of_parts([pk for pk, _key, _title in relations])
    places = {pk: [source.in_short for source in cites] for pk, cites in sources.items()}
    statuses = (
        (key, _line(said[code, nl, en], places[pk]) if pk in places else said[code, nl, en])
        for key, pk, code, nl, en in batch.parts("executions", "status", "remark_nl", "remark_en")
    )
    deeds = ((key, _line(title, places.get(pk, ()))) for pk, key, title in relations)
    return chain(statuses, dict.fromkeys(deeds))


class _Said(dict):
    """What is said of a status with its remark in two languages: of many rows the same."""

    def __init__(self, text: Callable[[str, str], str]) -> None:
        self._text = text

    def __missing__(self, status: tuple[str, str, str]) -> str:
        code, remark_nl, remark_en = status
        said = self[status] = _said(code, self._text(remark_nl, remark_en))
        return said


def _said(code: str, remark: str) -> str:
    return ": ".join(filter(None, (labels(ExecutionStatus, "status").get(code, code), remark)))


def _line(text: str, places: Iterable[str]) -> str:
    told = ", ".join(dict.fromkeys(place.strip() for place in places))
    return f"{text} ({told})" if told else text


def requests_of(motion: Motion) -> list[str]:
    return [request.text for request in motion.attached.parts["requests"]]


def _requests(batch: Batch) -> Iterator[tuple[int, str]]:
    text = batch.around.text
    return ((key, text(nl, en)) for key, _pk, nl, en in batch.parts("requests", "text_nl", "text_en"))


def requests_settled(motion: Motion) -> str:
    """How many of its requests are done with, "2/3"; empty where a motion has no separate requests."""
    return _fraction(*closed_requests(motion))


def _requests_settled(batch: Batch) -> list[str]:
    numbers, rows = defaultdict(tuple), defaultdict(tuple)
    for key, _pk, number in batch.parts("requests", "number"):
        numbers[key] += (number,)
    for key, _pk, number, status in batch.parts("executions", "request_number", "status"):
        rows[key] += ((number, status),)
    return list(map(_settled, batch.of_each(numbers, ()), batch.of_each(rows, ())))


@lru_cache(maxsize=2_000)  # motions with as many requests and the same executions have the same: few of all differ
def _settled(numbers: tuple[int, ...], rows: tuple[tuple[int | None, str], ...]) -> str:
    return _fraction(*_closed(numbers, [Told(*row) for row in rows]))


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

REQUESTS = several_texts(requests_of, _requests, parts={"requests": ("text_nl", "text_en")})
SETTLED = Reading(
    requests_settled, _requests_settled, parts={"requests": ("number",), "executions": ("request_number", "status")}
)
ACCOUNT = several_texts(
    account_of, _accounts, parts={"executions": ("status", "remark_nl", "remark_en")}, incoming=DEEDS
)
OFFICIAL_ADDRESS = Reading(official_address_of, _official_addresses, fields=("document_id",), related=("document",))
