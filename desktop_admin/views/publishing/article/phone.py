"""The article as it will look on a phone: laid out as wide as one, and drawn to the room that is there."""

from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt, QUrl
from PySide6.QtGui import QAbstractTextDocumentLayout, QImage, QPainter, QPaintEvent, QPalette, QPen, QTextDocument
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from desktop_admin.api.publishing.text import PICTURE
from desktop_admin.core.i18n import N_, tr
from desktop_admin.views.kit.theme import colour, font
from desktop_admin.views.kit.widgets import label

SCREEN, SMALL_SCREEN = 375, 280  # logical pixels of a common phone's width, and of the smallest
READABLE: Final = 0.75  # of the phone's own size, at least: its smallest text is then 12 pixels high
MARGIN: Final = 16
ROUND: Final = 22
SMOOTH: Final = Qt.TransformationMode.SmoothTransformation
SHEET: Final = """h1 { font-size: 20px; } h2 { font-size: 18px; } h3 { font-size: 17px; } p, li { line-height: 170%; }
td, th { border: 1px solid #b0b6be; padding: 4px; }"""


class Sheet(QWidget):
    """The text itself, laid out so wide. Always black on white, as a phone shows it by day."""

    def __init__(self, width: int = SCREEN) -> None:
        super().__init__()
        self._screen = width
        self.document = QTextDocument(self)
        self.document.setDefaultStyleSheet(SHEET)
        self.document.setDefaultFont(font(16))
        self.document.setTextWidth(width - 2 * MARGIN)

    def screen_width(self) -> float:
        """The width that is laid out; where there is little room, that of a small phone."""
        return min(self._screen, max(self.width() / READABLE, SMALL_SCREEN)) if self._screen == SCREEN else self._screen

    def scale(self) -> float:
        return min(1.0, self.width() / self.screen_width())

    def show_article(self, title: str, html: str, pictures: dict[str, QImage]) -> None:
        """html: a cleaned body. pictures: by SHA-256, those that it shows."""
        narrow = SMALL_SCREEN if self._screen == SCREEN else self._screen
        widest, kind = narrow - 2 * MARGIN, QTextDocument.ResourceType.ImageResource.value
        for digest, picture in pictures.items():
            shown = picture.scaledToWidth(widest, SMOOTH) if picture.width() > widest else picture
            self.document.addResource(kind, QUrl(f"{PICTURE}{digest}"), shown)
        self.document.setHtml(f"<h1>{_escaped(title)}</h1>{html}")
        self.fit()

    def fit(self) -> None:
        self.document.setTextWidth(self.screen_width() - 2 * MARGIN)
        height = (self.document.size().height() + 2 * MARGIN) * self.scale()
        self.setMinimumHeight(int(height) + 1)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._screen, self.minimumHeight())

    def resizeEvent(self, _event: object) -> None:
        self.fit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), "#ffffff")
        painter.scale(self.scale(), self.scale())
        painter.translate(MARGIN, MARGIN)
        context = QAbstractTextDocumentLayout.PaintContext()
        context.palette.setColor(QPalette.ColorRole.Text, "#1a2330")
        self.document.documentLayout().draw(painter, context)


class Phone(QWidget):
    """A phone around the page, with the account's name over it."""

    def __init__(self, account: str = "") -> None:
        super().__init__()
        self.setAccessibleName(tr(N_("Preview on a phone")))
        self.account = label(account, "strong")
        self.page = Sheet()
        area = QScrollArea()
        area.setWidget(self.page)
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(10, 12, 10, 22)
        whole.setSpacing(8)
        self.account.setContentsMargins(6, 0, 6, 0)
        whole.addWidget(self.account)
        whole.addWidget(area, 1)

    def show_article(self, title: str, html: str, pictures: dict[str, QImage] | None = None) -> None:
        """html: a cleaned body. pictures: by SHA-256, those that it shows."""
        self.page.show_article(title, html, pictures or {})

    def text(self) -> str:
        return self.page.document.toPlainText()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(colour("edge"), 1.5))
        painter.setBrush(colour("surface"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), ROUND, ROUND)
        painter.setPen(QPen(colour("edge"), 3))
        middle = self.width() / 2
        painter.drawLine(int(middle) - 20, self.height() - 11, int(middle) + 20, self.height() - 11)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
