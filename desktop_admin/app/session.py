"""One person's time in the program, from sign-in to sign-out: the main window, the lock, the password, the settings."""

from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication

from desktop_admin.api.accounts import SignOut, Unlock
from desktop_admin.core import paths
from desktop_admin.core.errors import Refused, SignedOut
from desktop_admin.core.settings import Settings
from desktop_admin.desk.base import Desk
from desktop_admin.views.accounts.own import change_password
from desktop_admin.views.accounts.words import role_titles
from desktop_admin.views.kit.desk import QtDesk
from desktop_admin.views.kit.idle import IdleWatch, system_idle
from desktop_admin.views.kit.lock import Lock
from desktop_admin.views.kit.shell import MainWindow
from desktop_admin.views.modules import MODULES

GUIDE = "docs/guide/zh/README.md"


class OpenSession(QObject):
    ended = Signal()  # signed out, by the person or by an administrator; the window may go
    language_changed = Signal()

    def __init__(self, desk: Desk, school: str, folder: Path) -> None:
        super().__init__()
        self._school, self._folder = school, folder
        self.desk = QtDesk(desk)
        settings = Settings.load(folder)
        self.idle = IdleWatch(settings.idle_minutes, system=system_idle(QGuiApplication.platformName()))
        self.lock = Lock(self, self.desk.actor.name, self._prove)
        self.window = self._make_window(settings)
        self.idle.idle.connect(self.lock.lock)
        self.lock.locked.connect(self.idle.pause)
        self.lock.unlocked.connect(self.idle.resume)
        self.lock.sign_out_asked.connect(self.sign_out)
        self.desk.refused.connect(self._on_refused)

    def rebuilt(self) -> MainWindow:
        """The window made anew, in the language that is spoken now. The desk stays."""
        self.window.removeEventFilter(self)
        self.window.keep_desk()
        self.window = self._make_window(Settings.load(self._folder))
        return self.window

    def sign_out(self) -> None:
        """Whatever the answer, nobody is left signed in at this window."""
        self.desk.ask(SignOut(), owner=self, then=self._end, failed=self._end)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.window and event.type() == QEvent.Type.Close:
            self.close()
        return super().eventFilter(watched, event)

    def close(self) -> None:
        self.idle.stop()
        self.lock.close()

    def _make_window(self, settings: Settings) -> MainWindow:
        role = role_titles(self.desk.actor.roles)
        window = MainWindow(self.desk, MODULES, school=self._school, role=role, settings=settings)
        window.installEventFilter(self)
        window.password_asked.connect(self._change_password)
        window.lock_asked.connect(self.lock.lock)
        window.sign_out_asked.connect(self.sign_out)
        window.settings_chosen.connect(self._take_settings)
        window.help_asked.connect(self._open_guide)
        return window

    def _prove(self, password: str) -> None:
        """Called off the GUI's thread."""
        self.desk.gather(Unlock(password=password))

    def _change_password(self) -> None:
        change_password(self.window, self.desk)

    def _take_settings(self, settings: Settings) -> None:
        before = Settings.load(self._folder)
        settings.save(self._folder)
        self.idle.minutes = settings.idle_minutes
        if settings.language != before.language:
            self.language_changed.emit()

    def _open_guide(self, module: str) -> None:
        guide = paths.resources().parent / GUIDE
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(guide)))
        del module  # one guide for all

    def _on_refused(self, error: Refused) -> None:
        if isinstance(error, SignedOut):
            self._end()

    def _end(self, *_: object) -> None:
        self.close()
        self.ended.emit()
