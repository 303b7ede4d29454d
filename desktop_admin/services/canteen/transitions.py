"""How a corrective action may move: declared once, with who may and what must hold."""

from collections.abc import Callable

from msgspec import Struct

from desktop_admin.api.base import RecordCommand
from desktop_admin.api.canteen.actions import (
    DURING,
    ActionDetail,
    ActionState,
    MeasureNeeded,
    OwnerNeeded,
    OwnWork,
    WrongState,
)
from desktop_admin.core.permissions import Permission
from desktop_admin.db.work import Work
from desktop_admin.models.canteen.actions import ActionStep, CorrectiveAction

Guard = Callable[[Work, CorrectiveAction], None]


class Transition(Struct, frozen=True):
    """permission: none where another command's own right suffices, as in correcting an answer or signing a sheet."""

    permission: Permission | None
    guard: Guard


def _free(work: Work, action: CorrectiveAction) -> None:
    """Nothing more is asked."""


def _has_owner(work: Work, action: CorrectiveAction) -> None:  # noqa: ARG001 - a guard
    if action.owner_key is None or action.deadline is None:
        raise OwnerNeeded


def _has_measure(work: Work, action: CorrectiveAction) -> None:  # noqa: ARG001 - a guard
    if not action.done:
        raise MeasureNeeded


def _not_own(work: Work, action: CorrectiveAction) -> None:
    """Verifier != owner, and not who reported it done."""
    if work.actor.account_id in {action.owner_key, action.done_by_key}:
        raise OwnWork


_S = ActionState
TRANSITIONS: dict[tuple[ActionState, ActionState], Transition] = {
    (_S.TO_ASSIGN, _S.RECTIFYING): Transition(None, _has_owner),
    (_S.RECTIFYING, _S.TO_VERIFY): Transition(Permission.CANTEEN_SHEET_ANSWER, _has_measure),
    (_S.TO_VERIFY, _S.CLOSED): Transition(Permission.CANTEEN_ACTION_MANAGE, _not_own),
    (_S.TO_VERIFY, _S.RECTIFYING): Transition(Permission.CANTEEN_ACTION_MANAGE, _not_own),
    (_S.TO_ASSIGN, _S.WITHDRAWN): Transition(None, _free),
    (_S.RECTIFYING, _S.WITHDRAWN): Transition(None, _free),
    (_S.TO_VERIFY, _S.WITHDRAWN): Transition(None, _free),
}


def require_state(action: CorrectiveAction, command: type[RecordCommand[ActionDetail]]) -> None:
    """Raises WrongState."""
    if action.state not in DURING[command]:
        raise WrongState(number=action.number, state=action.state.value)


def move(work: Work, action: CorrectiveAction, to: ActionState, remark: str = "") -> None:
    """Raises WrongState, NotAllowed and what the guard raises. A refused acceptance begins another round."""
    transition = TRANSITIONS.get((action.state, to))
    if transition is None:
        raise WrongState(number=action.number, state=action.state.value)
    if transition.permission is not None:
        work.actor.require(transition.permission)
    transition.guard(work, action)
    before, action.state = action.state, to
    if (before, to) == (_S.TO_VERIFY, _S.RECTIFYING):
        action.round += 1
    action.closed_at = work.now if to in {_S.CLOSED, _S.WITHDRAWN} else None
    work.saved(action)
    record(work, action, before, remark)


def record(work: Work, action: CorrectiveAction, before: ActionState | None, remark: str) -> None:
    """Write down a step; before is none for the first."""
    by = work.actor
    step = ActionStep(action_key=action.key, before=before, after=action.state, round=action.round, at=work.now)
    step.by_key, step.by, step.remark = by.account_id, by.name, remark
    work.add(step)
