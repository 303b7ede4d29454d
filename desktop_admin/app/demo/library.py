"""The library of teaching resources with their rights, and class hours from training elsewhere."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time, timedelta
from decimal import Decimal
from functools import partial
from typing import Any
from uuid import UUID

import msgspec

from desktop_admin.api.training.credits import AddCredit
from desktop_admin.api.training.files import StoreFile
from desktop_admin.api.training.flows import RESOURCE_CHECKS, ApproveResource, SubmitResource
from desktop_admin.api.training.resources import (
    AddResource,
    EditResource,
    Origin,
    ReadResource,
    ResourceKind,
    ResourceRow,
)
from desktop_admin.app.demo import drawn
from desktop_admin.app.demo.agenda import Agenda
from desktop_admin.app.demo.people import Staff
from desktop_admin.app.premises import Premises

REVIEWER, ADMINISTRATOR = "heyq", "sunlh"
TICKED = tuple(point.code for point in RESOURCE_CHECKS)
OUTSIDE = (  # whom, in which week, what, class hours, on what evidence
    ("tangsy", 4, "市新教师规范化培训", 24, "市教师发展中心结业通知 2026-037"),
    ("dengbw", 7, "教育信息化管理员研修", 16, "省电教馆结业证书 XX-1182"),
    ("linzy", 10, "心理健康教育 C 证培训", 40, "市教育局证书 C-20417"),
)


class Told(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One resource of resources/demo/courses.toml."""

    title: str
    by: str
    kind: ResourceKind
    origin: Origin
    week: int
    rights_owner: str
    licence: str
    source: str
    subject: str = ""
    cost: int = 0
    expires: int | None = None
    file: str = ""
    link: str = ""
    course: str = ""
    fate: str = "approved"
    revised: str = ""  # the description of a second revision, which waits for its review


@dataclass
class _Contribution:
    premises: Premises
    staff: Staff
    told: Told
    expiry: date | None
    attach: Callable[[UUID], None] | None
    row: ResourceRow | None = None

    def submit(self) -> None:
        told, contributor = self.told, self.staff[self.told.by]
        stored = self._stored(told.title, told.file.split("、")) if told.file else None
        permission = (
            self._stored(told.licence, [told.rights_owner, told.title]) if told.origin is Origin.BOUGHT else None
        )
        asked = AddResource(
            title=told.title,
            kind=told.kind,
            origin=told.origin,
            cost=told.cost,
            subject=told.subject,
            link=told.link,
            file=stored,
            rights_owner=told.rights_owner,
            licence=told.licence,
            source=told.source,
            expiry=self.expiry,
            permission_file=permission,
        )
        row = self.premises.office.answer(contributor, asked).row
        submitted = SubmitResource(row.key, row.version, revision=row.revision)
        self.row = self.premises.office.answer(contributor, submitted).row

    def _stored(self, title: str, lines: list[str]) -> UUID:
        asked = StoreFile(name=f"{title}.pdf", data=drawn.paper(title, lines))
        return self.premises.office.answer(self.staff[self.told.by], asked).key

    def approve(self) -> None:
        row = self.row
        if row is None:
            raise LookupError(self.told.title)
        approve = ApproveResource(row.key, row.version, revision=row.revision, ticked=TICKED)
        self.premises.office.answer(self.staff[REVIEWER], approve)
        if self.attach is not None:
            self.attach(row.key)

    def revise(self) -> None:
        """What has been approved stays in use meanwhile."""
        if self.row is None:
            raise LookupError(self.told.title)
        answer, contributor = self.premises.office.answer, self.staff[self.told.by]
        now = answer(contributor, ReadResource(self.row.key))
        content: dict[str, Any] = msgspec.structs.asdict(now.content)
        content["description"] = self.told.revised
        edit = EditResource(
            now.row.key,
            now.row.version,
            **content,
            file=now.file.key if now.file else None,
            permission_file=now.permission_file.key if now.permission_file else None,
        )
        row = answer(contributor, edit).row
        answer(contributor, SubmitResource(row.key, row.version, revision=row.revision))


def enter(premises: Premises, staff: Staff, agenda: Agenda, told: Told, attach: Callable[[UUID], None] | None) -> None:
    day = agenda.open_day(agenda.day(told.week, 1))
    expiry = agenda.plan.today + timedelta(days=told.expires) if told.expires is not None else None
    if expiry is not None and expiry <= agenda.after(day, 2):
        return
    one = _Contribution(premises, staff, told, expiry, attach)
    agenda.on(day, time(14), one.submit)
    if told.fate == "approved":
        agenda.on(agenda.after(day, 2), time(14), one.approve)
    if told.revised and agenda.school_day(1) > agenda.after(day, 2):
        agenda.on(agenda.school_day(1), time(15, 10), one.revise)


def credit(premises: Premises, staff: Staff, agenda: Agenda) -> None:
    for login, week, title, hours, evidence in OUTSIDE:
        day = agenda.open_day(agenda.day(week, 3))
        asked = AddCredit(person=staff[login].account_id, day=day, title=title, hours=Decimal(hours), reason=evidence)
        agenda.on(day, time(16), partial(premises.office.answer, staff[ADMINISTRATOR], asked))
