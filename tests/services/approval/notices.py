"""A small flow with everything a flow can have: notices, which no school has. Only these tests know its table.

The head of the department signs, two others sign together in any order, somebody else puts it up. It is registered
with the office for one test at a time; its table is made for it, and belongs to a catalogue of its own.
"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from msgspec import Struct
from sqlalchemy import MetaData, String
from sqlalchemy.orm import Mapped, mapped_column, registry

from desktop_admin.api.approval import (
    AUTHOR,
    DecisionCommand,
    DecisionLine,
    Flow,
    Offer,
    Passage,
    Reason,
    ReasonField,
    RemarkField,
    Rule,
    Seat,
    Step,
)
from desktop_admin.api.base import Command, Query, RecordCommand, Request
from desktop_admin.core.errors import Refused
from desktop_admin.core.labels import Labelled, Tone
from desktop_admin.core.permissions import Permission
from desktop_admin.db.work import Work
from desktop_admin.models.approval import UnderApproval
from desktop_admin.models.base import NAMING, Base
from desktop_admin.models.school import School
from desktop_admin.services import registry as requests
from desktop_admin.services.approval import engine
from desktop_admin.services.approval.process import Process


class NoticeState(Labelled):
    DRAFT = "draft", "draft", Tone.NEUTRAL
    DEPARTMENT = "department", "with the department", Tone.WARN
    REVIEW = "review", "in review", Tone.WARN
    READY = "ready", "ready", Tone.INFO
    UP = "up", "on the board", Tone.OK
    FALLEN = "fallen", "fallen down", Tone.DANGER
    RETURNED = "returned", "returned", Tone.WARN
    BURNT = "burnt", "burnt", Tone.NEUTRAL


class NoTitle(Refused):
    message = "Give it a title."


class NoticeDetail(Struct, frozen=True, kw_only=True):
    key: UUID
    version: int
    revision: int
    sha256: str
    state: NoticeState
    offers: tuple[Offer, ...]
    history: tuple[DecisionLine, ...]

    def offer(self, command: type[DecisionCommand[Any]]) -> Offer:
        return next(offer for offer in self.offers if offer.command == command.wire_name())


class WriteNotice(Command[NoticeDetail], frozen=True, kw_only=True):
    permission = Permission.SCHOOL_PROFILE_READ
    caption = "Write"
    title: str
    head: UUID
    reviews: int = 2


class ReadNotice(Query[NoticeDetail], frozen=True):
    permission = Permission.SCHOOL_PROFILE_READ
    key: UUID


class EditNotice(RecordCommand[NoticeDetail], frozen=True, kw_only=True):
    permission = Permission.SCHOOL_PROFILE_READ
    caption = "Edit"
    title: str


class Submit(DecisionCommand[NoticeDetail], frozen=True):
    permission = Permission.SCHOOL_PROFILE_READ
    caption = "Submit"


class SignAsHead(DecisionCommand[NoticeDetail], frozen=True):
    permission = Permission.CANTEEN_SHEET_SIGN
    caption = "Sign as head"


class Review(DecisionCommand[NoticeDetail], frozen=True, kw_only=True):
    permission = Permission.CANTEEN_SHEET_REVIEW
    caption = "Review"
    remark: RemarkField = ""


class ReviewAlso(DecisionCommand[NoticeDetail], frozen=True):
    permission = Permission.CANTEEN_SHEET_REVIEW
    caption = "Review as well"


class Return(DecisionCommand[NoticeDetail], frozen=True, kw_only=True):
    permission = Permission.CANTEEN_SHEET_REVIEW
    caption = "Return"
    reason: ReasonField = ""
    remark: RemarkField = ""


class PutUp(DecisionCommand[NoticeDetail], frozen=True, kw_only=True):
    permission = Permission.CANTEEN_REGISTER_EDIT
    caption = "Put up"
    burnt: bool = False


class Falls(RecordCommand[NoticeDetail], frozen=True):
    """What somebody has seen; nobody decided it."""

    permission = Permission.SCHOOL_PROFILE_READ
    caption = "Tell that it fell"


_S = NoticeState
FLOW = Flow(
    name="notices",
    title="Notices",
    permission=Permission.SCHOOL_PROFILE_READ,
    states=NoticeState,
    drafts=(_S.DRAFT, _S.RETURNED),
    way=(_S.DRAFT, _S.DEPARTMENT, _S.REVIEW, _S.READY, _S.UP),
    final=(_S.BURNT,),
    seats=(Seat("head", "Head"), Seat("first", "First reviewer"), Seat("second", "Second reviewer")),
    rules=(Rule("its head", "the head of the notice's department"), Rule("has a title", "it has a title")),
    steps=(
        Step(command=Submit, before=(_S.DRAFT, _S.RETURNED), after=_S.DEPARTMENT, guards=("has a title",)),
        Step(
            command=SignAsHead,
            before=(_S.DEPARTMENT,),
            after=_S.REVIEW,
            seat="head",
            distinct_from=(AUTHOR,),
            holder="its head",
        ),
        Step(
            command=Review,
            before=(_S.REVIEW,),
            after=_S.READY,
            seat="first",
            distinct_from=(AUTHOR, "head"),
            together=True,
        ),
        Step(
            command=ReviewAlso,
            before=(_S.REVIEW,),
            after=_S.READY,
            seat="second",
            distinct_from=(AUTHOR, "head", "first"),
            together=True,
        ),
        Step(
            command=Return,
            before=(_S.DEPARTMENT, _S.REVIEW, _S.READY),
            after=_S.RETURNED,
            reasons=(Reason("wrong", "Facts are wrong"), Reason("style", "Wording")),
            remark_needed=True,
            voids=True,
        ),
        Step(command=PutUp, before=(_S.READY,), after=_S.UP, outcomes=(_S.BURNT,), distinct_from=("first", "second")),
    ),
    passages=(Passage(caption="Fell down", before=(_S.UP,), after=_S.FALLEN),),
)


class NoticeBase(UnderApproval):
    """Not among the product's tables: what is verified, migrated and searched knows nothing of it."""

    __abstract__ = True
    metadata = MetaData(naming_convention=NAMING)
    _sa_registry = registry(metadata=metadata, type_annotation_map=Base.type_annotation_map)


