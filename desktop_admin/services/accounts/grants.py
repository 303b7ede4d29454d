"""Who may give whom which role, and what must stay true whatever is given or taken."""

from sqlalchemy import func, or_, select

from desktop_admin.api.accounts import (
    AccountKind,
    AccountRow,
    AccountStatus,
    BeyondOwnRights,
    ChangeRoles,
    DutiesNotSeparated,
    LastAdministrator,
    OwnRoles,
    ReadRoles,
    RoleInfo,
    RoleNotForKind,
)
from desktop_admin.core import roles
from desktop_admin.core.clock import local_day
from desktop_admin.core.errors import Invalid
from desktop_admin.core.i18n import N_
from desktop_admin.core.permissions import Actor, Permission
from desktop_admin.db.work import Work
from desktop_admin.models.accounts import Account, RoleGrant
from desktop_admin.models.school import School
from desktop_admin.services.accounts.rows import account_row
from desktop_admin.services.registry import handles

UNKNOWN_ROLE = N_("{role} does not exist; reload the roles")


def reach(actor: Actor) -> frozenset[Permission]:
    """The rights the actor may hand out: the own ones, and those of the roles entrusted to the own roles."""
    entrusted = frozenset[str]().union(*(role.manages for role in roles.known(actor.roles)))
    return actor.permissions.union(roles.permissions_of(tuple(entrusted)))


def require_over(work: Work, account: Account) -> None:
    """Nobody gets hold of an account that may do more than they may hand out. Raises BeyondOwnRights."""
    _require_within(work.actor, account.roles)


def _require_within(actor: Actor, names: tuple[str, ...]) -> None:
    within = reach(actor)
    for name in names:
        if not roles.permissions_of((name,)) <= within:
            raise BeyondOwnRights(role=name)


def keep_an_administrator(work: Work, name: str) -> None:
    """To be called in the transaction that takes one away. Two at once wait for each other at the school's record.

    Raises LastAdministrator if none is left who can sign in today or later.
    """
    work.hold(School, work.school_id)
    work.session.flush()
    today = local_day(work.now)
    left = (
        select(func.count())
        .select_from(RoleGrant)
        .join(Account, Account.key == RoleGrant.account_key)
        .where(
            Account.school_id == work.school_id,
            Account.status == AccountStatus.ACTIVE,
            or_(Account.valid_until.is_(None), Account.valid_until >= today),
            RoleGrant.role.in_(roles.holding(administers=True)),
        )
    )
    if not work.session.scalar(left):
        raise LastAdministrator(name=name)


def administers(account: Account) -> bool:
    return any(role.administers for role in roles.known(account.roles))


@handles(ChangeRoles)
def change_roles(work: Work, command: ChangeRoles) -> AccountRow:
    account = work.hold(Account, command.key, command.version)
    if account.key == work.actor.account_id:
        raise OwnRoles
    before, after = frozenset(account.roles), frozenset(command.roles)
    _require_declared(after - before)
    _require_within(work.actor, tuple(sorted(before ^ after)))
    _require_fitting(account, after - before)
    _require_separated(work, account, after)
    was_administrator = administers(account)
    account.grants = [grant for grant in account.grants if grant.role in after] + [
        RoleGrant(account_key=account.key, role=role, school_id=work.school_id) for role in sorted(after - before)
    ]
    account.revision += 1 if before != after else 0
    work.saved(account)
    if was_administrator:
        keep_an_administrator(work, account.name)
    return account_row(account)


def _require_declared(names: frozenset[str]) -> None:
    unknown = sorted(names - roles.declared().roles.keys())
    if unknown:
        raise Invalid(field=N_("Roles"), reason=UNKNOWN_ROLE, role=unknown[0])


def _require_fitting(account: Account, names: frozenset[str]) -> None:
    for name in sorted(names):
        if account.kind.value not in roles.declared().roles[name].kinds:
            raise RoleNotForKind(role=name)


def _require_separated(work: Work, account: Account, names: frozenset[str]) -> None:
    given = roles.known(tuple(names))
    both = any(role.administers for role in given) and any(role.audits for role in given)
    if both and not work.get(School, work.school_id).three_roles_waiver:
        raise DutiesNotSeparated(name=account.name)


@handles(ReadRoles)
def read_roles(work: Work, request: ReadRoles) -> tuple[RoleInfo, ...]:  # noqa: ARG001 - the whole list
    held = (
        select(RoleGrant.role, func.count())
        .join(Account, Account.key == RoleGrant.account_key)
        .where(Account.school_id == work.school_id, Account.status != AccountStatus.CANCELLED)
        .group_by(RoleGrant.role)
    )
    people = {role: count for role, count in work.session.execute(held)}  # noqa: C416 - rows are no pairs to a type checker
    within = reach(work.actor)
    return tuple(
        RoleInfo(
            name=name,
            title=role.title,
            rights=roles.permissions_of((name,)),
            kinds=frozenset(kind for kind in AccountKind if kind.value in role.kinds),
            holders=people.get(name, 0),
            administers=role.administers,
            audits=role.audits,
            grantable=work.actor.may(Permission.ACCOUNTS_ROLE_GRANT) and roles.permissions_of((name,)) <= within,
        )
        for name, role in roles.declared().roles.items()
    )
