"""Printed pages are read back, and looked at where only the picture tells."""

from dataclasses import replace
from datetime import datetime
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from desktop_admin.core import paper
from desktop_admin.reports.kit import qr
from desktop_admin.reports.kit.files import Cancelled, NotWritten
from desktop_admin.reports.kit.page import (
    Block,
    Column,
    Document,
    Fields,
    Footer,
    Group,
    Notes,
    PageBook,
    Photo,
    Photos,
    Row,
    Signatures,
    Table,
)
from desktop_admin.reports.kit.page.layout import BadPhoto
from desktop_admin.reports.kit.page.pen import MM
from desktop_admin.reports.kit.page.write import write_pages
from tests.reports.kit.conftest import Read, both_readers, only_the_old

CREATED = datetime(2026, 9, 1, 12, 30)  # noqa: DTZ001 - local
COLUMNS = (Column("序号", 14, "center", fixed=True), Column("检查内容", 86), Column("实测值", 40), Column("结果", 30))
FOOTER = Footer("ST-20260901-01", 2, "王建国", "2026-09-01 15:30")


def items(count: int, text: str = "冷藏设备温度") -> tuple[Row, ...]:
    return tuple(Row((str(n), f"{text}第 {n} 项", "5.2 ℃", "合格")) for n in range(1, count + 1))


def document(*blocks: Block, footer: Footer = FOOTER, landscape: bool = False, watermark: str = "") -> Document:
    return Document("每日食品安全检查记录", blocks, footer, "实验小学", landscape, watermark)


def book(*documents: Document) -> PageBook:
    return PageBook("检查记录", "实验小学", CREATED, documents, len(documents))


def printed(path: Path, *documents: Document) -> list[str]:
    """The text of each page."""
    write_pages(path, book(*documents))
    with pypdfium2.PdfDocument(path) as pdf:
        return [page.get_textpage().get_text_range() for page in pdf]


def picture(path: Path, number: int = 0) -> Image.Image:
    """A page in grey, two pixels a point."""
    with pypdfium2.PdfDocument(path) as pdf:
        shown: Image.Image = pdf[number].render(scale=2).to_pil().convert("L")
    return shown


def inked(image: Image.Image, left: float, top: float, right: float, bottom: float) -> int:
    """Dark pixels in a rectangle of millimetres."""
    part = image.crop((int(left * MM * 2), int(top * MM * 2), int(right * MM * 2), int(bottom * MM * 2)))
    return sum(count for grey, count in enumerate(part.histogram()) if grey < 128)


DARK = bytes(ord("x") if grey < 160 else ord(" ") for grey in range(256))


def longest_line(image: Image.Image, top: int) -> float:
    """Millimetres of the longest unbroken horizontal stroke in this millimetre of the page."""
    rows = image.crop((0, int(top * MM * 2), image.width, int((top + 1) * MM * 2))).tobytes().translate(DARK)
    cut = [rows[start : start + image.width] for start in range(0, len(rows), image.width)]
    return max([len(stroke) for row in cut for stroke in row.split()], default=0) / MM / 2


@both_readers
def test_a_document_says_everything_it_was_given(tmp_path: Path, chinese: None, read: Read) -> None:  # noqa: ARG001
    blocks = (
        Fields((("学校", "实验小学"), ("食堂", "一食堂"), ("日期", "2026 年 9 月 1 日"), ("供餐人数", "1280"))),
        Table(COLUMNS, (Group("采购验收"), *items(3))),
        Notes(("不适用须写明理由。",), "说明"),
        Signatures(("食品安全员", "总监"), "盖章处"),
    )
    printed(tmp_path / "a.pdf", document(*blocks))
    text = "".join(read(tmp_path / "a.pdf").split())
    for said in (
        "每日食品安全检查记录", "食堂：一食堂", "供餐人数：1280", "采购验收", "冷藏设备温度第3项", "说明",
        "食品安全员：", "总监：", "年月日", "盖章处", "编号：ST-20260901-01", "修订：2", "第1页/共1页",
        "打印：王建国", "2026-09-0115:30", "第1次打印",
    ):  # fmt: skip
        assert said in text, said


