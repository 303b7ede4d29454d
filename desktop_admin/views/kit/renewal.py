"""A screen is read again once for many changes, and not at all while nobody looks at it."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget

from desktop_admin.core.feed import Touched
from desktop_admin.views.kit.desk import QtDesk

PAUSE = 120  # milliseconds; a person who answers item after item is not interrupted for each


class Renewal(QObject):
    """Calls `ask` a moment after a change of one of the areas, or as soon as `screen` is shown again."""

    _watched: QWidget | None = None  # also of one that Python has taken apart, whose screen still has events to come

    def __init__(
        self,
        desk: QtDesk,
        screen: QWidget,
        areas: frozenset[str] | None,
        ask: Callable[[], object],
        concerns: Callable[[Touched], bool] = lambda _touched: True,
    ) -> None:
        """concerns: whether a changed record of the areas matters to what is shown now; all alone for no areas."""
        super().__init__(screen)
        self._watched, self._areas, self._concerns = screen, areas, concerns
        self._stale = False
        self.pause = QTimer(self, interval=PAUSE, singleShot=True)
        self.pause.timeout.connect(ask)
        desk.touched.connect(self._on_change)
        screen.installEventFilter(self)

    def soon(self) -> None:
        """Further changes do not put it off: others may save all the time."""
        if not self.pause.isActive():
            self.pause.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._watched and event.type() == QEvent.Type.Show and self._stale:
            self._stale = False
            self.soon()
        return False

    def _on_change(self, touched: Touched) -> None:
        if not self._matters(touched):
            return
        if self._watched is not None and self._watched.isVisible():
            self.soon()
        else:
            self._stale = True

    def _matters(self, touched: Touched) -> bool:
        if self._areas is None:
            return self._concerns(touched)
        return touched.area in self._areas and (touched.key is None or self._concerns(touched))
