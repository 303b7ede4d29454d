"""F1: the guide inside the program, at the chapter of the module that is open."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import (
    QDesktopServices,
    QImage,
    QTextBlock,
    QTextBlockFormat,
    QTextCursor,
    QTextDocument,
    QTextTable,
    QTextTableFormat,
)
from PySide6.QtWidgets import QDialog, QTextBrowser, QVBoxLayout, QWidget

from desktop_admin.core.i18n import N_, tr
from desktop_admin.views.kit.theme import font

SIZE = (920, 680)
PICTURE = 824  # pixels
SMOOTH = Qt.TransformationMode.SmoothTransformation
UNKNOWN = QTextDocument.ResourceType.UnknownResource
CONTENTS = "README.md"
MARGIN, AFTER, BEFORE_HEADING, CELL = 20, 8, 16, 6  # pixels
LINE = 135.0  # percent of the font's height
PLACE_OF_PICTURE = "\ufffc"


class Chapter(QTextBrowser):
    """Pictures are as wide as the text at most; Markdown says nothing of the space between its parts."""

    def doSetSource(
        self,
        name: QUrl | str,
        /,
        type: QTextDocument.ResourceType = UNKNOWN,  # noqa: A002 - as Qt calls it
    ) -> None:
        super().doSetSource(name, type)
        document = self.document()
        document.setDocumentMargin(MARGIN)
        tables = [frame for frame in document.rootFrame().childFrames() if isinstance(frame, QTextTable)]
        for table in tables:
            table.setFormat(_roomy(table.format()))
        cursor = QTextCursor(document)
        cursor.beginEditBlock()
        block = document.begin()
        while block.isValid():
            cursor.setPosition(block.position())
            if not isinstance(cursor.currentFrame(), QTextTable):
                cursor.mergeBlockFormat(_spaced(block))
            block = block.next()
        cursor.endEditBlock()

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        if kind != QTextDocument.ResourceType.ImageResource.value:
            return super().loadResource(kind, name)
        picture = QImage(self.source().resolved(QUrl(name)).toLocalFile())
        return picture if picture.width() <= PICTURE else picture.scaledToWidth(PICTURE, SMOOTH)


def _roomy(drawn: QTextTableFormat) -> QTextTableFormat:
    drawn.setCellPadding(CELL)
    drawn.setBottomMargin(AFTER)
    return drawn


def _spaced(block: QTextBlock) -> QTextBlockFormat:
    space = QTextBlockFormat()
    space.setBottomMargin(AFTER)
    if block.blockFormat().headingLevel():
        space.setTopMargin(BEFORE_HEADING)
    elif PLACE_OF_PICTURE not in block.text():
        space.setLineHeight(LINE, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
    return space


class HelpDialog(QDialog):
    """Stays beside the window: one reads and does. folder: the guide's chapters."""

    def __init__(self, parent: QWidget, folder: Path, chapter: str) -> None:
        super().__init__(parent)
        self._folder = folder
        self.setObjectName("page")
        self.setWindowTitle(tr(N_("Guide")))
        self.browser = Chapter()
        self.browser.setOpenLinks(False)
        self.browser.setFont(font(15))
        self.browser.anchorClicked.connect(self._follow)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.addWidget(self.browser)
        self.resize(*SIZE)
        self.open_chapter(chapter)

    def open_chapter(self, name: str) -> None:
        """A file of the guide; the table of contents where there is no such file."""
        file = self._folder / name
        if not file.is_file():
            file = self._folder / CONTENTS
        self.browser.setSource(QUrl.fromLocalFile(str(file)), QTextDocument.ResourceType.MarkdownResource)

    def _follow(self, link: QUrl) -> None:
        target = self.browser.source().resolved(link)
        if target.isLocalFile() and target.toLocalFile().endswith(".md"):
            self.browser.setSource(target, QTextDocument.ResourceType.MarkdownResource)
        elif target.isLocalFile() and target.hasFragment():
            self.browser.scrollToAnchor(target.fragment())
        else:
            QDesktopServices.openUrl(target)
