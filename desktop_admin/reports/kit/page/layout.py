"""Sets the blocks of a document on its pages, from the top down; a page is begun when the next thing has no room."""

from collections.abc import Callable
from functools import partial
from io import BytesIO
from itertools import zip_longest
from typing import Any

from PIL import Image, UnidentifiedImageError
from reportlab.lib.utils import ImageReader

from desktop_admin.core.errors import Refused
from desktop_admin.core.i18n import N_, tr
from desktop_admin.reports.kit import qr
from desktop_admin.reports.kit.fonts import DocumentFonts, Style, shown
from desktop_admin.reports.kit.page.declare import (
    Attestation,
    Document,
    Fields,
    Footer,
    Form,
    Notes,
    Photo,
    Photos,
    Prose,
    Signatures,
    Table,
)
from desktop_admin.reports.kit.page.flow import Flow
from desktop_admin.reports.kit.page.forms import set_form
from desktop_admin.reports.kit.page.lines import Line, wrapped
from desktop_admin.reports.kit.page.pen import A4, A5, MM, Pen
from desktop_admin.reports.kit.page.prose import set_attestation, set_prose
from desktop_admin.reports.kit.page.tables import TableSetter

TITLE, SCHOOL, BODY, SMALL = 18.0, 11.0, 10.0, 8.0  # points
FRAMED_TITLE, FRAMED_SCHOOL = 34.0, 16.0
LEADING = 14.0
ROW = 7 * MM
GAP, FRAMED_GAP = 3 * MM, 10 * MM
QR_SIDE = 14 * MM
SIGNATURE_LINE, SIGNATURE_HEIGHT = 35 * MM, 16 * MM  # at least; 12 mm above the line are free
SPACE = 6 * MM  # between signatures
DATE = N_("Year     Month     Day")
SEAL = 40 * MM
PHOTO_HEIGHT = 70 * MM
MOST_PIXELS = 40_000_000
SHARPEST = 1600  # pixels of a printed photo's longer side
PHOTO_QUALITY = 85


class BadPhoto(Refused):
    message = N_("The photo “{caption}” cannot be read. Choose a JPEG or PNG picture.")


def _paper(document: Document) -> tuple[float, float]:
    if document.slip:
        return (A5[1], A5[0])
    return (A4[1], A4[0]) if document.landscape else A4


