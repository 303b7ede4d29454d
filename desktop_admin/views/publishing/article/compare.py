"""A revision as its reviewer reads it: what changed since another one, and what was found in it."""

from collections.abc import Sequence

from PySide6.QtGui import QFont, QTextBlockFormat, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextBrowser

from desktop_admin.api.publishing.text import Change, ChangeKind, Finding
from desktop_admin.core.i18n import N_, tr
from desktop_admin.views.kit.theme import colour, font, look

READING, MARGIN, LINE, BELOW = 15, 16, 122, 10  # pixels of letters and around them, percent of a line, pixels below


class Compared(QTextBrowser):
    """What went is struck through, what came is underlined, what was found has its number: no colour stands alone."""

    def __init__(self) -> None:
        super().__init__()
        self.setOpenLinks(False)
        self.setAccessibleName(tr(N_("Text of the article")))
        self.document().setDefaultFont(font(READING))
        self.document().setDocumentMargin(MARGIN)
        self._changes: tuple[Change, ...] = ()
        self._findings: tuple[Finding, ...] = ()
        self._first = 1
        look().changed.connect(self._write)

    def show_changes(self, changes: Sequence[Change], findings: Sequence[Finding] = (), first: int = 1) -> None:
        """findings: by their places in the later of the two texts, in order; first: the number of the first one."""
        self._changes, self._findings, self._first = tuple(changes), tuple(findings), first
        self._write()

    def show_finding(self, number: int) -> None:
        """Bring the finding with this number into sight."""
        self.scrollToAnchor(f"finding{number}")

    def _write(self) -> None:
        self.clear()
        cursor, place = QTextCursor(self.document()), 0
        cursor.setBlockFormat(_paragraph())
        for change in self._changes:
            if change.kind is ChangeKind.REMOVED:
                cursor.insertText(change.text, _removed())
                continue
            self._write_later(cursor, change, place)
            place += len(change.text)
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def _write_later(self, cursor: QTextCursor, change: Change, start: int) -> None:
        """A piece of the later text, cut where findings begin and end."""
        base = _added() if change.kind is ChangeKind.ADDED else QTextCharFormat()
        end, place = start + len(change.text), start
        for number, finding in enumerate(self._findings, self._first):
            first, last = max(finding.start, start), min(finding.end, end)
            if first >= last or first < place:
                continue
            cursor.insertText(change.text[place - start : first - start], base)
            cursor.insertText(change.text[first - start : last - start], _found(base, number))
            if last == finding.end:
                cursor.insertText(f"[{number}]", _number())
            place = last
        cursor.insertText(change.text[place - start :], base)


def _paragraph() -> QTextBlockFormat:
    form = QTextBlockFormat()
    form.setLineHeight(LINE, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
    form.setBottomMargin(BELOW)
    return form


def _removed() -> QTextCharFormat:
    form = QTextCharFormat()
    form.setForeground(colour("danger"))
    form.setBackground(colour("danger_soft"))
    form.setFontStrikeOut(True)
    return form


def _added() -> QTextCharFormat:
    form = QTextCharFormat()
    form.setForeground(colour("ok"))
    form.setBackground(colour("ok_soft"))
    form.setFontUnderline(True)
    return form


def _found(base: QTextCharFormat, number: int) -> QTextCharFormat:
    form = QTextCharFormat(base)
    form.setForeground(colour("warn"))
    form.setBackground(colour("warn_soft"))
    form.setFontWeight(QFont.Weight.Bold)
    form.setAnchor(True)
    form.setAnchorNames([f"finding{number}"])
    return form


def _number() -> QTextCharFormat:
    form = QTextCharFormat()
    form.setForeground(colour("warn"))
    form.setVerticalAlignment(QTextCharFormat.VerticalAlignment.AlignSuperScript)
    return form
