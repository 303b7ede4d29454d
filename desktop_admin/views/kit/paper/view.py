"""The preview of a report inside the program, over the window it was asked for in."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop_admin.core.errors import NotAllowed, Refused
from desktop_admin.core.i18n import N_, tr
from desktop_admin.reports import catalogue
from desktop_admin.reports.base import Report, ReportRequest, days_of, require_number
from desktop_admin.reports.kit.files import Cancelled, Progress
from desktop_admin.views.kit.desk import QtDesk
from desktop_admin.views.kit.messages import MessageBar, QuietWord
from desktop_admin.views.kit.paper.desk import Desk, Fit, Strip
from desktop_admin.views.kit.paper.making import AskPath, Making, ask_path, file_name, now, with_suffix
from desktop_admin.views.kit.paper.panel import PrintPanel
from desktop_admin.views.kit.paper.printing import NoViewer, Outside, Ticket, this_pc
from desktop_admin.views.kit.paper.raster import Raster
from desktop_admin.views.kit.progress import ProgressLine
from desktop_admin.views.kit.widgets import PageHeader, Segmented, button, icon_button, label, page_layout

STRIP = 128
_opened_elsewhere: list[TemporaryDirectory[str]] = []  # until the program ends: the viewer reads them when it likes


class _Behind:
    """What a preview leaves on the disk until it is closed."""

    def __init__(self) -> None:
        self.folder = TemporaryDirectory(prefix="desktop-admin-", ignore_cleanup_errors=True)
        self.raster: Raster | None = None

    def clear(self) -> None:
        if self.raster is not None:
            self.raster.close()
        self.folder.cleanup()


class PaperView(QDialog):
    """What it shows is no print; printing and saving make the file anew, and count."""

    def __init__(  # noqa: PLR0913 - what tests put in place of the PC is named
        self,
        parent: QWidget,
        desk: QtDesk,
        report: Report[Any],
        request: ReportRequest,
        *,
        outside: Outside | None = None,
        ask_path: AskPath = ask_path,
        now: Callable[[], datetime] = now,
    ) -> None:
        super().__init__(parent)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr(report.title))
        self._parent, self.report, self.request = parent, report, request
        self._outside, self._ask_path, self._now = outside or this_pc(), ask_path, now
        self._desk = desk
        self._behind = _Behind()
        self.destroyed.connect(self._behind.clear)  # also when the window goes at a sign-out
        self.messages, self.word, self.progress = MessageBar(), QuietWord(), ProgressLine(patience=300)
        self.pages, self.strip = Desk(), Strip()
        self.panel = PrintPanel(xlsx="xlsx" in report.formats)
        self.making = Making(desk, self.progress)
        self._lay_out()
        self._connect()
        self._bind_keys()
        desk.run(self._outside.printers, owner=self, then=self.panel.show_printers)
        self._preview()

    def _lay_out(self) -> None:
        layout = page_layout(self)
        header = PageHeader(tr(self.report.title), self._days())
        self.fits = Segmented((tr(N_("Fit width")), tr(N_("Whole page"))), low=True)
        self.smaller, self.larger = (
            icon_button("minus", tr(N_("Smaller")), shortcut="Ctrl+-"),
            icon_button("plus", tr(N_("Larger")), shortcut="Ctrl++"),
        )
        self.level, self.place = label("100 %", "strong"), label("", "quiet")
        self.level.setFixedWidth(56)
        self.level.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.back = button(f"{tr(N_('Close'))}  Esc", "", "x")
        for part in (self.word, self.place, self.smaller, self.level, self.larger, self.fits, self.back):
            header.add(part)
        body = QHBoxLayout()
        body.setSpacing(12)
        body.addWidget(_framed(self.strip, STRIP))
        body.addWidget(_framed(self.pages), 1)
        body.addWidget(self.panel)
        layout.addWidget(header)
        layout.addWidget(self.messages)
        layout.addLayout(body, 1)
        layout.addWidget(self.progress)

    def _connect(self) -> None:
        self.back.clicked.connect(self.close)
        self.smaller.clicked.connect(lambda: self.pages.step(-1))
        self.larger.clicked.connect(lambda: self.pages.step(1))
        self.fits.chosen.connect(self._fit)
        self.pages.zoomed.connect(self._show_zoom)
        self.pages.turned.connect(self._show_place)
        self.strip.picked.connect(self.pages.show_page)
        self.panel.print_asked.connect(self.print)
        self.panel.pdf_asked.connect(lambda: self.save(".pdf"))
        self.panel.xlsx_asked.connect(lambda: self.save(".xlsx"))
        self.panel.viewer_asked.connect(self.open_elsewhere)

    def _bind_keys(self) -> None:
        keys: dict[str, Callable[[], object]] = {
            "Ctrl+P": self.panel.print.click,
            "Ctrl+S": self.panel.pdf.click,
            "Ctrl++": self.larger.click,
            "Ctrl+=": self.larger.click,
            "Ctrl+-": self.smaller.click,
            "Ctrl+0": lambda: self.pages.zoom_to(1.0),
        }
        for key, act in keys.items():
            QShortcut(QKeySequence(key), self).activated.connect(act)

    def _days(self) -> str:
        first, last = self.request.first.isoformat(), self.request.last.isoformat()
        return first if first == last else f"{first} – {last}"

    # What is shown

    @property
    def raster(self) -> Raster | None:
        """The pages, once they are there."""
        return self._behind.raster

    def _preview(self) -> None:
        path = Path(self._behind.folder.name) / "preview.pdf"
        self.making.run(
            lambda tell: catalogue.make(self.report, self._desk.gather, self.request.uncounted(), path, tell),
            then=lambda remark: self._show(path, remark),
            failed=self._refuse,
        )

    def _show(self, path: Path, remark: str) -> None:
        self.panel.show_remark(remark)
        self._behind.raster = Raster(self, path)
        self._behind.raster.opened.connect(self._lay_pages)

    def _lay_pages(self) -> None:
        if self.raster is None:
            return
        self.pages.show_book(self.raster)
        self.strip.show_book(self.raster)
        self.panel.allow(whole=True)
        self._show_place(0)
        self.pages.setFocus()

    def _fit(self, place: int) -> None:
        self.pages.set_fit((Fit.WIDTH, Fit.PAGE)[place])

    def _show_zoom(self, zoom: float) -> None:
        self.level.setText(f"{zoom:.0%}".replace("%", " %"))
        self.fits.choose({Fit.WIDTH: 0, Fit.PAGE: 1}.get(self.pages.fit, -1))

    def _show_place(self, page: int) -> None:
        self.strip.show_current(page)
        self.place.setText(tr(N_("Page {page} / {pages}"), page=page + 1, pages=len(self.pages.sizes())))

    def _refuse(self, error: Refused) -> None:
        """Who has stopped the saving of what is shown knows it."""
        self.panel.allow(whole=self.raster is not None)
        if self.raster is None or not isinstance(error, Cancelled):
            self.messages.show_refusal(error)

    # What is done with it

    def print(self) -> None:
        try:
            ticket = self.panel.ticket(len(self.pages.sizes()))
            self._outside.ready()
        except Refused as error:
            self.messages.show_refusal(error)
            return
        with_number = TemporaryDirectory(prefix="desktop-admin-", ignore_cleanup_errors=True)
        path = Path(with_number.name) / self._file(".pdf")

        def work(tell: Progress) -> None:
            with with_number:
                self._write(path, tell)
                self._outside.send(path, ticket)

        self._do(work, lambda: self._printed(ticket))

    def save(self, suffix: str) -> None:
        chosen = self._ask_path(self, self._file(suffix))
        if chosen:
            path = with_suffix(chosen, suffix)
            self._do(
                lambda tell: self._write(path, tell), lambda: self.word.say(tr(N_("Saved {name}"), name=path.name))
            )

    def open_elsewhere(self) -> None:
        folder = TemporaryDirectory(prefix="desktop-admin-", ignore_cleanup_errors=True)
        _opened_elsewhere.append(folder)
        path = Path(folder.name) / self._file(".pdf")
        self._do(lambda tell: self._write(path, tell), lambda: self._view(path))

    def _view(self, path: Path) -> None:
        if not self._outside.view(path):
            self._refuse(NoViewer(suffix=path.suffix))

    def _file(self, suffix: str) -> str:
        return file_name(tr(self.report.title), self._days(), suffix)

    def _write(self, path: Path, tell: Progress) -> None:
        """Anew, as of now: it leaves the program, so it is counted and stamped with this moment."""
        request = replace(self.request, counted=True, printed_at=self._now())
        catalogue.make(self.report, self._desk.gather, request, path, tell)

    def _do(self, work: Callable[[Progress], object], done: Callable[[], object]) -> None:
        self.messages.dismiss()
        self.panel.allow(whole=False)

        def then(_result: object) -> None:
            self.panel.allow(whole=True)
            done()

        self.making.run(work, then=then, failed=self._refuse)

    def _printed(self, ticket: Ticket) -> None:
        self.word.say(tr(N_("Sent to {printer}"), printer=ticket.printer))

    def showEvent(self, event: QShowEvent) -> None:
        over = self._parent.window()
        if over.isVisible():
            self.resize(over.size())
            self.move(over.mapToGlobal(over.rect().topLeft()))
        super().showEvent(event)

    def done(self, result: int) -> None:
        """However it is closed: nothing goes on, and nothing stays behind."""
        self.making.stop()
        self._behind.clear()
        super().done(result)


def _framed(inner: QWidget, width: int = 0) -> QFrame:
    card = QFrame()
    card.setObjectName("card")
    layout = QVBoxLayout(card)
    layout.setContentsMargins(1, 1, 1, 1)
    layout.addWidget(inner)
    if width:
        card.setFixedWidth(width)
    return card


def open_report(  # noqa: PLR0913 - the report's own questions, all named
    parent: QWidget,
    desk: QtDesk,
    name: str,
    *,
    first: date | None = None,
    last: date | None = None,
    subject: UUID | None = None,
    search: str = "",
    number: str = "",
    outside: Outside | None = None,
) -> PaperView | None:
    """Shows the preview; a refusal is told by the desk's message bar. Raises NoSuchReport for a wrong name."""
    try:
        report, request = asked(desk, name, (first, last), subject=subject, search=search, number=number)
    except Refused as error:
        desk.refused.emit(error)
        return None
    view = PaperView(parent, desk, report, request, outside=outside)
    view.open()
    return view


