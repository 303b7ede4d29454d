"""Writes laid-out documents into one PDF; the frame that pages share is stored once."""

from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from reportlab import rl_config
from reportlab.pdfgen.canvas import Canvas

from desktop_admin.reports.kit.files import Progress, replacing, silent
from desktop_admin.reports.kit.fonts import DocumentFonts
from desktop_admin.reports.kit.page.declare import Document, PageBook
from desktop_admin.reports.kit.page.layout import Layout
from desktop_admin.reports.kit.page.pen import A4, Pen

PRODUCER = "Desktop Admin"


class _Canvas(Canvas):  # type: ignore[misc]  # reportlab has no types
    """Begins pages without reportlab's own font, which is not embedded."""

    def _make_preamble(self) -> None:
        self._preamble = ""


def write_pages(path: Path, book: PageBook, progress: Progress = silent) -> int:
    """Writes a PDF, whole or not at all; the number of its pages.

    Raises MissingGlyph or BadPhoto for what cannot be printed, NotWritten or FileInUse when the file system refuses,
    and whatever `progress` raises to stop; the old file is then kept.
    """
    with replacing(path) as beside:
        writing = _Writing(beside, book)
        for number, document in enumerate(book.documents, 1):
            writing.add(document)
            progress(number, max(book.count, number) if book.count else 0)
        writing.canvas.save()
    return writing.pages


class _Writing:
    def __init__(self, path: Path, book: PageBook) -> None:
        rl_config.useA85 = 0  # streams stay binary: a fifth smaller
        self.canvas: Any = _Canvas(str(path), pagesize=A4, pageCompression=1, invariant=1, lang="zh-CN")
        self.canvas.setTitle(book.title)
        self.canvas.setAuthor(book.author)
        self.canvas.setSubject(book.title)
        self.canvas.setCreator(PRODUCER)
        self.canvas.setProducer(PRODUCER)
        self.canvas.setDateFormatter(_Stamp(book.created))
        self.fonts = DocumentFonts(self.canvas)
        self.shared = not (isinstance(book.documents, tuple) and len(book.documents) == 1)
        self.forms: dict[bytes, str] = {}
        self.pages = 0

    def add(self, document: Document) -> None:
        layout = Layout(document, self.fonts, shared=self.shared)
        layout.run()
        layout.finish()
        self._mark(document)
        for pen in layout.flow.pens:
            self._page(pen)

    def _mark(self, document: Document) -> None:
        key = f"d{self.pages}"
        self.canvas.bookmarkPage(key)
        self.canvas.addOutlineEntry(document.outline or document.title, key, 0)

    def _page(self, pen: Pen) -> None:
        canvas = self.canvas
        canvas.setPageSize((pen.width, pen.height))
        frame, *stamps = [self._form(code) for code in (pen.frame, *pen.stamps)]
        self._draw("\n".join(pen.beneath))
        for form in (frame, *stamps):
            canvas.doForm(form)
        self._draw(pen.content)
        for reader, (x, y, width, height) in pen.images:
            canvas.drawImage(reader, x, y, width, height)
        canvas.showPage()
        self.pages += 1

    def _form(self, code: str) -> str:
        """The name of the form that draws this."""
        key = sha256(code.encode()).digest()
        if key not in self.forms:
            self.forms[key] = f"frame{len(self.forms)}"
            self.canvas.beginForm(self.forms[key])
            self._draw(code)
            self.canvas.endForm()
        return self.forms[key]

    def _draw(self, code: str) -> None:
        if code:
            self.canvas._code.append(code)  # noqa: SLF001 - operators made at once, a tenth of the time of its calls


class _Stamp:
    """The date in the file, instead of the one that reportlab asks to have formatted."""

    def __init__(self, moment: datetime) -> None:
        zone = moment.strftime("%z")
        self.text = f"D:{moment:%Y%m%d%H%M%S}" + (f"{zone[:3]}'{zone[3:5]}'" if zone else "")

    def __call__(self, *_parts: int) -> str:
        return self.text
