"""A canteen's days on paper, in Chinese: one signed and reviewed with a fail, one left undone."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from desktop_admin.api.canteen.entry import AddNote, AddPhoto, Answer, ReviewSheet
from desktop_admin.api.canteen.sheet import Sheet, Verdict
from desktop_admin.app import DATABASE
from desktop_admin.core.clock import local_time
from desktop_admin.core.i18n import use
from desktop_admin.core.paths import locale_folder
from desktop_admin.reports.base import ReportRequest
from tests.conftest import House
from tests.services.canteen.conftest import TODAY, Kitchen, kitchen

__all__ = ["kitchen"]

TOMORROW = date(2026, 9, 2)


@pytest.fixture
def url(tmp_path: Path, empty_sqlite: Path) -> str:
    """Only SQLite: what differs between databases lies below reports."""
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / DATABASE).write_bytes(empty_sqlite.read_bytes())
    return f"sqlite:///{folder / DATABASE}"


@pytest.fixture
def chinese() -> Iterator[None]:
    use("zh_CN", locale_folder())
    yield
    use("en", locale_folder())


@pytest.fixture
def signed(kitchen: Kitchen, chinese: None) -> Sheet:  # noqa: ARG001 - the kitchen's words
    """All 45 answered: a fridge too warm and described with a photo, one not applicable, one corrected; reviewed."""
    kitchen.start()
    kitchen.read("B01", "9.6")
    kitchen.officer.ask(AddPhoto(key=kitchen.describe("B01").key, data=picture()))
    kitchen.not_applicable("C06", "当日无隔餐食品")
    kitchen.answer("A04", Verdict.FAIL)
    changed = kitchen.line("A04")
    kitchen.officer.ask(Answer(changed.key, changed.version, verdict=Verdict.PASS, reason="误点，复核后合格"))
    kitchen.fill()
    kitchen.officer.ask(AddNote(canteen=kitchen.canteen.key, day=TODAY, text="下午 4 时停电 10 分钟，冷藏设备未开门。"))
    sheet = kitchen.sign()
    kitchen.house.clock.forward(timedelta(hours=4))
    return kitchen.director.ask(ReviewSheet(sheet.key, sheet.version, remark="整改按期完成，同意。"))


@pytest.fixture
def unsigned(kitchen: Kitchen, signed: Sheet) -> Sheet:  # noqa: ARG001 - the day before
    """Tomorrow's, of which eight items are open."""
    kitchen.house.clock.time = datetime(2026, 9, 2, 4, tzinfo=UTC)
    kitchen.officer = kitchen.house.desk("food_safety_officer")
    kitchen.start(TOMORROW)
    return kitchen.fill(TOMORROW, but=("D01", "D02", "D03", "D04", "D05", "E01", "E02", "F01"))


def picture(width: int = 1200, height: int = 900) -> bytes:
    out = BytesIO()
    Image.linear_gradient("L").resize((width, height)).convert("RGB").save(out, "JPEG")
    return out.getvalue()


def asked(house: House, first: date = TODAY, last: date | None = None, *, counted: bool = True) -> ReportRequest:
    now = local_time(house.clock.now())
    return ReportRequest(first, last or first, printed_at=now, printed_by="王建国", counted=counted)
