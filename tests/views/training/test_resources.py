"""Resources stand with their rights; who reviews them sees what is missing, and what has expired does not open."""

from datetime import timedelta
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from desktop_admin.api.training.flows import ApproveResource, SubmitResource
from desktop_admin.api.training.resources import AddResource, ReadResource, ResourceDetail, ResourceState
from desktop_admin.views.training.resource_form import ResourceDialog
from desktop_admin.views.training.resources import ResourceScreen, ResourcesPage
from tests.conftest import House
from tests.services.training.conftest import TODAY, Centre
from tests.views.training.conftest import Shown

K = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier


def contributed(centre: Centre, **more: Any) -> ResourceDetail:
    rights: dict[str, Any] = {"rights_owner": "本校", "licence": "自制", "source": "教研组"}
    return centre.teacher.ask(AddResource(title="微课入门", link="https://example.org/a", **(rights | more)))


def screen_of(qtbot: QtBot, shown: Shown, login: str, resource: ResourceDetail) -> ResourceScreen:
    screen = shown(login, ResourceScreen)
    assert isinstance(screen, ResourceScreen)
    screen.show_record(resource.row.key)
    qtbot.waitUntil(lambda: screen.resource is not None)
    return screen


def test_a_resource_is_contributed_and_tells_what_its_rights_record_lacks(
    qtbot: QtBot, centre: Centre, shown: Shown
) -> None:
    page = shown("teacher", ResourcesPage)
    assert isinstance(page, ResourcesPage)
    qtbot.mouseClick(page.list.new_button, Qt.MouseButton.LeftButton)
    form = page.dialog
    assert isinstance(form, ResourceDialog)
    for name, text in (("title", "微课入门"), ("link", "https://example.org/a")):
        widget = form.editor(name).widget
        assert isinstance(widget, QLineEdit)
        widget.setText(text)
    qtbot.keyClick(form, K.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: ResourceScreen in page.screens)
    screen = page.screens[ResourceScreen]
    assert isinstance(screen, ResourceScreen)
    qtbot.waitUntil(lambda: screen.resource is not None)
    assert screen.warning.text.text() == "The rights record still lacks: Rights owner, Licence to use, Source."
    assert not screen.bar.buttons[SubmitResource.wire_name()].isEnabled()
    assert centre.teacher.ask(ReadResource(screen.resource.row.key)).row.title == "微课入门"  # type: ignore[union-attr]


def test_someone_else_approves_it_point_by_point(qtbot: QtBot, centre: Centre, shown: Shown) -> None:
    made = contributed(centre)
    centre.teacher.ask(SubmitResource(made.row.key, made.row.version, revision=made.row.revision))
    screen = screen_of(qtbot, shown, "reviewer", made)
    qtbot.mouseClick(screen.bar.buttons[ApproveResource.wire_name()], Qt.MouseButton.LeftButton)
    for box in screen.dialog.boxes.values():
        qtbot.keyClick(box, K.Key_Space)
    qtbot.keyClick(screen.dialog, K.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: screen.resource is not None and screen.resource.row.state is ResourceState.APPROVED)
    opened: list[str] = []
    screen.outside = lambda url: opened.append(url.toString())
    qtbot.mouseClick(screen.view, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: opened == ["https://example.org/a"])


def test_what_has_expired_is_not_opened_and_the_day_is_told(
    qtbot: QtBot, house: House, centre: Centre, shown: Shown
) -> None:
    made = contributed(centre, expiry=TODAY + timedelta(days=1))
    made = centre.teacher.ask(SubmitResource(made.row.key, made.row.version, revision=made.row.revision))
    ticked = tuple(point.code for point in made.checklist)
    centre.reviewer.ask(ApproveResource(made.row.key, made.row.version, revision=made.row.revision, ticked=ticked))
    house.clock.forward(timedelta(days=2))
    screen = screen_of(qtbot, shown, "teacher", made)
    opened: list[str] = []
    screen.outside = lambda url: opened.append(url.toString())
    qtbot.mouseClick(screen.view, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "expired on 2026-09-02" in screen.messages.text())
    assert not opened