School.metadata.tables["school"].to_metadata(NoticeBase.metadata)


class Notice(NoticeBase):
    __tablename__ = "test_notice"

    title: Mapped[str] = mapped_column(String(40))
    head_key: Mapped[UUID]
    reviews: Mapped[int]
    state: Mapped[NoticeState]

    def describe(self) -> str:
        return self.title


def _content(work: Work, notice: Notice) -> bytes:  # noqa: ARG001 - a Process' function
    return notice.title.encode()


def _seats(work: Work, notice: Notice) -> frozenset[str]:  # noqa: ARG001
    return frozenset(("first", "second")[: notice.reviews])


def _is_head(work: Work, notice: Notice, person: UUID) -> bool:  # noqa: ARG001
    return person == notice.head_key


def _has_a_title(work: Work, notice: Notice) -> None:  # noqa: ARG001
    if not notice.title:
        raise NoTitle


PROCESS = Process(FLOW, Notice, _content, _seats, holders={"its head": _is_head}, guards={"has a title": _has_a_title})


def _detail(work: Work, notice: Notice) -> NoticeDetail:
    return NoticeDetail(
        key=notice.key,
        version=notice.version,
        revision=notice.revision,
        sha256=notice.content_sha256,
        state=notice.state,
        offers=engine.offers(work, PROCESS, notice),
        history=engine.history(work, PROCESS, notice),
    )


def write(work: Work, command: WriteNotice) -> NoticeDetail:
    notice = Notice(title=command.title, head_key=command.head, reviews=command.reviews)
    return _detail(work, engine.begin(work, PROCESS, notice))


def read(work: Work, request: ReadNotice) -> NoticeDetail:
    return _detail(work, work.get(Notice, request.key))


def edit(work: Work, command: EditNotice) -> NoticeDetail:
    notice = work.hold(Notice, command.key, command.version)
    notice.title = command.title
    engine.revise(work, PROCESS, notice)
    return _detail(work, notice)


def decide(work: Work, command: DecisionCommand[NoticeDetail]) -> NoticeDetail:
    notice = engine.hold(work, PROCESS, command)
    after = NoticeState.BURNT if isinstance(command, PutUp) and command.burnt else None
    engine.take(work, PROCESS, notice, command, after=after)
    return _detail(work, notice)


def fall(work: Work, command: Falls) -> NoticeDetail:
    notice = work.hold(Notice, command.key, command.version)
    engine.follow(work, PROCESS, notice, NoticeState.FALLEN, remark="wind")
    return _detail(work, notice)


STEPS = tuple(step.command for step in FLOW.steps)
HANDLERS: dict[type[Request[Any]], Callable[..., Any]] = {
    WriteNotice: write,
    ReadNotice: read,
    EditNotice: edit,
    Falls: fall,
    **dict.fromkeys(STEPS, decide),
}


def register(monkeypatch: pytest.MonkeyPatch) -> None:
    for request, handler in HANDLERS.items():
        monkeypatch.setitem(requests.REQUESTS, request.wire_name(), request)
        monkeypatch.setitem(requests._handlers, request, handler)
