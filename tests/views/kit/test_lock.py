"""Nobody reads or types into a program whose person has gone away."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop_admin.core.errors import Refused
from desktop_admin.core.i18n import N_
from desktop_admin.views.kit.idle import IdleWatch, system_idle, unknown
from desktop_admin.views.kit.lock import Cover, Lock
from desktop_admin.views.kit.widgets import PasswordEdit

pytestmark = pytest.mark.usefixtures("dressed")
PASSWORD = "Canteen-2026!"


class NotThisOne(Refused):
    message = N_("The user name or password is wrong.")


class Seconds:
    """A clock that tests move."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def check(password: str) -> None:
    if password != PASSWORD:
        raise NotThisOne


@pytest.fixture
def office(qtbot: QtBot) -> Iterator[QWidget]:
    """A window with a half-written form."""
    window = QWidget()
    window.resize(900, 600)
    field = QLineEdit("48.5")
    QVBoxLayout(window).addWidget(field)
    qtbot.addWidget(window)
    window.show()
    yield window
    window.close()


@pytest.fixture
def lock(qapp: QApplication) -> Iterator[Lock]:
    made = Lock(qapp, "王建国", check)
    yield made
    made.close()


@pytest.fixture
def watches() -> Iterator[Callable[..., IdleWatch]]:
    made: list[IdleWatch] = []

    def make(clock: Seconds, **given: object) -> IdleWatch:
        made.append(IdleWatch(15, clock=clock, **given))  # type: ignore[arg-type]
        return made[-1]

    yield make
    for each in made:
        each.stop()


def covered(window: QWidget) -> bool:
    return any(each.isVisible() and each.size() == window.size() for each in window.findChildren(Cover))


def give(lock: Lock, password: str, qtbot: QtBot) -> None:
    assert lock.dialog is not None
    lock.dialog.password.clear()
    qtbot.keyClicks(lock.dialog.password, password)
    qtbot.keyClick(lock.dialog.password, Qt.Key.Key_Return)


def test_the_password_opens_and_the_form_is_as_it_was(office: QWidget, lock: Lock, qtbot: QtBot) -> None:
    lock.lock()
    assert covered(office)
    with qtbot.waitSignal(lock.unlocked):
        give(lock, PASSWORD, qtbot)
    assert not lock.is_locked()
    assert not covered(office)
    assert office.findChild(QLineEdit).text() == "48.5"  # type: ignore[union-attr]


def test_a_wrong_password_is_told_and_nothing_opens(office: QWidget, lock: Lock, qtbot: QtBot) -> None:
    lock.lock()
    give(lock, "12345", qtbot)
    dialog = lock.dialog
    assert dialog is not None
    qtbot.waitUntil(lambda: dialog.notice.text() == str(NotThisOne()))
    assert covered(office)
    assert dialog.unlock.isEnabled()
    with qtbot.waitSignal(lock.unlocked):
        give(lock, PASSWORD, qtbot)


def test_a_modal_dialog_is_covered_too_and_stays_open(office: QWidget, lock: Lock, qtbot: QtBot) -> None:
    modal = QDialog(office)
    modal.setModal(True)
    modal.resize(400, 300)
    modal.show()
    lock.lock()
    assert covered(office)
    assert covered(modal)
    assert QApplication.activeModalWidget() is lock.dialog
    with qtbot.waitSignal(lock.unlocked):
        give(lock, PASSWORD, qtbot)
    assert modal.isVisible()
    assert not covered(modal)
    modal.close()


def test_a_window_that_opens_while_locked_is_covered(office: QWidget, lock: Lock, qtbot: QtBot) -> None:
    assert office
    lock.lock()
    late = QWidget()
    qtbot.addWidget(late)
    late.resize(300, 200)
    late.show()
    qtbot.waitUntil(lambda: covered(late))


def test_a_cover_grows_with_its_window(office: QWidget, lock: Lock) -> None:
    lock.lock()
    office.resize(1200, 700)
    assert covered(office)


def test_clicks_do_not_reach_what_is_covered(office: QWidget, lock: Lock, qtbot: QtBot) -> None:
    lock.lock()
    assert isinstance(office.childAt(QPoint(60, office.height() // 2)), Cover)
    assert qtbot


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_Return])
def test_no_key_opens_the_lock(office: QWidget, lock: Lock, qtbot: QtBot, key: Qt.Key) -> None:
    lock.lock()
    assert lock.dialog is not None
    qtbot.keyClick(lock.dialog, key)
    lock.dialog.close()
    assert lock.is_locked()
    assert lock.dialog.isVisible()
    assert covered(office)


def test_the_password_is_gone_after_the_unlocking(office: QWidget, lock: Lock, qtbot: QtBot) -> None:
    assert office
    lock.lock()
    with qtbot.waitSignal(lock.unlocked):
        give(lock, PASSWORD, qtbot)
    left = [each for window in QApplication.topLevelWidgets() for each in window.findChildren(PasswordEdit)]
    assert not any(each.isVisible() for each in left)


def test_someone_else_may_sign_out_instead(office: QWidget, lock: Lock, qtbot: QtBot) -> None:
    lock.lock()
    assert lock.dialog is not None
    with qtbot.waitSignal(lock.sign_out_asked):
        lock.dialog.sign_out_asked.emit()
    assert not covered(office)


def test_the_screen_locks_when_the_limit_is_over_and_once(watches: Callable[..., IdleWatch], qtbot: QtBot) -> None:
    clock = Seconds()
    watch = watches(clock)
    told: list[int] = []
    watch.idle.connect(lambda: told.append(1))
    clock.now += 15 * 60 - 1
    watch.check()
    assert told == []
    clock.now += 1
    watch.check()
    watch.check()
    assert told == [1]
    watch.resume()
    clock.now += 15 * 60
    watch.check()
    assert told == [1, 1]
    assert qtbot


def test_work_in_another_program_is_no_idleness(watches: Callable[..., IdleWatch]) -> None:
    clock, elsewhere = Seconds(), [3.0]
    watch = watches(clock, system=lambda: elsewhere[0])
    clock.now += 3600
    assert watch.seconds() == 3.0
    elsewhere[0] = 20 * 60
    assert watch.seconds() == 20 * 60


def test_where_the_system_does_not_tell_only_this_program_counts(watches: Callable[..., IdleWatch]) -> None:
    clock = Seconds()
    watch = watches(clock, system=unknown)
    clock.now += 60
    assert watch.seconds() == 60
    assert system_idle("offscreen") is unknown


def test_what_a_program_sends_itself_is_no_sign_of_a_person(watches: Callable[..., IdleWatch], office: QWidget) -> None:
    clock = Seconds()
    watch = watches(clock)
    clock.now += 60
    event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(office, event)
    assert watch.seconds() == 60


def test_a_key_or_a_click_of_the_person_counts(
    watches: Callable[..., IdleWatch], office: QWidget, qtbot: QtBot
) -> None:
    clock = Seconds()
    watch = watches(clock)
    clock.now += 60
    handle = office.windowHandle()
    assert handle is not None
    qtbot.mouseClick(handle, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))  # comes from the window system
    assert watch.seconds() == 0
