"""The preview of reports: seen, zoomed, printed, saved, as a person does it."""

import os
import stat
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pypdfium2
import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from desktop_admin.api.accounts import AccountStatus
from desktop_admin.api.base import Page
from desktop_admin.api.canteen.registers import ListCanteens
from desktop_admin.api.exports import ExportAccounts
from desktop_admin.api.school import ReadSchool, SchoolProfile
from desktop_admin.core.errors import NotAllowed, Refused
from desktop_admin.core.permissions import Permission
from desktop_admin.reports import catalogue
from desktop_admin.reports.base import Period, Report, ReportRequest
from desktop_admin.reports.kit.page import Column, Document, Footer, PageBook, Row, Table
from desktop_admin.reports.kit.sheet import Book, Sheet
from desktop_admin.reports.kit.sheet import Column as SheetColumn
from desktop_admin.views.kit.desk import QtDesk
from desktop_admin.views.kit.list_page import ListPage, remember_in
from desktop_admin.views.kit.paper import PaperView, export_list, export_shown, open_report
from desktop_admin.views.kit.paper.desk import Fit
from desktop_admin.views.kit.paper.printing import (
    BadPages,
    NoPrintCommand,
    NotPrinted,
    Outside,
    Printer,
    Ticket,
    printers,
    read_pages,
    send_by_lp,
    send_by_picture,
)
from desktop_admin.views.kit.paper.raster import PDFIUM, Raster
from desktop_admin.views.reports import MODULE, ReportsPage
from tests.views.kit.conftest import EVERYTHING
from tests.views.kit.staff import STAFF, TODAY, ListStaff, StaffDesk

NOON = datetime(2026, 11, 20, 4, tzinfo=UTC)
DAY = date(2026, 11, 20)
LASER, INK = Printer("HP-M404", duplex=True, default=True), Printer("Canon", duplex=False)
CONTROL = Qt.KeyboardModifier.ControlModifier
gate = threading.Event()
gate.set()


@dataclass(frozen=True)
class Paper:
    request: ReportRequest
    rows: int
    remark: str


def gathered(ask: Any, request: ReportRequest) -> Paper:
    said = ask(ListStaff())
    assert gate.wait(60)
    return Paper(request, 90, "8 left" if said else "")


def as_pages(data: Paper) -> PageBook:
    rows = tuple(Row((str(number), "冷藏温度")) for number in range(data.rows))
    table = Table((Column("序号", 1), Column("检查内容", 3)), rows)
    counted = 2 if data.request.counted else 1
    document = Document("每日记录", (table,), Footer("ST-1", printed_by="王建国", copy=counted))
    return PageBook("每日记录", "实验小学", data.request.printed_at, (document,), 1)


def as_book(data: Paper) -> Book:
    made = data.request.printed_at.replace(tzinfo=None)
    return Book("记录", "实验小学", made, (Sheet("数据", (SheetColumn("姓名"),), [("王建国",)]),))


DAILY: Report[Paper] = Report(
    "test-daily",
    "Daily record",
    Permission.CANTEEN_SHEET_EXPORT,
    Period.DAY,
    gathered,
    lambda data: data.rows,
    as_pages,
    as_book,
    remark=lambda data: data.remark,
)


@dataclass
class Office:
    """What stands in place of printers and of the system's viewer."""

    printers: tuple[Printer, ...] = (INK, LASER)
    sent: list[tuple[str, Ticket]] = field(default_factory=list[tuple[str, Ticket]])
    viewed: list[Path] = field(default_factory=list[Path])
    refusing: Refused | None = None
    unready: Refused | None = None
    views: bool = True

    def outside(self) -> Outside:
        return Outside(lambda: self.printers, self._ready, self._send, self._view)

    def _ready(self) -> None:
        if self.unready:
            raise self.unready

    def _send(self, path: Path, ticket: Ticket) -> None:
        if self.refusing:
            raise self.refusing
        self.sent.append((text_of(path), ticket))

    def _view(self, path: Path) -> bool:
        self.viewed.append(path)
        return self.views


