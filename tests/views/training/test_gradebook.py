"""The grade book: weights are told as they are typed, marks entered with Enter, results of who is ready released."""

from decimal import Decimal

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop_admin.api.training.certificates import CertificateCheck, Genuine
from desktop_admin.api.training.grades import GradeItem, ReadGradeBook, SetGradeItems
from desktop_admin.views.training.gradebook import BEFORE_MARKS, GradeBookPage
from desktop_admin.views.training.verify import VerifyDialog
from tests.services.training.conftest import Centre
from tests.views.training.conftest import Shown

K = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier
HOURS = Decimal(4)
ITEM = GradeItem(title="课堂表现", weight=Decimal(100))


def opened(qtbot: QtBot, shown: Shown) -> GradeBookPage:
    page = shown("teacher", GradeBookPage)
    assert isinstance(page, GradeBookPage)
    qtbot.waitUntil(lambda: page.book is not None)
    return page


def test_a_mark_is_entered_on_its_cell_and_only_who_is_ready_is_released(
    qtbot: QtBot, centre: Centre, shown: Shown
) -> None:
    course = centre.published()
    for name in ("冯雪", "李敏"):
        centre.enrol(course, name)
    book = centre.teacher.ask(ReadGradeBook(course.row.key))
    centre.teacher.ask(SetGradeItems(course.row.key, book.version, items=(ITEM,)))
    page = opened(qtbot, shown)
    assert not page.release.isEnabled()
    page.table.setCurrentIndex(page.table.cells.index(0, BEFORE_MARKS))
    qtbot.keyClick(page.table, K.Key_Return)
    qtbot.keyClicks(page.dialog.editor("mark").widget, "91.5")
    qtbot.keyClick(page.dialog, K.Key_Return, CONTROL)
    qtbot.waitUntil(page.release.isEnabled)
    qtbot.mouseClick(page.release, Qt.MouseButton.LeftButton)
    qtbot.keyClick(page.dialog, K.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: page.book is not None and page.book.passed == 1)
    finals = [
        (line.final, line.released_at is not None) for line in centre.teacher.ask(ReadGradeBook(course.row.key)).lines
    ]
    assert finals == [(Decimal("91.5"), True), (None, False)]


def test_weights_that_are_not_100_are_refused_and_stay_in_the_form(qtbot: QtBot, centre: Centre, shown: Shown) -> None:
    course = centre.published()
    centre.enrol(course, "冯雪")
    page = opened(qtbot, shown)
    qtbot.mouseClick(page.items, Qt.MouseButton.LeftButton)
    dialog = page.dialog
    dialog.items.add(GradeItem(title="课堂表现", weight=Decimal(90)))
    dialog.items.edited.emit()
    assert dialog.items.sum.text() == "90 of 100 %"
    assert dialog.items.sum.property("face") == "error"
    qtbot.keyClick(dialog, K.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: "Make them 100 %" in dialog.messages.text())
    assert dialog.isVisible()
    assert not centre.teacher.ask(ReadGradeBook(course.row.key)).items


def test_the_dialog_of_graded_items_grows_with_its_lines(qtbot: QtBot, centre: Centre, shown: Shown) -> None:
    centre.enrol(centre.published(), "冯雪")
    page = opened(qtbot, shown)
    qtbot.mouseClick(page.items, Qt.MouseButton.LeftButton)
    dialog = page.dialog
    before = dialog.height()
    qtbot.mouseClick(dialog.items.add_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: dialog.height() > before)
    for widget in dialog.items.lines[0].widgets():
        assert widget.visibleRegion().boundingRect() == widget.rect()


def test_what_a_certificate_check_answers_is_all_in_sight(qtbot: QtBot, centre: Centre, shown: Shown) -> None:
    centre.enrol(centre.published(), "冯雪")
    page = opened(qtbot, shown)
    dialog = VerifyDialog(page, page.desk)
    dialog.open()
    before = dialog.height()
    told = CertificateCheck(
        result=Genuine.GENUINE, number="PX-2026-00001", learner="冯雪", course="食品安全", hours=HOURS
    )
    dialog._take(told)
    qtbot.waitUntil(lambda: dialog.height() > before)
    assert dialog._facts is not None
    facts = dialog._facts
    qtbot.waitUntil(lambda: facts.visibleRegion().boundingRect() == facts.rect())


def test_it_opens_at_a_course_of_ones_own_in_which_somebody_takes_part(
    qtbot: QtBot, centre: Centre, shown: Shown
) -> None:
    taken, centre.teacher = centre.published(), centre.house.desk("teacher", login="colleague", name="孙老师")
    others, centre.teacher = centre.published(), centre.house.desk("teacher", login="teacher")
    newest = centre.published()
    for course in (taken, others):
        centre.enrol(course, "冯雪")
    page = opened(qtbot, shown)
    offered = [page.course.itemData(place) for place in range(page.course.count())]
    assert offered == [taken.row.key, newest.row.key]
    assert page.course.currentData() == taken.row.key
    assert page.course.width() >= page.course.sizeHint().width(), "its number is read to the end"
