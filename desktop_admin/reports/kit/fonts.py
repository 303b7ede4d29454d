"""Chinese text in a PDF: faces parsed once a process, subsets made once a document, no character ever a box.

The reader of a PDF must get back what was written, so each face is embedded as one composite font with two-byte codes
and its own table from codes to Unicode: reportlab's splits a face into fonts of 256 characters and its tables are
wrong beyond U+FFFF.
"""

import re
from collections.abc import Iterator
from enum import Enum
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

from reportlab.pdfbase import pdfdoc
from reportlab.pdfbase.ttfonts import TTFontFace

from desktop_admin.core.errors import Refused
from desktop_admin.core.i18n import N_
from desktop_admin.core.paths import resources

SERIF, SANS_BOLD, WENKAI = "NotoSerifCJKsc-Regular.ttf", "NotoSansCJKsc-Bold.ttf", "LXGWWenKai-Regular.ttf"
_FLAGS = 4  # "symbolic": the font has its own codes
_MOST_KNOWN = 50_000  # texts whose codes a document remembers
_BLOCK = 100  # the most pairs that one block of a code table may hold

_NEVER_SEEN = re.compile("[\x00-\x1f\x7f\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufe00-\ufe0f\ufeff]")
"""Control characters, zero-width marks and variation selectors: they draw nothing and copy as rubbish."""
_SURROGATES = re.compile("[\ud800-\udfff]")
_UNUSUAL = re.compile("[^ -~\u00a0-\u00ac\u00ae-\u00ff\u3000-\u303f\u4e00-\u9ffe\uff01-\uff5e]")
"""What a face may lack."""


class MissingGlyph(Refused):
    message = N_("{field}: the character {character} ({code}) is in none of the report fonts. Write it another way.")


class Style(Enum):
    """How a text looks; its value is the chain of faces, the next one serving what the earlier ones lack."""

    BODY = (SERIF, WENKAI, SANS_BOLD)
    BOLD = (SANS_BOLD, WENKAI, SERIF)


class Face:
    """A parsed font file; read-only, so threads may share it."""

    def __init__(self, path: Path) -> None:
        self.parsed: Any = TTFontFace(str(path))
        self.glyphs: dict[int, int] = self.parsed.charToGlyph
        self.widths: dict[int, float] = self.parsed.charWidths
        self.name: str = self.parsed.name.decode("ascii")
        self.subsetting = Lock()  # reportlab moves a reading position inside the parsed font

    def subset(self, codes: list[int]) -> bytes:
        with self.subsetting:
            made: bytes = self.parsed.makeSubset(codes)
            return made


_loading = Lock()


@cache
def _parsed(name: str) -> Face:
    return Face(resources() / "fonts" / name)


def face(name: str) -> Face:
    """Parsed at its first use in the process."""
    with _loading:
        return _parsed(name)


def shown(text: str) -> str:
    """The text without what is never seen; tabs and line feeds are a space.

    A character that no face has is told by its number, 〔U+1F600〕: what has been signed must be printable for ever.
    """
    text = _SURROGATES.sub("\ufffd", text.replace("\t", " ").replace("\n", " "))
    if not _UNUSUAL.search(text):
        return text
    return _UNUSUAL.sub(_told, _NEVER_SEEN.sub("", text))


def _told(found: re.Match[str]) -> str:
    character = found.group()
    return character if _measured(Style.BODY, character) else f"〔U+{ord(character):04X}〕"


@cache
def _measured(style: Style, character: str) -> tuple[str, float] | None:
    """The face that serves a character, and its width in thousandths of the size."""
    code = ord(character)
    for name in style.value:
        if face(name).glyphs.get(code):
            return name, face(name).widths[code]
    return None


def served(style: Style, character: str, field: str) -> tuple[str, float]:
    """Raises MissingGlyph, which names the field, for a character that no face has."""
    found = _measured(style, character)
    if found is None:
        raise MissingGlyph(field=field, character=character, code=f"U+{ord(character):04X}")
    return found


def width(text: str, style: Style, size: float, field: str) -> float:
    """In points."""
    return sum(served(style, character, field)[1] for character in text) * size / 1000


def runs(text: str, style: Style, field: str) -> Iterator[tuple[str, str]]:
    """The text in pieces of one face each: (face, piece)."""
    start, current = 0, ""
    for position, character in enumerate(text):
        name = served(style, character, field)[0]
        if name != current:
            if position > start:
                yield current, text[start:position]
            start, current = position, name
    if text:
        yield current, text[start:]


