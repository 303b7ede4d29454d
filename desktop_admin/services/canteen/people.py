"""Who can own a corrective action: an account, or a worker who has none."""

from uuid import UUID

from sqlalchemy import or_, select

from desktop_admin.api.accounts import AccountKind, AccountStatus
from desktop_admin.api.canteen.checklist import ListPeople, Person
from desktop_admin.core.errors import NotFound
from desktop_admin.db.work import Work
from desktop_admin.models.accounts import Account
from desktop_admin.models.canteen.registers import CanteenWorker
from desktop_admin.services.registry import handles

GONE = (AccountStatus.DISABLED, AccountStatus.CANCELLED)


@handles(ListPeople)
def list_people(work: Work, request: ListPeople) -> tuple[Person, ...]:  # noqa: ARG001 - there is one list
    return tuple(sorted(_accounts(work) + _workers(work), key=lambda person: (person.name, person.key.hex)))


def find(work: Work, key: UUID) -> Person:
    """The person behind a key; a worker with an account is that account, so that nobody verifies the own work.

    Raises NotFound.
    """
    worker = work.session.get(CanteenWorker, key)
    if worker is not None and worker.school_id == work.school_id:
        return Person(worker.account_key or worker.key, worker.name, worker.post)
    account = work.get(Account, key)
    if account.status in GONE:
        raise NotFound
    return Person(account.key, account.name, account.department)


def _accounts(work: Work) -> list[Person]:
    staff = Account.school_id == work.school_id, Account.kind == AccountKind.STAFF, Account.status.not_in(GONE)
    found = work.session.execute(select(Account.key, Account.name, Account.department).where(*staff))
    return [Person(*row) for row in found]


def _workers(work: Work) -> list[Person]:
    usable = select(Account.key).where(Account.status.not_in(GONE), Account.kind == AccountKind.STAFF)
    alone = or_(CanteenWorker.account_key.is_(None), CanteenWorker.account_key.not_in(usable))
    found = select(CanteenWorker.key, CanteenWorker.name, CanteenWorker.post)
    found = found.where(CanteenWorker.school_id == work.school_id, CanteenWorker.in_use, alone)
    return [Person(*row) for row in work.session.execute(found)]
