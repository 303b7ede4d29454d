"""检查结果: what was found in an article, answered or not; what is missing before it is handed in."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop_admin.api.publishing.submission import FoundIn, SubmissionDetail
from desktop_admin.api.publishing.text import FindingKind
from desktop_admin.api.publishing.words import WordCategory
from desktop_admin.api.shown import choice_label
from desktop_admin.core.i18n import N_, tr
from desktop_admin.views.kit.icons import IconMark
from desktop_admin.views.kit.widgets import Card, ElidedLabel, Hairline, Kind, Pill, button, discard, label

NOT_YET = N_("Before handing in")


class FindingLine(QWidget):
    """pressed: to be shown in the text. answer_asked: to say why it may stay."""

    pressed = Signal()
    answer_asked = Signal()

    def __init__(self, number: int, found: FoundIn, *, editable: bool) -> None:
        super().__init__()
        self.found = found
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(f"[{number}] {found.finding.said}")
        top, whole = QHBoxLayout(), QVBoxLayout(self)
        top.setSpacing(6)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(3)
        top.addWidget(label(f"[{number}]", "strong"))
        top.addWidget(ElidedLabel(found.finding.said, "strong"), 1)
        kind = Kind(found.finding.kind.tone.value) if found.open else Kind.OK
        top.addWidget(Pill(choice_label(found.finding.kind), kind))
        whole.addLayout(top)
        whole.addWidget(label(_about(found), "small", wrap=True))
        self.answer = button(tr(N_("It may stay")), "ghost", low=True)
        if found.reason:
            whole.addWidget(label(tr(N_("{by}: {reason}"), by=found.by, reason=found.reason), "done", wrap=True))
        elif editable:
            whole.addWidget(self.answer, 0, Qt.AlignmentFlag.AlignLeft)
        self.answer.clicked.connect(self.answer_asked)

    def mousePressEvent(self, _event: QMouseEvent) -> None:
        self.pressed.emit()


class FindingsCard(Card):
    wanted = Signal(int)  # the number of a finding that is to be shown
    answer_asked = Signal(object)  # a FoundIn

    def __init__(self) -> None:
        super().__init__(tr(N_("Check results")))
        self.lines: list[FindingLine] = []
        self._inner: QWidget | None = None

    def show_article(self, detail: SubmissionDetail) -> None:
        self.show_found(detail.findings, detail.missing if detail.editable else (), editable=detail.editable)

    def show_found(self, findings: tuple[FoundIn, ...], missing: tuple[str, ...], *, editable: bool) -> None:
        unanswered = sum(found.open for found in findings)
        self.count.setText(_counted(len(findings), unanswered))
        if self._inner is not None:
            discard(self.body, self._inner)
        self._inner = inner = QWidget()
        rows = QVBoxLayout(inner)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(8)
        self.lines = [self._line(number, found, editable=editable) for number, found in enumerate(findings, 1)]
        for place, line in enumerate(self.lines):
            if place:
                rows.addWidget(Hairline())
            rows.addWidget(line)
        if missing:
            rows.addWidget(_missing(missing))
        elif not findings:
            rows.addWidget(label(tr(N_("Nothing was found.")), "quiet"))
        self.body.addWidget(inner)

    def _line(self, number: int, found: FoundIn, *, editable: bool) -> FindingLine:
        line = FindingLine(number, found, editable=editable)
        line.pressed.connect(partial(self.wanted.emit, number))
        line.answer_asked.connect(partial(self.answer_asked.emit, found))
        return line


def _counted(count: int, unanswered: int) -> str:
    if not count:
        return ""
    if not unanswered:
        return tr(N_("{count} found, all answered"), count=count)
    return tr(N_("{count} found, {open} not answered"), count=count, open=unanswered)


def _about(found: FoundIn) -> str:
    finding = found.finding
    told = [tr(found.part_label)]
    if finding.kind is FindingKind.WORD:
        told.append(_category(finding.category))
    if finding.word and finding.word != finding.said:
        told.append(finding.word)
    if finding.disguised:
        told.append(tr(N_("written in disguise")))
    return " · ".join(part for part in told if part)


def _category(value: str) -> str:
    return next((choice_label(category) for category in WordCategory if category.value == value), value)


def _missing(missing: tuple[str, ...]) -> QWidget:
    made = QWidget()
    rows = QVBoxLayout(made)
    rows.setContentsMargins(0, 0, 0, 0)
    rows.setSpacing(4)
    rows.addWidget(label(tr(NOT_YET), "strong"))
    for message in missing:
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(IconMark("warn", "warn", 14), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(label(tr(message), "small", wrap=True), 1)
        rows.addLayout(row)
    return made