def asked(  # noqa: PLR0913 - the report's own questions, all named
    desk: QtDesk,
    name: str,
    given: tuple[date | None, date | None],
    *,
    subject: UUID | None = None,
    search: str = "",
    number: str = "",
) -> tuple[Report[Any], ReportRequest]:
    """Raises NotAllowed, PeriodMissing, BadPeriod or NumberMissing."""
    report, moment = catalogue.find(name), now()
    if not desk.actor.may(report.permission):
        raise NotAllowed(permission=report.permission)
    days = days_of(report.period, given, moment.date())
    request = ReportRequest(*days, moment, desk.actor.name, search=search, subject=subject, number=number)
    require_number(report, request)
    return report, request


def save_report(  # noqa: PLR0913 - what differs between reports, all named
    parent: QWidget,
    desk: QtDesk,
    asked_for: tuple[Report[Any], ReportRequest],
    suffix: str,
    *,
    making: Making,
    then: Callable[[Path], object],
    failed: Callable[[Refused], object],
    ask_path: AskPath = ask_path,
) -> None:
    """Straight to a file, without a preview."""
    report, request = asked_for
    days = request.first.isoformat() if request.first == request.last else f"{request.first}-{request.last}"
    chosen = ask_path(parent, file_name(tr(report.title), days, suffix))
    if chosen:
        path = with_suffix(chosen, suffix)
        making.run(
            lambda tell: catalogue.make(report, desk.gather, request, path, tell),
            then=lambda _remark: then(path),
            failed=failed,
        )
