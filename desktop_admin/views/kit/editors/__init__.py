"""One editor for each type of field: make_editor(field, choices) chooses it.

Editor has widget, read() -> value (raises Invalid with the sentence for the line under the field), write(value),
focus(), and the signal edited. Choices are (value, label)
pairs, or a function that returns them, called when the editor is made.
"""

from desktop_admin.views.kit.editors.base import Choices, Editor, pairs_of
from desktop_admin.views.kit.editors.kinds import EDITORS, make_editor

__all__ = ["EDITORS", "Choices", "Editor", "make_editor", "pairs_of"]
