"""Numbers of sheets and corrective actions."""

from datetime import date

from sqlalchemy import exists, select

from desktop_admin.db.work import Work
from desktop_admin.models.canteen.actions import CorrectiveAction
from desktop_admin.models.canteen.sheet import CanteenSheet
from desktop_admin.models.school import School
from desktop_admin.services.numbering import next_number


def action_number(work: Work, day: date) -> str:
    """整改单号 ZG-YYYYMMDD-nn."""
    return next_number(work, CorrectiveAction.number, f"ZG-{day:%Y%m%d}-", 2)


def sheet_number(work: Work, day: date, position: int) -> str:
    """ST-YYYYMMDD-nn: nn is the canteen's place in the school's order, or the next free one."""
    prefix = f"ST-{day:%Y%m%d}-"
    wished = f"{prefix}{position:02d}"
    work.hold(School, work.school_id)
    of_school = CanteenSheet.school_id == work.school_id
    taken = work.session.scalar(select(exists().where(of_school, CanteenSheet.number == wished)))
    return next_number(work, CanteenSheet.number, prefix, 2) if taken else wished
