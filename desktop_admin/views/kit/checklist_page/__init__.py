"""A page for any checklist: items in areas, answered one by one by keyboard alone, each kept at once.

declare  what is drawn: Checklist, Line, Value, Failure, Bar; Keeper, who keeps what is answered
page     ChecklistPage(keeper, title): show_sheet(), refuse(), show_saved(), go(); signal print_asked
rows     which rows there are, as text for screen readers too
paint    how they look; no widget stands in a row but the field that is typed into
view     the list with its current item and what is unfolded below it
panels   readings, reasons, the description of a fail
hand     what keys and clicks do

Keys: ↑↓ items; 1 Y pass, 2 N fail, 3 not applicable (asks why); Enter into the value, confirms what was computed, goes
on; F6 next area; F8 next open item; Ctrl+Enter the primary action; Ctrl+P prints. In a field: Enter keeps the value and
goes to the next reading, then to the next item; Esc goes back to the row; ↑↓ keep it and go to another item.
"""

from desktop_admin.views.kit.checklist_page.declare import (
    Bar,
    Checked,
    Checklist,
    Details,
    Failure,
    Keeper,
    Line,
    Owner,
    Result,
    Show,
    Value,
    Way,
)
from desktop_admin.views.kit.checklist_page.page import ChecklistPage

__all__ = [
    "Bar",
    "Checked",
    "Checklist",
    "ChecklistPage",
    "Details",
    "Failure",
    "Keeper",
    "Line",
    "Owner",
    "Result",
    "Show",
    "Value",
    "Way",
]
