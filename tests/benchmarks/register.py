"""The register that the sheet benchmarks write and read: 12 columns as a canteen keeps them."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from desktop_admin.reports.kit.sheet import Book, Column, Kind, Sheet
from desktop_admin.reports.kit.sheet.write import write_book

CREATED = datetime(2026, 9, 1, 12, 30)  # noqa: DTZ001 - Excel knows no time zones
COLUMNS = (
    Column("进货日期", Kind.DATE),
    Column("名称"),
    Column("规格"),
    Column("数量", Kind.DECIMAL),
    Column("单价", Kind.MONEY),
    Column("批号"),
    Column("到期", Kind.DATE),
    Column("供货者"),
    Column("温度", Kind.DECIMAL),
    Column("合格", Kind.YES_NO),
    Column("录入时间", Kind.MOMENT),
    Column("备注"),
)
_NAMES = ("冷鲜猪后腿肉", "东北长粒香大米", "非转基因大豆油", "鲜鸡蛋", "上海青", "胡萝卜", "带鱼段", "豆腐")
Values = tuple[date, str, str, Decimal, int, str, date, str, Decimal, bool, datetime, str | None]


def register(count: int) -> Iterator[Values]:
    start = date(2026, 2, 1)
    for n in range(count):
        day = start + timedelta(n % 150)
        yield (
            day,
            _NAMES[n % 8],
            "25 kg/袋",
            Decimal(n % 400) / 4,
            399 + n % 5000,
            f"L{day:%Y%m%d}-{n:06d}",
            day + timedelta(90),
            f"绿源农产品配送有限公司第 {n % 37} 分部",
            Decimal(n % 90 - 180) / 10,
            n % 97 != 0,
            CREATED + timedelta(minutes=n % 1440),
            None if n % 5 else f"包装完好 <{n % 1000}> & 索证齐全",
        )


def write_rows(path: Path, rows: Iterable[Values]) -> None:
    sheet = Sheet("数据", COLUMNS, rows, title="进货查验台账", landscape=True)
    write_book(path, Book("进货查验台账", "实验小学", CREATED, (sheet,)))


def write_ours(path: Path, count: int) -> None:
    """The rows are made as they are written."""
    write_rows(path, register(count))
