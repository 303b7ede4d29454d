"""What a screen's filters and forms offer to choose from: read once, and again when it changes."""

from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop_admin.api.base import Query
from desktop_admin.views.kit.desk import QtDesk, nothing
from desktop_admin.views.kit.editors.base import Pairs
from desktop_admin.views.kit.renewal import Renewal


class KnownAnswer(QObject):
    """learnt: it has been read anew."""

    learnt = Signal()

    def __init__(self, desk: QtDesk) -> None:
        super().__init__()
        self._desk = desk
        self.ask()

    def follow(self, screen: QWidget) -> None:
        """Live as long as a screen, and be read again with it."""
        self.setParent(screen)
        Renewal(self._desk, screen, frozenset({self.wanted().of_area()}), self.ask)

    def ask(self) -> None:
        self._desk.ask(self.wanted(), owner=self, then=self._take, failed=nothing)

    def wanted(self) -> Query[Any]:
        raise NotImplementedError

    def learn(self, answer: Any) -> None:
        raise NotImplementedError

    def _take(self, answer: Any) -> None:
        self.learn(answer)
        self.learnt.emit()


class KnownPairs(KnownAnswer):
    """Called when a form is made: the pairs of a field, as they were read last."""

    def __init__(self, desk: QtDesk) -> None:
        self.pairs: Pairs = ()
        super().__init__(desk)

    def __call__(self) -> Pairs:
        return self.pairs

    def learn(self, answer: Any) -> None:
        self.pairs = self.pairs_of(answer)

    def pairs_of(self, answer: Any) -> Pairs:
        raise NotImplementedError
