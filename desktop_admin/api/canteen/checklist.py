"""What an inspection asks: items, their measures and limits. Checklists are data; these are their shape."""

from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Annotated, Literal
from uuid import UUID

from msgspec import Meta, Struct

from desktop_admin.api.base import Query
from desktop_admin.api.canteen.numbers import number_text
from desktop_admin.core.errors import Refused
from desktop_admin.core.i18n import N_, tr
from desktop_admin.core.permissions import Permission

Code = Annotated[str, Meta(pattern=r"^[A-Z]\d{2}$")]
# law read; published page read; from memory, to be confirmed by a person; research; the school's own policy
Provenance = Literal["L", "P", "M", "R", "S"]


class ChecklistInvalid(Refused):
    message = N_("The checklist {file} cannot be used: {reason}")
    phrases = frozenset({"reason"})


class NoChecklist(Refused):
    message = N_("No checklist is valid on {day}. Ask an administrator to add one.")


class ItemKind(Enum):
    SIGHT = "pass_fail"  # looked at
    MEASURED = "measured"  # the readings decide
    AUTO = "auto"  # computed from the registers and confirmed


class Per(Enum):
    """What an item's readings are taken for."""

    DAY = "day"  # once
    CHILLED_UNIT = "chilled unit"  # each chilled unit in use, morning and afternoon
    FROZEN_UNIT = "frozen unit"
    MEAL = "meal"  # each meal the canteen serves
    LOT = "lot"  # each delivery; more can always be added


class Register(Enum):
    """The computation behind an auto item."""

    SUPPLIER_LICENCES = "supplier_licences"
    HEALTH_CERTIFICATES = "health_certificates"
    OVERDUE_ACTIONS = "overdue_actions"
    LATER = "later"  # its register does not exist yet: answered by sight


class Relative(Struct, frozen=True, forbid_unknown_fields=True):
    """A limit that another measure of the same slot sets, where that one was read."""

    to: str
    plus: Decimal


class Measure(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One value to read. min and max are inclusive limits; entry_min and entry_max bound what can be typed at all."""

    name: str
    label: str
    unit: str
    entry_min: Decimal
    entry_max: Decimal
    min: Decimal | None = None
    max: Decimal | None = None
    below: Decimal | None = None  # instead of max: not itself inside
    max_from: Relative | None = None  # instead of max, where that other value was read
    advisory: bool = False  # 提示: out of limit is shown, but is no fail
    optional: bool = False  # a slot is complete without it


class Item(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One line of the checklist. Texts are the school's own data and stay in the language they were written in."""

    code: Code
    area: str
    text: str
    kind: ItemKind
    key_item: bool = False
    limits: str = ""  # as the source words them
    evidence: str = ""
    source: str  # the citation as given
    provenance: tuple[Provenance, ...] = ()
    register: Register | None = None
    per: Per = Per.DAY
    samples: Annotated[int, Meta(ge=1, le=20)] = 1  # readings at least, for each unit, meal or lot
    measures: tuple[Measure, ...] = ()
    any_of: tuple[tuple[str, ...], ...] = ()  # groups of measures of which one must hold; empty: all must

    def measure(self, name: str) -> Measure:
        return next(measure for measure in self.measures if measure.name == name)

    @property
    def groups(self) -> tuple[tuple[str, ...], ...]:
        """Which measures, together, make a slot pass: one of these groups with every value inside."""
        needed = tuple(measure.name for measure in self.measures if not measure.optional)
        return self.any_of or ((needed,) if needed else ())


class Checklist(Struct, frozen=True, forbid_unknown_fields=True):
    version: str
    valid_from: date
    areas: tuple[str, ...]
    items: tuple[Item, ...]


class Slot(Struct, frozen=True):
    """What one reading is for. id is stable; part is a word to translate ("a.m.", "lunch", "delivery" or empty)."""

    id: str
    subject: str = ""  # the storage unit's name
    part: str = ""
    number: int = 0  # of the sample or delivery, from 1; 0 where there is only one


class ReadChecklist(Query[Checklist], frozen=True):
    """The checklist valid on a day. For the sheet of a day that has begun, read the sheet: it keeps its own."""

    permission = Permission.CANTEEN_SHEET_READ

    day: date


def limit_text(measure: Measure) -> str:
    """0 ~ 8 ℃, ≤ −12 ℃, ≥ 70 ℃; an en dash where nothing limits it."""
    low = None if measure.min is None else number_text(measure.min)
    high = None if measure.max is None else number_text(measure.max)
    if measure.max_from is not None:
        return tr(N_("≤ label + {plus} {unit}"), plus=number_text(measure.max_from.plus), unit=measure.unit)
    if measure.below is not None:
        return f"< {number_text(measure.below)} {measure.unit}"
    if low and high:
        return f"{low} ~ {high} {measure.unit}"
    if low or high:
        return f"≥ {low} {measure.unit}" if low else f"≤ {high} {measure.unit}"
    return "–"


def limits_text(item: Item) -> str:
    """Every limit of a measured item in one line, alternatives joined by “or”; of another item what its source says."""
    if item.kind is not ItemKind.MEASURED:
        return item.limits
    if item.any_of:
        groups = ("，".join(limit_text(item.measure(name)) for name in group) for group in item.any_of)
        return f" {tr(N_('or'))} ".join(groups)
    limited = (m for m in item.measures if not (m.optional and m.min is None and m.max is None))
    return "，".join(f"{limit_text(m)}{tr(N_(' (advice)')) if m.advisory else ''}" for m in limited)


def slot_text(slot: Slot) -> str:
    """2 号冰箱 上午; 午餐 2; empty where an item is read once a day."""
    parts = (slot.subject, tr(slot.part), str(slot.number) if slot.number else "")
    return " ".join(part for part in parts if part)


PARTS = (N_("a.m."), N_("p.m."), N_("breakfast"), N_("lunch"), N_("dinner"), N_("delivery"))


class Person(Struct, frozen=True):
    """Someone who can own a corrective action: an account, or a canteen worker without one."""

    key: UUID
    name: str
    post: str


class ListPeople(Query[tuple[Person, ...]], frozen=True):
    """Everyone who may be made an owner, by name."""

    permission = Permission.CANTEEN_SHEET_READ
