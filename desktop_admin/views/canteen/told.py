"""What an answer is about and how it reads, for who sees it without its sheet: in the outbox, in a conflict."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from desktop_admin.api.base import Command, fields
from desktop_admin.api.canteen.checklist import Person, slot_text
from desktop_admin.api.canteen.entry import Answer, Confirm, DescribeFailure, EnterReading, NotApplicable
from desktop_admin.api.canteen.numbers import number_text
from desktop_admin.api.canteen.sheet import Finding, ItemLine, Reading, Sheet, Verdict
from desktop_admin.api.shown import choice_label, shown
from desktop_admin.core.i18n import N_, tr
from desktop_admin.desk.base import About

TO_CHECK = N_("to check")
DESCRIBED = {
    name: field for name, field in fields(DescribeFailure).items() if name != "severity"
}  # a the screen does not set it


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


def there(command: Command[Any], item: ItemLine) -> dict[str, str]:
    """What stands on the sheet where this command would put its own."""
    match command:
        case EnterReading():
            reading = reading_in_force(command, item)
            return {"raw": f"{number_text(reading.value)} {reading.unit}".strip() if reading else tr(TO_CHECK)}
        case DescribeFailure():
            held = described(item.finding) | {"owner": item.finding.owner if item.finding else ""}
            return {name: shown(held[name], field) for name, field in DESCRIBED.items()}
        case _:
            return {"verdict": choice_label(item.verdict) if item.verdict else tr(TO_CHECK)}


def described(finding: Finding | None) -> dict[str, Any]:
    """A fail's description, by the fields of the command that writes it."""
    held = {name: getattr(finding, name, None) for name in DESCRIBED}
    return held | {"owner": finding.owner_key if finding else None}


def by_whom(command: Command[Any], item: ItemLine) -> tuple[str, datetime | None]:
    """Who put it there, and when; of a fail's description the sheet does not tell."""
    match command:
        case EnterReading():
            reading = reading_in_force(command, item)
            return (reading.by, reading.at) if reading else ("", None)
        case DescribeFailure():
            return "", None
        case _:
            return item.answered_by, item.answered_at


def reading_in_force(command: EnterReading, item: ItemLine) -> Reading | None:
    held = (each for each in item.readings if (each.slot.id, each.measure) == (command.slot, command.measure))
    return next(held, None)


def _place(command: Command[Any], item: ItemLine) -> str:
    """The fridge, the time of day, the sample; and which of several values is read there."""
    if not isinstance(command, EnterReading):
        return ""
    slots = (slot for slot in (*item.slots, *item.extra_slots) if slot.id == command.slot)
    several = len(item.item.measures) > 1
    measured = item.item.measure(command.measure).label if several else ""
    return " ".join(part for part in (*map(slot_text, slots), measured) if part)
