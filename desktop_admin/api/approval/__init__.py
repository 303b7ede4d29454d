"""Approvals: what a flow is, why a step is refused, and what is told of it."""

from desktop_admin.api.approval.flow import (
    AUTHOR,
    Flow,
    Passage,
    Reason,
    ReasonField,
    RemarkField,
    Rule,
    Seat,
    Step,
)
from desktop_admin.api.approval.refusals import (
    AlreadyDecided,
    ContentMoved,
    NotInState,
    NotTheHolder,
    OwnWorkRefused,
    ReasonMissing,
    RemarkMissing,
    SeatNotNeeded,
    SecondSeat,
)
from desktop_admin.api.approval.told import DecisionLine, Offer, Scope
from desktop_admin.api.base import DecisionCommand

__all__ = [
    "AUTHOR",
    "AlreadyDecided",
    "ContentMoved",
    "DecisionCommand",
    "DecisionLine",
    "Flow",
    "NotInState",
    "NotTheHolder",
    "Offer",
    "OwnWorkRefused",
    "Passage",
    "Reason",
    "ReasonField",
    "ReasonMissing",
    "RemarkField",
    "RemarkMissing",
    "Rule",
    "Scope",
    "Seat",
    "SeatNotNeeded",
    "SecondSeat",
    "Step",
]
