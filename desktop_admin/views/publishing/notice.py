"""督促: the panel of one notice, with its correction and every step."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_admin.api.publishing.columns import NoticeDetail, NoticeRow, NoticeState, NoticeStep, ReadNotice
from desktop_admin.api.shown import choice_label, shown
from desktop_admin.core.clock import local_time
from desktop_admin.core.i18n import N_, tr
from desktop_admin.views.kit.desk import QtDesk
from desktop_admin.views.kit.facts import facts
from desktop_admin.views.kit.widgets import Hairline, Kind, Pill, Progress, Step, Timeline, discard

AWAITED = {
    NoticeState.OPEN: N_("The department corrects it and replies"),
    NoticeState.REPLIED: N_("Someone else verifies it"),
}


class NoticeFacts(QWidget):
    def __init__(self, desk: QtDesk, row: NoticeRow) -> None:
        super().__init__()
        self.detail: NoticeDetail | None = None
        self.timeline = Timeline()
        self._whole, self._inner = QVBoxLayout(self), QWidget()
        self._whole.setContentsMargins(0, 0, 4, 0)
        self._whole.addWidget(self._inner)
        desk.ask(ReadNotice(row.key), owner=self, then=self._take)

    def _take(self, detail: NoticeDetail) -> None:
        self.detail = detail
        discard(self._whole, self._inner)
        self._inner, row = QWidget(), detail.row
        layout = QVBoxLayout(self._inner)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(Pill(choice_label(row.state), Kind(row.state.tone.value)), 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(_facts(detail))
        layout.addWidget(Hairline())
        self.timeline = Timeline([*(_step(step) for step in detail.steps), *_awaited(row.state)])
        layout.addWidget(self.timeline)
        layout.addStretch(1)
        self._whole.addWidget(self._inner)


def _facts(detail: NoticeDetail) -> QWidget:
    row = detail.row
    return facts(
        (
            (N_("Column"), row.column),
            (N_("Department"), row.department),
            (N_("Found as"), tr(N_("{state}, {days} days"), state=choice_label(row.found), days=row.days)),
            (N_("Demand"), row.text),
            (N_("Deadline"), shown(row.deadline)),
            (N_("Head"), detail.department_head),
            (N_("Informant"), detail.informant),
            (N_("Correction"), row.reply),
            (N_("Conclusion"), row.conclusion),
            (N_("Last published"), shown(detail.last_at) if detail.last_at else ""),
        )
    )


def _step(step: NoticeStep) -> Step:
    back = step.before is NoticeState.REPLIED and step.after is NoticeState.OPEN
    told = f"{local_time(step.at):%m-%d %H:%M} {step.by}"
    return Step(choice_label(step.after), told, Progress.RETURNED if back else Progress.DONE, step.text)


def _awaited(state: NoticeState) -> list[Step]:
    return [Step(tr(AWAITED[state]), "", Progress.FUTURE)] if state in AWAITED else []