def text_of(path: Path) -> str:
    with PDFIUM, pypdfium2.PdfDocument(path) as pdf:
        return "".join("".join(page.get_textpage().get_text_range().split()) for page in pdf)


@pytest.fixture
def office() -> Office:
    return Office()


@pytest.fixture
def people() -> StaffDesk:
    return StaffDesk(count=5)


@pytest.fixture
def desk(qtbot: QtBot, people: StaffDesk) -> Iterator[QtDesk]:
    assert qtbot
    made = QtDesk(people)
    yield made
    gate.set()
    made.close()


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    made.resize(1366, 768)
    qtbot.addWidget(made)
    made.show()
    return made


Open = Callable[..., PaperView]


@pytest.fixture
def opened(qtbot: QtBot, desk: QtDesk, window: QWidget, office: Office, tmp_path: Path) -> Iterator[Open]:
    views: list[PaperView] = []

    def make(*, wait: bool = True, save_as: str = "") -> PaperView:
        request = ReportRequest(DAY, DAY, NOON, "王建国", counted=False)
        view = PaperView(
            window,
            desk,
            DAILY,
            request,
            outside=office.outside(),
            ask_path=lambda _parent, name: save_as and str(tmp_path / save_as.format(name=name)),
            now=lambda: NOON,
        )
        view.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
        qtbot.addWidget(view)
        views.append(view)
        view.open()
        if wait:
            qtbot.waitUntil(view.panel.pdf.isEnabled)
            qtbot.waitUntil(lambda: view.panel.printer.count() == len(office.printers))
        return view

    yield make
    for view in views:
        view.done(0)


def click(qtbot: QtBot, widget: QWidget) -> None:
    qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)


def test_the_report_is_shown_page_by_page(qtbot: QtBot, opened: Open) -> None:
    view = opened()
    assert len(view.pages.sizes()) == 3
    assert view.place.text() == "Page 1 / 3"
    assert view.raster
    raster = view.raster
    qtbot.waitUntil(lambda: raster.picture(0, view.pages.boxes[0].width()) is not None)
    drawn = view.pages.grab().toImage()
    middle = view.pages.in_sight()[0][1].center()
    colours = {drawn.pixelColor(middle.x(), y).lightness() for y in range(40, drawn.height() - 40)}
    assert min(colours) < 120 < max(colours)  # a page with something on it


def test_only_pages_in_sight_are_drawn(qtbot: QtBot, opened: Open) -> None:
    view = opened()
    raster = view.raster
    assert raster

    def is_drawn(page: int) -> bool:
        return raster.picture(page, view.pages.boxes[page].width()) is not None

    qtbot.waitUntil(lambda: is_drawn(0))
    assert not is_drawn(2)
    qtbot.keyClick(view.pages, Qt.Key.Key_End)
    qtbot.waitUntil(lambda: is_drawn(2))
    assert view.place.text() == "Page 3 / 3"


def test_a_small_page_takes_there(qtbot: QtBot, opened: Open) -> None:
    view = opened()
    box = view.strip.boxes[1]
    qtbot.mouseClick(view.strip.viewport(), Qt.MouseButton.LeftButton, pos=box.center())
    assert view.place.text() == "Page 2 / 3"
    assert view.strip.current == 1


def test_zoom_by_buttons_and_keys(qtbot: QtBot, opened: Open) -> None:
    view = opened()
    assert (view.pages.fit, view.fits.choice()) == (Fit.WIDTH, 0)
    click(qtbot, view.fits.findChildren(QWidget)[-1])
    assert (view.pages.fit, view.fits.choice()) == (Fit.PAGE, 1)
    assert view.pages.boxes[0].height() <= view.pages.viewport().height()
    qtbot.keyClick(view, Qt.Key.Key_0, CONTROL)
    assert view.level.text() == "100 %"
    assert view.pages.boxes[0].width() == round(595.28 * 96 / 72)
    click(qtbot, view.larger)
    assert view.level.text() == "125 %"
    click(qtbot, view.smaller)
    click(qtbot, view.smaller)
    assert view.level.text() == "75 %"
    assert view.fits.choice() == -1


