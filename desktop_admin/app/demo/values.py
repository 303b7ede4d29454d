"""What is read and what goes wrong in the demo's canteens."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from random import Random

from desktop_admin.api.canteen.checklist import Item, Measure

NOT_APPLICABLE = {"C06": "当日无隔餐或外加工熟食", "D06": "餐具自行消毒，未委托", "C08": "当日无煎炸食品"}


@dataclass(frozen=True, slots=True)
class Trouble:
    found: str
    done: str


TROUBLES = {
    "B01": Trouble("冷藏柜温度偏高，门封条脱落约 10 cm", "食材移至另一台冷藏柜，门封条已报修"),
    "B02": Trouble("冷冻柜结霜过厚，温度回升", "转移食材，除霜后复测"),
    "B04": Trouble("两袋面粉直接落地存放", "已上架，离墙离地"),
    "B07": Trouble("散装干货未标生产日期", "补贴标签，核对入库单"),
    "C02": Trouble("生熟刀具混放", "更换刀具，重新消毒并分色摆放"),
    "C04": Trouble("红烧鸡块中心温度不足", "回锅加热至 80 ℃ 后供应"),
    "D03": Trouble("消毒液有效氯浓度不足", "重新配制并复测"),
    "D04": Trouble("保洁柜内有杂物", "清空柜内杂物，重新擦拭消毒"),
    "E01": Trouble("洗碗间地面积水", "疏通地漏，拖干地面"),
    "E02": Trouble("后门防鼠板未放好", "当场放回，加贴提示"),
    "F02": Trouble("一名切配工未戴口罩", "当场佩戴，班前会提醒"),
}
OVERDUE = Trouble("登记中有逾期未办结的事项", "已通知责任人当日办结并复查")  # where a register says so
USUAL = {  # code -> the middle of what is read, and how far it strays
    "A05": ("4.5", "1.5"),
    "A06": ("-15", "2"),
    "B01": ("4.2", "1.4"),
    "B02": ("-18.5", "1.2"),
    "C04": ("79", "4"),
    "C05": ("64", "2"),
    "D01": ("104", "3"),
    "D02": ("87", "1.5"),
    "D03": ("285", "20"),
}


def taken(item: Item) -> Iterator[Measure]:
    """The measures of the first way to pass."""
    return (item.measure(name) for name in item.groups[0])


def reading(random: Random, code: str, measure: Measure, *, fail: bool) -> Decimal:
    """As a display shows it: tenths of a degree, whole minutes and milligrams."""
    step = Decimal("0.1") if measure.unit == "℃" else Decimal(1)
    if fail:
        return _outside(measure, step)
    if code in USUAL and measure.unit in {"℃", "mg/L"}:
        middle, stray = (float(each) for each in USUAL[code])
        low, high = middle - stray, middle + stray
    else:
        low, high = _between(measure)
    return Decimal(str(random.uniform(low, high))).quantize(step)


def _between(measure: Measure) -> tuple[float, float]:
    """Well inside the limits."""
    top = measure.max if measure.below is None else measure.below
    low = measure.min if measure.min is not None else measure.entry_min
    high = top if top is not None else measure.entry_max
    if measure.min is not None and top is None:
        high = low + max(abs(low) * Decimal("0.3"), Decimal(2))
    if measure.min is None and top is not None:
        low = max(measure.entry_min, top - max(abs(top) * Decimal("0.4"), Decimal(2)))
    margin = (high - low) / 5
    return float(low + margin), float(high - margin)


def _outside(measure: Measure, step: Decimal) -> Decimal:
    top = measure.max if measure.below is None else measure.below
    if top is not None:
        return (top + Decimal("1.6")).quantize(step)
    if measure.min is None:
        raise ValueError(measure.name)
    return (measure.min * Decimal("0.85")).quantize(step)
