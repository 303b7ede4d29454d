"""What the readings of an item amount to. Pure: no database, no clock."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from desktop_admin.api.canteen.checklist import Item, Measure
from desktop_admin.api.canteen.numbers import within
from desktop_admin.api.canteen.sheet import Verdict

Values = Mapping[str, Decimal]  # of one slot, by the measure's name


class Limits(Struct, frozen=True):
    """As they hold for one reading: both edges are inside, unless high is exclusive."""

    low: Decimal | None
    high: Decimal | None
    exclusive: bool = False

    def hold(self, value: Decimal) -> bool:
        return within(value, self.low, self.high) and not (self.exclusive and value == self.high)


def limits(measure: Measure, values: Values) -> Limits:
    """A label's own temperature sets the limit of what is measured beside it."""
    relative = measure.max_from
    if relative is not None and relative.to in values:
        return Limits(measure.min, values[relative.to] + relative.plus)
    if measure.below is not None:
        return Limits(measure.min, measure.below, exclusive=True)
    return Limits(measure.min, measure.max)


def applied(measure: Measure, low: Decimal | None, high: Decimal | None) -> Measure:
    """The measure with the limits that a reading was judged by, for its text."""
    if measure.max_from is None:
        return measure
    return replace(measure, min=low, max=high, max_from=None)


def judged(item: Item, slots: Mapping[str, Values]) -> Verdict | None:
    """slots: every slot that is to be read, with what has been read. None: something is still missing.

    One slot that fails decides at once; a pass needs every slot.
    """
    verdicts = [_slot(item, values) for values in slots.values()]
    if Verdict.FAIL in verdicts:
        return Verdict.FAIL
    return Verdict.PASS if verdicts and all(verdict is Verdict.PASS for verdict in verdicts) else None


def _slot(item: Item, values: Values) -> Verdict | None:
    groups = [_group(item, group, values) for group in item.groups]
    if Verdict.PASS in groups:
        return Verdict.PASS
    begun = any(
        verdict is None and any(name in values for name in group)
        for verdict, group in zip(groups, item.groups, strict=True)
    )
    return Verdict.FAIL if Verdict.FAIL in groups and not begun else None


def _group(item: Item, names: Sequence[str], values: Values) -> Verdict | None:
    """Advice is read, but never fails."""
    inside = [holds(item.measure(name), values) for name in names if name in values]
    if not all(inside):
        return Verdict.FAIL
    return Verdict.PASS if len(inside) == len(names) else None


def holds(measure: Measure, values: Values) -> bool:
    return measure.advisory or limits(measure, values).hold(values[measure.name])
