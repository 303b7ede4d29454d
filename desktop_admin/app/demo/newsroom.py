"""What the demo school publishes with: departments and their seats, channels, columns, a word list of its own."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

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
    WatchKind,
)
from desktop_admin.api.publishing.words import AddWords, WordCategory
from desktop_admin.app.demo.people import Staff
from desktop_admin.app.premises import Premises
from desktop_admin.core.permissions import Actor

SITE = "website"  # the folder beside the data in which the pages are written
ADDRESS = "https://www.qinghe.example/news"
ACCOUNT = "青禾实验学校"
OFFICE = "办公室"
HEADS = {
    OFFICE: "zhaojing",
    "教务处": "heyq",
    "总务处": "limin",
    "教科室": "sunlh",
    "信息中心": "dengbw",
    "德育处": "linzy",
}
WITHOUT_DEPUTY = "德育处"  # the seat is empty, and the overview says so
COLUMNS = (
    ("通知公告", OFFICE, WatchKind.NOTICES),
    ("校园新闻", OFFICE, WatchKind.NEWS),
    ("教学研究", "教科室", WatchKind.NEWS),
    ("校园文化", "德育处", WatchKind.NEWS),
    ("家校共育", "德育处", WatchKind.NEWS),
)
WORDS = "最有效\n最先进\n包教包会\n独家\n零风险"


@dataclass(frozen=True, slots=True)
class Newsroom:
    """writers: the informant of each department, by its name."""

    premises: Premises
    staff: Staff
    departments: Mapping[str, DepartmentRow]
    writers: Mapping[str, Actor]
    columns: Mapping[str, ColumnRow]
    website: ChannelRow
    wechat: ChannelRow

    def head(self, department: str) -> Actor:
        return self.staff[HEADS[department]]


def open_newsroom(premises: Premises, staff: Staff, folder: Path) -> Newsroom:
    answer, publicity = premises.office.answer, staff["gaoyan"]
    departments: dict[str, DepartmentRow] = {}
    writers: dict[str, Actor] = {}
    for position, name in enumerate(HEADS, 1):
        row = departments[name] = answer(publicity, AddDepartment(name=name, position=position))
        seats = _seats(staff, name)
        for seat, holder in seats.items():
            answer(publicity, FillSeat(department=row.key, seat=seat, account=holder.account_id))
        writers[name] = seats[SeatKind.INFORMANT]
    columns = {
        name: answer(
            publicity,
            AddColumn(name=name, department_key=departments[department].key, watch=watch, position=position),
        )
        for position, (name, department, watch) in enumerate(COLUMNS, 1)
    }
    (folder / SITE).mkdir()
    site = AddChannel(name="学校网站", kind=ChannelKind.FOLDER, folder=str((folder / SITE).resolve()), address=ADDRESS)
    website = answer(publicity, site)
    wechat = answer(publicity, AddChannel(name="微信公众号", kind=ChannelKind.MANUAL, position=2))
    answer(publicity, AddWords(category=WordCategory.ADVERT, words=WORDS, reason="宣传部例会：绝对化用语先核实"))
    return Newsroom(premises, staff, departments, writers, columns, website, wechat)


def _seats(staff: Staff, department: str) -> dict[SeatKind, Actor]:
    """The office's informant is a lead; elsewhere the first two teachers of the department."""
    colleagues = staff.teachers(department)
    if department == OFFICE:
        colleagues = [staff["liufang"], *colleagues]
    seats = {
        SeatKind.HEAD: staff[HEADS[department]],
        SeatKind.SUPERIOR: staff["zhouming"],
        SeatKind.INFORMANT: colleagues[0],
    }
    return seats if department == WITHOUT_DEPUTY else seats | {SeatKind.DEPUTY: colleagues[1]}
