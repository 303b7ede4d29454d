"""What publishing's forms choose from."""

from sqlalchemy import select

from desktop_admin.api.accounts import AccountKind
from desktop_admin.api.publishing.registers import (
    ChannelChoice,
    Choice,
    ColumnChoice,
    DepartmentChoice,
    PublishingChoices,
    ReadPublishingChoices,
)
from desktop_admin.core.clock import local_day
from desktop_admin.db.work import Work
from desktop_admin.models.accounts import Account
from desktop_admin.models.publishing.columns import SiteColumn
from desktop_admin.models.publishing.registers import Channel, Department
from desktop_admin.services.publishing import seats
from desktop_admin.services.registry import handles


@handles(ReadPublishingChoices)
def read_choices(work: Work, request: ReadPublishingChoices) -> PublishingChoices:  # noqa: ARG001 - there is one
    mine = set(seats.written_for(work, work.actor.account_id))
    return PublishingChoices(
        departments=tuple(DepartmentChoice(one.key, one.name, one.key in mine) for one in _departments(work)),
        channels=tuple(ChannelChoice(one.key, one.name, one.kind) for one in _channels(work)),
        columns=tuple(ColumnChoice(one.key, one.name, one.department_key, one.watch) for one in _columns(work)),
        people=_people(work),
    )


def _departments(work: Work) -> list[Department]:
    found = select(Department).where(Department.school_id == work.school_id, Department.in_use)
    return list(work.session.scalars(found.order_by(Department.position, Department.name)))


def _channels(work: Work) -> list[Channel]:
    found = select(Channel).where(Channel.school_id == work.school_id, Channel.in_use)
    return list(work.session.scalars(found.order_by(Channel.position, Channel.name)))


def _columns(work: Work) -> list[SiteColumn]:
    found = select(SiteColumn).where(SiteColumn.school_id == work.school_id, SiteColumn.in_use)
    return list(work.session.scalars(found.order_by(SiteColumn.position, SiteColumn.name)))


def _people(work: Work) -> tuple[Choice, ...]:
    staff = Account.school_id == work.school_id, Account.kind == AccountKind.STAFF
    found = select(Account.key, Account.name, Account.department).where(*staff, seats.can_sign_in(local_day(work.now)))
    return tuple(Choice(*row) for row in work.session.execute(found.order_by(Account.pinyin, Account.key)))
