"""Pages of a PDF as pictures: drawn on another thread when they come into sight, the last ones kept."""

from collections import OrderedDict
from collections.abc import Callable
from functools import partial
from pathlib import Path
from threading import Lock
from typing import Any, NamedTuple

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from desktop_admin.views.kit.desk import Errands

KEPT = 96 * 2**20  # bytes of pictures
LARGEST = 6000  # pixels of a side
PDFIUM = Lock()  # pdfium knows no threads


class Size(NamedTuple):
    """Points, 1/72 inch."""

    width: float
    height: float


class Raster(QObject):
    """`opened` once the sizes are known; `ready` when a picture that was missing is there."""

    opened = Signal()
    ready = Signal(int, int)  # page, width

    def __init__(self, parent: QObject, path: Path) -> None:
        super().__init__(parent)
        self.sizes: tuple[Size, ...] = ()
        self._errands = Errands(1, "pages")
        self._pictures: OrderedDict[tuple[int, int], QImage] = OrderedDict()
        self._asked: set[tuple[int, int]] = set()
        self._wanted: dict[object, set[tuple[int, int]]] = {}
        self._book: Any = None
        self._errands.run(lambda: self._open(path), owner=self, then=self._opened)

    def picture(self, page: int, width: int) -> QImage | None:
        """The page, `width` pixels wide; none while it is being drawn."""
        found = self._pictures.get((page, width))
        if found is not None:
            self._pictures.move_to_end((page, width))
        return found

    def want(self, who: object, pages: set[tuple[int, int]]) -> None:
        """Who looks at these (page, width) now, and no longer at others."""
        self._wanted[who] = pages
        for key in sorted(pages - self._asked - self._pictures.keys()):
            self._ask(key)

    def close(self) -> None:
        """Lets go of the file."""
        self._wanted.clear()
        self._errands.close()
        if self._book is not None:
            with PDFIUM:
                self._book.close()
            self._book = None

    def _ask(self, key: tuple[int, int]) -> None:
        self._asked.add(key)
        self._errands.run(partial(self._draw, *key), owner=self, then=self._store(key))

    def _is_wanted(self, key: tuple[int, int]) -> bool:
        return any(key in pages for pages in tuple(self._wanted.values()))

    def _open(self, path: Path) -> tuple[Size, ...]:
        import pypdfium2  # noqa: PLC0415  # pyright: ignore[reportMissingTypeStubs]  # only when a page is wanted; has none

        with PDFIUM:
            self._book = pypdfium2.PdfDocument(path)
            return tuple(Size(*self._book.get_page_size(number)) for number in range(len(self._book)))

    def _opened(self, sizes: tuple[Size, ...]) -> None:
        self.sizes = sizes
        self.opened.emit()

    def _draw(self, number: int, width: int) -> QImage | None:
        """None for what has gone out of sight meanwhile."""
        if not self._is_wanted((number, width)):
            return None
        with PDFIUM:
            page = self._book[number]
            try:
                scale = min(width / page.get_width(), LARGEST / page.get_height())
                drawn = page.render(scale=scale, prefer_bgrx=True)
            finally:
                page.close()
            try:
                image = QImage(drawn.buffer, drawn.width, drawn.height, drawn.stride, QImage.Format.Format_RGB32)
                return image.copy()
            finally:
                drawn.close()

    def _store(self, key: tuple[int, int]) -> Callable[[QImage | None], None]:
        def store(image: QImage | None) -> None:
            self._asked.discard(key)
            if image is None:
                if self._is_wanted(key):  # again
                    self._ask(key)
                return
            self._pictures[key] = image
            while sum(each.sizeInBytes() for each in self._pictures.values()) > KEPT and len(self._pictures) > 1:
                self._pictures.popitem(last=False)
            self.ready.emit(*key)

        return store