def test_a_system_that_is_slow_to_name_its_printers_holds_nothing_up(
    qtbot: QtBot, desk: QtDesk, window: QWidget, office: Office
) -> None:
    named = threading.Event()

    def slowly() -> tuple[Printer, ...]:
        assert named.wait(60)
        return (LASER,)

    outside = replace(office.outside(), printers=slowly)
    view = PaperView(window, desk, DAILY, ReportRequest(DAY, DAY, NOON, "王建国"), outside=outside)
    view.open()
    qtbot.waitUntil(view.panel.pdf.isEnabled)
    assert not view.panel.print.isEnabled()
    named.set()
    qtbot.waitUntil(view.panel.print.isEnabled)
    view.close()


def test_this_pcs_own_printers_are_named(qtbot: QtBot, desk: QtDesk) -> None:
    told: list[tuple[Printer, ...]] = []
    desk.run(printers, owner=desk, then=told.append)
    qtbot.waitUntil(lambda: len(told) == 1, timeout=10_000)
    assert all(printer.name for printer in told[0])


def test_what_is_missing_is_said_before_printing(opened: Open) -> None:
    view = opened()
    assert view.panel.note.isVisible()
    assert view.panel.note.text.text() == "8 left"


def test_the_preview_is_no_print_and_the_printed_file_is(qtbot: QtBot, opened: Open, office: Office) -> None:
    view = opened()
    assert view.raster
    view.panel.copies.setValue(2)
    view.panel.pages.setFocus()
    qtbot.keyClicks(view.panel.pages, "1-2,3")
    qtbot.keyClick(view, Qt.Key.Key_P, CONTROL)
    qtbot.waitUntil(lambda: len(office.sent) == 1)
    text, ticket = office.sent[0]
    assert "Print2" in text
    assert ticket == Ticket("HP-M404", 2, ((1, 2), (3, 3)), duplex=False)
    qtbot.waitUntil(lambda: view.word.text() == "Sent to HP-M404")
    assert view.panel.print.isEnabled()


def test_two_sides_are_offered_where_the_printer_has_them(qtbot: QtBot, opened: Open, office: Office) -> None:
    view = opened()
    assert view.panel.printer.currentText() == "HP-M404"
    view.panel.sides.choose(1)
    click(qtbot, view.panel.print)
    qtbot.waitUntil(lambda: len(office.sent) == 1)
    assert office.sent[0][1].duplex
    view.panel.printer.setCurrentIndex(0)
    assert view.panel.sides.isHidden()
    assert not view.panel.ticket(3).duplex


def test_pages_that_are_not_there_are_refused_at_the_field(qtbot: QtBot, opened: Open, office: Office) -> None:
    view = opened()
    qtbot.keyClicks(view.panel.pages, "2-9")
    click(qtbot, view.panel.print)
    assert "from 1 to 3" in view.messages.text()
    assert view.panel.fault.isVisible()
    assert office.sent == []
    qtbot.keyClick(view.panel.pages, Qt.Key.Key_Backspace)
    assert view.panel.fault.isHidden()


def test_a_printer_that_refuses_loses_nothing(qtbot: QtBot, opened: Open, office: Office) -> None:
    office.refusing = NotPrinted(printer="HP-M404", reason="paused")
    view = opened()
    click(qtbot, view.panel.print)
    qtbot.waitUntil(lambda: "paused" in view.messages.text())
    office.refusing = None
    click(qtbot, view.panel.print)
    qtbot.waitUntil(lambda: len(office.sent) == 1)
    assert view.messages.text() == ""


