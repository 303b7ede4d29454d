"""What goes through an approval, the decisions on it, and who acts for whom."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, event
from sqlalchemy.orm import Mapped, mapped_column

from desktop_admin.api import flows
from desktop_admin.core.i18n import N_
from desktop_admin.models.base import InTrail, Record

LABELS = {
    "revision": N_("Revision"),
    "content_sha256": N_("SHA-256"),
    "author_key": N_("Author"),
    "author": N_("Author"),
    "reviser_key": N_("Last edited by"),
    "decisions": N_("Decisions"),
}
"""Of the columns that every subject has: for the `in_trail` of its table."""


class UnderApproval(Record):
    """The subject of a flow. Its table has a column `state`, and services.approval.engine writes all of these."""

    __abstract__ = True
    if TYPE_CHECKING:
        state: Any

    revision: Mapped[int] = mapped_column(default=1)
    content_sha256: Mapped[str] = mapped_column(String(64), default="")  # of the revision
    author_key: Mapped[UUID]
    author: Mapped[str] = mapped_column(String(40))
    reviser_key: Mapped[UUID | None]  # who wrote the revision in force, if not the author
    decisions: Mapped[int] = mapped_column(default=0)  # how many there were


class Decision(Record):
    """One step that was taken. Only added; a second one of the same number cannot be stored."""

    __tablename__ = "approval_decision"
    __table_args__ = (UniqueConstraint("school_id", "subject_key", "number"),)
    in_trail = InTrail(
        N_("Decision"),
        labels={
            "flow": N_("Flow"),
            "subject_key": N_("Subject"),
            "number": N_("No."),
            "subject_version": N_("Version"),
            "step": N_("Step"),
            "before": N_("State before"),
            "after": N_("State"),
            "seat": N_("Seat"),
            "revision": N_("Revision"),
            "content_sha256": N_("SHA-256"),
            "at": N_("Time"),
            "by_key": N_("Account"),
            "by": N_("By"),
            "roles": N_("Roles"),
            "for_key": N_("On behalf of"),
            "for_name": N_("On behalf of"),
            "pc": N_("PC"),
            "reason": N_("Reason"),
            "remark": N_("Remark"),
            "list_version": N_("Word list"),
            "voids": N_("Voids signatures"),
        },
        words={
            "flow": flows.title_of,
            "step": flows.caption_of,
            "before": flows.state_label,
            "after": flows.state_label,
            "seat": flows.seat_label,
            "reason": flows.reason_label,
        },
    )

    flow: Mapped[str] = mapped_column(String(40))
    subject_key: Mapped[UUID] = mapped_column(index=True)
    number: Mapped[int]  # from 1, of the subject's decisions
    subject_version: Mapped[int]  # that it led to
    step: Mapped[str] = mapped_column(String(80))  # wire name of the command; of an edit or a passage, what led to it
    before: Mapped[str] = mapped_column(String(32))
    after: Mapped[str] = mapped_column(String(32))
    seat: Mapped[str] = mapped_column(String(40), default="")
    revision: Mapped[int]
    content_sha256: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]
    by_key: Mapped[UUID]
    by: Mapped[str] = mapped_column(String(40))
    roles: Mapped[str] = mapped_column(String(200), default="")
    for_key: Mapped[UUID | None]
    for_name: Mapped[str] = mapped_column(String(40), default="")
    pc: Mapped[str] = mapped_column(String(80), default="")
    reason: Mapped[str] = mapped_column(String(40), default="")
    remark: Mapped[str] = mapped_column(String(500), default="")
    list_version: Mapped[str] = mapped_column(String(40), default="")
    voids: Mapped[bool] = mapped_column(default=False)

    def describe(self) -> str:
        return self.by

    @property
    def persons(self) -> frozenset[UUID]:
        """Who acted, and for whom: 甲代乙 counts as both."""
        return frozenset({self.by_key, self.for_key or self.by_key})


@event.listens_for(Decision, "before_update")
@event.listens_for(Decision, "before_delete")
def _only_added(_mapper: object, _connection: object, decision: Decision) -> None:
    raise RuntimeError(f"decisions are only added; no. {decision.number} was to be changed")


class Delegation(Record):
    """From the first day to the last, both included, the delegate may take the seats of the one who delegated."""

    __tablename__ = "approval_delegation"
    __table_args__ = (Index("ix_approval_delegation_to_key_last_day", "to_key", "last_day"),)
    searched = ("from_name", "to_name", "reason")
    in_trail = InTrail(
        N_("Delegation"),
        labels={
            "from_key": N_("From"),
            "from_name": N_("From"),
            "to_key": N_("To"),
            "to_name": N_("To"),
            "flow": N_("Flow"),
            "seat": N_("Seat"),
            "first_day": N_("First day"),
            "last_day": N_("Last day"),
            "reason": N_("Reason"),
            "ended_at": N_("Ended"),
        },
        words={"flow": flows.title_of, "seat": flows.seat_label},
    )

    from_key: Mapped[UUID] = mapped_column(ForeignKey("account.key"), index=True)
    from_name: Mapped[str] = mapped_column(String(40))
    to_key: Mapped[UUID] = mapped_column(ForeignKey("account.key"))
    to_name: Mapped[str] = mapped_column(String(40))
    flow: Mapped[str] = mapped_column(String(40), default="")  # empty: every flow
    seat: Mapped[str] = mapped_column(String(40), default="")  # empty: every step of it
    first_day: Mapped[date]
    last_day: Mapped[date]
    reason: Mapped[str] = mapped_column(String(200), default="")
    ended_at: Mapped[datetime | None]

    def describe(self) -> str:
        return f"{self.from_name} → {self.to_name}"
