"""The program's windows, one after another: sign in or set up, work, lock, sign out, sign in again.

The sign-in window is shown with a part of its look, before anything else is loaded. When its first picture is there,
a thread loads the rest of the look, and then the database, the services and the other screens while the person types.
"""
# ruff: noqa: PLC0415 - that is what the late imports are for

import gc
import sys
import threading
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication, QWidget

from desktop_admin.core import i18n, paths
from desktop_admin.core.settings import Settings
from desktop_admin.views.kit import theme
from desktop_admin.views.sign_in import SignInWindow

if TYPE_CHECKING:
    from desktop_admin.api.school import SetUpSchool
    from desktop_admin.app.joining import Joining
    from desktop_admin.app.session import OpenSession
    from desktop_admin.core.errors import Refused
    from desktop_admin.desk.base import Desk, Door
    from desktop_admin.views.kit.desk import Errands

LOOK = ("desktop_admin.app.speech", "desktop_admin.views.kit.collector", "desktop_admin.views.kit.widgets")
REST = "desktop_admin.app.session"
PICTURED = 10  # milliseconds in which the first window is painted: what is loaded meanwhile would hold it up
LOOK_AGAIN = 5000  # milliseconds until a server that could not be reached is looked for again
EAGER = 0.0005  # seconds after which the loading thread lets the GUI have its turn; Python's own 0.005 are felt
OpenDoor = Callable[[], "Door"]


def show(folder: Path, open_door: OpenDoor, *, notice: str = "") -> int:
    """Run the program until its last window is closed. notice stands over the sign-in form, as for a demo."""
    settings = Settings.load(folder)
    qt = _qt()
    theme.begin(qt, _scheme(settings))
    program = Program(folder, open_door, notice)
    program.start()
    status = qt.exec()
    program.close()
    return status


def application(settings: Settings) -> QApplication:
    """Qt with our look and its own words in our language."""
    from desktop_admin.app.speech import speak

    qt = _qt()
    theme.apply(qt, _scheme(settings))
    speak(qt)
    return qt


def _qt() -> QApplication:
    known = QApplication.instance()
    qt = known if isinstance(known, QApplication) else QApplication([*sys.argv[:1], *theme.FUSION])
    qt.setApplicationName("Desktop Admin")
    return qt


def _scheme(settings: Settings) -> theme.Scheme:
    return theme.Scheme(settings.scheme or "system")


def _tried(job: Callable[[], str]) -> "tuple[str, Refused | None]":
    """What it says, or what it refuses."""
    from desktop_admin.core.errors import Refused

    try:
        return job(), None
    except Refused as error:
        return "", error


