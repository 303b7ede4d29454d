"""A window as a person sees it: with the dialogs and menus over it, once everything asked for is there."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QTimer
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QApplication, QWidget

SIZE = (1366, 768)
SETTLE = 1200  # milliseconds that a page is given to be answered and painted


def settle(milliseconds: int = SETTLE) -> None:
    """Answers arrive by queued signals: let them."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QApplication.processEvents()


def take_picture(window: QWidget, file: Path) -> Path:
    """Raises OSError when it cannot be written."""
    file.parent.mkdir(parents=True, exist_ok=True)
    if window.size().toTuple() != SIZE:
        window.resize(*SIZE)
    window.show()
    settle()
    picture = window.grab()
    painter = QPainter(picture)
    for above in over(window):
        above.render(painter, above.geometry().topLeft() - window.geometry().topLeft())
    painter.end()
    if not picture.save(str(file)):
        raise OSError(file)
    return file


def over(window: QWidget) -> list[QWidget]:
    """Dialogs and menus that are open, the lowest first."""
    open_now = QApplication.topLevelWidgets()
    return [each for each in open_now if each is not window and each.isVisible() and each.parentWidget() is not None]
