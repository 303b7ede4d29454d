"""A school that publishes: two departments, their people, the publicity office, an operator, two channels."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from msgspec.structs import replace
from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_admin.api.approval import DecisionCommand
from desktop_admin.api.publishing.content import AttachedFile, Content, Licence, Purpose, Source, SourceKind, Theme
from desktop_admin.api.publishing.entry import AddFile, EditSubmission, StartSubmission
from desktop_admin.api.publishing.flow import Authorise, ConfirmReview, HandIn, Publish, SignDepartment
from desktop_admin.api.publishing.jobs import JobRow, RecordDone, RunJob
from desktop_admin.api.publishing.registers import (
    AddChannel,
    AddColumn,
    AddDepartment,
    ChannelKind,
    ChannelRow,
    ColumnRow,
    DepartmentRow,
    FillSeat,
    SeatKind,
)
from desktop_admin.api.publishing.submission import FileLine, ReadSubmission, SubmissionDetail
from desktop_admin.desk.base import Desk
from desktop_admin.models.accounts import Account
from tests.conftest import START, House

TICKED: dict[str, Any] = {"orientation": True, "truth": True, "secrecy": True, "rights": True, "safety": True}
GPS = 0x8825


def picture(
    kind: str = "JPEG", size: tuple[int, int] = (320, 200), colour: str = "navy", *, located: bool = False
) -> bytes:
    out = BytesIO()
    exif = Image.Exif()
    if located:
        exif[0x010F] = "Phone maker"
        exif.get_ifd(GPS)[1] = "N"
    Image.new("RGB", size, colour).save(out, kind, exif=exif)
    return out.getvalue()


@dataclass
class Newsroom:
    """keys: of the accounts, by login. desks: of those who have signed in, each on a PC of their own."""

    house: House
    site: Path
    teaching: DepartmentRow
    wechat: ChannelRow
    website: ChannelRow
    news: ColumnRow
    keys: dict[str, UUID]
    desks: dict[str, Desk] = field(default_factory=dict)

    def desk(self, login: str) -> Desk:
        """Signed in when it is first asked for."""
        if login not in self.desks:
            self.desks[login] = self.house.sign_in(login, pc=f"PC-{list(self.keys).index(login) + 2}")
        return self.desks[login]

    def key(self, login: str) -> UUID:
        return self.keys[login]

    def hire(self, login: str, *roles: str, name: str) -> UUID:
        """Somebody more, on a PC of their own."""
        self.keys[login] = self.house.add_account(login, *roles, name=name).key
        return self.keys[login]

    def content(self, **other: Any) -> Content:
        usual = Content(
            title="校园科技节开幕",
            summary="三百名学生参加",
            department_key=self.teaching.key,
            channels=(self.website.key, self.wechat.key),
            column_key=self.news.key,
            theme=Theme.NEWS,
            public_good=True,
            event_day=date(2026, 8, 31),
            secrecy=True,
            privacy=True,
            terms=True,
            statement="依据科技节方案与现场记录",
            html="<p>九月一日，校园科技节开幕。</p>",
        )
        return replace(usual, **other)

    def start(self, login: str = "informant", **other: Any) -> SubmissionDetail:
        return self.desk(login).ask(StartSubmission(content=self.content(**other)))

    def read(self, detail: SubmissionDetail, login: str = "informant") -> SubmissionDetail:
        return self.desk(login).ask(ReadSubmission(detail.row.key))

    def edit(self, detail: SubmissionDetail, login: str = "informant", **other: Any) -> SubmissionDetail:
        now = self.read(detail)
        command = EditSubmission(now.row.key, now.row.version, content=replace(now.content, **other))
        return self.desk(login).ask(command)

    def add_file(
        self, detail: SubmissionDetail, data: bytes, name: str = "现场.jpg", purpose: Purpose = Purpose.PICTURE
    ) -> FileLine:
        return self.desk("informant").ask(AddFile(key=detail.row.key, name=name, purpose=purpose, data=data))

    def illustrated(self, **other: Any) -> SubmissionDetail:
        """A draft with one picture in its text."""
        draft = self.start()
        file = self.add_file(draft, picture())
        source = Source(SourceKind.PICTURE, "本校拍摄", "王老师", Licence.OWN, file.sha256)
        shown = f'<p>开幕。</p><p><img src="attachment:{file.sha256}" alt="现场"></p>'
        attached = AttachedFile(file.sha256, file.name, Purpose.PICTURE)
        return self.edit(draft, **({"html": shown, "files": (attached,), "sources": (source,)} | other))

    def step(
        self, command: type[DecisionCommand[SubmissionDetail]], detail: SubmissionDetail, login: str, **more: Any
    ) -> SubmissionDetail:
        """As whoever has just looked at it."""
        now = self.read(detail, login)
        return self.desk(login).ask(command(now.row.key, now.row.version, revision=now.row.revision, **more))

    def hand_in(self, detail: SubmissionDetail, login: str = "informant") -> SubmissionDetail:
        return self.step(HandIn, detail, login)

    def sign(self, detail: SubmissionDetail, login: str = "head") -> SubmissionDetail:
        return self.step(SignDepartment, detail, login, **TICKED)

    def authorise(
        self, detail: SubmissionDetail, login: str = "publicity", at: datetime | None = None
    ) -> SubmissionDetail:
        return self.step(Authorise, detail, login, publish_at=at or self.house.clock.now(), **TICKED)

    def confirm(self, detail: SubmissionDetail, login: str = "second") -> SubmissionDetail:
        return self.step(ConfirmReview, detail, login, **TICKED)

    def at_department(self, **other: Any) -> SubmissionDetail:
        return self.hand_in(self.start(**other))

    def at_publicity(self, **other: Any) -> SubmissionDetail:
        return self.sign(self.at_department(**other))

    def scheduled(self, detail: SubmissionDetail | None = None, at: datetime | None = None) -> SubmissionDetail:
        waiting = detail if detail is not None else self.at_publicity()
        self.authorise(waiting, at=at)
        return self.confirm(waiting)

    def publish(self, detail: SubmissionDetail, login: str = "operator", **more: Any) -> SubmissionDetail:
        return self.step(Publish, detail, login, **more)

    def publishing(self, detail: SubmissionDetail | None = None) -> SubmissionDetail:
        return self.publish(detail if detail is not None else self.scheduled())

    def job(self, detail: SubmissionDetail, channel: ChannelRow) -> JobRow:
        return next(job for job in reversed(self.read(detail).jobs) if job.channel_key == channel.key)

    def run(self, detail: SubmissionDetail, login: str = "operator") -> JobRow:
        job = self.job(detail, self.website)
        return self.desk(login).ask(RunJob(job.key, job.version))

    def run_here(self, detail: SubmissionDetail, login: str = "operator") -> JobRow:
        """In the process that holds the data: where it can be killed."""
        job = self.job(detail, self.website)
        return self.house.premises.office.answer(self.desk(login).actor, RunJob(job.key, job.version))

    def record(self, detail: SubmissionDetail, login: str = "operator", **more: Any) -> JobRow:
        job = self.job(detail, self.wechat)
        said = {"address": "https://mp.weixin.qq.com/s/abc", "screenshot": picture(colour="green")} | more
        return self.desk(login).ask(RecordDone(job.key, job.version, **said))

    def published(self) -> SubmissionDetail:
        detail = self.publishing()
        self.run(detail)
        self.record(detail)
        return self.read(detail)

    def page(self, detail: SubmissionDetail) -> Path:
        return self.site / "articles" / detail.row.number / "index.html"

    def index(self) -> str:
        return (self.site / "index.html").read_text("utf-8")

    def forward(self, **by: float) -> None:
        self.house.clock.forward(timedelta(**by))

    def sign_in(self, login: str) -> None:
        """Anew: a session lasts eight hours."""
        self.desks.pop(login, None)
        self.desk(login)

    def account(self, login: str) -> Account:
        with Session(self.house.premises.backstage.database.engine) as session:
            return session.scalars(select(Account).where(Account.login == login)).one()


PEOPLE = {
    "informant": ("informant", "王小雨"),
    "deputy": ("informant", "赵一"),
    "head": ("department_head", "李主任"),
    "superior": ("principal", "陈校长"),
    "publicity": ("publicity_officer", "周宣"),
    "publicity2": ("publicity_officer", "吴宣"),
    "second": ("second_reviewer", "孙复"),
    "admissions": ("admissions_officer", "钱招"),
    "operator": ("site_operator", "郑技"),
    "operator2": ("site_operator", "冯技"),
    "teacher": ("teacher", "韩老师"),
}
SEATS = {
    SeatKind.HEAD: "head",
    SeatKind.SUPERIOR: "superior",
    SeatKind.INFORMANT: "informant",
    SeatKind.DEPUTY: "deputy",
}


@pytest.fixture
def newsroom(house: House, tmp_path: Path) -> Newsroom:
    site = tmp_path / "site"
    site.mkdir()
    keys = {login: house.add_account(login, role, name=name).key for login, (role, name) in PEOPLE.items()}
    office = house.sign_in("publicity", pc="PC-6")
    teaching = office.ask(AddDepartment(name="教务处"))
    for seat, login in SEATS.items():
        office.ask(FillSeat(department=teaching.key, seat=seat, account=keys[login]))
    website = office.ask(
        AddChannel(name="学校网站", kind=ChannelKind.FOLDER, folder=str(site), address="https://school.example/news")
    )
    wechat = office.ask(AddChannel(name="微信公众号", kind=ChannelKind.MANUAL, position=2))
    news = office.ask(AddColumn(name="校园新闻", department_key=teaching.key))
    assert house.clock.now() >= START
    return Newsroom(house, site, teaching, wechat, website, news, keys, {"publicity": office})
