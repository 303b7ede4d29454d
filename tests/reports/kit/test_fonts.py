"""What is printed can be read, and copied as it was written."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path

import pypdfium2
import pytest

from desktop_admin.core.paths import resources
from desktop_admin.reports.kit.fonts import SANS_BOLD, SERIF, WENKAI, MissingGlyph, Style, face, runs, served
from desktop_admin.reports.kit.page import Document, Footer, Notes, PageBook
from desktop_admin.reports.kit.page.write import write_pages
from tests.reports.kit.conftest import Read, both_readers, needs_poppler, poppler

CREATED = datetime(2026, 9, 1, 12, 30)  # noqa: DTZ001 - local


def printed(path: Path, *paragraphs: str) -> str:
    document = Document("字体", (Notes(paragraphs),), Footer("T-1"))
    write_pages(path, PageBook("字体", "学校", CREATED, (document,)))
    with pypdfium2.PdfDocument(path) as pdf:
        text: str = pdf[0].get_textpage().get_text_range()
    return text


@both_readers
def test_characters_beyond_the_basic_plane_copy_as_they_were_written(tmp_path: Path, read: Read) -> None:
    names = "王𫖯、李𬱖、张𫔎（𬭳）"
    printed(tmp_path / "a.pdf", names)
    assert names in read(tmp_path / "a.pdf")


def test_all_of_gb2312_can_be_printed_and_copied(tmp_path: Path) -> None:
    pairs = [bytes((high, low)) for high in range(0xB0, 0xF8) for low in range(0xA1, 0xFF)]
    text = "".join(pair.decode("gb2312", "ignore") for pair in pairs)
    assert len(text) == 6763
    read = printed(tmp_path / "a.pdf", *[text[start : start + 40] for start in range(0, 1600, 40)])
    assert text[:1600] in "".join(read.split())
    for style in Style:
        assert all(served(style, character, "") for character in text)


def test_a_rare_character_falls_back_to_another_face() -> None:
    pieces = dict(runs("王㳇𠅤", Style.BOLD, "姓名"))
    assert SANS_BOLD in pieces
    rare = next(chr(code) for code in face(WENKAI).glyphs if code > 0x20000 and not face(SERIF).glyphs.get(code))
    assert list(runs(f"王{rare}", Style.BODY, "姓名")) == [(SERIF, "王"), (WENKAI, rare)]


def test_a_missing_glyph_is_its_number_never_a_box(tmp_path: Path) -> None:
    with pytest.raises(MissingGlyph, match=r"姓名: the character \U0002a6a5 \(U\+2A6A5\)"):
        served(Style.BODY, "\U0002a6a5", "姓名")
    assert "王〔U+2A6A5〕" in printed(tmp_path / "a.pdf", "王\U0002a6a5")


@needs_poppler
def test_every_font_is_embedded_as_a_subset(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    printed(path, "冷藏温度 5.2 ℃")
    listed = poppler("pdffonts", str(path)).splitlines()[2:]
    assert len(listed) == 2
    assert all(line.split()[-5:-2] == ["yes", "yes", "yes"] for line in listed)
    assert path.stat().st_size < 40_000


def test_a_face_is_parsed_once_and_threads_share_it(tmp_path: Path) -> None:
    def one(number: int) -> str:
        return printed(tmp_path / f"{number}.pdf", f"第 {number} 份：冷藏温度𫖯")

    with ThreadPoolExecutor(4) as pool:
        read = list(pool.map(one, range(12)))
    assert all(f"第 {number} 份：冷藏温度𫖯" in text for number, text in enumerate(read))
    assert face(SERIF) is face(SERIF)


def test_fonts_come_with_their_licences_and_are_not_too_large() -> None:
    folder = resources() / "fonts"
    assert sum(path.stat().st_size for path in folder.iterdir()) < 45 * 2**20
    for name in ("OFL-NotoCJK.txt", "OFL-LXGWWenKai.txt"):
        assert "SIL OPEN FONT LICENSE Version 1.1" in (folder / name).read_text(encoding="utf-8")
