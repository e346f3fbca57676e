"""What was done with a motion, in words, with the place where that is written."""

from cyberpolicy.models import Citation
from instruments.models import Motion


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
        _line(str(relation.subject.title), attached.cites[relation.pk])
        for relation in attached.incoming
        if relation.kind in {"carries-out", "conforms-to"}
    ]
    return [*statuses, *dict.fromkeys(deeds)]


def requests_of(motion: Motion) -> list[str]:
    return [request.text for request in motion.attached.parts["requests"]]


def official_address_of(motion: Motion) -> str:
    """Of the motion's paper, when the reader may see that document."""
    return getattr(motion.attached.seen(motion.document), "url", "")


def _line(text: str, cites: list[Citation]) -> str:
    places = ", ".join(
        dict.fromkeys(f"{cite.document.paper or cite.document.title} {cite.short_place}".strip() for cite in cites)
    )
    return f"{text} ({places})" if places else text
