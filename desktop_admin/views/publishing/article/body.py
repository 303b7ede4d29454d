"""An editor's document as the few elements that an article is stored as. Qt's own HTML is full of styles."""

from collections.abc import Iterator
from html import escape
from itertools import groupby
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QFont,
    QTextBlock,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFragment,
    QTextFrame,
    QTextListFormat,
    QTextTable,
)

ALIGNED: Final = (
    (Qt.AlignmentFlag.AlignHCenter, "center"),
    (Qt.AlignmentFlag.AlignRight, "right"),
    (Qt.AlignmentFlag.AlignJustify, "justify"),
)
NUMBERED: Final = QTextListFormat.Style.ListDecimal
LINE: Final = "\u2028"
EMPTY: Final = "<p></p>"


def html_of(document: QTextDocument) -> str:
    """Empty paragraphs at the end are left out, and the one that Qt puts behind a table: a cursor's places only."""
    parts = list(_frame(document.rootFrame()))
    while parts and parts[-1] == EMPTY:
        parts.pop()
    behind = zip(parts, ["", *parts], strict=False)
    return "".join(part for part, before in behind if not (part == EMPTY and before.startswith("<table>")))


def _frame(frame: QTextFrame) -> Iterator[str]:
    place, run = frame.begin(), list[QTextBlock]()
    while not place.atEnd():
        inner, block = place.currentFrame(), place.currentBlock()
        if isinstance(inner, QTextTable):
            yield from _blocks(run)
            run = []
            yield _table(inner)
        elif block.isValid():
            run.append(block)
        place += 1
    yield from _blocks(run)


def _blocks(blocks: list[QTextBlock]) -> Iterator[str]:
    """Paragraphs one by one; neighbouring items of a list in their list."""
    for kind, group in groupby(blocks, key=_list_kind):
        if kind:
            yield f"<{kind}>{''.join(f'<li>{_inline(block)}</li>' for block in group)}</{kind}>"
        else:
            yield from (_paragraph(block) for block in group)


def _list_kind(block: QTextBlock) -> str:
    listed = block.textList()
    if not listed:  # what is in no list has none, whatever the stub says
        return ""
    return "ol" if listed.format().style() is NUMBERED else "ul"


def _paragraph(block: QTextBlock) -> str:
    form = block.blockFormat()
    level = form.headingLevel()
    tag = f"h{min(level, 4)}" if level else "p"
    align = next((name for flag, name in ALIGNED if form.alignment() & flag), "")
    style = f' style="text-align:{align}"' if align else ""
    return f"<{tag}{style}>{_inline(block)}</{tag}>"


def _inline(block: QTextBlock) -> str:
    heading = bool(block.blockFormat().headingLevel())
    return "".join(_fragment(fragment, heading=heading) for fragment in _fragments(block))


def _fragments(block: QTextBlock) -> Iterator[QTextFragment]:
    place = block.begin()
    while not place.atEnd():
        yield place.fragment()
        place += 1


def _fragment(fragment: QTextFragment, *, heading: bool) -> str:
    form = fragment.charFormat()
    if form.isImageFormat():
        picture = form.toImageFormat()
        words = str(picture.property(QTextCharFormat.Property.ImageAltText) or "")
        return f'<img src="{escape(picture.name())}" alt="{escape(words)}">'
    said = "<br>".join(escape(line, quote=False) for line in fragment.text().split(LINE))
    for tag in reversed([name for name, there in _faces(form, heading=heading) if there]):
        said = f"<{tag}>{said}</{tag}>"
    return f'<a href="{escape(form.anchorHref())}">{said}</a>' if form.anchorHref() else said


def _faces(form: QTextCharFormat, *, heading: bool) -> tuple[tuple[str, bool], ...]:
    """A heading is bold and a link underlined without being told so."""
    placed = form.verticalAlignment()
    return (
        ("strong", form.fontWeight() > QFont.Weight.Medium and not heading),
        ("em", form.fontItalic()),
        ("u", form.fontUnderline() and not form.anchorHref()),
        ("s", form.fontStrikeOut()),
        ("sub", placed is QTextCharFormat.VerticalAlignment.AlignSubScript),
        ("sup", placed is QTextCharFormat.VerticalAlignment.AlignSuperScript),
    )


def _table(table: QTextTable) -> str:
    rows = (_row(table, row) for row in range(table.rows()))
    return f"<table><tbody>{''.join(rows)}</tbody></table>"


def _row(table: QTextTable, row: int) -> str:
    made: list[str] = []
    for column in range(table.columns()):
        cell = table.cellAt(row, column)
        if (cell.row(), cell.column()) != (row, column):
            continue  # covered by one that spans
        spans = (("colspan", cell.columnSpan()), ("rowspan", cell.rowSpan()))
        told = "".join(f' {name}="{count}"' for name, count in spans if count > 1)
        made.append(f"<td{told}>{_cell(cell.firstCursorPosition(), cell.lastCursorPosition())}</td>")
    return f"<tr>{''.join(made)}</tr>"


def _cell(first: QTextCursor, last: QTextCursor) -> str:
    """The paragraphs of a cell; a single one without its element."""
    block, blocks = first.block(), list[QTextBlock]()
    while block.isValid() and block.position() <= last.position():
        blocks.append(block)
        block = block.next()
    return _inline(blocks[0]) if len(blocks) == 1 and not _list_kind(blocks[0]) else "".join(_blocks(blocks))
