"""The term's articles: each taken from hand to hand by its people, as far as its day lets it come."""

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

import msgspec

from desktop_admin.api.approval import DecisionCommand
from desktop_admin.api.publishing.columns import IssueNotice, NoticeDetail, ReplyNotice, VerifyNotice
from desktop_admin.api.publishing.content import (
    AttachedFile,
    Content,
    Licence,
    Purpose,
    Source,
    SourceKind,
    Theme,
)
from desktop_admin.api.publishing.entry import AddFile, AnswerFinding, EditSubmission, StartSubmission
from desktop_admin.api.publishing.flow import (
    CHECKS,
    ArchiveSubmission,
    Authorise,
    ConfirmReview,
    ConfirmSponsor,
    HandIn,
    Publish,
    RecallSubmission,
    ReturnToAuthor,
    ReturnToDepartment,
    SignDepartment,
)
from desktop_admin.api.publishing.jobs import RecordDone, RunJob
from desktop_admin.api.publishing.registers import ChannelKind
from desktop_admin.api.publishing.states import OPEN
from desktop_admin.api.publishing.submission import ReadSubmission, SubmissionDetail
from desktop_admin.app.demo import drawn
from desktop_admin.app.demo.agenda import Agenda, moment_of
from desktop_admin.app.demo.newsroom import ACCOUNT, Newsroom
from desktop_admin.core import paths
from desktop_admin.core.permissions import Actor

TICKED: dict[str, Any] = dict.fromkeys(CHECKS, True)
DAY = timedelta(days=1)
TUESDAY = 1
KEPT_WEEKS = 8  # of five school days, published, before it is archived
SPONSOR = "tangsy"
_DAY_OF = re.compile(r"〔([+-]\d+)〕")