def test_a_single_document_is_copied_in_reading_order(tmp_path: Path) -> None:
    blocks = Fields((("学校", "实验小学"), ("食堂", "一食堂"))), Table(COLUMNS, items(2))
    text = "".join(printed(tmp_path / "a.pdf", document(*blocks))[0].split())
    assert (
        text.index("学校") < text.index("一食堂") < text.index("检查内容") < text.index("第1项") < text.index("第2项")
    )


def test_pages_are_counted_and_the_head_is_repeated(tmp_path: Path, chinese: None) -> None:  # noqa: ARG001
    pages = printed(tmp_path / "a.pdf", document(Table(COLUMNS, items(80))))
    assert len(pages) == 3
    for number, text in enumerate(pages, 1):
        assert f"第{number}页/共3页" in text
        assert "检查内容" in text
    assert sum(text.count("冷藏设备温度第") for text in pages) == 80


def test_english_pages_are_counted_too(tmp_path: Path) -> None:
    assert "Page 1 of 1" in printed(tmp_path / "a.pdf", document())[0]


def test_a_row_is_never_split_over_two_pages(tmp_path: Path) -> None:
    long = "甲" * 200
    pages = printed(tmp_path / "a.pdf", document(Table(COLUMNS, tuple(Row(("1", long, "", "")) for _ in range(20)))))
    assert len(pages) > 1
    assert all(text.count("甲") % 200 == 0 for text in pages)


def test_a_row_taller_than_a_page_is_continued_and_loses_nothing(tmp_path: Path) -> None:
    pages = printed(tmp_path / "a.pdf", document(Table(COLUMNS, (Row(("1", "长" * 3000, "", "")),))))
    assert len(pages) > 1
    assert sum(text.count("长") for text in pages) == 3000


def test_nobody_signs_a_page_that_is_otherwise_empty(tmp_path: Path) -> None:
    signed = Notes(("电子签名：食品安全员 王建国",)), Signatures(("食品安全员", "食品安全总监", "校长"))
    for count in range(20, 34):
        *_, last = printed(tmp_path / "a.pdf", document(Table(COLUMNS, items(count)), *signed))
        assert "电子签名" in last
        assert "校长" in last


def test_an_area_heading_is_not_left_alone_at_the_foot_of_a_page(tmp_path: Path) -> None:
    for before in range(24, 34):
        rows: tuple[Row | Group, ...] = (*items(before), Group("从业人员"), *items(3, "晨检"))
        pages = printed(tmp_path / "a.pdf", document(Table(COLUMNS, rows)))
        (with_heading,) = [text for text in pages if "从业人员" in text]
        assert "晨检第 1 项" in with_heading


def test_signatures_with_the_seal_are_kept_together(tmp_path: Path) -> None:
    for before in range(20, 34):
        pages = printed(
            tmp_path / "a.pdf", document(Table(COLUMNS, items(before)), Signatures(("总监", "校长"), "盖章处"))
        )
        (with_seal,) = [text for text in pages if "盖章处" in text]
        assert "总监" in with_seal
        assert "校长" in with_seal


@pytest.mark.parametrize("roles", [("食品安全员", "总监", "校长", "承包方"), ("甲" * 12, "乙" * 3), ("审核人",)])
@pytest.mark.parametrize("seal", ["", "盖章处"])
def test_signatures_have_35_by_12_mm_and_touch_nothing(
    tmp_path: Path,
    chinese: None,  # noqa: ARG001
    roles: tuple[str, ...],
    seal: str,
) -> None:
    printed(tmp_path / "a.pdf", document(Signatures(roles, seal)))
    with pypdfium2.PdfDocument(tmp_path / "a.pdf") as pdf:
        page = pdf[0].get_textpage()
        boxes = [page.get_charbox(n) for n in range(page.count_chars()) if page.get_text_range(n, 1).strip()]
    assert all(box[2] <= (210 - 15) * MM + 1 for box in boxes)
    overlaps = [
        (one, two)
        for n, one in enumerate(boxes)
        for two in boxes[n + 1 :]
        if min(one[2], two[2]) - max(one[0], two[0]) > 1 and min(one[3], two[3]) - max(one[1], two[1]) > 1
    ]
    assert overlaps == []
    image = picture(tmp_path / "a.pdf")
    assert max(longest_line(image, mm) for mm in range(30, 120)) >= 34.5


