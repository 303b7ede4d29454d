"""整改: corrective actions from the fail to the accepted re-inspection."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from desktop_admin.api.base import RecordCommand
from desktop_admin.api.canteen.actions import (
    DURING,
    ActionDetail,
    ActionRow,
    ActionState,
    ActionStep,
    AssignAction,
    ExtendDeadline,
    ListActions,
    ReadAction,
    Recheck,
    Reinspect,
    ReportDone,
    ToRecheck,
    VerifyAction,
    WithdrawAction,
)
from desktop_admin.api.canteen.checklist import limit_text, slot_text
from desktop_admin.api.canteen.numbers import number_text
from desktop_admin.api.lists import Action, Chip, ListSpec
from desktop_admin.api.shown import choice_label, shown
from desktop_admin.core.clock import local_time
from desktop_admin.core.errors import Refused
from desktop_admin.core.i18n import N_, tr
from desktop_admin.core.permissions import Permission
from desktop_admin.views.canteen.choices import CanteenChoices, PeopleChoices
from desktop_admin.views.kit.checklist_page.fields import KeyedEdit
from desktop_admin.views.kit.desk import QtDesk
from desktop_admin.views.kit.facts import facts
from desktop_admin.views.kit.list_page import ListPage
from desktop_admin.views.kit.paper import export_shown
from desktop_admin.views.kit.style import restyle
from desktop_admin.views.kit.widgets import Hairline, Kind, Pill, Progress, Step, Timeline, button, discard, label


def possible(command: type[RecordCommand[ActionDetail]]) -> Callable[[ActionRow], bool]:
    """Whether an action is in a state in which the command can be given."""
    return lambda row: row.state in DURING[command]


ACTIONS = ListSpec(
    name="canteen-actions",
    title=N_("Rectification"),
    query=ListActions,
    columns=(
        "number",
        "state",
        "severity",
        "overdue",
        "code",
        "text",
        "description",
        "owner",
        "deadline",
        "canteen",
        "day",
        "round",
        "escalation",
        "closed_at",
    ),
    row_title="number",
    hidden=("text", "canteen", "day", "round", "closed_at"),
    chips=(
        Chip(N_("Not closed"), {"open_only": True}),
        Chip(N_("Overdue"), {"overdue_only": True}),
        Chip(N_("My own"), {"mine_only": True}),
        Chip(N_("To assign"), {"state": ActionState.TO_ASSIGN}),
        Chip(N_("To verify"), {"state": ActionState.TO_VERIFY}),
    ),
    actions=(
        Action(ReportDone, possible(ReportDone), bulk=False, icon="check"),
        Action(VerifyAction, possible(VerifyAction), bulk=False, icon="check"),
        Action(AssignAction, possible(AssignAction), bulk=False, icon="user"),
        Action(ExtendDeadline, possible(ExtendDeadline), bulk=False, icon="clock"),
        Action(WithdrawAction, possible(WithdrawAction), bulk=False, icon="undo", danger=True),
    ),
    export=Permission.CANTEEN_SHEET_EXPORT,
    search_hint=N_("Number, item, owner"),
    empty=N_("No fail, no corrective action."),
    icon="violation",
    counted=N_("{count} actions"),
    widths={"number": 132, "code": 56, "overdue": 64, "description": 200, "severity": 96, "owner": 84, "deadline": 112},
    gives_way=("escalation", "overdue", "code"),
)


class ActionFacts(QWidget):
    """The inside of the panel: what failed, what is to be read again, and every step so far."""

    def __init__(self, desk: QtDesk, row: ActionRow) -> None:
        super().__init__()
        self._desk, self._key = desk, row.key
        self.detail: ActionDetail | None = None
        self.fields: list[KeyedEdit] = []
        self.fault = label("", "error", wrap=True)
        self._whole, self._inner = QVBoxLayout(self), QWidget()
        self._whole.setContentsMargins(0, 0, 4, 0)
        self._whole.addWidget(self._inner)
        desk.ask(ReadAction(row.key), owner=self, then=self._take)

    def _take(self, detail: ActionDetail) -> None:
        self.detail = detail
        self.fields = []
        discard(self._whole, self._inner)
        self._inner, self.fault = QWidget(), label("", "error", wrap=True)
        self._layout = QVBoxLayout(self._inner)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(10)
        row = detail.row
        self._layout.addWidget(Pill(choice_label(row.state), Kind(row.state.tone.value)), 0, Qt.AlignmentFlag.AlignLeft)
        self._layout.addWidget(_facts(detail))
        if detail.to_recheck or detail.rechecks:
            self._rechecks(detail)
        self._layout.addWidget(Hairline())
        self.timeline = Timeline(_steps(detail))
        self._layout.addWidget(self.timeline)
        self._layout.addStretch(1)
        self._whole.addWidget(self._inner)

    def _rechecks(self, detail: ActionDetail) -> None:
        """The failed value is typed again here, each one kept at once."""
        open_now = detail.row.state in DURING[Reinspect]
        may = open_now and self._desk.actor.may(Reinspect.permission)
        if not (detail.rechecks or may):
            return
        self._layout.addWidget(Hairline())
        self._layout.addWidget(label(tr(N_("Re-inspection")), "strong"))
        for read in detail.rechecks:
            self._layout.addWidget(label(_recheck_text(read), "done" if read.in_limit else "error"))
        for wanted in detail.to_recheck if may else ():
            self._layout.addWidget(self._field(wanted))
        self._layout.addWidget(self.fault)

    def _field(self, wanted: ToRecheck) -> QWidget:
        made, grid, edit = QWidget(), QGridLayout(), KeyedEdit()
        name = " ".join(part for part in (slot_text(wanted.slot), wanted.measure.label) if part)
        grid.setContentsMargins(0, 0, 0, 0)
        edit.setFixedWidth(84)
        edit.setMaxLength(20)
        edit.setAccessibleName(name)
        edit.entered.connect(partial(self._reinspect, wanted, edit))
        twice = tr(N_(", twice")) if wanted.twice else ""
        limit = tr(
            N_("failed {value} {unit}, limit {limit}{twice}"),
            value=number_text(wanted.failed),
            unit=wanted.measure.unit,
            limit=limit_text(wanted.measure),
            twice=twice,
        )
        enter = button(tr(N_("Keep")), low=True)
        enter.clicked.connect(partial(self._reinspect, wanted, edit))
        grid.addWidget(label(name), 0, 0, 1, 3)
        grid.addWidget(label(limit, "small", wrap=True), 1, 0, 1, 3)
        grid.addWidget(edit, 2, 0)
        grid.addWidget(label(wanted.measure.unit, "small"), 2, 1)
        grid.addWidget(enter, 2, 2)
        grid.setColumnStretch(1, 1)
        made.setLayout(grid)
        self.fields.append(edit)
        return made

    def _reinspect(self, wanted: ToRecheck, edit: KeyedEdit, _checked: object = None) -> None:
        if self.detail is not None and edit.text().strip():
            row = self.detail.row
            command = Reinspect(
                row.key, row.version, slot=wanted.slot.id, measure=wanted.measure.name, raw=edit.text().strip()
            )
            self._desk.ask(command, owner=self, then=self._take, failed=partial(self._refused, edit))

    def _refused(self, edit: KeyedEdit, error: Refused) -> None:
        restyle(edit, "fault", value=True)
        self.fault.setText(str(error))


class RectifyPage(ListPage):
    def __init__(self, desk: QtDesk) -> None:
        people, canteens = PeopleChoices(desk), CanteenChoices(desk)
        super().__init__(
            desk, ACTIONS, details=ActionFacts, choices={"canteen": canteens, "owner": people}, export=export_shown
        )
        people.follow(self)
        canteens.follow(self)


def _facts(detail: ActionDetail) -> QWidget:
    row = detail.row
    told = (
        (N_("Item"), f"{row.code} {row.text}"),
        (N_("Sheet no."), detail.sheet_number),
        (N_("Canteen"), row.canteen),
        (N_("Severity"), choice_label(row.severity)),
        (N_("Owner"), row.owner),
        (N_("Deadline"), shown(row.deadline)),
        (N_("Description"), row.description),
        (N_("Measure taken"), detail.precaution),
        (N_("Cause"), detail.cause),
        (N_("What was done"), detail.done),
        (N_("Document no."), detail.evidence),
        (N_("Round"), str(row.round) if row.round > 1 else ""),
    )
    return facts(told)


def _recheck_text(read: Recheck) -> str:
    sign = "✓" if read.in_limit else "✗"
    where = slot_text(read.slot)
    return f"{sign} {where} {number_text(read.value)} {read.unit} · {read.by} {local_time(read.at):%m-%d %H:%M}"


def _steps(detail: ActionDetail) -> list[Step]:
    found = [_step(each) for each in detail.steps]
    awaited = {
        ActionState.TO_ASSIGN: N_("An owner is to be named"),
        ActionState.RECTIFYING: N_("The owner reports it done"),
        ActionState.TO_VERIFY: N_("Someone else verifies it"),
    }.get(detail.row.state)
    return [*found, Step(tr(awaited), "", Progress.FUTURE)] if awaited else found


def _step(step: ActionStep) -> Step:
    back = step.before is ActionState.TO_VERIFY and step.after is ActionState.RECTIFYING
    detail = f"{local_time(step.at):%m-%d %H:%M} {step.by}"
    return Step(choice_label(step.after), detail, Progress.RETURNED if back else Progress.DONE, step.remark)
