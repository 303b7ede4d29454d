"""What an answer is about and how it reads, for who sees it without its sheet: in the outbox, in a conflict."""

from collections.abc import Iterable
from typing import Any

from desktop_admin.api.base import Command
from desktop_admin.api.canteen.checklist import Person, slot_text
from desktop_admin.api.canteen.entry import Answer, Confirm, DescribeFailure, EnterReading, NotApplicable
from desktop_admin.api.canteen.sheet import ItemLine, Sheet, Verdict
from desktop_admin.api.shown import choice_label
from desktop_admin.core.i18n import N_, tr
from desktop_admin.desk.base import About


def about(command: Command[Any], item: ItemLine, sheet: Sheet, people: Iterable[Person] = ()) -> About:
    """An answer to an item of this sheet."""
    where = (sheet.canteen, sheet.day.isoformat(), _place(command, item))
    return About(
        f"{item.item.code} {item.item.text}",
        " · ".join(part for part in where if part),
        mine(command, item, people),
    )


def mine(command: Command[Any], item: ItemLine, people: Iterable[Person] = ()) -> dict[str, str]:
    """What is said with this command, beside the fields that tell it themselves."""
    match command:
        case Answer():
            return {"verdict": choice_label(command.verdict)}
        case NotApplicable():
            return {"verdict": choice_label(Verdict.NOT_APPLICABLE)}
        case Confirm():
            return {"verdict": tr(N_("from the registers"))}
        case EnterReading():
            return {"raw": f"{command.raw} {item.item.measure(command.measure).unit}".strip()}
        case DescribeFailure():
            owner = next((one for one in people if one.key == command.owner), None)
            return {"owner": f"{owner.name} {owner.post}".strip()} if owner else {}
        case _:
            return {}


def _place(command: Command[Any], item: ItemLine) -> str:
    """The fridge, the time of day, the sample; and which of several values is read there."""
    if not isinstance(command, EnterReading):
        return ""
    slots = (slot for slot in (*item.slots, *item.extra_slots) if slot.id == command.slot)
    several = len(item.item.measures) > 1
    measured = item.item.measure(command.measure).label if several else ""
    return " ".join(part for part in (*map(slot_text, slots), measured) if part)
