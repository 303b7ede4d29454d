"""What a printed document is: blocks one below another on A4 or half of it, and a footer that identifies it. Data."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal


@dataclass(frozen=True)
class Column:
    """`width` is a share of the page's width; mm that add up to 170 (portrait) or 257 (landscape) are exact."""

    label: str
    width: float
    align: Literal["left", "center", "right"] = "left"
    fixed: bool = False  # the same texts in every document of a book: drawn once for all of them


@dataclass(frozen=True)
class Row:
    cells: tuple[str, ...]
    strong: bool = False  # stands out in grey print too: bold on light grey


@dataclass(frozen=True)
class Group:
    """A heading across the table, as an area of a checklist; never the last line of a page."""

    text: str


@dataclass(frozen=True)
class Table:
    """Its head is repeated on each page; a row is only split when it is taller than a page."""

    columns: tuple[Column, ...]
    rows: tuple[Row | Group, ...]
    heading: str = ""  # above it, never alone at the foot of a page


@dataclass(frozen=True)
class Fields:
    """Labelled values in a grid, filled row by row."""

    pairs: tuple[tuple[str, str], ...]
    columns: int = 3


@dataclass(frozen=True)
class Notes:
    paragraphs: tuple[str, ...]
    heading: str = ""


@dataclass(frozen=True)
class Form:
    """A bordered form: each row holds one or more labelled values, which share its width and wrap."""

    rows: tuple[tuple[tuple[str, str], ...], ...]


@dataclass(frozen=True)
class Prose:
    """Running text in a size of its own, its paragraphs indented by two characters as Chinese is set."""

    paragraphs: tuple[str, ...]
    size: float = 10.0  # points
    bold: bool = False
    align: Literal["left", "center"] = "left"  # a centred paragraph has no indent


@dataclass(frozen=True)
class Attestation:
    """The foot of what is handed to somebody: a code and what it is about at the left, who attests it at the right."""

    payload: str  # of the QR code
    captions: tuple[str, ...]
    attested: tuple[str, ...]  # such as the school, to be stamped, and the day


@dataclass(frozen=True)
class Signatures:
    """A line of 35 x 12 mm or more for each role with year, month and day; `seal` labels an empty box of 40 x 40 mm."""

    roles: tuple[str, ...]
    seal: str = ""


@dataclass(frozen=True)
class Photo:
    caption: str
    data: bytes  # JPEG or PNG


@dataclass(frozen=True)
class Photos:
    """Two beside each other."""

    items: tuple[Photo, ...]


Block = Table | Fields | Form | Notes | Prose | Signatures | Attestation | Photos


@dataclass(frozen=True)
class Footer:
    number: str
    revision: int = 1
    printed_by: str = ""
    printed_at: str = ""  # as shown
    copy: int = 1  # 2: the second print of the same number; 0: its prints are not counted
    payload: str = ""  # of the QR code; none: no code


@dataclass(frozen=True)
class Document:
    title: str
    blocks: tuple[Block, ...]
    footer: Footer
    school: str = ""
    landscape: bool = False
    watermark: str = ""
    outline: str = ""  # its name in the PDF's outline; else the title
    slip: bool = False  # on half a sheet
    framed: bool = False  # as a certificate: even margins, a double border, a large title


@dataclass(frozen=True)
class PageBook:
    """Pages are numbered anew in each document. The same declaration gives the same bytes."""

    title: str
    author: str  # the school
    created: datetime
    documents: Iterable[Document]
    count: int = 0  # of documents, for progress; 0: not known
