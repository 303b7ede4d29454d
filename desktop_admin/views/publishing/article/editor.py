"""The editor of an article: what WeChat and a web page can both show, and nothing more."""

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import QMimeData, Qt, QUrl, Signal
from PySide6.QtGui import (
    QFont,
    QImage,
    QKeySequence,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextImageFormat,
    QTextListFormat,
)
from PySide6.QtWidgets import QHBoxLayout, QTextEdit, QToolButton, QVBoxLayout, QWidget

from desktop_admin.api.publishing.text import PICTURE, Cleaned
from desktop_admin.core.i18n import N_, tr
from desktop_admin.views.kit.widgets import Segmented, icon_button
from desktop_admin.views.publishing.article.body import html_of
from desktop_admin.views.publishing.pasted import pictures_of

HEADING, TEXT = 2, 0  # levels
WIDEST: Final = 480  # pixels that a picture takes in the editor; where it is published it takes what there is
Then = Callable[[Cleaned], None]
Clean = Callable[[str, Then], None]  # asks for pasted HTML to be cleaned, and hands on the answer

_FACES: Final = (
    ("B", N_("Bold"), "Ctrl+B"),
    ("I", N_("Italic"), "Ctrl+I"),
    ("U", N_("Underline"), "Ctrl+U"),
)


class ArticleEdit(QTextEdit):
    """What is pasted is cleaned before it is there; pictures are only those that are attached.

    removed: what cleaning took out of a paste, tuple[Removed, ...]. pictured: pictures that were pasted or dropped, a
    list[Pasted]; they are to be attached first.
    """

    removed = Signal(object)
    pictured = Signal(object)

    def __init__(self, clean: Clean) -> None:
        super().__init__()
        self._clean = clean
        self.setAccessibleName(tr(N_("Text of the article")))
        self.setTabChangesFocus(True)

    def body(self) -> str:
        return html_of(self.document())

    def show_body(self, html: str) -> None:
        self.setHtml(html)
        self.document().clearUndoRedoStacks()

    def add_picture(self, digest: str, picture: QImage) -> None:
        """Make an attached picture known to the text that names it."""
        shown = picture.scaledToWidth(WIDEST) if picture.width() > WIDEST else picture
        kind = QTextDocument.ResourceType.ImageResource.value
        self.document().addResource(kind, QUrl(f"{PICTURE}{digest}"), shown)
        self.document().markContentsDirty(0, self.document().characterCount())

    def insert_picture(self, digest: str, picture: QImage, words: str) -> None:
        """words: what is read out, and shown where the picture is not."""
        self.add_picture(digest, picture)
        form = QTextImageFormat()
        form.setName(f"{PICTURE}{digest}")
        form.setProperty(QTextCharFormat.Property.ImageAltText.value, words)
        self.textCursor().insertImage(form)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return source.hasHtml() or source.hasText() or source.hasImage()

    def insertFromMimeData(self, source: QMimeData) -> None:
        pictures = pictures_of(source)
        if pictures:
            self.pictured.emit(pictures)
        elif source.hasHtml():
            self._clean(source.html(), self._paste)
        elif source.hasText():
            self.textCursor().insertText(source.text())

    def _paste(self, cleaned: Cleaned) -> None:
        self.textCursor().insertHtml(cleaned.html)
        if cleaned.removed:
            self.removed.emit(cleaned.removed)


