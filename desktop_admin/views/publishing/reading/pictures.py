"""The pictures of an article's text, read one by one and kept while the article is open."""

import re
from functools import partial
from uuid import UUID

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from desktop_admin.api.publishing.submission import ReadFile
from desktop_admin.api.publishing.text import PICTURE
from desktop_admin.views.kit.desk import QtDesk, nothing

_NAMED = re.compile(rf"{PICTURE}([0-9a-f]{{64}})")


def pictures_in(html: str) -> tuple[str, ...]:
    """The checksums of the attached pictures that a text shows, each once."""
    return tuple(dict.fromkeys(_NAMED.findall(html)))


class Pictures(QObject):
    """known: by SHA-256. A picture that cannot be read leaves its place empty."""

    came = Signal(str)

    def __init__(self, desk: QtDesk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self.known: dict[str, QImage] = {}

    def want(self, key: UUID, html: str) -> None:
        """key: of the article."""
        for digest in pictures_in(html):
            if digest in self.known:
                self.came.emit(digest)
            else:
                self._desk.ask(ReadFile(key, digest), owner=self, then=partial(self._take, digest), failed=nothing)

    def keep(self, digest: str, picture: QImage) -> None:
        self.known[digest] = picture

    def _take(self, digest: str, data: bytes) -> None:
        picture = QImage.fromData(data)
        if not picture.isNull():
            self.known[digest] = picture
            self.came.emit(digest)
