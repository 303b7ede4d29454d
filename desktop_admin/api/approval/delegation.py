"""Somebody lets somebody else take their seats in approvals for some days. 甲代乙: the decision names both."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from msgspec import Struct

from desktop_admin.api.approval.told import Scope
from desktop_admin.api.base import Command, PageQuery, Query, RecordCommand, label
from desktop_admin.api.lists import Action, Chip, ListSpec
from desktop_admin.core.errors import Refused
from desktop_admin.core.i18n import N_
from desktop_admin.core.labels import Labelled, Tone
from desktop_admin.core.permissions import Permission

LONGEST_DAYS = 366  # product rule: who is away longer gives the role away
SEPARATOR = "/"  # of a flow and its seat in `what`


class NothingToDelegate(Refused):
    message = N_("You have no seat in “{what}” of your own to delegate. What was delegated to you is not passed on.")
    phrases = frozenset({"what"})


class DelegateToOneself(Refused):
    message = N_("Nobody acts for themselves. Choose another person.")


class CannotSee(Refused):
    """flow: a message."""

    message = N_("{name} may not see “{flow}” and could decide nothing there. Have the right given first.")
    phrases = frozenset({"flow"})


class DelegationTooLong(Refused):
    message = N_("A delegation lasts {days} days at most. Choose an earlier last day.")


class DelegationOver(Refused):
    message = N_("This delegation is already over.")


class NotYourDelegation(Refused):
    message = N_("Only {from_name} or {to_name} ends this delegation.")


class DelegationState(Labelled):
    COMING = "coming", N_("coming"), Tone.INFO
    IN_FORCE = "in force", N_("in force"), Tone.OK
    OVER = "over", N_("over"), Tone.NEUTRAL
    ENDED = "ended", N_("ended"), Tone.NEUTRAL  # before its last day


class DelegationRow(Struct, frozen=True, kw_only=True):
    """own: the reader may end it."""

    key: UUID
    version: int
    from_name: Annotated[str, label(N_("From"))]
    to_name: Annotated[str, label(N_("To"))]
    scope: Annotated[Scope, label(N_("Of"))]
    first_day: Annotated[date, label(N_("First day"))]
    last_day: Annotated[date, label(N_("Last day"))]
    state: Annotated[DelegationState, label(N_("State"))]
    reason: Annotated[str, label(N_("Reason"))]
    ended_at: Annotated[datetime | None, label(N_("Ended"))]
    own: bool


class ListDelegations(PageQuery[DelegationRow], frozen=True, kw_only=True):
    """From the reader and to the reader; with the right to read delegations, everyone's. The last ones first."""

    permission = Permission.APPROVAL_DELEGATION_MANAGE

    state: Annotated[DelegationState | None, label(N_("State"))] = None
    to_me: Annotated[bool, label(N_("To me"))] = False
    by_me: Annotated[bool, label(N_("By me"))] = False


class Delegate(Struct, frozen=True):
    """Somebody to whom one may delegate."""

    key: UUID
    name: str
    department: str


class ListDelegates(Query[tuple[Delegate, ...]], frozen=True):
    """Staff who can sign in; nobody for who has nothing to delegate."""

    permission = Permission.APPROVAL_DELEGATION_MANAGE


class DelegateSeat(Command[DelegationRow], frozen=True, kw_only=True):
    """what: the name of a flow, or flow/seat; empty: every flow in which one has a seat.

    Raises NothingToDelegate, DelegateToOneself, CannotSee, DelegationTooLong, Invalid, NotFound.
    """

    permission = Permission.APPROVAL_DELEGATION_MANAGE
    caption = N_("Delegate")

    to_key: Annotated[UUID, label(N_("To"), editor="choice")]
    what: Annotated[str, label(N_("Of"), max_length=81, editor="choice")]
    first_day: Annotated[date, label(N_("First day"))]
    last_day: Annotated[date, label(N_("Last day"), hint=N_("Included"))]
    reason: Annotated[str, label(N_("Reason"), max_length=200, hint=N_("Such as a business trip"))] = ""


class EndDelegation(RecordCommand[DelegationRow], frozen=True):
    """At once. What was decided stays. Raises NotYourDelegation, DelegationOver."""

    permission = Permission.APPROVAL_DELEGATION_MANAGE
    caption = N_("End delegation")


def _can_end(row: DelegationRow) -> bool:
    return row.own and row.state in {DelegationState.COMING, DelegationState.IN_FORCE}


DELEGATIONS = ListSpec(
    name="delegations",
    title=N_("Delegations"),
    query=ListDelegations,
    columns=("from_name", "to_name", "scope", "state", "first_day", "last_day", "reason", "ended_at"),
    row_title="from_name",
    hidden=("ended_at",),
    chips=(
        Chip(N_("In force"), {"state": DelegationState.IN_FORCE}),
        Chip(N_("Coming"), {"state": DelegationState.COMING}),
        Chip(N_("To me"), {"to_me": True}),
        Chip(N_("By me"), {"by_me": True}),
    ),
    actions=(
        Action(
            EndDelegation,
            fits=_can_end,
            icon="minus",
            effect=N_("{to_name} can no longer act for {from_name}. What was decided so far stays."),
        ),
    ),
    new=DelegateSeat,
    search_hint=N_("Person or reason"),
    empty=N_("Nobody acts for anybody. Who will be away delegates their seats for those days."),
    icon="users",
    counted=N_("{count} delegations"),
    widths={"from_name": 110, "to_name": 110, "scope": 210, "state": 96, "first_day": 104, "last_day": 104},
    unsortable=("scope", "state"),
)
