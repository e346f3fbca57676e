"""With what means, and what parliament asked: instruments and listings, motions and commitments."""

from instruments.models.agenda import CalendarFeed, Recess, SentReminder
from instruments.models.execution import CLOSED, Execution, ExecutionStatus
from instruments.models.instruments import Binding, Instrument, InstrumentKind, Listing
from instruments.models.owed import Owed
from instruments.models.parliament import Commitment, Motion, Strength
from instruments.models.requests import Request
from instruments.models.snapshots import Snapshot
from instruments.models.statuses import (
    ENDED_IN_PARLIAMENT,
    Deadline,
    Outcome,
    OutcomeEvent,
    Registered,
    RegisterStatus,
)

__all__ = [
    "CLOSED",
    "ENDED_IN_PARLIAMENT",
    "Binding",
    "CalendarFeed",
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
    "Owed",
    "Recess",
    "RegisterStatus",
    "Registered",
    "Request",
    "SentReminder",
    "Snapshot",
    "Strength",
]
