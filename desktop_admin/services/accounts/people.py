"""Accounts from their first day on: found, read, made, edited, disabled and enabled."""

from sqlalchemy import Select, select

from desktop_admin.api.accounts import (
    AccountChoices,
    AccountDetails,
    AccountFields,
    AccountKind,
    AccountNotOpen,
    AccountRow,
    AccountStatus,
    CreateAccount,
    DisableAccount,
    EditAccount,
    EnableAccount,
    ListAccounts,
    LoginTaken,
    NumberTaken,
    OpenSession,
    OwnAccount,
    ReadAccount,
    ReadAccountChoices,
    ReadAccountFields,
    SuggestLogin,
)
from desktop_admin.api.base import Page
from desktop_admin.core import roles
from desktop_admin.core.errors import Invalid
from desktop_admin.core.i18n import N_
from desktop_admin.db.search import matching
from desktop_admin.db.work import Work
from desktop_admin.models.accounts import Account, AccountVisit, RoleGrant, SignedInSession
from desktop_admin.models.school import School
from desktop_admin.services.accounts import codes, passwords, sessions
from desktop_admin.services.accounts.grants import administers, keep_an_administrator, require_over
from desktop_admin.services.accounts.names import checked_login, free_login, reading
from desktop_admin.services.accounts.rows import account_row, masked
from desktop_admin.services.narrowing import equal
from desktop_admin.services.registry import handles
from desktop_admin.services.texts import checked_text

NUMBER_NEEDED = N_("is empty; staff and students come with their number")
NUMBERED = frozenset({AccountKind.STAFF, AccountKind.STUDENT})  # RR 6


@handles(ListAccounts)
def list_accounts(work: Work, request: ListAccounts) -> Page[AccountRow]:
    found = _filtered(select(Account).where(Account.school_id == work.school_id), request)
    if request.search:
        found = found.where(matching(work.session, Account, request.search))
    columns = {
        "name": Account.pinyin,
        "login": Account.login,
        "number": Account.number,
        "department": Account.department,
        "kind": Account.kind,
        "status": Account.status,
        "valid_until": Account.valid_until,
    }
    if request.sort.removeprefix("-") == "last_signed_in":  # joined only then: visits change without a count
        found = found.outerjoin(AccountVisit)
        columns["last_signed_in"] = AccountVisit.at
    return work.page(request, found, columns, account_row)


def _filtered(found: Select[Account], request: ListAccounts) -> Select[Account]:
    found = found.where(*equal({Account.status: request.status, Account.kind: request.kind}))
    if request.department:
        found = found.where(Account.department == request.department)
    if request.role:
        found = found.where(Account.key.in_(select(RoleGrant.account_key).where(RoleGrant.role == request.role)))
    return found


@handles(ReadAccountChoices)
def read_account_choices(work: Work, request: ReadAccountChoices) -> AccountChoices:  # noqa: ARG001 - of the school
    mine = select(Account.department).where(Account.school_id == work.school_id, Account.department != "")
    return AccountChoices(
        roles=tuple((name, role.title) for name, role in roles.declared().roles.items()),
        departments=tuple(work.session.scalars(mine.distinct().order_by(Account.department))),
    )


@handles(ReadAccount)
def read_account(work: Work, request: ReadAccount) -> AccountDetails:
    account = work.get(Account, request.key)
    credential = passwords.in_force(work.session, account.key)
    return AccountDetails(
        row=account_row(account),
        role_names=account.roles,
        phone=masked(account.phone),
        sessions=open_sessions(work, account),
        password_set_at=credential.set_at if credential else None,
        code_until=codes.pending(work.session, account.key, work.now),
    )


def open_sessions(work: Work, account: Account) -> tuple[OpenSession, ...]:
    mine = select(SignedInSession).where(
        SignedInSession.account_key == account.key,
        SignedInSession.ended_at.is_(None),
        SignedInSession.until > work.now,
    )
    found = work.session.scalars(mine.order_by(SignedInSession.began_at.desc(), SignedInSession.id.desc()))
    return tuple(OpenSession(each.device_name, each.began_at, each.id == work.actor.session_id) for each in found)


