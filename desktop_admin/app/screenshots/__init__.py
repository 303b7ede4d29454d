"""Every page of the demo school as a picture, light and dark: for the guide, and to be looked at."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

from desktop_admin.api.accounts import SignIn
from desktop_admin.api.publishing.states import SubmissionState
from desktop_admin.api.publishing.submission import ListSubmissions, ReadSubmission
from desktop_admin.api.training.assignments import ListAssignments
from desktop_admin.api.training.certificates import ListCertificates
from desktop_admin.app import demo
from desktop_admin.app.demo.people import PASSWORD, SCHOOL
from desktop_admin.app.premises import local_door
from desktop_admin.app.screenshots.camera import SIZE, over, settle, take_picture
from desktop_admin.app.screenshots.walks import WALKS, Walk, walk
from desktop_admin.app.session import OpenSession
from desktop_admin.app.window import application
from desktop_admin.core.settings import Settings
from desktop_admin.desk.base import Desk, Door
from desktop_admin.views.kit import theme
from desktop_admin.views.kit.collector import Collector
from desktop_admin.views.kit.shell import MainWindow
from desktop_admin.views.publishing.articles import ArticlesPage
from desktop_admin.views.publishing.names import ARTICLES
from desktop_admin.views.set_up import SetUpWindow
from desktop_admin.views.sharing.join import JoinWindow
from desktop_admin.views.sign_in import SignInWindow
from desktop_admin.views.training.homework import HomeworkPage
from desktop_admin.views.training.names import HOMEWORK, MINE, RUNNING
from desktop_admin.views.training.overview import RunningPage

PEOPLE = ("wangjg", "gaoyan", "sunlh", "limin", "qinhai", "zhengsj")  # whose pages are shown, each once
SCHEMES = (theme.Scheme.LIGHT, theme.Scheme.DARK)


def _article(window: MainWindow, desk: Desk) -> None:
    """The one that came back and waits for the publicity office."""
    page = window.go("publishing", ARTICLES)
    row = desk.ask(ListSubmissions(state=SubmissionState.PROP, limit=1)).rows[0]
    if isinstance(page, ArticlesPage):
        page.open_article(row.key)


def _draft(window: MainWindow, desk: Desk) -> None:
    page = window.go("publishing", ARTICLES)
    row = desk.ask(ListSubmissions(state=SubmissionState.PROP, limit=1)).rows[0]
    if isinstance(page, ArticlesPage):
        page.edit_article(desk.ask(ReadSubmission(row.key)))


def _mine(window: MainWindow, _desk: Desk) -> None:
    window.go("training", MINE)


def _course(window: MainWindow, desk: Desk) -> None:
    """The one that has homework to be marked."""
    page = window.go("training", RUNNING)
    if isinstance(page, RunningPage):
        page.open_course(desk.ask(ListAssignments(to_mark=True, limit=1)).rows[0].course_key)


def _grades(window: MainWindow, desk: Desk) -> None:
    """Of the course whose people have certificates."""
    page = window.go("training", HOMEWORK)
    row = desk.ask(ListCertificates(food_safety=True, limit=1)).rows[0]
    if isinstance(page, HomeworkPage):
        page.show_grades()
        settle()  # its choice of courses comes first
        page.show_grades().show_course(row.course_key)


OPENED = (  # by whom, the picture's name, and how it is opened
    ("gaoyan", "publishing-article", _article),
    ("liufang", "publishing-writing", _draft),
    ("dengbw", "training-course", _course),
    ("limin", "training-grades", _grades),
    ("tangsy", "training-mine", _mine),
)


def take(data: Path, folder: Path, only: str = "") -> Iterator[Path]:
    """Writes the pictures and yields each file. Needs no display. only: part of a picture's name."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    folder.mkdir(parents=True, exist_ok=True)
    home = demo.prepare(data)
    Collector(application(Settings(scheme="light")))
    door = local_door(home)
    for scheme in SCHEMES:
        theme.look().switch(scheme)
        if not only:
            yield from _first_windows(folder, scheme)
            seen: set[tuple[str, str]] = set()
            for login in PEOPLE:
                yield from _pages(door, home, login, folder / scheme.value, seen)
        for login, name, show in OPENED:
            if only in name:
                yield _opened(door, home, login, folder / scheme.value / f"{name}.png", show)
        for there in WALKS:
            if only in there.picture:
                yield _walked(door, home, there, folder / scheme.value / f"{there.picture}.png")


def _first_windows(folder: Path, scheme: theme.Scheme) -> Iterator[Path]:
    sign_in = SignInWindow("wangjg")
    sign_in.ready(SCHOOL)
    yield take_picture(sign_in, folder / scheme.value / "sign-in.png")
    set_up = SetUpWindow()
    yield take_picture(set_up, folder / scheme.value / "set-up.png")
    join = JoinWindow()
    yield take_picture(join, folder / scheme.value / "join.png")
    for window in (sign_in, set_up, join):
        window.close()
        window.deleteLater()


def _pages(door: Door, home: Path, login: str, folder: Path, seen: set[tuple[str, str]]) -> Iterator[Path]:
    _, window = _signed_in(door, home, login)
    for module, title in window.pages():
        if (module, title) not in seen:
            seen.add((module, title))
            window.resize(*SIZE)
            window.show()
            window.go(module, title)
            yield take_picture(window, folder / f"{module}-{len(seen):02d}.png")
    _close(window)


def _opened(door: Door, home: Path, login: str, file: Path, show: Callable[[MainWindow, Desk], None]) -> Path:
    desk, window = _signed_in(door, home, login)
    window.resize(*SIZE)
    window.show()
    show(window, desk)
    take_picture(window, file)
    _close(window)
    return file


def _walked(door: Door, home: Path, there: Walk, file: Path) -> Path:
    _, window = _signed_in(door, home, there.login)
    window.resize(*SIZE)
    window.show()
    walk(window, there)
    take_picture(window, file)
    for above in reversed(over(window)):
        above.close()
    _close(window)
    return file


def _signed_in(door: Door, home: Path, login: str) -> tuple[Desk, MainWindow]:
    desk = door.sign_in(SignIn(login, PASSWORD))
    session = OpenSession(desk, SCHOOL, home)
    session.start()
    if not isinstance(session.window, MainWindow):
        raise TypeError(session.window)
    return desk, session.window


def _close(window: MainWindow) -> None:
    window.close()
    window.deleteLater()
    settle(50)
