"""A list of staff without a database: a desk that answers pages of as many rows as a test wants."""

import threading
import time
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from msgspec import Struct

from desktop_admin.api.accounts import AccountKind, AccountStatus
from desktop_admin.api.base import Command, Page, PageQuery, Period, RecordCommand, Request, label
from desktop_admin.api.lists import Action, Chip, ListSpec
from desktop_admin.core.errors import Refused
from desktop_admin.core.permissions import Permission
from tests.views.kit.conftest import EVERYTHING, DeskOfOne

TODAY = date(2026, 11, 20)
NAMES = ("陈志强", "冯雪", "韩雨桐", "蒋文博", "李敏", "刘芳", "秦海", "孙丽华", "王建国", "吴晓燕", "杨帆", "张伟")
DEPARTMENTS = ("教务处", "七年级组", "总务处", "信息中心", "办公室")
STATUSES = tuple(AccountStatus)


class Member(Struct, frozen=True):
    key: UUID
    version: int
    name: Annotated[str, label("Name")]
    login: Annotated[str, label("User name")]
    department: Annotated[str, label("Department")]
    status: Annotated[AccountStatus, label("Status")]
    expires: Annotated[date | None, label("Password until")]
    seen: Annotated[datetime | None, label("Last signed in")]


class ListStaff(PageQuery[Member], frozen=True):
    permission = Permission.ACCOUNTS_ACCOUNT_READ

    status: Annotated[AccountStatus | None, label("Status")] = None
    department: Annotated[str | None, label("Department", editor="choice")] = None
    period: Annotated[Period | None, label("Last signed in")] = None


class Approve(RecordCommand[Member], frozen=True):
    permission = Permission.ACCOUNTS_ACCOUNT_EDIT
    caption = "Approve"


class Disable(RecordCommand[Member], frozen=True):
    permission = Permission.ACCOUNTS_ACCOUNT_DISABLE
    caption = "Disable"


class Move(RecordCommand[Member], frozen=True):
    permission = Permission.ACCOUNTS_ACCOUNT_EDIT
    caption = "Move"

    department: Annotated[str, label("Department", max_length=20)]


class AddMember(Command[Member], frozen=True):
    permission = Permission.ACCOUNTS_ACCOUNT_CREATE
    caption = "New account"

    name: Annotated[str, label("Name", max_length=10)]


STAFF = ListSpec(
    name="staff",
    title="All accounts",
    query=ListStaff,
    columns=("name", "login", "department", "status", "expires", "seen"),
    row_title="name",
    quiet=("login",),
    hidden=("seen",),
    chips=tuple(Chip(status.label, {"status": status}) for status in STATUSES[:3]),
    actions=(
        Action(Approve, fits=lambda row: row.status is AccountStatus.NEW, icon="check", shortcut="Ctrl+Shift+P"),
        Action(Move, icon="edit"),
        Action(Disable, icon="minus", danger=True, effect="{name} can no longer sign in."),
    ),
    new=AddMember,
    export=Permission.ACCOUNTS_ACCOUNT_EXPORT,
    search_hint="Name, user name or department",
    empty="There is no account yet.",
    icon="users",
    order="name",
    counted="{count} accounts",
)


def member(number: int, version: int = 1) -> Member:
    return Member(
        UUID(int=number + 1),
        version,
        f"{NAMES[number % len(NAMES)]}{number}",
        f"user{number}",
        DEPARTMENTS[number % len(DEPARTMENTS)],
        STATUSES[number % 3],
        None if number % 4 == 0 else date(2026, 12, 1 + number % 28),
        None,
    )


class StaffDesk(DeskOfOne):
    """Rows are made when they are asked for. `hold` keeps answers back until it is released."""

    threads = 2

    def __init__(self, count: int = 300, permissions: frozenset[Permission] = EVERYTHING) -> None:
        super().__init__(permissions)
        self.count = count
        self.shift = 0  # rows that have come in before all others
        self.delay = 0.0
        self.asked: list[Request[Any]] = []
        self.refusing: dict[type[Request[Any]], Refused] = {}
        self.answers: dict[type[Request[Any]], Callable[[Any], Any]] = {}
        self.hold = threading.Event()
        self.hold.set()

    def ask(self, request: Any) -> Any:
        self.asked.append(request)
        assert self.hold.wait(60)
        time.sleep(self.delay)
        if type(request) in self.refusing:
            raise self.refusing[type(request)]
        if isinstance(request, ListStaff):
            return self._page(request)
        return self.answers.get(type(request), lambda _: None)(request)

    def queries(self) -> list[ListStaff]:
        """Pages that were asked for, without the counting."""
        return [each for each in self.asked if isinstance(each, ListStaff) and each.limit > 1]

    def commands(self) -> list[Command[Any]]:
        return [each for each in self.asked if isinstance(each, Command)]

    def _page(self, query: ListStaff) -> Page[Member]:
        if not query.search and query.status is None and query.department is None:
            total = self.count
            last = min(query.offset + query.limit, total)
            order = range(query.offset, last)
            numbers = [total - 1 - each for each in order] if query.sort.startswith("-") else list(order)
            return Page(tuple(member(number - self.shift) for number in numbers), total)
        if query.limit == 1 and query.status is not None:
            return Page((), self.count // 3)  # a chip's count
        rows = [row for row in map(member, range(self.count)) if _matches(query, row)]
        return Page(tuple(rows[query.offset : query.offset + query.limit]), len(rows))


def _matches(query: ListStaff, row: Member) -> bool:
    fits = query.search in row.name and query.status in (None, row.status)
    return fits and query.department in (None, row.department)


class Receiving(Command[None], frozen=True):
    """One field of every kind."""

    permission = Permission.CANTEEN_REGISTER_EDIT
    caption = "Record receiving"

    supplier: Annotated[str, label("Supplier", editor="choice", wide=True)]
    arrived: Annotated[datetime, label("Arrived")]
    item: Annotated[str, label("Item", max_length=10)]
    quantity: Annotated[Decimal, label("Quantity", unit="kg", ge=Decimal("0.1"), le=Decimal(500))]
    boxes: Annotated[int, label("Boxes", ge=1, le=99)] = 1
    price: Annotated[int | None, label("Price", editor="money", unit="元")] = None
    made: Annotated[date | None, label("Made on", hint="Printed on the box")] = None
    opened: Annotated[Period | None, label("Sold")] = None
    kind: Annotated[AccountKind, label("Kind")] = AccountKind.STAFF
    state: Annotated[AccountStatus | None, label("State")] = None
    papers: Annotated[tuple[str, ...], label("Papers")] = ()
    cold: Annotated[bool, label("Kept cold")] = False
    note: Annotated[str, label("Note", editor="lines", max_length=200)] = ""


SUPPLIERS = [(f"s{n}", f"绿源农产品配送有限公司 {n}") for n in range(12)]
PAPERS = [("q", "检疫合格证明"), ("m", "肉品品质检验合格证"), ("r", "购货凭证")]
