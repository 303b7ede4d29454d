"""A canteen's days on paper, in Chinese: one signed and reviewed with a fail, one left undone."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from desktop_admin.api.canteen.entry import AddNote, AddPhoto, ReviewSheet
from desktop_admin.api.canteen.sheet import Sheet, Verdict
from desktop_admin.app.premises import DATABASE
from desktop_admin.core.clock import local_time
from desktop_admin.core.i18n import use
from desktop_admin.core.paths import locale_folder
from desktop_admin.models.canteen.registers import Canteen
from desktop_admin.reports.base import ReportRequest
from desktop_admin.services.canteen.bulk import Day, Failed, Said, Taken, keep_day
from desktop_admin.services.canteen.checklists import shipped
from desktop_admin.services.canteen.slots import Place
from desktop_admin.services.canteen.units import in_use
from tests.conftest import House
from tests.services.canteen.conftest import TODAY, Kitchen, _good, kitchen

__all__ = ["kitchen"]

TOMORROW = date(2026, 9, 2)
OPEN = ("D01", "D02", "D03", "D04", "D05", "E01", "E02", "F01")


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
    now = kitchen.house.clock.now()
    read = tuple(
        Taken(f"{kitchen.chilled.key.hex}:{half}", "temperature", raw) for half, raw in (("am", "9.6"), ("pm", "5"))
    )
    warm = Said(now, readings=read, failed=_described(kitchen))
    none_left = Said(now, Verdict.NOT_APPLICABLE, reason="当日无隔餐食品")
    filled(kitchen, TODAY, B01=warm, C06=none_left)
    kitchen.officer.ask(AddPhoto(key=kitchen.line("B01").key, data=picture()))
    kitchen.answer("A04", Verdict.FAIL, reason="误点")
    kitchen.answer("A04", Verdict.PASS, reason="误点，复核后合格")
    kitchen.officer.ask(AddNote(canteen=kitchen.canteen.key, day=TODAY, text="下午 4 时停电 10 分钟，冷藏设备未开门。"))
    sheet = kitchen.sign()
    kitchen.house.clock.forward(timedelta(hours=4))
    return kitchen.director.ask(ReviewSheet(sheet.key, sheet.version, remark="整改按期完成，同意。"))


@pytest.fixture
def unsigned(kitchen: Kitchen, signed: Sheet) -> Sheet:  # noqa: ARG001 - the day before
    """Tomorrow's, of which eight items are open."""
    kitchen.house.clock.time = datetime(2026, 9, 2, 4, tzinfo=UTC)
    kitchen.officer = kitchen.house.desk("food_safety_officer")
    return filled(kitchen, TOMORROW, **dict.fromkeys(OPEN))


def filled(kitchen: Kitchen, day: date, **other: Said | None) -> Sheet:
    """A good day in one transaction, but for other answers by code; none leaves the item open."""
    with kitchen.house.premises.backstage.database.work(kitchen.officer.actor, "test") as work:
        canteen = work.get(Canteen, kitchen.canteen.key)
        place = Place(canteen.meals(), in_use(work, canteen.key))
        answers = {item.code: _good(item, place, work.now) for item in shipped().items} | other
        said = {code: answer for code, answer in answers.items() if answer is not None}
        keep_day(work, Day(canteen, day, 420, work.now, said))
    return kitchen.sheet(day)


def _described(kitchen: Kitchen) -> Failed:
    return Failed("门封条脱落约 10 cm", "食材移至 1 号冰箱；门封条已报修", "报修 0912", kitchen.cook.key)


def picture(width: int = 1200, height: int = 900) -> bytes:
    out = BytesIO()
    Image.linear_gradient("L").resize((width, height)).convert("RGB").save(out, "JPEG")
    return out.getvalue()


def asked(house: House, first: date = TODAY, last: date | None = None, *, counted: bool = True) -> ReportRequest:
    now = local_time(house.clock.now())
    return ReportRequest(first, last or first, printed_at=now, printed_by="王建国", counted=counted)
