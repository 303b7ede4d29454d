"""The rules for learners: read and acknowledged before one takes part, and written by who administers courses."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QCheckBox, QPlainTextEdit, QWidget

from desktop_admin.api.base import Command
from desktop_admin.api.shown import shown
from desktop_admin.api.training.enrolment import ReadTrainingRules, SetTrainingRules, TrainingRules
from desktop_admin.core.i18n import N_, tr
from desktop_admin.views.kit.desk import QtDesk
from desktop_admin.views.kit.dialog import Dialog
from desktop_admin.views.kit.form import FormDialog

TEXT_HEIGHT = 280
NO_RULES = N_("The school has no rules for learners yet. A course administrator writes them first.")


class RulesDialog(Dialog):
    """make: from the version that was read to the command that is sent with it."""

    def __init__(  # noqa: PLR0913 - what is acknowledged, and who is told
        self,
        parent: QWidget,
        desk: QtDesk,
        *,
        title: str,
        verb: str,
        make: Callable[[int], Command[Any]],
        done: Callable[[Any], object],
    ) -> None:
        super().__init__(parent, title, tr(N_("Read the rules to the end, acknowledge them, then go on.")))
        self._desk, self._make, self._done = desk, make, done
        self.rules: TrainingRules | None = None
        self.text, self.read = QPlainTextEdit(), QCheckBox(tr(N_("I have read these rules and keep them.")))
        self.text.setReadOnly(True)
        self.text.setFixedHeight(TEXT_HEIGHT)
        self.text.setAccessibleName(tr(N_("Rules")))
        self.text.setTabChangesFocus(True)
        self.body.addWidget(self.text)
        self.body.addWidget(self.read)
        self.read.setEnabled(False)
        self.add_cancel()
        self.go_on = self.add_button(verb, self._send, "primary")
        self.go_on.setEnabled(False)
        self.read.toggled.connect(self.go_on.setEnabled)
        desk.ask(ReadTrainingRules(), owner=self, then=self._take, failed=self.show_refusal)

    def _take(self, rules: TrainingRules) -> None:
        self.rules = rules
        self.text.setPlainText(rules.text or tr(NO_RULES))
        self.read.setEnabled(rules.version > 0)
        if rules.version:
            self.note.setText(tr(N_("version {version}, {day}"), version=rules.version, day=shown(rules.at)))
            self.read.setFocus()

    def _send(self) -> None:
        if self.rules is not None:
            command = self._make(self.rules.version)
            self._desk.ask(command, owner=self, then=self._accepted, failed=self.show_refusal)

    def _accepted(self, answer: Any) -> None:
        self.accept()
        self._done(answer)


def rules_form(parent: QWidget, desk: QtDesk, rules: TrainingRules) -> FormDialog:
    """A new version of the rules, beginning with what stands."""
    return FormDialog(parent, desk, SetTrainingRules, fixed={"seen": rules.version}, initial={"text": rules.text})