class Told(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One article of resources/demo/articles.toml."""

    title: str
    column: str
    department: str
    theme: Theme
    summary: str
    statement: str
    text: str
    week: int | None = None
    ago: int = 0
    fate: str = "published"
    reason: str = ""
    remark: str = ""
    later: str = ""
    student: str = ""
    picture: str = ""
    answers: dict[str, str] = {}


class _Articles(msgspec.Struct):
    articles: list[Told]


def told() -> list[Told]:
    text = (paths.resources() / "demo" / "articles.toml").read_text("utf-8")
    return msgspec.convert(tomllib.loads(text), _Articles).articles


def enter(newsroom: Newsroom, agenda: Agenda) -> None:
    """Everything that is ever done to an article, for its day."""
    for each in told():
        day = agenda.school_day(each.ago) if each.week is None else agenda.open_day(agenda.day(each.week, TUESDAY))
        Way(newsroom, agenda, each, day).enter()
    _urge(newsroom, agenda)


@dataclass
class Way:
    """One article from hand to hand. now: as it was last seen, from the first step on."""

    newsroom: Newsroom
    agenda: Agenda
    told: Told
    day: date
    seen: SubmissionDetail | None = field(default=None)

    @property
    def now(self) -> SubmissionDetail:
        if self.seen is None:
            raise LookupError(self.told.title)
        return self.seen

    @property
    def author(self) -> Actor:
        return self.newsroom.writers[self.told.department]

    def enter(self) -> None:
        fates: dict[str, Callable[[], None]] = {
            "draft": self._to_draft,
            "department": self._to_department,
            "returned": self._to_returned,
            "again": self._to_publicity_again,
            "scheduled": self._to_schedule,
            "published": self._to_public,
            "archived": self._to_archive,
            "recalled": self._to_recall,
        }
        fates[self.told.fate]()

    # --- when ---
    def _to_draft(self) -> None:
        self.agenda.enter(self.agenda.minutes_ago(50), self.start)

    def _to_department(self) -> None:
        self._on(0, time(15, 10), self.start)
        self._on(0, time(15, 40), self.hand_in)

    def _to_returned(self) -> None:
        self._to_department()
        self._on(0, time(16, 30), partial(self._send_back, ReturnToAuthor, self._head()))

    def _to_signed(self) -> None:
        self._to_department()
        self._on(0, time(16, 35), self.sign)

    def _to_publicity_again(self) -> None:
        """Back with a remark, changed, signed anew; the two reviewers have not looked at it yet."""
        self._to_signed()
        steps = (
            (45, partial(self._send_back, ReturnToDepartment, self._staff("gaoyan"))),
            (22, self.change),
            (20, self.hand_in),
            (8, self.sign),
        )
        for minutes, step in steps:
            self.agenda.enter(self.agenda.minutes_ago(minutes), step)

    def _to_schedule(self) -> None:
        due = moment_of(self.agenda.plan.today + DAY, time(10))
        self._to_signed()
        self._on(1, time(10, 5), partial(self.authorise, due))
        self._on(1, time(11, 20), self.confirm)

    def _to_public(self) -> None:
        due = moment_of(self.agenda.after(self.day, 1), time(16))
        self._to_signed()
        self._on(1, time(10, 5), partial(self.authorise, due))
        self._on(1, time(11, 20), self.confirm)
        self._on(1, time(16, 1), self.publish)
        self._on(1, time(16, 15), self.finish)

    def _to_archive(self) -> None:
        self._to_public()
        self._on(KEPT_WEEKS * 5, time(15), partial(self._step, ArchiveSubmission, self._staff("gaoyan")))

    def _to_recall(self) -> None:
        self._to_public()
        self._on(2, time(9, 30), partial(self._send_back, RecallSubmission, self._staff("gaoyan")))
        self._on(2, time(9, 45), self.finish)

    def _on(self, days: int, at: time, step: Callable[[], None]) -> None:
        self.agenda.on(self.agenda.after(self.day, days), at, step)

    # --- what ---
    def start(self) -> None:
        self.seen = self._ask(self.author, StartSubmission(content=self._content(self.told.text)))
        if self.told.student or self.told.picture:
            self._attach()
        self._answer_findings()

    def change(self) -> None:
        edited = EditSubmission(self.now.row.key, self.now.row.version, content=self._content(self.told.later))
        self.seen = self._ask(self.author, edited)
        self._answer_findings()

    def hand_in(self) -> None:
        self._step(HandIn, self.author)

    def sign(self) -> None:
        self._step(SignDepartment, self._head(), **TICKED)

    def authorise(self, due: datetime) -> None:
        self._step(Authorise, self._staff("gaoyan"), publish_at=max(due, self.agenda.clock.moment), **TICKED)

    def confirm(self) -> None:
        self._step(ConfirmReview, self._staff("luofei"), **TICKED)
        if self.told.student:
            self._step(ConfirmSponsor, self._staff(SPONSOR), **TICKED)

    def publish(self) -> None:
        self._step(Publish, self._staff("dengbw"))

    def finish(self) -> None:
        """Every job that waits: the website's by the program, the account's by hand."""
        operator = self._staff("dengbw")
        for job in self.now.jobs:
            if job.state not in OPEN:
                continue
            if job.kind is ChannelKind.FOLDER:
                self.newsroom.premises.office.answer(operator, RunJob(job.key, job.version))
                continue
            screenshot = drawn.phone_page(ACCOUNT, self.told.title, self._lines(self.told.text))
            address = f"https://mp.weixin.qq.com/s/{self.now.row.number}"
            done = RecordDone(job.key, job.version, address=address, screenshot=screenshot)
            self.newsroom.premises.office.answer(operator, done)
        self._look_again()

    def _send_back(self, command: type[DecisionCommand[SubmissionDetail]], person: Actor) -> None:
        self._step(command, person, reason=self.told.reason, remark=self.told.remark)

    def _step(self, command: type[DecisionCommand[SubmissionDetail]], person: Actor, **more: Any) -> None:
        row = self.now.row
        self.seen = self._ask(person, command(row.key, row.version, revision=row.revision, **more))

    def _ask(self, person: Actor, command: Any) -> SubmissionDetail:
        detail: SubmissionDetail = self.newsroom.premises.office.answer(person, command)
        return detail

    def _look_again(self) -> None:
        self.seen = self._ask(self.author, ReadSubmission(self.now.row.key))

    def _answer_findings(self) -> None:
        """A finding without an answer in the file stops the making."""
        for found in self.now.findings:
            if found.open and found.finding.said in self.told.answers:
                answer = self.told.answers[found.finding.said]
                row = self.now.row
                said = AnswerFinding(
                    row.key, row.version, kind=found.finding.kind, said=found.finding.said, reason=answer
                )
                self.seen = self._ask(self.author, said)

    # --- the article ---
    def _attach(self) -> None:
        """A picture in the text with its source; of a pupil's article, the guardian's consent."""
        files: list[AttachedFile] = []
        sources: list[Source] = []
        shown = ""
        if self.told.student:
            consent = drawn.letter("监护人同意书", [f"同意发表 {self.told.student} 的作品", "监护人签字：（已签）"])
            files.append(self._add(consent, "监护人同意书.png", Purpose.CONSENT))
        if self.told.picture:
            file = self._add(drawn.curve(self.told.picture), f"{self.told.picture}.png", Purpose.PICTURE)
            files.append(file)
            made = Source(SourceKind.PICTURE, "学生气象记录", "四年级气象小组", Licence.OWN, file.sha256)
            sources.append(made)
            shown = f'<p><img src="attachment:{file.sha256}" alt="{self.told.picture}"></p>'
        content = msgspec.structs.replace(
            self.now.content, files=tuple(files), sources=tuple(sources), html=self.now.content.html + shown
        )
        self.seen = self._ask(self.author, EditSubmission(self.now.row.key, self.now.row.version, content=content))

    def _add(self, data: bytes, name: str, purpose: Purpose) -> AttachedFile:
        asked = AddFile(key=self.now.row.key, name=name, purpose=purpose, data=data)
        line = self.newsroom.premises.office.answer(self.author, asked)
        return AttachedFile(line.sha256, line.name, purpose)

    def _content(self, text: str) -> Content:
        newsroom, told_ = self.newsroom, self.told
        complete = bool(told_.statement)
        return Content(
            title=told_.title,
            summary=told_.summary,
            department_key=newsroom.departments[told_.department].key,
            channels=(newsroom.website.key, newsroom.wechat.key),
            column_key=newsroom.columns[told_.column].key,
            theme=told_.theme,
            academic=told_.theme is Theme.ACADEMIC,
            public_good=told_.theme is not Theme.ACADEMIC,
            event_day=self.day,
            secrecy=complete,
            privacy=complete,
            terms=complete,
            statement=told_.statement,
            student=told_.student,
            sponsor_key=self._staff(SPONSOR).account_id if told_.student else None,
            html="".join(f"<p>{line}</p>" for line in self._lines(text)),
        )

    def _lines(self, text: str) -> list[str]:
        def dated(found: re.Match[str]) -> str:
            day = self.day + int(found[1]) * DAY
            return f" {day.month} 月 {day.day} 日"

        return [_DAY_OF.sub(dated, line).strip() for line in text.strip().splitlines()]

    def _head(self) -> Actor:
        return self.newsroom.head(self.told.department)

    def _staff(self, login: str) -> Actor:
        return self.newsroom.staff[login]


def _urge(newsroom: Newsroom, agenda: Agenda) -> None:
    """教学研究 is urged twice: once it is kept up again and verified, once the department has not replied yet."""
    answer, publicity = newsroom.premises.office.answer, newsroom.staff["gaoyan"]
    column, made = newsroom.columns["教学研究"].key, list[NoticeDetail]()

    def issue() -> None:
        made.append(answer(publicity, IssueNotice(column=column, text="请按栏目要求更新教研动态，或说明原因")))

    def reply() -> None:
        row = made[-1].row
        made[-1] = answer(newsroom.head("教科室"), ReplyNotice(row.key, row.version, reply="已发布课题立项消息"))

    def verify() -> None:
        row = made[-1].row
        made[-1] = answer(publicity, VerifyNotice(row.key, row.version, accepted=True, conclusion="栏目已更新"))

    agenda.on(agenda.day(8), time(10), issue)
    agenda.on(agenda.day(9, 3), time(10), reply)
    agenda.on(agenda.day(9, 4), time(10), verify)
    agenda.on(agenda.school_day(3), time(10), issue)
