"""A new password: the rule beforehand, and a meter while it is typed. Nothing typed here is kept or sent but once."""

from collections.abc import Callable, Iterable
from typing import Final

from msgspec.structs import replace
from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop_admin.api.accounts import ChangePassword, OwnRule
from desktop_admin.api.base import fields
from desktop_admin.core.errors import Invalid, Refused
from desktop_admin.core.i18n import N_, tr
from desktop_admin.core.passwords import (
    HoldsPersonal,
    LacksDigit,
    LacksLetter,
    LacksSpecial,
    Rule,
    TooCommon,
    TooGuessable,
    TooLong,
    TooShort,
    TooSimilar,
    UsedBefore,
    WeakPassword,
)
from desktop_admin.core.permissions import Actor
from desktop_admin.core.strength import Candidate, Judgement, judge
from desktop_admin.views.kit.desk import QtDesk
from desktop_admin.views.kit.editors import Editor, make_editor
from desktop_admin.views.kit.form import FieldBox
from desktop_admin.views.kit.icons import IconMark
from desktop_admin.views.kit.style import restyle
from desktop_admin.views.kit.theme import Token, colour
from desktop_admin.views.kit.widgets import label

DIFFER = N_("The two passwords differ; type the same one twice.")
STRENGTHS: Final[tuple[tuple[str, Token], ...]] = (
    (N_("Very weak"), "danger"),
    (N_("Weak"), "danger"),
    (N_("Fair"), "warn"),
    (N_("Strong"), "ok"),
    (N_("Very strong"), "ok"),
)
_BAR, _GAP = 6, 4  # pixels
_LINE = 18  # pixels of a line of the rule, whatever font it is measured in before it is shown


class StrengthMeter(QWidget):
    """Four bars and a word; empty until something is typed."""

    def __init__(self) -> None:
        super().__init__()
        self.score: int | None = None
        self.setFixedHeight(_BAR)

    def show_score(self, score: int | None) -> None:
        self.score = score
        self.setAccessibleName(self.word())
        self.update()

    def word(self) -> str:
        return "" if self.score is None else tr(STRENGTHS[self.score][0])

    def sizeHint(self) -> QSize:
        return QSize(160, _BAR)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        most = len(STRENGTHS) - 1
        width = (self.width() - _GAP * (most - 1)) / most
        filled = 0 if self.score is None else max(1, self.score)
        for place in range(most):
            ink: Token = STRENGTHS[self.score or 0][1] if place < filled else "neutral_soft"
            painter.setBrush(colour(ink))
            painter.drawRoundedRect(QRectF(place * (width + _GAP), 0, width, _BAR), _BAR / 2, _BAR / 2)


class _Demand(QWidget):
    """One line of the rule, with a tick as soon as it is met."""

    def __init__(self, text: str, unmet_by: tuple[type[WeakPassword], ...]) -> None:
        super().__init__()
        self.unmet_by = unmet_by
        self.setFixedHeight(_LINE)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        self._mark, self._words = IconMark("minus", "text2", 14), label(text, "small")
        row.addWidget(self._mark)
        row.addWidget(self._words, 1)
        self.met = False

    def show_met(self, *, met: bool) -> None:
        self.met = met
        self._mark.show_icon("check" if met else "minus", "ok" if met else "text2")
        self._words.setAccessibleDescription(tr(N_("met")) if met else tr(N_("not met")))


def demands(rule: Rule) -> list[tuple[str, tuple[type[WeakPassword], ...]]]:
    """The rule in lines, each with the refusals that say it is not met."""
    needed: list[tuple[str, tuple[type[WeakPassword], ...]]] = [
        (tr(N_("At least {least} characters"), least=rule.least), (TooShort, TooLong))
    ]
    if rule.needs:
        needed.append((tr(N_("A letter, a digit and a special character")), (LacksLetter, LacksDigit, LacksSpecial)))
    return [
        *needed,
        (tr(N_("Hard to guess, and not what many people use")), (TooGuessable, TooCommon)),
        (tr(N_("Without name, user name, number, phone or school")), (HoldsPersonal,)),
        (tr(N_("Unlike the current one; not one of the last {remembered}"), remembered=rule.remembered), (TooSimilar,)),
    ]