class Program(QObject):
    """Holds the one window that is open now."""

    _look_loaded = Signal()
    _opened = Signal(object)  # the Door, the school behind it, and why it lets nobody in now
    _failed = Signal(str)

    def __init__(self, folder: Path, open_door: OpenDoor, notice: str = "") -> None:
        super().__init__()
        self._folder, self._open_door, self._notice = folder, open_door, notice
        self._door: Door | None = None
        self._school = ""
        self._errands: Errands | None = None
        self._joining: Joining | None = None
        self.window: QWidget | None = None
        self.session: OpenSession | None = None
        self._dressed = threading.Event()
        self._look_loaded.connect(self._dress)  # these three come from another thread, and wait for this one
        self._opened.connect(self._take_door)
        self._failed.connect(self._tell_failure)

    def start(self) -> None:
        self._show_sign_in()
        QTimer.singleShot(PICTURED, self._start_loading)

    def close(self) -> None:
        """The last window is closed: what was written is sealed."""
        if self._errands is not None:
            self._errands.close()
        if self._door is not None:
            self._door.close()

    def _start_loading(self) -> None:
        threading.Thread(target=self._load, name="loading", daemon=True).start()

    def _load(self) -> None:
        """On its own thread: every import and the database, then the word to the GUI.

        Nothing is collected meanwhile: what is loaded stays, and need not be looked through by any collection after.
        """
        from desktop_admin.core.errors import Refused

        gc.disable()  # until there is a Collector
        usual = sys.getswitchinterval()
        sys.setswitchinterval(EAGER)
        try:
            self._load_look()
            import_module(REST)
            door = self._open_door()
            school, barred = _tried(door.school)
        except Refused as error:
            self._failed.emit(str(error))
            return
        except Exception as error:
            import logging

            logging.getLogger(__name__).exception("the data could not be opened")
            self._failed.emit(f"{type(error).__name__}: {error}")
            return
        finally:
            gc.freeze()
            sys.setswitchinterval(usual)
        self._opened.emit((door, school, barred))

    def _load_look(self) -> None:
        """First what the window in sight is short of; the GUI puts it on before it has to share its time again."""
        for name in LOOK:
            import_module(name)
        self._look_loaded.emit()
        self._dressed.wait()

    @Slot()
    def _dress(self) -> None:
        """In two turns of the event loop, or a key would be felt to wait."""
        theme.apply(_qt(), _scheme(Settings.load(self._folder)))
        QTimer.singleShot(0, self._settle)

    def _settle(self) -> None:
        from desktop_admin.app.speech import speak

        speak(_qt())
        if isinstance(self.window, SignInWindow):
            self.window.settle()
        self._dressed.set()

    @Slot(object)
    def _take_door(self, found: "tuple[Door, str, Refused | None]") -> None:
        self._loaded()
        self._use_door(*found)

    @Slot(str)
    def _tell_failure(self, sentence: str) -> None:
        self._loaded()
        if isinstance(self.window, SignInWindow):
            self.window.fail(sentence)

    def _loaded(self) -> None:
        from desktop_admin.views.kit.collector import Collector
        from desktop_admin.views.kit.desk import Errands

        Collector(_qt())
        self._errands = Errands(1, "door")

    def _use_door(self, door: "Door", school: str, barred: "Refused | None") -> None:
        """barred: a server that lets nobody in, such as one with another certificate, may do so later."""
        if barred is not None:
            if isinstance(self.window, SignInWindow):
                self.window.fail(str(barred))
                self._look_again_soon(self.window, door)
            return
        self._door, self._school = door, school
        if not school:
            self._show_set_up()
        elif isinstance(self.window, SignInWindow):
            self._tell_place(self.window, door)

    def _tell_place(self, window: SignInWindow, door: "Door") -> None:
        """A server that cannot be reached is looked for again while the window waits."""
        from desktop_admin.desk.base import Connection

        offline = door.connection is Connection.OFFLINE
        window.ready(self._school, door.server, offline=offline)
        if offline:
            self._look_again_soon(window, door)

    def _look_again_soon(self, window: SignInWindow, door: "Door") -> None:
        if door.server:
            QTimer.singleShot(LOOK_AGAIN, window, lambda: self._look_again(window, door))

    def _look_again(self, window: SignInWindow, door: "Door") -> None:
        if window is not self.window or self._door not in {None, door} or self._errands is None:
            return

        def looked(outcome: "tuple[str, Refused | None]") -> None:
            self._use_door(door, *outcome)

        def failed(error: "Refused") -> None:
            window.fail(str(error))

        self._errands.run(lambda: _tried(door.school), owner=window, then=looked, failed=failed)

    @Slot(object)
    def _swap(self, window: QWidget) -> None:
        """The next window is there before the last one goes, or Qt would end the program."""
        last, self.window = self.window, window
        window.show()
        if last is not None:
            last.hide()  # what is not seen asks nothing before it closes
            last.close()
            last.deleteLater()

    def _show_sign_in(self) -> SignInWindow:
        login = Settings.load(self._folder).login
        window = SignInWindow(login, notice=self._notice, settled=self._dressed.is_set())
        window.submitted.connect(self._sign_in)
        self._swap(window)
        window.join_asked.connect(self._show_join)
        if self._door is not None:
            self._tell_place(window, self._door)
        return window

    def _show_set_up(self) -> None:
        from desktop_admin.views.set_up import SetUpWindow

        window = SetUpWindow()
        window.submitted.connect(self._set_up)
        window.join_asked.connect(self._show_join)
        self._swap(window)

    @Slot()
    def _show_join(self) -> None:
        from desktop_admin.app.joining import Joining

        assert self._errands is not None  # noqa: S101 - the button waits until the rest is loaded
        self._joining = Joining(self._folder, self._errands)
        self._joining.left.connect(self._go_back)
        self._joining.changed.connect(self._open_other_data)
        self._swap(self._joining.window)

    @Slot()
    def _go_back(self) -> None:
        if self._door is None:
            self._open_other_data()
        elif self._school:
            self._show_sign_in()
        else:
            self._show_set_up()

    @Slot()
    def _open_other_data(self, first: Callable[[], str] = str) -> None:
        """Those that this PC is told to open now: another PC's, or again its own.

        first: what is done while no data are open, and what it then has to say; what it refuses is said, too.
        """
        assert self._errands is not None  # noqa: S101 - as above
        last, self._door, self._school = self._door, None, ""
        window = self._show_sign_in()

        def job() -> "tuple[tuple[Door, str, Refused | None], str, Refused | None]":
            if last is not None:
                last.close()
            said, refused = _tried(first)
            door = self._open_door()
            return (door, *_tried(door.school)), said, refused

        def opened(outcome: "tuple[tuple[Door, str, Refused | None], str, Refused | None]") -> None:
            found, said, refused = outcome
            self._use_door(*found)
            if self._door is None:  # why not is told
                return
            if refused is not None:
                window.refuse(str(refused))
            elif said:
                window.tell(said)

        self._errands.run(job, owner=window, then=opened, failed=lambda error: window.fail(str(error)))

    @Slot(object)
    def _set_up(self, given: "SetUpSchool") -> None:
        from desktop_admin.api.accounts import SignIn
        from desktop_admin.views.set_up import SetUpWindow

        door, window = self._door, self.window
        assert door is not None  # noqa: S101 - the window is shown when it is open
        assert self._errands is not None  # noqa: S101
        assert isinstance(window, SetUpWindow)  # noqa: S101

        def job() -> "Desk":
            door.set_up(given)
            self._school = door.school()
            return door.sign_in(SignIn(given.login, given.password))

        self._errands.run(job, owner=window, then=self._enter, failed=lambda error: window.refuse(str(error)))

    @Slot(str, str, bool)
    def _sign_in(self, login: str, secret: str, remember: bool) -> None:  # noqa: FBT001 - the signal's arguments
        from desktop_admin.api.accounts import SignIn

        door, window = self._door, self.window
        assert door is not None  # noqa: S101 - the window waits until it is open
        assert self._errands is not None  # noqa: S101
        assert isinstance(window, SignInWindow)  # noqa: S101
        Settings.load(self._folder).but(login=login if remember else "").save(self._folder)

        def refused(error: "Refused") -> None:
            window.refuse(str(error))

        def entered(desk: "Desk") -> None:
            self._enter(desk, secret)

        self._errands.run(lambda: door.sign_in(SignIn(login, secret)), owner=window, then=entered, failed=refused)

    def _enter(self, desk: "Desk", secret: str = "") -> None:
        from desktop_admin.app.session import OpenSession

        self.session = OpenSession(desk, self._school, self._folder, self._door.server if self._door else "")
        self.session.opened.connect(self._swap)
        self.session.ended.connect(self._leave)
        self.session.language_changed.connect(self._relabel)
        self.session.server_left.connect(self._unpair)
        self.session.start(secret)

    @Slot(str)
    def _leave(self, why: str) -> None:
        from desktop_admin.core.backups import waits

        self.session = None
        if waits(self._folder):
            from desktop_admin.app import backups

            self._open_other_data(lambda: backups.carry_out(self._folder))
            return
        window = self._show_sign_in()
        if why:
            window.refuse(why)

    @Slot()
    def _unpair(self) -> None:
        """The session has ended, and its window gives way to the first one."""
        from desktop_admin.desk import paired

        self.session = None
        paired.forget(self._folder)
        self._open_other_data()

    @Slot()
    def _relabel(self) -> None:
        """A language is chosen for the whole program: its windows are made anew."""
        from desktop_admin.app.speech import speak

        i18n.use(Settings.load(self._folder).language or i18n.system_language(), paths.locale_folder())
        speak(_qt())
        if self.session is not None:
            self.session.show_main()
