"""Every page of the demo school as a picture, light and dark: for the guide, and to be looked at."""

import os
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from desktop_admin.api.accounts import SignIn
from desktop_admin.app import demo
from desktop_admin.app.demo.people import PASSWORD, SCHOOL
from desktop_admin.app.premises import local_door
from desktop_admin.app.session import OpenSession
from desktop_admin.app.window import application
from desktop_admin.core.settings import Settings
from desktop_admin.desk.base import Door
from desktop_admin.views.kit import theme
from desktop_admin.views.kit.shell import MainWindow
from desktop_admin.views.set_up import SetUpWindow
from desktop_admin.views.sharing.join import JoinWindow
from desktop_admin.views.sign_in import SignInWindow

SIZE = (1366, 768)
SETTLE = 1200  # milliseconds that a page is given to be answered and painted
PEOPLE = ("wangjg", "limin", "qinhai", "zhengsj")  # whose pages are shown, each page once
SCHEMES = (theme.Scheme.LIGHT, theme.Scheme.DARK)


def take(data: Path, folder: Path) -> Iterator[Path]:
    """Writes the pictures and yields each file. Needs no display."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    folder.mkdir(parents=True, exist_ok=True)
    home = demo.prepare(data)
    application(Settings(scheme="light"))
    door = local_door(home)
    for scheme in SCHEMES:
        theme.look().switch(scheme)
        yield from _first_windows(folder, scheme)
        seen: set[tuple[str, str]] = set()
        for login in PEOPLE:
            yield from _pages(door, home, login, folder / scheme.value, seen)


def _first_windows(folder: Path, scheme: theme.Scheme) -> Iterator[Path]:
    sign_in = SignInWindow("wangjg")
    sign_in.ready(SCHOOL)
    yield _picture(sign_in, folder / scheme.value / "sign-in.png")
    set_up = SetUpWindow()
    yield _picture(set_up, folder / scheme.value / "set-up.png")
    join = JoinWindow()
    yield _picture(join, folder / scheme.value / "join.png")
    for window in (sign_in, set_up, join):
        window.close()
        window.deleteLater()


def _pages(door: Door, home: Path, login: str, folder: Path, seen: set[tuple[str, str]]) -> Iterator[Path]:
    session = OpenSession(door.sign_in(SignIn(login, PASSWORD)), SCHOOL, home)
    session.start()
    window = session.window
    if not isinstance(window, MainWindow):
        raise TypeError(window)
    for module, title in window.pages():
        if (module, title) not in seen:
            seen.add((module, title))
            window.resize(*SIZE)
            window.show()
            window.go(module, title)
            yield _picture(window, folder / f"{module}-{len(seen):02d}.png")
    window.close()
    window.deleteLater()
    _settle(50)


def _picture(window: QWidget, file: Path) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    window.resize(*SIZE)
    window.show()
    _settle(SETTLE)
    if not window.grab().save(str(file)):
        raise OSError(file)
    return file


def _settle(milliseconds: int) -> None:
    """Answers arrive by queued signals: let them."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QApplication.processEvents()
