"""Facts about one thing: what each is called on the left, what it is on the right."""

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from desktop_admin.core.i18n import tr
from desktop_admin.views.kit.widgets import label

LABEL = 84  # pixels


def facts(told: Iterable[tuple[str, str]], *, width: int = LABEL, selectable: bool = False) -> QWidget:
    """told: a message and a text; what is empty is left out. width: of the messages, in pixels. selectable: the texts
    are there to be copied.
    """
    made, grid = QWidget(), QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(8)
    grid.setVerticalSpacing(6)
    for place, (name, text) in enumerate(pair for pair in told if pair[1]):
        head = label(tr(name), "quiet", wrap=True)
        head.setFixedWidth(width)
        grid.addWidget(head, place, 0, Qt.AlignmentFlag.AlignTop)
        words = label(text, wrap=True)
        if selectable:
            words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        grid.addWidget(words, place, 1, Qt.AlignmentFlag.AlignTop)
    grid.setColumnStretch(1, 1)
    made.setLayout(grid)
    return made