@handles(ReadAccountFields)
def read_account_fields(work: Work, request: ReadAccountFields) -> AccountFields:
    account = work.get(Account, request.key)
    return AccountFields(
        account.key,
        account.version,
        account.name,
        account.number,
        account.department,
        account.phone,
        account.valid_until,
    )


@handles(SuggestLogin)
def suggest_login(work: Work, request: SuggestLogin) -> str:
    login = reading(request.name).login
    return free_login(work, login) if login else ""


@handles(CreateAccount)
def create_account(work: Work, command: CreateAccount) -> AccountRow:
    work.hold(School, work.school_id)  # two who take one user name or number at once do so one after the other
    account = Account(kind=command.kind, status=AccountStatus.NEW, school_id=work.school_id)
    _fill(account, command)
    wanted = reading(account.name).login
    account.login = checked_login(command.login) if command.login.strip() else free_login(work, wanted)
    _refuse_taken(work, account)
    return account_row(work.add(account))


@handles(EditAccount)
def edit_account(work: Work, command: EditAccount) -> AccountRow:
    account = work.hold(Account, command.key, command.version)
    require_over(work, account)
    if account.key == work.actor.account_id and command.valid_until != account.valid_until:
        raise OwnAccount
    work.hold(School, work.school_id)
    with work.session.no_autoflush:
        _fill(account, command)
        _refuse_taken(work, account)
    work.saved(account)
    if administers(account):
        keep_an_administrator(work, account.name)
    return account_row(account)


@handles(DisableAccount)
def disable_account(work: Work, command: DisableAccount) -> AccountRow:
    account = work.hold(Account, command.key, command.version)
    if account.key == work.actor.account_id:
        raise OwnAccount
    require_over(work, account)
    if account.status not in {AccountStatus.NEW, AccountStatus.ACTIVE}:
        raise AccountNotOpen
    reason = checked_text(command, "reason", required=True)
    account.status = AccountStatus.DISABLED
    sessions.end_sessions(work, account.key)
    codes.void(work, account.key)
    work.note(reason=reason)
    work.saved(account)
    if administers(account):
        keep_an_administrator(work, account.name)
    return account_row(account)


@handles(EnableAccount)
def enable_account(work: Work, command: EnableAccount) -> AccountRow:
    """One who had a password has it again; one who never had needs a new code."""
    account = work.hold(Account, command.key, command.version)
    require_over(work, account)
    if account.status is AccountStatus.DISABLED:
        has_password = passwords.in_force(work.session, account.key) is not None
        account.status = AccountStatus.ACTIVE if has_password else AccountStatus.NEW
    return account_row(work.saved(account))


def _fill(account: Account, given: CreateAccount | EditAccount) -> None:
    """Everything in one form (NFKC), and the name's readings with it. Raises Invalid, naming the field."""
    account.name = checked_text(given, "name", required=True)
    account.number = checked_text(given, "number")
    account.department = checked_text(given, "department")
    account.phone = checked_text(given, "phone")
    account.valid_until = given.valid_until
    read = reading(account.name)
    account.pinyin, account.initials = read.pinyin[:200], read.initials[:40]
    if account.kind in NUMBERED and not account.number:
        raise Invalid(field=N_("Staff or student number"), reason=NUMBER_NEEDED)


def _refuse_taken(work: Work, account: Account) -> None:
    others = select(Account).where(Account.school_id == work.school_id, Account.key != account.key)
    if account.number:
        same = others.where(Account.kind == account.kind, Account.number == account.number)
        holder = work.session.scalar(same.limit(1))
        if holder is not None:
            raise NumberTaken(number=account.number, name=holder.name)
    if work.session.scalar(others.where(Account.login == account.login).limit(1)) is not None:
        raise LoginTaken(login=account.login, free=free_login(work, account.login))
