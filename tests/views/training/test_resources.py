"""Resources stand with their rights; who reviews them sees what is missing, and what has expired does not open."""

from datetime import timedelta
from typing import Any

from msgspec.structs import asdict
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from desktop_admin.api.training.files import StoreFile
from desktop_admin.api.training.flows import ApproveResource, SubmitResource
from desktop_admin.api.training.resources import AddResource, EditResource, ReadResource, ResourceDetail, ResourceState
from desktop_admin.views.kit.conflict import Side
from desktop_admin.views.training.resource_form import ResourceDialog
from desktop_admin.views.training.resources import ResourceScreen, ResourcesPage
from tests.conftest import House
from tests.services.training.conftest import TODAY, Centre
from tests.services.training.test_homework import PDF
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


def test_a_learner_finds_what_may_be_used_without_the_switches_of_those_who_keep_it(
    qtbot: QtBot, centre: Centre, shown: Shown
) -> None:
    made = approve(centre, contributed(centre))
    contributed(centre)
    centre.learner("冯雪")
    page = shown("learner1", ResourcesPage)
    assert isinstance(page, ResourcesPage)
    qtbot.waitUntil(lambda: page.list.rows.total == 1)
    assert page.list.spec.chips == ()
    assert page.list.new_button.isHidden()
    assert page.list.export_button.isHidden()
    screen = screen_of(qtbot, shown, "learner1", made)
    assert screen.history.isHidden()
    assert screen.bar.isHidden()


def approve(centre: Centre, made: ResourceDetail) -> ResourceDetail:
    made = centre.teacher.ask(ReadResource(made.row.key))
    made = centre.teacher.ask(SubmitResource(made.row.key, made.row.version, revision=made.row.revision))
    ticked = tuple(point.code for point in made.checklist)
    command = ApproveResource(made.row.key, made.row.version, revision=made.row.revision, ticked=ticked)
    return centre.reviewer.ask(command)


def edited(centre: Centre, made: ResourceDetail, **other: Any) -> ResourceDetail:
    now = centre.teacher.ask(ReadResource(made.row.key))
    return centre.teacher.ask(EditResource(now.row.key, now.row.version, **(asdict(now.content) | other)))


def facts(screen: ResourceScreen) -> list[str]:
    return [each.text() for each in screen.about.findChildren(QLabel)]


def test_the_newest_revision_is_read_first_and_an_earlier_one_decides_nothing(
    qtbot: QtBot, centre: Centre, shown: Shown
) -> None:
    made = approve(centre, contributed(centre))
    now = edited(centre, made, link="https://example.org/b", description="第二版")
    centre.teacher.ask(SubmitResource(now.row.key, now.row.version, revision=2))
    screen = screen_of(qtbot, shown, "reviewer", made)
    waits = "Revision 2 has not been approved. Until it is, revision 1 is in use."
    assert screen.warning.text.text() == waits
    assert "第二版" in facts(screen)
    assert not screen.bar.isHidden()
    opened: list[str] = []
    screen.outside = lambda url: opened.append(url.toString())
    qtbot.mouseClick(screen.view, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: opened == ["https://example.org/b"])
    assert [screen.revisions.itemText(place) for place in range(2)] == ["revision 2", "revision 1 (in force)"]
    qtbot.keyClick(screen.revisions, K.Key_Down)
    qtbot.waitUntil(lambda: screen.resource is not None and screen.resource.shown == 1)
    assert screen.warning.text.text() == "This is revision 1, not the newest."
    assert "https://example.org/a" in facts(screen)
    assert screen.bar.isHidden()
    qtbot.mouseClick(screen.view, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: opened == ["https://example.org/b", "https://example.org/a"])
    qtbot.keyClick(screen.revisions, K.Key_Up)
    qtbot.waitUntil(lambda: not screen.bar.isHidden())
    assert screen.warning.text.text() == waits


def test_two_who_edit_a_resource_that_is_in_force_choose_field_by_field(
    qtbot: QtBot, centre: Centre, shown: Shown
) -> None:
    made = approve(centre, contributed(centre))
    screen = screen_of(qtbot, shown, "boss", made)
    qtbot.mouseClick(screen.edit, Qt.MouseButton.LeftButton)
    form = screen.dialog
    assert isinstance(form, ResourceDialog)
    for name, text in (("title", "主任改的题目"), ("source", "主任改的来源")):
        widget = form.editor(name).widget
        assert isinstance(widget, QLineEdit)
        widget.setText(text)
    paper = centre.teacher.ask(StoreFile(name="讲义.pdf", data=PDF)).key
    edited(centre, made, title="老师改的题目", licence="老师改的许可", file=paper)
    qtbot.keyClick(form, K.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: form.conflict is not None and form.conflict.isVisible())
    assert form.conflict is not None
    assert list(form.conflict._choices) == ["title"]
    form.conflict.take("title", Side.MINE)
    qtbot.mouseClick(form.conflict.save, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not form.isVisible())
    now = centre.teacher.ask(ReadResource(made.row.key))
    content = now.content
    assert (content.title, content.licence, content.source) == ("主任改的题目", "老师改的许可", "主任改的来源")
    assert now.file is not None
    assert (now.file.name, now.row.revision, now.row.in_force) == ("讲义.pdf", 3, 1)


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
