"""Which editor a field gets."""

from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from typing import Any, get_args, get_origin

from msgspec.structs import replace

from desktop_admin.api.base import Field, Period
from desktop_admin.core.i18n import N_, tr
from desktop_admin.views.kit.editors.base import Choices, Editor, pairs_of
from desktop_admin.views.kit.editors.choices import (
    ANY,
    FEW,
    ChoiceEditor,
    ListEditor,
    SegmentsEditor,
    TickEditor,
    members,
)
from desktop_admin.views.kit.editors.dates import DateEditor, MomentEditor, PeriodEditor, TimeEditor
from desktop_admin.views.kit.editors.numbers import DecimalEditor, MoneyEditor, WholeEditor
from desktop_admin.views.kit.editors.text import LinesEditor, PasswordEditor, TextEditor

EDITORS: dict[Any, Callable[[Field], Editor]] = {
    "lines": LinesEditor,
    "password": PasswordEditor,
    "money": MoneyEditor,
    str: TextEditor,
    int: WholeEditor,
    Decimal: DecimalEditor,
    date: DateEditor,
    time: TimeEditor,
    datetime: MomentEditor,
    bool: TickEditor,
    Period: PeriodEditor,
}


def make_editor(field: Field, choices: Choices | None = None, *, any_value: bool = False) -> Editor:
    """any_value: for a filter, where an empty editor means every value. Raises KeyError for a type without editor."""
    if any_value:
        return _filter_editor(replace(field, required=False, optional=True), choices)
    several = get_origin(field.type) in {tuple, list, frozenset}
    if choices is not None:
        pairs = pairs_of(choices)
        return ListEditor(field, pairs) if several else ChoiceEditor(field, pairs)
    if several:
        return ListEditor(field, members(replace(field, type=get_args(field.type)[0])))
    if _is_enum(field.type):
        pairs = tuple(members(field))
        few = len(pairs) <= FEW and not field.optional
        return SegmentsEditor(field, pairs) if few else ChoiceEditor(field, pairs)
    return EDITORS[field.editor if field.editor in EDITORS else field.type](field)


def _filter_editor(field: Field, choices: Choices | None) -> Editor:
    several = get_origin(field.type) in {tuple, list, frozenset}
    if several:
        return make_editor(field, choices)
    if choices is not None or _is_enum(field.type):
        return ChoiceEditor(field, pairs_of(choices) if choices else members(field), nothing=tr(ANY))
    if field.type is bool:
        yes_or_no = ((True, tr(N_("Yes"))), (False, tr(N_("No"))))
        return ChoiceEditor(field, yes_or_no, nothing=tr(ANY))
    return make_editor(field)


def _is_enum(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, Enum)