def test_without_a_print_command_nothing_is_counted(
    qtbot: QtBot, opened: Open, office: Office, people: StaffDesk
) -> None:
    office.unready = NoPrintCommand()
    view = opened()
    before = len(people.asked)
    click(qtbot, view.panel.print)
    assert "cups-client" in view.messages.text()
    assert len(people.asked) == before


def test_a_pc_without_printers_saves(qtbot: QtBot, opened: Open, office: Office) -> None:
    office.printers = ()
    view = opened()
    qtbot.waitUntil(view.panel.state.isVisible)
    assert not view.panel.print.isEnabled()
    assert view.panel.pdf.isEnabled()


@pytest.mark.parametrize("suffix", ["pdf", "xlsx"])
def test_a_report_is_saved_where_the_person_says(qtbot: QtBot, opened: Open, tmp_path: Path, suffix: str) -> None:
    view = opened(save_as="chosen")
    click(qtbot, getattr(view.panel, suffix))
    path = tmp_path / f"chosen.{suffix}"
    qtbot.waitUntil(lambda: view.word.text() == f"Saved {path.name}")
    if suffix == "pdf":
        assert "Print2" in text_of(path)
    else:
        assert load_workbook(path)["数据"]["A2"].value == "王建国"
    assert list(tmp_path.iterdir()) == [path]


def test_the_name_that_is_offered_says_what_it_is(qtbot: QtBot, opened: Open, tmp_path: Path) -> None:
    view = opened(save_as="{name}")
    qtbot.keyClick(view, Qt.Key.Key_S, CONTROL)
    qtbot.waitUntil((tmp_path / "Daily-record-2026-11-20.pdf").exists)
    assert not view.isHidden()


def test_thinking_better_of_saving_writes_nothing(qtbot: QtBot, opened: Open, tmp_path: Path) -> None:
    view = opened(save_as="")
    click(qtbot, view.panel.pdf)
    assert view.panel.pdf.isEnabled()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere")