class PasswordForm(QWidget):
    """Three fields, a meter and the rule. known: the old secret, where it is known from the sign-in and not asked for.
    by_code: it may be an activation code."""

    edited = Signal()

    def __init__(self, known: str = "", *, by_code: bool = False) -> None:
        super().__init__()
        declared = fields(ChangePassword)
        again = replace(declared["new"], name="repeat", label=N_("New password again"))
        old = declared["old"] if by_code else replace(declared["old"], label=N_("Current password"))
        made: dict[str, Editor] = {each.name: make_editor(each) for each in (old, declared["new"], again)}
        self.boxes = {name: FieldBox(editor.field, editor) for name, editor in made.items()}
        self._own: OwnRule | None = None
        self._known = known
        self.meter, self._word = StrengthMeter(), label("", "small")
        self._demands: list[_Demand] = []
        self._rules = QVBoxLayout()
        self._lay_out()
        self.boxes["old"].setVisible(not known)
        for editor in made.values():
            editor.edited.connect(self._judge)

    def editor(self, name: str) -> Editor:
        return self.boxes[name].editor

    def fault(self, name: str) -> str:
        return self.boxes[name].fault

    def show_rule(self, own: OwnRule) -> None:
        """The rule of this person, before anything is typed."""
        self._own = own
        for text, unmet_by in demands(own.rule):
            demand = _Demand(text, unmet_by)
            self._demands.append(demand)
            self._rules.addWidget(demand)
        self._judge()

    def met(self) -> list[bool]:
        """Which lines of the rule are met, in their order."""
        return [demand.met for demand in self._demands]

    def command(self) -> ChangePassword | None:
        """What is to be asked for; None if something is wrong, which is said where it is wrong."""
        try:
            given = {name: box.read() for name, box in self.boxes.items() if not box.isHidden()}
        except Invalid:
            self._focus_first_fault()
            return None
        if given["new"] != given["repeat"]:
            self.boxes["repeat"].refuse(tr(DIFFER))
        weak = self._judgement().weaknesses
        if weak:
            self.boxes["new"].refuse(str(weak[0]))
        self._focus_first_fault()
        if any(box.fault for box in self.boxes.values()):
            return None
        return ChangePassword(old=given.get("old", self._known), new=given["new"])

    def refuse(self, error: Refused) -> bool:
        """Whether the refusal is about one of the fields, and is now shown there."""
        if isinstance(error, WeakPassword):
            self.boxes["new"].refuse(str(error))
            if isinstance(error, UsedBefore):
                self._demands[-1].show_met(met=False)
        elif self.boxes["old"].isHidden():
            return False
        else:
            self.boxes["old"].refuse(str(error))
        self._focus_first_fault()
        return True

    def send(
        self,
        desk: QtDesk,
        primary: QPushButton,
        then: Callable[[], object],
        failed: Callable[[Refused], object],
    ) -> None:
        """Once: primary, the button that asks for it, rests meanwhile. failed gets what is about none of the fields."""
        command = self.command()
        if command is None or not primary.isEnabled():
            return

        def changed(actor: Actor) -> None:
            desk.renew(actor)
            then()

        def refused(error: Refused) -> None:
            primary.setEnabled(True)
            if not self.refuse(error):
                failed(error)

        primary.setEnabled(False)
        desk.ask(command, owner=self, then=changed, failed=refused)

    def forget(self, _result: int = 0) -> None:
        """Nothing typed stays in a window that is closed."""
        self._known = ""
        for box in self.boxes.values():
            box.editor.write("")

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self.boxes["old"])
        layout.addWidget(self.boxes["new"])
        strength = QHBoxLayout()
        strength.setSpacing(10)
        strength.addWidget(self.meter, 1)
        self._word.setMinimumWidth(64)
        self._word.setFixedHeight(_LINE)
        strength.addWidget(self._word)
        layout.addLayout(strength)
        self._rules.setSpacing(3)
        self._rules.setContentsMargins(0, 4, 0, 6)
        layout.addLayout(self._rules)
        layout.addWidget(self.boxes["repeat"])

    def _typed(self, name: str) -> str:
        line: QLabel | QWidget = self.boxes[name].editor.widget
        return str(line.property("text") or "")

    def _judgement(self) -> Judgement:
        new = self._typed("new")
        if self._own is None:
            return Judgement(0, ())
        old = self._known if self.boxes["old"].isHidden() else self._typed("old")
        return judge(Candidate(new, self._own.rule, self._own.personal, "" if self._own.by_code else old))

    def _judge(self) -> None:
        judged, typed = self._judgement(), bool(self._typed("new"))
        self.meter.show_score(judged.score if typed else None)
        self._word.setText(self.meter.word())
        if typed:
            restyle(self._word, "face", "error" if judged.score < _fair(self._own) else "small")
        unmet = tuple(type(weakness) for weakness in judged.weaknesses)
        for demand in self._demands:
            demand.show_met(met=typed and not _any_of(unmet, demand.unmet_by))
        self.edited.emit()

    def _focus_first_fault(self) -> None:
        for box in self.boxes.values():
            if box.fault:
                box.editor.focus()
                return


def _fair(own: OwnRule | None) -> int:
    return own.rule.strength if own else 0


def _any_of(unmet: Iterable[type[WeakPassword]], kinds: tuple[type[WeakPassword], ...]) -> bool:
    return any(issubclass(each, kinds) for each in unmet)
