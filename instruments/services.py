"""What is done with motions and commitments. Each service is one action in the history, which can be undone."""

import datetime
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cyberpolicy.history import Action
from cyberpolicy.models import Citation, Document, Passage, User
from cyberpolicy.publication import hidden_records
from instruments.models import Execution, ExecutionStatus, Motion, Owed, Request

SETTLING = (
    Execution.SETTLED, Execution.PARTLY_SETTLED, Execution.TRANSFERRED, Execution.WILL_NOT_BE_CARRIED_OUT,
)  # fmt: skip


@dataclass(frozen=True)
class Proof:
    """The place that proves it: a document, the passage in it, and the words that stand there letter by letter."""

    document: Document | None = None
    passage: Passage | None = None
    quote: str = ""

    @property
    def is_checked(self) -> bool:
        """Whether the quote was found in the text of the passage."""
        return self.citation.is_verbatim

    @property
    def citation(self) -> Citation:
        """The source that it will be."""
        return Citation(document=self.document, passage=self.passage, quote=self.quote)


def settle(
    *,
    owed: Owed,
    by: User,
    on: datetime.date,
    proof: Proof,
    status: str = Execution.SETTLED,
    request_number: int | None = None,
    justification: tuple[str, str] = ("", ""),
    remark: tuple[str, str] = ("", ""),
) -> ExecutionStatus:
    """Record that ``owed``, or one request of it, is done with from day ``on``; pairs of texts are Dutch and English.

    Raises ValidationError, by field, when the proof does not hold and no justification is given, or when the settling
    paper is older than the motion and none is given.
    """
    with Action("settle", by=by) as action:
        action.watch([owed])
        _check(owed, proof, request_number, any(justification), status)
        row = ExecutionStatus(
            entry_id=owed.pk, status=status, date=on.isoformat(), request_number=request_number,
            justification_nl=justification[0], justification_en=justification[1],
            remark_nl=remark[0], remark_en=remark[1],
        )  # fmt: skip
        row.full_clean(exclude=["part", "entry"])
        row.save()
        if proof.document:
            source = proof.citation
            source.entry_id, source.part_id = owed.pk, row.pk
            source.save()
    return row


def _check(owed: Owed, proof: Proof, request_number: int | None, is_justified: bool, status: str) -> None:
    if request_number and not Request.objects.filter(entry_id=owed.pk, number=request_number).exists():
        raise ValidationError({"request": _("This motion has no request %(number)s.") % {"number": request_number}})
    if status not in SETTLING:
        raise ValidationError({"status": _("This is not a way to settle.")})
    if proof.document and proof.citation.is_gone:
        raise ValidationError({"quote": _("These words do not stand in the passage, letter by letter.")})
    if proof.document and hidden_records(owed, [proof.citation]):
        raise ValidationError({"document": _("This document is not public, and the record is.")})
    if is_justified:
        return
    if not proof.is_checked:
        raise ValidationError({_missing(proof): _("Give the document, the passage and an exact quote; or a reason.")})
    if is_older(proof.document, owed):
        raise ValidationError({"document": _("This paper is older than the motion. Give a reason to use it anyway.")})


def _missing(proof: Proof) -> str:
    """The first field of the proof that is wanting."""
    return "document" if not proof.document else "passage" if not proof.passage else "quote"


def is_older(document: Document, owed: Owed) -> bool:
    """Whether the paper is of before the motion; unknown days are not older."""
    days = (document.sort_date, owed.sort_date)
    return isinstance(owed, Motion) and all(days) and days[0] < days[1]