def test_a_protected_folder_is_said_in_one_sentence(qtbot: QtBot, opened: Open, tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir(mode=stat.S_IRUSR | stat.S_IXUSR)
    view = opened(save_as="kept/a.pdf")
    click(qtbot, view.panel.pdf)
    qtbot.waitUntil(lambda: "a.pdf" in view.messages.text())


def test_a_folder_that_is_gone_is_said_in_one_sentence(qtbot: QtBot, opened: Open) -> None:
    view = opened(save_as="gone/a.pdf")
    click(qtbot, view.panel.pdf)
    qtbot.waitUntil(lambda: "a.pdf could not be written" in view.messages.text())
    assert view.panel.pdf.isEnabled()


def test_the_systems_viewer_gets_a_counted_copy(qtbot: QtBot, opened: Open, office: Office) -> None:
    view = opened()
    click(qtbot, view.panel.viewer)
    qtbot.waitUntil(lambda: len(office.viewed) == 1)
    assert "Print2" in text_of(office.viewed[0])
    view.close()
    assert office.viewed[0].exists()  # the viewer may still read it
    office.views = False


def test_no_viewer_is_said(qtbot: QtBot, opened: Open, office: Office) -> None:
    office.views = False
    view = opened()
    click(qtbot, view.panel.viewer)
    qtbot.waitUntil(lambda: "No program of this PC opens .pdf" in view.messages.text())


def test_a_refusal_while_gathering_is_told_and_nothing_can_be_printed(
    qtbot: QtBot, opened: Open, people: StaffDesk
) -> None:
    people.refusing[ListStaff] = NotAllowed(permission="canteen:sheet:read")
    view = opened(wait=False)
    qtbot.waitUntil(lambda: "not allowed" in view.messages.text())
    assert not view.panel.print.isEnabled()
    assert not view.panel.pdf.isEnabled()


def test_what_takes_long_is_stopped(qtbot: QtBot, opened: Open, tmp_path: Path, people: StaffDesk) -> None:
    view = opened(save_as="a.pdf")
    gate.clear()
    asked = len(people.asked)
    click(qtbot, view.panel.pdf)
    qtbot.waitUntil(lambda: len(people.asked) > asked)
    qtbot.waitUntil(view.progress.isVisible)
    click(qtbot, view.progress.cancel)
    gate.set()
    qtbot.waitUntil(view.panel.pdf.isEnabled)
    assert list(tmp_path.iterdir()) == []
    assert view.word.text() == ""


def test_closing_leaves_nothing_behind(qtbot: QtBot, opened: Open) -> None:
    view = opened()
    folder = Path(view._behind.folder.name)
    assert list(folder.iterdir())
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert not view.isVisible()
    assert not folder.exists()


def test_signing_out_leaves_nothing_behind(qtbot: QtBot, desk: QtDesk, office: Office) -> None:
    window = QWidget()
    window.show()
    request = ReportRequest(DAY, DAY, NOON, "王建国", counted=False)
    view = PaperView(window, desk, DAILY, request, outside=office.outside())
    view.open()
    qtbot.waitUntil(view.panel.pdf.isEnabled)
    folder = Path(view._behind.folder.name)
    assert list(folder.iterdir())
    delete(window)
    assert not folder.exists()


def test_closing_while_it_is_made_leaves_nothing_behind(qtbot: QtBot, opened: Open, desk: QtDesk) -> None:
    gate.clear()
    view = opened(wait=False)
    folder = Path(view._behind.folder.name)
    view.close()
    gate.set()
    told: list[object] = []
    desk.run(lambda: None, owner=desk, then=told.append)
    desk.run(lambda: None, owner=desk, then=told.append)
    qtbot.waitUntil(lambda: len(told) == 2)
    assert not folder.exists()


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("", ()),
        ("2", ((2, 2),)),
        ("1-3, 5", ((1, 3), (5, 5))),
        ("１－３，５", ((1, 3), (5, 5))),
        (" 1、2 ", ((1, 1), (2, 2))),
    ],
)
def test_page_ranges_are_read_as_people_write_them(given: str, read: tuple[tuple[int, int], ...]) -> None:
    assert read_pages(given, 5) == read


@pytest.mark.parametrize("given", ["0", "6", "3-1", "a", "1-", "-2", "1;2", "1-9"])
def test_page_ranges_that_make_no_sense_are_refused(given: str) -> None:
    with pytest.raises(BadPages, match="from 1 to 5"):
        read_pages(given, 5)


@pytest.fixture
def fake_lp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    def make(script: str) -> Path:
        folder = tmp_path / "bin"
        folder.mkdir()
        command = folder / "lp"
        command.write_text(f"#!/bin/sh\n{script}\n")
        command.chmod(0o755)
        monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
        return tmp_path / "said"

    return make


@pytest.mark.skipif(os.name == "nt", reason="lp is not of Windows")
def test_lp_is_told_everything(tmp_path: Path, fake_lp: Callable[[str], Path]) -> None:
    said = fake_lp(f'printf "%s\\n" "$@" > {tmp_path / "said"}')
    send_by_lp(tmp_path / "a b.pdf", Ticket("HP-M404", 2, ((1, 2), (4, 4)), duplex=True))
    arguments = said.read_text().splitlines()
    assert arguments[:4] == ["-d", "HP-M404", "-n", "2"]
    assert "sides=two-sided-long-edge" in arguments
    assert arguments[arguments.index("-P") + 1] == "1-2,4"
    assert arguments[-2:] == ["--", str(tmp_path / "a b.pdf")]


@pytest.mark.skipif(os.name == "nt", reason="lp is not of Windows")
def test_lps_own_reason_is_told(tmp_path: Path, fake_lp: Callable[[str], Path]) -> None:
    fake_lp("echo 'lp: The printer does not exist.' >&2; exit 1")
    with pytest.raises(NotPrinted, match="does not exist"):
        send_by_lp(tmp_path / "a.pdf", Ticket("gone"))


