"""One person's time in the program, from sign-in to sign-out: the windows, the lock, the password, the settings."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from desktop_admin.api.accounts import SignOut, Unlock
from desktop_admin.api.backup import ReadBackupState
from desktop_admin.core import paths
from desktop_admin.core.errors import Refused, SignedOut
from desktop_admin.core.i18n import N_, tr
from desktop_admin.core.settings import Settings
from desktop_admin.desk.base import Desk
from desktop_admin.views.accounts.forced import FirstPasswordWindow
from desktop_admin.views.accounts.own import change_password
from desktop_admin.views.accounts.words import role_titles
from desktop_admin.views.backup import warn_of_backups
from desktop_admin.views.clock import ClockWarning
from desktop_admin.views.kit.desk import QtDesk, nothing
from desktop_admin.views.kit.dialog import confirm
from desktop_admin.views.kit.help import HelpDialog
from desktop_admin.views.kit.idle import IdleWatch, system_idle
from desktop_admin.views.kit.list_page import remember_in
from desktop_admin.views.kit.lock import Lock
from desktop_admin.views.kit.shell import MainWindow
from desktop_admin.views.modules import MODULES
from desktop_admin.views.school import SCHOOL

CHAPTERS = {  # of the guide, by module, or by what a page asks for
    "canteen": "03-食堂日检.md",
    "accounts": "02-用户账号.md",
    "approval": "10-审批与委托.md",
    "publishing": "11-发布审批.md",
    "reports": "04-报表打印.md",
    "school": "03-食堂日检.md",
    "sharing": "07-共享数据.md",
    "training": "12-培训课程.md",
    "audit": "05-审计与数据安全.md",
    "backup": "08-备份与恢复.md",
}
PATIENCE = 2000  # milliseconds for a server to hear that somebody signs out
CHANGED = N_("Password changed")
OWN_DATA = N_("You are signed out, and the program opens the data on this PC from then on.")
UNSENT = N_(
    "You are signed out, and the program opens the data on this PC from then on. {count} entries have not been sent:"
    " they stay here until this PC is paired with the same server again."
)


class OpenSession(QObject):
    """opened gives the window to show next; ended says that nobody is signed in any more."""

    opened = Signal(object)
    ended = Signal(str)  # why, where the person did not ask for it
    language_changed = Signal()
    server_left = Signal()  # nobody is signed in any more, and this PC is to open its own data

    def __init__(self, desk: Desk, school: str, folder: Path, server: str = "") -> None:
        """server: whose data it is; empty where they are on this PC."""
        super().__init__()
        self._school, self._folder, self._server = school, folder, server
        self.desk = QtDesk(desk)
        remember_in(folder)
        self.idle = IdleWatch(Settings.load(folder).idle_minutes, system=system_idle(QGuiApplication.platformName()))
        self.lock = Lock(self, self.desk.actor.name, self._prove)
        self.window: QWidget | None = None
        self.patience = PATIENCE
        self._closed = self._over = self._leaving = False
        self.idle.idle.connect(self.lock.lock)
        self.lock.locked.connect(self.idle.pause)
        self.lock.unlocked.connect(self.idle.resume)
        self.lock.sign_out_asked.connect(self.sign_out)
        self.desk.refused.connect(self._on_refused)

    def start(self, secret: str = "") -> None:
        """The main window; before it, where a new password is due, the window that asks for one.

        secret: what was signed in with, so that it need not be typed again.
        """
        if not self.desk.actor.restricted:
            self.show_main()
            return
        first = FirstPasswordWindow(self.desk, secret)
        first.changed.connect(self.show_main)
        first.sign_out_asked.connect(self.sign_out)
        self._show(first)

    def show_main(self) -> None:
        """Made anew in the language that is spoken now. The desk stays."""
        if isinstance(self.window, MainWindow):
            self.window.keep_desk()
        role, settings = role_titles(self.desk.actor.roles), Settings.load(self._folder)
        window = MainWindow(self.desk, MODULES, school=self._school, role=role, settings=settings, server=self._server)
        window.unpair_asked.connect(self._ask_unpair)
        window.password_asked.connect(self._change_password)
        window.lock_asked.connect(self.lock.lock)
        window.sign_out_asked.connect(self.sign_out)
        window.settings_chosen.connect(self._take_settings)
        window.help_asked.connect(self._open_guide)
        self._show(window)
        ClockWarning(window, SCHOOL)
        if self.desk.actor.may(ReadBackupState.permission):
            self.desk.ask(ReadBackupState(), owner=window, then=partial(warn_of_backups, window), failed=nothing)

    def sign_out(self) -> None:
        """Whatever the answer, and though a server gives none, nobody is left signed in at this window.

        A server that is not told ends the session when nobody has used it for a while.
        """
        if self.window is not None:
            self.window.setEnabled(False)
        self.desk.ask(SignOut(), owner=self, then=self._end, failed=self._end)
        QTimer.singleShot(self.patience, self, self._end)

    def _ask_unpair(self) -> None:
        window, waiting = self.window, len(self.desk.unsent().waiting)
        if window is None:
            return
        effect = tr(UNSENT, count=waiting) if waiting else tr(OWN_DATA)
        title, verb = tr(N_("Unpair from {server}"), server=self._server), tr(N_("Unpair"))
        confirm(window, title, effect, verb, self._leave_server, danger=True)

    def _leave_server(self) -> None:
        """However the session ends now, this PC is unpaired then."""
        self._leaving = True
        self.sign_out()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        stays = isinstance(watched, MainWindow) and watched.would_lose()
        if watched is self.window and event.type() == QEvent.Type.Close and not stays:
            self.close()
        return super().eventFilter(watched, event)

    def close(self) -> None:
        if not self._closed:
            self._closed = True
            self.idle.stop()
            self.lock.close()

    def _show(self, window: QWidget) -> None:
        if self.window is not None:
            self.window.removeEventFilter(self)
        self.window = window
        window.installEventFilter(self)
        self.opened.emit(window)

    def _prove(self, password: str) -> None:
        """Called off the GUI's thread."""
        self.desk.gather(Unlock(password=password))

    def _change_password(self) -> None:
        window = self.window
        if isinstance(window, MainWindow):
            change_password(window, self.desk, lambda: window.tools.quiet.say(tr(CHANGED)))

    def _take_settings(self, settings: Settings) -> None:
        before = Settings.load(self._folder)
        settings.save(self._folder)
        self.idle.minutes = settings.idle_minutes
        if settings.language != before.language:
            self.language_changed.emit()

    def _open_guide(self, module: str) -> None:
        if self.window is not None:
            guide = HelpDialog(self.window, paths.guide_folder(), CHAPTERS.get(module, ""))
            guide.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            guide.show()

    def _on_refused(self, error: Refused) -> None:
        if isinstance(error, SignedOut):
            self._end(why=str(error))

    def _end(self, *_: object, why: str = "") -> None:
        """Once, however many questions are refused because nobody is signed in."""
        self.close()
        if not self._over:
            self._over = True
            if self._leaving:
                self.server_left.emit()
            else:
                self.ended.emit(why)