def test_rows_are_7_mm_or_more_and_margins_are_kept(tmp_path: Path) -> None:
    printed(tmp_path / "a.pdf", document(Table(COLUMNS, items(80))))
    image = picture(tmp_path / "a.pdf", 1)
    assert inked(image, 0, 0, 24.8, 297) == 0  # binding
    assert inked(image, 195.5, 0, 210, 297) == 0
    assert inked(image, 0, 0, 210, 19.8) == 0
    column = [image.getpixel((int(80 * MM * 2), y)) for y in range(int(19 * MM * 2), int(270 * MM * 2))]
    lines = [y for y, grey in enumerate(column) if isinstance(grey, int) and grey < 160]
    gaps = [b - a for a, b in pairwise(lines) if b - a > 20]
    assert min(gaps) >= 7 * MM * 2 - 4
    assert len(gaps) > 25


def test_a_seal_box_is_40_mm_and_empty(tmp_path: Path) -> None:
    printed(tmp_path / "a.pdf", document(Signatures(("总监",), "盖章处")))
    image = picture(tmp_path / "a.pdf")
    top = next(mm for mm in range(30, 200) if inked(image, 156, mm, 194, mm + 1) > 150)
    assert inked(image, 155.5, top + 39, 194.5, top + 41.5) > 150  # its lower edge
    assert inked(image, 156, top + 2, 194, top + 16) == 0
    assert inked(image, 156, top + 26, 194, top + 38) == 0


def test_an_unsigned_record_says_so_across_the_page(tmp_path: Path) -> None:
    with_mark = document(Table(COLUMNS, items(80)), watermark="记录不完整")
    for text in printed(tmp_path / "a.pdf", with_mark):
        assert "记录不完整" in text
    printed(tmp_path / "b.pdf", document(Table(COLUMNS, items(80))))
    middle = (60, 120, 150, 180)
    marked, plain = picture(tmp_path / "a.pdf"), picture(tmp_path / "b.pdf")
    assert inked(marked, *middle) == pytest.approx(inked(plain, *middle), rel=0.06)  # grey: the text stays readable
    assert sum(marked.histogram()[200:230]) > 2 * sum(plain.histogram()[200:230])


def test_a_long_watermark_stays_on_the_page(tmp_path: Path) -> None:
    printed(tmp_path / "a.pdf", document(watermark="Draft, not to be filed or passed on"))
    with pypdfium2.PdfDocument(tmp_path / "a.pdf") as pdf:
        page = pdf[0].get_textpage()
        boxes = [page.get_charbox(n) for n in range(page.count_chars()) if page.get_text_range(n, 1).strip()]
    assert all(box[0] > 0 and box[2] < 210 * MM and box[1] > 0 and box[3] < 297 * MM for box in boxes)


def test_a_reprint_has_the_same_number_and_says_which_print_it_is(tmp_path: Path, chinese: None) -> None:  # noqa: ARG001
    first, second = (printed(tmp_path / "a.pdf", document(footer=replace(FOOTER, copy=copy)))[0] for copy in (1, 2))
    assert "第1次打印" in first
    assert "第2次打印" in second
    assert "ST-20260901-01" in first
    assert "ST-20260901-01" in second


def test_the_code_is_drawn_on_every_page(tmp_path: Path) -> None:
    payload = paper.payload("ST-20260901-01", 2, "ab" * 32, b"key")
    printed(tmp_path / "a.pdf", document(Table(COLUMNS, items(40)), footer=replace(FOOTER, payload=payload)))
    code, side = qr.drawing(payload)
    modules = sum(int(width) for width in code.split()[2::5])
    for page in (0, 1):
        area = inked(picture(tmp_path / "a.pdf", page), 180, 275, 196, 292) / (14 * MM * 2) ** 2
        assert area == pytest.approx(modules / side**2, rel=0.1)


