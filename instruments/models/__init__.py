"""With what means, and what parliament asked: instruments and listings, motions and commitments."""

from instruments.models.instruments import Binding, Instrument, InstrumentKind, Listing
from instruments.models.parliament import Commitment, Motion, Request
from instruments.models.reports import Snapshot
from instruments.models.statuses import Deadline, Execution, ExecutionStatus, Outcome, OutcomeEvent

__all__ = [
    "Binding",
    "Commitment",
    "Deadline",
    "Execution",
    "ExecutionStatus",
    "Instrument",
    "InstrumentKind",
    "Listing",
    "Motion",
    "Outcome",
    "OutcomeEvent",
    "Request",
    "Snapshot",
]