class Tools(QWidget):
    """Above the editor: paragraph or heading, faces, lists, alignment, undo."""

    def __init__(self, edit: ArticleEdit) -> None:
        super().__init__()
        self._edit = edit
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        self.level = Segmented([tr(N_("Text")), tr(N_("Heading"))], low=True)
        self.level.chosen.connect(self._set_level)
        row.addWidget(self.level)
        self.faces = {sign: self._face(sign, name, keys) for sign, name, keys in _FACES}
        self.bullets = self._tool("•", N_("List"), partial(self._list, QTextListFormat.Style.ListDisc))
        self.numbers = self._tool("1.", N_("Numbered list"), partial(self._list, QTextListFormat.Style.ListDecimal))
        self.middle = self._tool("≡", N_("Centre"), self._centre)
        for made in (*self.faces.values(), self.bullets, self.numbers, self.middle):
            row.addWidget(made)
        undo = icon_button("undo", tr(N_("Undo")), shortcut="Ctrl+Z", size=18)
        undo.clicked.connect(edit.undo)
        row.addWidget(undo)
        row.addStretch(1)
        self._row = row
        edit.cursorPositionChanged.connect(self._follow)
        edit.currentCharFormatChanged.connect(self._follow)

    def add(self, tool: QWidget) -> None:
        """At the end of the row."""
        self._row.addWidget(tool)

    def _face(self, sign: str, name: str, keys: str) -> QToolButton:
        made = self._tool(sign, name, partial(self._toggle, sign), keys)
        made.setCheckable(True)
        face = made.font()
        face.setBold(sign == "B")
        face.setItalic(sign == "I")
        face.setUnderline(sign == "U")
        made.setFont(face)
        return made

    def _tool(self, sign: str, name: str, do: Callable[[], None], keys: str = "") -> QToolButton:
        made = QToolButton()
        made.setText(sign)
        made.setAccessibleName(tr(name))
        made.setToolTip(f"{tr(name)}  {keys}".rstrip())
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        made.setFixedSize(30, 28)
        if keys:
            made.setShortcut(QKeySequence(keys))
        made.clicked.connect(lambda _checked=False: do())
        return made

    def _toggle(self, sign: str) -> None:
        now, form = self._edit.currentCharFormat(), QTextCharFormat()
        if sign == "B":
            bold = now.fontWeight() > QFont.Weight.Medium
            form.setFontWeight(QFont.Weight.Normal if bold else QFont.Weight.Bold)
        elif sign == "I":
            form.setFontItalic(not now.fontItalic())
        else:
            form.setFontUnderline(not now.fontUnderline())
        self._edit.mergeCurrentCharFormat(form)
        self._follow()

    def _set_level(self, chosen: int) -> None:
        cursor, form, face = self._edit.textCursor(), QTextBlockFormat(), QTextCharFormat()
        form.setHeadingLevel(HEADING if chosen else TEXT)
        face.setFontWeight(QFont.Weight.Bold if chosen else QFont.Weight.Normal)
        face.setProperty(QTextCharFormat.Property.FontSizeAdjustment.value, 1 if chosen else 0)
        cursor.mergeBlockFormat(form)
        cursor.select(QTextCursor.SelectionType.BlockUnderCursor)
        cursor.mergeCharFormat(face)
        self._edit.mergeCurrentCharFormat(face)
        self._edit.setFocus()

    def _list(self, style: QTextListFormat.Style) -> None:
        """Once more: an ordinary paragraph again."""
        cursor = self._edit.textCursor()
        listed = cursor.currentList()
        if listed and listed.format().style() is style:
            listed.remove(cursor.block())
            plain = cursor.blockFormat()
            plain.setIndent(0)
            cursor.setBlockFormat(plain)
        else:
            cursor.createList(style)

    def _centre(self) -> None:
        middle = Qt.AlignmentFlag.AlignHCenter
        self._edit.setAlignment(Qt.AlignmentFlag.AlignLeft if self._edit.alignment() & middle else middle)

    def _follow(self, *_: object) -> None:
        now = self._edit.currentCharFormat()
        heading = bool(self._edit.textCursor().blockFormat().headingLevel())
        self.level.choose(int(heading))
        worn = (now.fontWeight() > QFont.Weight.Medium, now.fontItalic(), now.fontUnderline())
        for made, on in zip(self.faces.values(), worn, strict=True):
            made.setChecked(on)


class ArticleEditor(QWidget):
    """The editor under its tools."""

    def __init__(self, clean: Clean) -> None:
        super().__init__()
        self.edit = ArticleEdit(clean)
        self.tools = Tools(self.edit)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(8)
        whole.addWidget(self.tools)
        whole.addWidget(self.edit, 1)

    def add_tool(self, tool: QWidget) -> None:
        self.tools.add(tool)
