"""What was done with a motion, in words, with the place where that is written."""

from cyberpolicy.models import Citation
from instruments.models import CLOSED, Motion
from instruments.models.execution import status_of_request

DEEDS = ("carries-out", "conforms-to")  # relations of what was done with a motion


def account_of(motion: Motion) -> list[str]:
    """A line for each status of its execution and each thing that carries it out, each with its sources.

    ``motion`` has its relations, citations and executions attached.
    """
    attached = motion.attached
    statuses = [
        _line(": ".join(filter(None, (status.get_status_display(), status.remark))), attached.cites[status.pk])
        for status in attached.parts["executions"]
    ]
    deeds = [
        _line(str(relation.subject.title), attached.cites[relation.pk]) for relation in attached.relations_from(*DEEDS)
    ]
    return [*statuses, *dict.fromkeys(deeds)]


def requests_of(motion: Motion) -> list[str]:
    return [request.text for request in motion.attached.parts["requests"]]


def requests_settled(motion: Motion) -> str:
    """How many of its requests are done with, "2/3"; empty where a motion has no separate requests."""
    closed, total = closed_requests(motion)
    return f"{closed}/{total}" if total else ""


def closed_requests(motion: Motion) -> tuple[int, int]:
    """How many of its requests are closed, and how many there are; requests and executions are attached."""
    numbers = [request.number for request in motion.attached.parts["requests"]]
    rows = motion.attached.parts["executions"]
    return sum(status_of_request(rows, number) in CLOSED for number in numbers), len(numbers)


def official_address_of(motion: Motion) -> str:
    """Of the motion's paper, when the reader may see that document."""
    return getattr(motion.attached.seen(motion.document), "url", "")


def _line(text: str, cites: list[Citation]) -> str:
    places = ", ".join(
        dict.fromkeys(f"{cite.document.paper or cite.document.title} {cite.short_place}".strip() for cite in cites)
    )
    return f"{text} ({places})" if places else text