def test_landscape_pages_are_297_mm_wide(tmp_path: Path) -> None:
    write_pages(tmp_path / "a.pdf", book(document(landscape=True), document()))
    with pypdfium2.PdfDocument(tmp_path / "a.pdf") as pdf:
        sizes = [tuple(round(length / MM) for length in page.get_size()) for page in pdf]
    assert sizes == [(297, 210), (210, 297)]


def test_a_book_numbers_each_document_and_has_an_outline(tmp_path: Path, chinese: None) -> None:  # noqa: ARG001
    documents = [replace(document(Table(COLUMNS, items(40))), outline=f"2026-09-{day:02d}") for day in (1, 2, 3)]
    pages = printed(tmp_path / "a.pdf", *documents)
    assert ["第1页/共2页" in text for text in pages] == [True, False] * 3
    with pypdfium2.PdfDocument(tmp_path / "a.pdf") as pdf:
        marks = [(mark.get_title(), mark.get_dest().get_index()) for mark in pdf.get_toc()]
    assert marks == [("2026-09-01", 0), ("2026-09-02", 2), ("2026-09-03", 4)]


def test_a_book_stores_what_its_documents_share_once(tmp_path: Path) -> None:
    def size(count: int) -> int:
        write_pages(tmp_path / "a.pdf", book(*[document(Table(COLUMNS, items(25)))] * count))
        return (tmp_path / "a.pdf").stat().st_size

    assert (size(21) - size(1)) / 20 < 1500  # bytes of one more document


def test_a_long_name_and_a_rare_character_wrap_and_fall_back(tmp_path: Path) -> None:
    name = "阿卜杜热合曼·买买提吐尔逊·伊力哈木·阿不都克里木𫖯"
    text = printed(tmp_path / "a.pdf", document(Table(COLUMNS, (Row(("1", name, name, name)),))))[0]
    assert "".join(text.split()).count("𫖯") == 3


def test_what_cannot_be_drawn_is_told_by_its_number_and_stops_no_report(tmp_path: Path) -> None:
    text = printed(tmp_path / "a.pdf", document(Table(COLUMNS, (Row(("1", "\U0001f622漏水", "", "")),))))[0]
    assert "〔U+1F622〕漏水" in text.replace("\n", "")


def test_photos_are_placed_and_broken_ones_refused(tmp_path: Path, old: Path) -> None:
    data = BytesIO()
    Image.new("RGB", (3000, 1500), (10, 60, 10)).save(data, "JPEG")
    shown = printed(tmp_path / "a.pdf", document(Photos((Photo("二号冰箱", data.getvalue()),))))
    assert "二号冰箱" in shown[0]
    assert inked(picture(tmp_path / "a.pdf"), 25, 40, 107, 81) > 10_000
    (tmp_path / "a.pdf").unlink()
    with pytest.raises(BadPhoto, match="二号冰箱"):
        write_pages(old, book(document(Photos((Photo("二号冰箱", b"GIF89a" + b"\0" * 40),)))))
    assert only_the_old(old)


def test_stopping_leaves_the_old_file_and_nothing_else(old: Path) -> None:
    def stop(done: int, total: int) -> None:
        if (done, total) == (2, 3):
            raise Cancelled

    with pytest.raises(Cancelled):
        write_pages(old, book(document(), document(), document()), stop)
    assert only_the_old(old)


def test_a_full_disk_leaves_the_old_file(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(NotWritten):
        write_pages(old, book(document()))
    assert only_the_old(old)


def test_the_same_declaration_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a.pdf", "b.pdf"):
        write_pages(tmp_path / name, book(document(Table(COLUMNS, items(3)))))
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()


def test_the_file_says_whose_it_is_and_when_it_was_made(tmp_path: Path) -> None:
    write_pages(tmp_path / "a.pdf", book(document()))
    with pypdfium2.PdfDocument(tmp_path / "a.pdf") as pdf:
        said = pdf.get_metadata_dict()
    assert (said["Title"], said["Author"], said["CreationDate"]) == ("检查记录", "实验小学", "D:20260901123000")
    assert "reportlab" not in " ".join(said.values()).lower()