def test_without_lp_one_sentence_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NoPrintCommand, match="cups-client"):
        send_by_lp(tmp_path / "a.pdf", Ticket("any"))


def test_pages_are_printed_as_grey_pictures_where_no_pdf_is_taken(qapp: Any, tmp_path: Path) -> None:
    assert qapp
    catalogue.make(DAILY, lambda _: None, ReportRequest(DAY, DAY, NOON, "王建国"), tmp_path / "a.pdf")  # type: ignore[arg-type]
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    printer.setResolution(100)
    send_by_picture(tmp_path / "a.pdf", Ticket("any", pages=((2, 3),)), printer)
    with PDFIUM, pypdfium2.PdfDocument(tmp_path / "printed.pdf") as pdf:
        assert len(pdf) == 2
        width, height = pdf[0].get_size()
        assert (round(width), round(height)) == (595, 842)
        shades = pdf[0].render(scale=0.5, grayscale=True).to_pil().getextrema()
    assert shades[0] < 150 < shades[1]


def test_a_raster_that_is_closed_lets_go_of_its_file(qtbot: QtBot, window: QWidget, tmp_path: Path) -> None:
    catalogue.make(DAILY, lambda _: None, ReportRequest(DAY, DAY, NOON, "王建国"), tmp_path / "a.pdf")  # type: ignore[arg-type]
    raster = Raster(window, tmp_path / "a.pdf")
    qtbot.waitUntil(lambda: len(raster.sizes) == 3)
    raster.want("a", {(0, 50), (1, 50)})
    qtbot.waitUntil(lambda: raster.picture(1, 50) is not None)
    raster.close()
    assert raster._book is None


def test_who_may_not_export_gets_no_preview(qtbot: QtBot, window: QWidget) -> None:
    desk = QtDesk(StaffDesk(permissions=EVERYTHING - {Permission.CANTEEN_SHEET_EXPORT}))
    with qtbot.waitSignal(desk.refused) as told:
        assert open_report(window, desk, "canteen-daily", first=DAY) is None
    assert isinstance(told.args[0], NotAllowed)
    desk.close()


def test_a_list_page_exports_what_it_shows(qtbot: QtBot, tmp_path: Path, people: StaffDesk, desk: QtDesk) -> None:
    remember_in(tmp_path)
    people.answers[ReadSchool] = lambda _: SchoolProfile(UUID(int=1), 1, "实验小学", "", "")
    path = tmp_path / "staff.xlsx"
    page = ListPage(
        desk,
        STAFF,
        choices={"department": []},
        today=lambda: TODAY,
        export=lambda wanted: export_shown(wanted, lambda *_: str(path)),
    )
    qtbot.addWidget(page)
    page.show()
    qtbot.waitUntil(lambda: not page.rows._anew and not page.rows._asked)
    click(qtbot, page.export_button)
    qtbot.waitUntil(lambda: page.word.text() == "Saved staff.xlsx")
    rows = list(load_workbook(path)["Data"].iter_rows(values_only=True))
    assert rows[1] == ("Name", "User name", "Department", "Status", "Password until")
    assert len(rows) == 2 + 5
    (note,) = [each for each in people.asked if isinstance(each, ExportAccounts)]
    assert (note.report, note.form, note.rows) == ("staff", "xlsx", 5)


def test_an_exported_list_tells_its_filters(
    qtbot: QtBot, window: QWidget, tmp_path: Path, people: StaffDesk, desk: QtDesk
) -> None:
    people.answers[ReadSchool] = lambda _: SchoolProfile(UUID(int=1), 1, "实验小学", "", "")
    narrowed = ListStaff(status=AccountStatus.ACTIVE, search="李敏")
    export_list(window, desk, STAFF, narrowed, lambda *_: str(tmp_path / "a.xlsx"))
    qtbot.waitUntil((tmp_path / "a.xlsx").exists)
    about = {row[0]: row[1] for row in load_workbook(tmp_path / "a.xlsx")["About"].iter_rows(values_only=True)}
    assert (about["Status"], about["Search"]) == ("Active", "李敏")


