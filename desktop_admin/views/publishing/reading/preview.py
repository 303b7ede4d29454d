"""手机预览与网页预览: the article as its readers will see it."""

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QScrollArea, QStackedWidget

from desktop_admin.core.i18n import N_, tr
from desktop_admin.views.kit.widgets import Card, Segmented
from desktop_admin.views.publishing.article.phone import Phone, Sheet

WEB = 720  # pixels of a website's column
NARROW, WIDE = 270, 430  # pixels of the card, at least


class PreviewCard(Card):
    def __init__(self) -> None:
        super().__init__(tr(N_("Preview")))
        self.switch = Segmented([tr(N_("Mobile")), tr(N_("Web"))], low=True)
        self.phone, self.web, self.stack = Phone(), Sheet(WEB), QStackedWidget()
        area = QScrollArea()
        area.setWidget(self.web)
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        self.web.setAccessibleName(tr(N_("Preview on a website")))
        self.stack.addWidget(self.phone)
        self.stack.addWidget(area)
        self.head.addWidget(self.switch)
        self.body.addWidget(self.stack, 1)
        self.switch.chosen.connect(self.turn)
        self.switch.choose(0)
        self.turn(0)

    def turn(self, place: int) -> None:
        self.stack.setCurrentIndex(place)
        self.setFixedWidth(max(WIDE if place else NARROW, self.minimumSizeHint().width()))

    def show_article(self, title: str, html: str, pictures: dict[str, QImage], channel: str = "") -> None:
        """channel: whose name stands over the phone's page."""
        self.phone.account.setText(channel)
        self.phone.show_article(title, html, pictures)
        self.web.show_article(title, html, pictures)
