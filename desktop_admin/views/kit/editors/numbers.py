"""Editors of numbers: full-width digits, separators and a Chinese minus are understood."""

import re
from decimal import Decimal, InvalidOperation
from typing import Any

from PySide6.QtWidgets import QLineEdit

from desktop_admin.api.base import Field
from desktop_admin.api.shown import money, trimmed
from desktop_admin.core.i18n import N_
from desktop_admin.core.text import normal
from desktop_admin.views.kit.editors.base import LineEditor
from desktop_admin.views.kit.widgets import RIGHT

NO_WHOLE = N_("Not a whole number; write one such as 12.")
NO_NUMBER = N_("Not a number; write one such as 11.4.")
NO_MONEY = N_("Not an amount; write one such as 12.50.")
MOST_DIGITS = 18
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)")


def number(given: str) -> Decimal | None:
    """A decimal as people write it; none if it is not one."""
    plain = normal(given).replace("。", ".").replace("−", "-").replace("—", "-")
    if re.fullmatch(r"[+-]?\d{1,3}(,\d{3})+(\.\d*)?", plain):
        plain = plain.replace(",", "")
    if not _NUMBER.fullmatch(plain) or len(plain) > MOST_DIGITS + 2:
        return None
    try:
        return Decimal(plain)
    except InvalidOperation:
        return None


class _NumberEditor(LineEditor):
    def __init__(self, field: Field) -> None:
        line = QLineEdit()
        line.setAlignment(RIGHT)
        super().__init__(field, line)


class WholeEditor(_NumberEditor):
    def understood(self, given: str) -> Any:
        found = number(given)
        if found is None or found != found.to_integral_value():
            self.invalid(NO_WHOLE)
        return self.within(int(found))


class DecimalEditor(_NumberEditor):
    """The digits stay as they were read from the instrument: 4.0 is not 4. Hours and marks are written plainly."""

    def understood(self, given: str) -> Any:
        found = number(given)
        if found is None:
            self.invalid(NO_NUMBER)
        return self.within(found)

    def spelt(self, value: Any) -> str:
        return trimmed(value) if self.field.trimmed else f"{value:f}"


class MoneyEditor(_NumberEditor):
    """Yuan with two places on screen, integer fen in the field."""

    def understood(self, given: str) -> Any:
        found = number(given.removeprefix("¥").removesuffix("元").strip())
        fen = found * 100 if found is not None else None
        if fen is None or fen != fen.to_integral_value():
            self.invalid(NO_MONEY)
        return self.within(int(fen))

    def spelt(self, value: Any) -> str:
        return money(value)
