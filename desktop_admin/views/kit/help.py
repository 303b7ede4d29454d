"""F1: the guide inside the program, at the chapter of the module that is open."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QImage, QTextDocument
from PySide6.QtWidgets import QDialog, QTextBrowser, QVBoxLayout, QWidget

from desktop_admin.core.i18n import N_, tr
from desktop_admin.views.kit.theme import font

SIZE = (920, 680)
PICTURE = 840  # pixels
SMOOTH = Qt.TransformationMode.SmoothTransformation
CONTENTS = "README.md"


class Chapter(QTextBrowser):
    """Pictures are as wide as the text at most."""

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        if kind != QTextDocument.ResourceType.ImageResource.value:
            return super().loadResource(kind, name)
        picture = QImage(self.source().resolved(QUrl(name)).toLocalFile())
        return picture if picture.width() <= PICTURE else picture.scaledToWidth(PICTURE, SMOOTH)


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