class Layout:
    """One document. Afterwards `flow.pens` holds its pages; `finish` gives them their footers."""

    def __init__(self, document: Document, fonts: DocumentFonts, *, shared: bool) -> None:
        self.document = document
        self.fonts = fonts
        self.flow = Flow(fonts, _paper(document), watermark=document.watermark, shared=shared, framed=document.framed)

    def run(self) -> None:
        self._title()
        setters: dict[type, Callable[[Any], None]] = {
            Table: self._table,
            Fields: self._fields,
            Form: partial(set_form, self.flow),
            Notes: self._notes,
            Prose: partial(set_prose, self.flow),
            Attestation: partial(set_attestation, self.flow),
            Signatures: self._signatures,
            Photos: self._photos,
        }
        for block, following in zip_longest(self.document.blocks, self.document.blocks[1:]):
            if isinstance(block, Notes) and isinstance(following, Signatures):
                self._keep_together(block, following)
            setters[type(block)](block)

    def _keep_together(self, notes: Notes, signatures: Signatures) -> None:
        """Nobody signs a page that is otherwise empty: what stands above the lines goes with them."""
        name = notes.heading or tr(N_("Report notes"))
        lines = sum(len(wrapped(text, Style.BODY, BODY, self.flow.room, name)) for text in notes.paragraphs)
        height = (lines + bool(notes.heading)) * LEADING + GAP + self._signed(signatures)[2]
        if height < self.flow.page_room:
            self.flow.need(height)

    def finish(self) -> None:
        for number, pen in enumerate(self.flow.pens, 1):
            self._foot(pen, tr(N_("Page {page} of {pages}"), page=number, pages=len(self.flow.pens)))

    def _foot(self, pen: Pen, counted: str) -> None:
        """Within the bottom margin: number, revision, page, who printed when, which print, and the code."""
        footer, right, name = self.document.footer, self.flow.right, tr(N_("Page footer"))
        high, low = pen.height - 13 * MM, pen.height - 9 * MM
        if footer.payload:
            code, side = qr.drawing(footer.payload)
            pen.stamp(code, right - QR_SIDE, pen.height - 6.5 * MM, QR_SIDE / side)
            right -= QR_SIDE + 3 * MM
        if self.document.framed:
            high, low = high + 1.5 * MM, low + 1.5 * MM  # the frame's own line is above
        else:
            pen.line(self.flow.left, high - 9, right, high - 9, 0.4)
        pen.text(self.flow.left, high, _identity(footer), SMALL, name=name)
        pen.text(self.flow.left, low, _print(footer), SMALL, name=name)
        length = self.fonts.length(counted, Style.BODY, name) * SMALL / 1000
        pen.text(right - length, high, counted, SMALL, fixed=True, name=name)

    def _title(self) -> None:
        name, framed = tr(N_("Report title")), self.document.framed
        self.flow.y += FRAMED_GAP if framed else 0
        if self.document.school:
            self._centred(self.document.school, FRAMED_SCHOOL if framed else SCHOOL, Style.BODY, name)
        self._centred(self.document.title, FRAMED_TITLE if framed else TITLE, Style.BOLD, name)
        self.flow.y += FRAMED_GAP if framed else GAP

    def _centred(self, text: str, size: float, style: Style, name: str) -> None:
        for line, length in wrapped(text, style, size, self.flow.room, name):
            self.flow.pen.text(
                self.flow.left + (self.flow.room - length) / 2,
                self.flow.y + size,
                line,
                size,
                style,
                fixed=True,
                name=name,
            )
            self.flow.y += size * 1.35

    def _table(self, table: Table) -> None:
        TableSetter(self.flow, table).run()
        self.flow.y += GAP

    def _fields(self, fields: Fields) -> None:
        """A grid of label: value; a value takes the lines it needs."""
        width = self.flow.room / fields.columns
        for start in range(0, len(fields.pairs), fields.columns):
            cells = [self._field(label, value, width) for label, value in fields.pairs[start : start + fields.columns]]
            height = max(len(lines) for _, _, lines in cells) * LEADING + 1.2 * MM
            self.flow.need(height)
            for place, (label, indent, lines) in enumerate(cells):
                x = self.flow.left + place * width
                self.flow.pen.text(x, self.flow.y + BODY, label, BODY, Style.BODY, fixed=True, name=label)
                self._lines(lines, x + indent, self.flow.y, label)
            self.flow.y += height
        self.flow.y += 1 * MM

    def _field(self, label: str, value: str, width: float) -> tuple[str, float, tuple[Line, ...]]:
        shown = tr(N_("{label}:"), label=label)
        indent = self.fonts.length(shown, Style.BODY, label) * BODY / 1000 + 1
        return shown, indent, wrapped(value, Style.BODY, BODY, max(width - indent - 2 * MM, 2 * BODY), label)

    def _lines(self, lines: tuple[Line, ...], x: float, y: float, name: str) -> None:
        for number, (line, _) in enumerate(lines):
            self.flow.pen.text(x, y + BODY + number * LEADING, line, BODY, name=name)

    def _notes(self, notes: Notes) -> None:
        name = notes.heading or tr(N_("Report notes"))
        if notes.heading:
            self.flow.need(3 * LEADING)
            self.flow.pen.text(
                self.flow.left, self.flow.y + BODY, notes.heading, BODY, Style.BOLD, fixed=True, name=name
            )
            self.flow.y += LEADING + 1
        for paragraph in notes.paragraphs:
            for line, _ in wrapped(paragraph, Style.BODY, BODY, self.flow.room, name):
                self.flow.need(LEADING)
                self.flow.pen.text(self.flow.left, self.flow.y + BODY, line, BODY, name=name)
                self.flow.y += LEADING
        self.flow.y += GAP

    def _signatures(self, block: Signatures) -> None:
        """Kept together; the seal's box stands at the right."""
        each, column, total = self._signed(block)
        self.flow.need(total)
        for place, role in enumerate(block.roles):
            x = self.flow.left + place % each * column
            self._signature(role, x, self.flow.y + place // each * SIGNATURE_HEIGHT, column - SPACE)
        if block.seal:
            self._seal(block.seal)
        self.flow.y += total + GAP

    def _signed(self, block: Signatures) -> tuple[int, float, float]:
        """As many beside each other as have room, how wide each, and how high all."""
        room = self.flow.room - (SEAL + 4 * MM if block.seal else 0)
        each = max(1, int((room + SPACE) // (max(map(self._least, block.roles), default=room) + SPACE)))
        rows = -(-len(block.roles) // each)
        return each, (room + SPACE) / each, max(rows * SIGNATURE_HEIGHT, SEAL if block.seal else 0)

    def _length(self, text: str, name: str) -> float:
        return self.fonts.length(text, Style.BODY, name) * BODY / 1000

    def _least(self, role: str) -> float:
        """The width that a signature needs."""
        texts = self._length(tr(N_("{label}:"), label=role), role) + self._length(tr(DATE), role)
        return texts + SIGNATURE_LINE + 2 * 4

    def _signature(self, role: str, x: float, y: float, room: float) -> None:
        """Label, a line to sign on, and the date to fill in."""
        base = y + SIGNATURE_HEIGHT - 2.5 * MM
        label, date = tr(N_("{label}:"), label=role), tr(DATE)
        self.flow.pen.text(x, base, label, BODY, fixed=True, name=role)
        start = x + self._length(label, role) + 4
        end = max(x + room - self._length(date, role) - 4, start + SIGNATURE_LINE)
        self.flow.pen.line(start, base + 2, end, base + 2, 0.5)
        self.flow.pen.text(end + 4, base, date, BODY, fixed=True, name=role)

    def _seal(self, label: str) -> None:
        x = self.flow.right - SEAL
        self.flow.pen.box((x, self.flow.y, SEAL, SEAL), 0.5)
        length = self.fonts.length(label, Style.BODY, label) * BODY / 1000
        self.flow.pen.text(
            x + (SEAL - length) / 2, self.flow.y + SEAL / 2 + BODY / 3, label, BODY, fixed=True, name=label
        )

    def _photos(self, photos: Photos) -> None:
        width = (self.flow.room - 6 * MM) / 2
        for start in range(0, len(photos.items), 2):
            self.flow.need(PHOTO_HEIGHT + 2 * LEADING)
            for place, photo in enumerate(photos.items[start : start + 2]):
                self._photo(photo, self.flow.left + place * (width + 6 * MM), width)
            self.flow.y += PHOTO_HEIGHT + 2 * LEADING

    def _photo(self, photo: Photo, x: float, width: float) -> None:
        reader, (wide, high) = _opened(photo)
        scale = min(width / wide, PHOTO_HEIGHT / high)
        self.flow.pen.image(reader, (x + (width - wide * scale) / 2, self.flow.y, wide * scale, high * scale))
        caption = wrapped(photo.caption, Style.BODY, BODY, width, tr(N_("Photo caption")))[:2]
        for number, (line, length) in enumerate(caption):
            y = self.flow.y + high * scale + BODY + 4 + number * LEADING
            self.flow.pen.text(x + (width - length) / 2, y, line, BODY, name=tr(N_("Photo caption")))


def _opened(photo: Photo) -> tuple[Any, tuple[int, int]]:
    """Made no sharper than paper shows. Raises BadPhoto."""
    try:
        with Image.open(BytesIO(photo.data), formats=("JPEG", "PNG")) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise BadPhoto(caption=photo.caption)
            plain = picture.convert("RGB")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise BadPhoto(caption=photo.caption) from error
    plain.thumbnail((SHARPEST, SHARPEST))
    packed = BytesIO()
    plain.save(packed, "JPEG", quality=PHOTO_QUALITY)  # the file takes it as it is: a tenth of the pixels' size
    return ImageReader(packed), plain.size


def _identity(footer: Footer) -> str:
    return "　".join(
        (tr(N_("No. {number}"), number=footer.number), tr(N_("Revision {revision}"), revision=footer.revision))
    )


def _print(footer: Footer) -> str:
    said = [tr(N_("Printed by {person}"), person=shown(footer.printed_by))] if footer.printed_by else []
    counted = [tr(N_("Print {copy}"), copy=footer.copy)] if footer.copy else []
    return "　".join([*said, *filter(None, [footer.printed_at]), *counted])
