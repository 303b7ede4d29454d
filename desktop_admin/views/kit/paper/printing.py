"""What lies outside the program: printers, and the system's own viewer. Tests put something else in their place."""

import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QMarginsF, QRectF, QUrl
from PySide6.QtGui import QDesktopServices, QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from desktop_admin.core.errors import Refused
from desktop_admin.core.i18n import N_
from desktop_admin.core.text import normal
from desktop_admin.views.kit.paper.raster import PDFIUM

SHARPEST = 300  # dots an inch
PATIENCE = 60  # seconds that handing over to the print queue may take
_RANGE = re.compile(r"(\d{1,5})(?:\s*-\s*(\d{1,5}))?")


class NoPrintCommand(Refused):
    message = N_("This PC has no print command (lp). Install cups-client, or save as PDF and print that.")


class NotPrinted(Refused):
    message = N_("The printer {printer} did not take the report ({reason}). Save as PDF, or choose another printer.")


class NoViewer(Refused):
    message = N_("No program of this PC opens {suffix} files. Save the report and open it elsewhere.")


class BadPages(Refused):
    message = N_("“{given}” is not a choice of pages from 1 to {pages}. Write 2, 1-3 or 1,4-5.")


@dataclass(frozen=True)
class Printer:
    name: str
    duplex: bool = False
    default: bool = False


@dataclass(frozen=True)
class Ticket:
    """How a file is to be printed; no pages means all."""

    printer: str
    copies: int = 1
    pages: tuple[tuple[int, int], ...] = ()
    duplex: bool = False

    def page_list(self) -> str:
        return ",".join(str(first) if first == last else f"{first}-{last}" for first, last in self.pages)


@dataclass(frozen=True)
class Outside:
    """`ready` raises when nothing can be printed at all; `send` when this was not."""

    printers: Callable[[], tuple[Printer, ...]]
    ready: Callable[[], None]
    send: Callable[[Path, Ticket], None]
    view: Callable[[Path], bool]


def read_pages(given: str, count: int) -> tuple[tuple[int, int], ...]:
    """1-3,5 as ((1, 3), (5, 5)); empty is all. Raises BadPages."""
    text = normal(given).replace("，", ",").replace("、", ",").replace("–", "-").replace("—", "-").strip(" ,")
    if not text:
        return ()
    chosen: list[tuple[int, int]] = []
    for part in text.split(","):
        found = _RANGE.fullmatch(part.strip())
        first, last = (int(found[1]), int(found[2] or found[1])) if found else (0, 0)
        if not 1 <= first <= last <= count:
            raise BadPages(given=given.strip(), pages=count)
        chosen.append((first, last))
    return tuple(chosen)


def printers() -> tuple[Printer, ...]:
    both = QPrinter.DuplexMode.DuplexLongSide
    return tuple(
        Printer(info.printerName(), both in info.supportedDuplexModes(), info.isDefault())
        for info in QPrinterInfo.availablePrinters()
    )


def view(path: Path) -> bool:
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


def has_print_command() -> None:
    """Raises NoPrintCommand."""
    if shutil.which("lp") is None:
        raise NoPrintCommand


def send_by_lp(path: Path, ticket: Ticket) -> None:
    """The print queue takes the PDF as it is. Raises NoPrintCommand or NotPrinted."""
    command = shutil.which("lp")
    if command is None:
        raise NoPrintCommand
    sides = "two-sided-long-edge" if ticket.duplex else "one-sided"
    arguments = ["-d", ticket.printer, "-n", str(ticket.copies), "-o", f"sides={sides}", "-t", path.name]
    arguments += ["-P", ticket.page_list()] if ticket.pages else []
    try:
        subprocess.run([command, *arguments, "--", str(path)], check=True, capture_output=True, timeout=PATIENCE)  # noqa: S603 - no shell
    except subprocess.CalledProcessError as error:
        reason = error.stderr.decode(errors="replace").strip().splitlines()
        raise NotPrinted(printer=ticket.printer, reason=reason[0] if reason else str(error.returncode)) from error
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NotPrinted(printer=ticket.printer, reason=type(error).__name__) from error


def send_by_picture(path: Path, ticket: Ticket, printer: QPrinter | None = None) -> None:
    """Where the system prints no PDF, as Windows: page by page as a grey picture. Raises NotPrinted."""
    import pypdfium2  # noqa: PLC0415  # pyright: ignore[reportMissingTypeStubs]  # only when a page is wanted; has none

    printer = printer or _set_up(ticket)
    with PDFIUM:
        book: Any = pypdfium2.PdfDocument(path)
        try:
            _paint(book, ticket, printer)
        finally:
            book.close()


def _set_up(ticket: Ticket) -> QPrinter:
    printer = QPrinter(QPrinterInfo.printerInfo(ticket.printer), QPrinter.PrinterMode.HighResolution)
    printer.setResolution(min(printer.resolution(), SHARPEST))
    printer.setCopyCount(ticket.copies)
    mode = QPrinter.DuplexMode.DuplexLongSide if ticket.duplex else QPrinter.DuplexMode.DuplexNone
    printer.setDuplex(mode)
    return printer


def _paint(book: Any, ticket: Ticket, printer: QPrinter) -> None:
    spans = ticket.pages or ((1, len(book)),)
    numbers = [number for first, last in spans for number in range(first - 1, last)]
    printer.setFullPage(True)
    _turn(printer, book, numbers[0])
    painter = QPainter()
    if not painter.begin(printer):
        raise NotPrinted(printer=ticket.printer, reason="QPainter")
    try:
        for place, number in enumerate(numbers):
            if place:
                _turn(printer, book, number)
                if not printer.newPage():
                    raise NotPrinted(printer=ticket.printer, reason="newPage")
            painter.drawImage(QRectF(painter.viewport()), _grey(book, number, printer.resolution()))
    finally:
        painter.end()


def _turn(printer: QPrinter, book: Any, number: int) -> None:
    """The paper as the page: portrait or landscape."""
    width, height = book.get_page_size(number)
    way = QPageLayout.Orientation.Landscape if width > height else QPageLayout.Orientation.Portrait
    printer.setPageLayout(QPageLayout(QPageSize(QPageSize.PageSizeId.A4), way, QMarginsF()))


def _grey(book: Any, number: int, resolution: int) -> QImage:
    page = book[number]
    drawn = page.render(scale=resolution / 72, grayscale=True)
    try:
        image = QImage(drawn.buffer, drawn.width, drawn.height, drawn.stride, QImage.Format.Format_Grayscale8)
        return image.copy()
    finally:
        drawn.close()
        page.close()


def _nothing_needed() -> None:
    """Windows prints by itself."""


def this_pc() -> Outside:
    if sys.platform == "linux":
        return Outside(printers, has_print_command, send_by_lp, view)
    return Outside(printers, _nothing_needed, send_by_picture, view)
