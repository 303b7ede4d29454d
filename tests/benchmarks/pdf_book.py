"""Row 10: a book of 1,000 pages of a checklist, against platypus with the same rows, font, widths and page numbers."""

import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from reportlab.lib import colors
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import LongTable, PageBreak, Paragraph, SimpleDocTemplate, TableStyle

from desktop_admin.core.paths import resources
from desktop_admin.reports.kit.fonts import SANS_BOLD, SERIF
from desktop_admin.reports.kit.page import Column, Document, Footer, PageBook, Row, Table
from desktop_admin.reports.kit.page.pen import A4, MM
from desktop_admin.reports.kit.page.write import write_pages
from tests.benchmarks.measure import Row as Result
from tests.benchmarks.measure import faster, side_by_side

PAGES = 1_000
ITEMS = 26  # rows of one page
CREATED = datetime(2026, 9, 1, 12, 30)  # noqa: DTZ001 - local
TITLE = "每日食品安全检查记录"
LABELS = ("序号", "检查内容", "实测值/限值", "检查结果", "不符合项说明、防范措施")
WIDTHS = (14, 66, 30, 20, 40)
_TEXTS = (
    "供货者许可证在有效期内并已存档",
    "当日到货批次均有合格证明",
    "冷藏设备温度（每台，上午、下午各 1 次）",
    "食品分区、分架、分类，离墙离地存放",
    "餐用具消毒后感官检查合格",
    "留样数量、标签、温度符合要求",
)


def cells(page: int) -> Iterator[tuple[str, ...]]:
    for n in range(ITEMS):
        reading = f"{(page * 7 + n * 3) % 80 / 10:.1f} ℃ / ≤ 8 ℃" if n % 3 == 2 else "目视"
        failed = (page + n) % 41 == 0
        remark = f"{page} 号冰箱已报修，复测合格" if failed else ""
        yield str(n + 1), _TEXTS[n % len(_TEXTS)], reading, "不合格" if failed else "合格", remark


def documents() -> Iterator[Document]:
    columns = tuple(
        Column(label, width, fixed=width in WIDTHS[:2]) for label, width in zip(LABELS, WIDTHS, strict=True)
    )
    for page in range(PAGES):
        rows = tuple(Row(row) for row in cells(page))
        yield Document(TITLE, (Table(columns, rows),), Footer(f"ST-{page:06d}"))


def ours(path: Path) -> int:
    return write_pages(path, PageBook(TITLE, "实验小学", CREATED, documents()))


def platypus(path: Path) -> None:
    body = ParagraphStyle("body", fontName="body", fontSize=10, leading=12.5, wordWrap="CJK")
    head = ParagraphStyle("head", fontName="bold", fontSize=18, leading=24, alignment=1)
    look = TableStyle(
        [
            ("FONT", (0, 0), (-1, -1), "body", 10),
            ("FONT", (0, 0), (-1, 0), "bold", 10),
            ("GRID", (0, 0), (-1, -1), 0.35, colors.black),
            ("BACKGROUND", (0, 0), (-1, 0), colors.Color(0.9, 0.9, 0.9)),
            ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ]
    )
    story: list[Any] = []
    for page in range(PAGES):
        rows = [[*row[:1], Paragraph(row[1], body), *row[2:4], Paragraph(row[4], body)] for row in cells(page)]
        table = LongTable([list(LABELS), *rows], [width * MM for width in WIDTHS], repeatRows=1, style=look)
        story += [Paragraph(TITLE, head), table, PageBreak()]

    def foot(canvas: Any, document: Any) -> None:
        canvas.setFont("body", 8)
        canvas.drawString(25 * MM, 13 * MM, f"No. ST-{document.page - 1:06d}　Revision 1")
        canvas.drawString(25 * MM, 9 * MM, "Print 1")
        canvas.drawRightString(195 * MM, 13 * MM, "Page 1 of 1")
        canvas.bookmarkPage(f"d{document.page}")
        canvas.addOutlineEntry(TITLE, f"d{document.page}", 0)

    SimpleDocTemplate(
        str(path), pagesize=A4, leftMargin=25 * MM, rightMargin=15 * MM, topMargin=20 * MM, bottomMargin=18 * MM
    ).build(story, onFirstPage=foot, onLaterPages=foot)


def rows() -> list[Result]:
    pdfmetrics.registerFont(TTFont("body", str(resources() / "fonts" / SERIF)))
    pdfmetrics.registerFont(TTFont("bold", str(resources() / "fonts" / SANS_BOLD)))
    with tempfile.TemporaryDirectory() as folder:
        first, second = Path(folder, "ours.pdf"), Path(folder, "platypus.pdf")
        quick, slow = side_by_side(lambda: ours(first), lambda: platypus(second), rounds=2)
        sizes = first.stat().st_size / 1024, second.stat().st_size / 1024
        return [
            faster(f"10 PDF book of {PAGES} pages, s / platypus LongTable", quick, slow, 4),
            faster(f"10 PDF book of {PAGES} pages, KiB / platypus LongTable", *sizes, 2),
        ]