def test_an_exported_list_tells_its_filters_by_the_names_on_the_screen(
    qtbot: QtBot, tmp_path: Path, people: StaffDesk, desk: QtDesk
) -> None:
    """A filter by a record is told by the record's name, never by its key."""
    remember_in(tmp_path)
    people.answers[ReadSchool] = lambda _: SchoolProfile(UUID(int=1), 1, "实验小学", "", "")
    path = tmp_path / "staff.xlsx"
    page = ListPage(
        desk,
        STAFF,
        choices={"department": lambda: [("d-1", "教务处")]},
        today=lambda: TODAY,
        export=lambda wanted: export_shown(wanted, lambda *_: str(path)),
    )
    qtbot.addWidget(page)
    page.show()
    page.narrowing.apply({"department": "d-1"})
    qtbot.waitUntil(lambda: not page.rows._anew and not page.rows._asked)
    page.export()
    qtbot.waitUntil(lambda: page.word.text() == "Saved staff.xlsx")
    about = {row[0]: row[1] for row in load_workbook(path)["About"].iter_rows(values_only=True)}
    assert about["Department"] == "教务处"


def test_a_list_without_the_right_is_not_exported(qtbot: QtBot, window: QWidget, tmp_path: Path) -> None:
    desk = QtDesk(StaffDesk(permissions=EVERYTHING - {Permission.ACCOUNTS_ACCOUNT_EXPORT}))
    with qtbot.waitSignal(desk.refused):
        export_list(window, desk, STAFF, ListStaff(), lambda *_: str(tmp_path / "a.xlsx"))
    assert list(tmp_path.iterdir()) == []
    desk.close()


def test_the_page_of_reports_lists_what_one_may_make(qtbot: QtBot) -> None:
    desk = QtDesk(StaffDesk(permissions=frozenset({Permission.AUDIT_ENTRY_EXPORT})))
    page = ReportsPage(desk)
    qtbot.addWidget(page)
    assert [card.report.name for card in page.cards] == ["audit-log"]
    assert MODULE.pages[0].is_for(desk.actor)
    desk.close()


def test_who_may_make_no_report_has_no_page_of_them() -> None:
    assert not MODULE.pages[0].is_for(StaffDesk(permissions=frozenset({Permission.CANTEEN_SHEET_READ})).actor)


def test_a_report_of_the_list_is_previewed(
    qtbot: QtBot, desk: QtDesk, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desktop_admin.views.reports.REPORTS", (DAILY,))
    monkeypatch.setattr(catalogue, "find", lambda _name: DAILY)
    page = ReportsPage(desk, outside=office.outside())
    qtbot.addWidget(page)
    page.show()
    (card,) = page.cards
    card._editor.line.setText("2026-11-20")
    click(qtbot, card.preview)
    view = page.view
    assert view
    qtbot.waitUntil(view.panel.pdf.isEnabled)
    assert (view.request.first, view.request.counted) == (DAY, True)
    view.close()


def test_a_wrong_day_is_said_before_anything_is_made(qtbot: QtBot, desk: QtDesk, people: StaffDesk) -> None:
    people.answers[ListCanteens] = lambda _: Page((), 0)
    page = ReportsPage(desk)
    qtbot.addWidget(page)
    page.show()
    card = next(card for card in page.cards if card.report.period is Period.DAY)
    card._editor.line.setText("2026-02-30")
    before = len(people.asked)
    click(qtbot, card.preview)
    assert page.messages.text()
    assert page.view is None
    assert len(people.asked) in {before, before + 1}  # the canteens may come only now
