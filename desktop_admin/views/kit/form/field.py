"""One field of a form: label above, unit on the right, and one line of a fixed height for a hint or an error."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop_admin.api.base import Field
from desktop_admin.core.errors import Invalid
from desktop_admin.core.i18n import tr
from desktop_admin.views.kit.editors import Editor
from desktop_admin.views.kit.editors.choices import TickEditor
from desktop_admin.views.kit.icons import IconMark
from desktop_admin.views.kit.style import restyle
from desktop_admin.views.kit.widgets import ElidedLabel, label

LINE = 16  # pixels, so that nothing jumps when an error appears
_HEAD = 20


class FieldBox(QWidget):
    def __init__(self, field: Field, editor: Editor) -> None:
        super().__init__()
        self.field, self.editor = field, editor
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._mark, self.line = IconMark("warn", "danger", 14), ElidedLabel(tr(field.hint), "small")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(4)
        whole.addLayout(self._head())
        whole.addLayout(self._middle())
        whole.addLayout(self._foot())
        self._mark.hide()
        editor.edited.connect(self.clear)

    def read(self) -> Any:
        """The value; Invalid is shown under the field and raised again."""
        try:
            return self.editor.read()
        except Invalid as error:
            self.refuse(error.reason)
            raise

    def refuse(self, sentence: str) -> None:
        self._say(sentence, "error", fault=True)

    def clear(self) -> None:
        """What has been mended is not blamed any longer."""
        if self.fault:
            self._say(tr(self.field.hint), "small", fault=False)

    @property
    def fault(self) -> str:
        return "" if self._mark.isHidden() else self.line.text()

    def _say(self, sentence: str, face: str, *, fault: bool) -> None:
        self.line.setText(sentence)
        restyle(self.line, "face", face)
        self._mark.setVisible(fault)
        restyle(self.editor.outlined(), "fault", fault)
        name = tr(self.field.label)
        self.editor.widget.setAccessibleDescription(f"{name}: {sentence}" if fault else sentence)

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(4)
        beside = isinstance(self.editor, TickEditor)
        words = label("" if beside else tr(self.field.label))
        words.setFixedHeight(_HEAD)
        words.setBuddy(self.editor.widget)
        row.addWidget(words)
        if self.editor.needed and not beside:
            star = label("*", "error")
            star.setAccessibleName("")
            row.addWidget(star)
        row.addStretch(1)
        return row

    def _middle(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.editor.widget, 1 if self.editor.fill else 0)
        if self.field.unit:
            row.addWidget(label(tr(self.field.unit), "quiet"))
        if not self.editor.fill:
            row.addStretch(1)
        return row

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(4)
        self.line.setFixedHeight(LINE)
        self.line.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._mark)
        row.addWidget(self.line, 1)
        return row
