"""Numbers of sheets and corrective actions: one after the other, for the whole school."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute

from desktop_admin.db.work import Work
from desktop_admin.models.canteen.actions import CorrectiveAction
from desktop_admin.models.canteen.sheet import CanteenSheet
from desktop_admin.models.school import School


def next_action_number(work: Work, day: date) -> str:
    """整改单号 ZG-YYYYMMDD-nn."""
    prefix = f"ZG-{day:%Y%m%d}-"
    return f"{prefix}{max(_taken(work, CorrectiveAction.number, prefix), default=0) + 1:02d}"


def sheet_number(work: Work, day: date, position: int) -> str:
    """ST-YYYYMMDD-nn: nn is the canteen's place in the school's order, or the next free one."""
    prefix = f"ST-{day:%Y%m%d}-"
    taken = _taken(work, CanteenSheet.number, prefix)
    free = position if position not in taken else max(taken) + 1
    return f"{prefix}{free:02d}"


def _taken(work: Work, column: InstrumentedAttribute[str], prefix: str) -> set[int]:
    """Whoever asks at the same time waits until this transaction is over."""
    work.hold(School, work.school_id)
    model = column.class_
    found = select(column).where(model.school_id == work.school_id, column.startswith(prefix, autoescape=True))
    return {int(number.removeprefix(prefix)) for number in work.session.scalars(found)}
