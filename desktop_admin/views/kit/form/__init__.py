"""Forms, drawn from a command's labelled fields.

FormDialog(parent, desk, Command, initial={...}, fixed={"key": ..., "version": ...}, choices={...}, then=...).open()
ValuesDialog(parent, Command, ...) asks for the values only and gives them by its signal `given`.
FieldBox(field, editor) is one field with its label, unit and line for a hint or an error.
"""

from desktop_admin.views.kit.form.dialog import FormDialog
from desktop_admin.views.kit.form.field import FieldBox
from desktop_admin.views.kit.form.values import ValuesDialog

__all__ = ["FieldBox", "FormDialog", "ValuesDialog"]