class _Embedded:
    """One face in one document: codes are given in the order of use."""

    def __init__(self, source: Face, internal: str) -> None:
        self.source = source
        self.internal = internal
        self.hexes: dict[str, str] = {}
        self.codes: list[int] = [0]  # Unicode by code; 0 stands for itself

    def encoded(self, text: str) -> str:
        hexes = self.hexes
        for character in text:
            if character not in hexes:
                hexes[character] = f"{len(self.codes):04X}"
                self.codes.append(ord(character))
        return "".join([hexes[character] for character in text])

    def addObjects(self, doc: Any) -> None:  # noqa: N802 - reportlab calls it so when it writes the document
        name = f"{_tag(self.codes)}+{self.source.name}"
        fonts = doc.idToObject["BasicFonts"].dict
        composite = pdfdoc.PDFDictionary(
            {
                "Type": "/Font",
                "Subtype": "/Type0",
                "BaseFont": f"/{name}",
                "Encoding": "/Identity-H",
                "DescendantFonts": pdfdoc.PDFArray([doc.Reference(self._descendant(doc, name))]),
                "ToUnicode": _stream(doc, _code_table(self.codes).encode("ascii")),
            }
        )
        fonts[self.internal] = doc.Reference(composite)

    def _descendant(self, doc: Any, name: str) -> Any:
        system = {"Registry": pdfdoc.PDFString("Adobe"), "Ordering": pdfdoc.PDFString("Identity"), "Supplement": 0}
        widths = [self.source.widths.get(code, 1000) for code in self.codes]
        return pdfdoc.PDFDictionary(
            {
                "Type": "/Font",
                "Subtype": "/CIDFontType2",
                "BaseFont": f"/{name}",
                "CIDSystemInfo": pdfdoc.PDFDictionary(system),
                "FontDescriptor": doc.Reference(self._descriptor(doc, name)),
                "DW": 1000,
                "W": pdfdoc.PDFArray([0, pdfdoc.PDFArray(widths)]),
                "CIDToGIDMap": _stream(doc, self._glyph_numbers()),
            }
        )

    def _descriptor(self, doc: Any, name: str) -> Any:
        parsed, made = self.source.parsed, self.source.subset(self.codes[1:])
        return pdfdoc.PDFDictionary(
            {
                "Type": "/FontDescriptor",
                "FontName": f"/{name}",
                "Flags": _FLAGS,
                "FontBBox": pdfdoc.PDFArray(parsed.bbox),
                "ItalicAngle": parsed.italicAngle,
                "Ascent": parsed.ascent,
                "Descent": parsed.descent,
                "CapHeight": parsed.capHeight,
                "StemV": parsed.stemV,
                "FontFile2": _stream(doc, made, Length1=len(made)),
            }
        )

    def _glyph_numbers(self) -> bytes:
        """As the subset counts them: in order of use, one for characters that share a glyph."""
        numbers = {0: 0}
        glyphs = [self.source.glyphs[code] for code in self.codes[1:]]
        mapped = [numbers.setdefault(glyph, len(numbers)) for glyph in (0, *glyphs)]
        return b"".join(number.to_bytes(2, "big") for number in mapped)


def _stream(doc: Any, content: bytes, **entries: object) -> Any:
    stream: Any = pdfdoc.PDFStream()
    stream.content = content
    stream.dictionary.dict.update(entries)
    if doc.compression:
        stream.filters = [pdfdoc.PDFZCompress]
    return doc.Reference(stream)


def _tag(codes: list[int]) -> str:
    """Six letters that tell subsets of one face apart."""
    number = sum(place * code for place, code in enumerate(codes, 1))
    return "".join(chr(65 + number // 26**place % 26) for place in range(6))


def _code_table(codes: list[int]) -> str:
    """From codes to UTF-16, surrogate pairs and all."""
    pairs = [f"<{code:04X}> <{chr(char).encode('utf-16-be').hex().upper()}>" for code, char in enumerate(codes) if code]
    blocks = [pairs[start : start + _BLOCK] for start in range(0, len(pairs), _BLOCK)]
    body = "\n".join("\n".join([f"{len(block)} beginbfchar", *block, "endbfchar"]) for block in blocks)
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"
        f"{body}\nendcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
    )


Piece = tuple[str, str, float]
"""Name of the PDF font, codes in hexadecimal, and where it begins in thousandths of the size."""


class DocumentFonts:
    """The faces of one document, embedded as subsets when reportlab writes it. Not to be shared between threads."""

    def __init__(self, canvas: Any) -> None:
        self._doc = canvas._doc  # noqa: SLF001 - a canvas has no public way to its document
        self._embedded: dict[str, _Embedded] = {}
        self._known: dict[tuple[str, Style], tuple[Piece, ...]] = {}

    def codes(self, text: str, style: Style, field: str) -> tuple[Piece, ...]:
        """The pieces of a text, each of one face. Raises MissingGlyph, which names the field."""
        key = (text, style)
        if key not in self._known:
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            self._known[key] = tuple(self._pieces(text, style, field))
        return self._known[key]

    def length(self, text: str, style: Style, field: str) -> float:
        """In thousandths of the size."""
        return width(text, style, 1000, field)

    def _pieces(self, text: str, style: Style, field: str) -> Iterator[Piece]:
        before = 0.0
        for name, piece in runs(text, style, field):
            yield *self._code(name, piece), before
            before += width(piece, style, 1000, field)

    def _code(self, name: str, piece: str) -> tuple[str, str]:
        if name not in self._embedded:
            internal = f"F{len(self._doc.fontMapping) + 1}"
            self._embedded[name] = _Embedded(face(name), internal)
            self._doc.fontMapping[name] = f"/{internal}"
            self._doc.delayedFonts.append(self._embedded[name])
        embedded = self._embedded[name]
        return embedded.internal, embedded.encoded(piece)
