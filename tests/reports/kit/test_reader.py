"""Files that people bring are looked at before they are read."""

from datetime import date
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook

from desktop_admin.core.errors import Refused
from desktop_admin.reports.kit import reader
from desktop_admin.reports.kit.reader import Damaged, FileTooLarge, NoSuchSheet, NotASheet, Suspicious, read_table


def workbook(path: Path, *rows: tuple[object, ...]) -> Path:
    book = Workbook()
    page = book.active
    assert page is not None
    page.title = "名单"
    for row in rows:
        page.append(row)
    book.save(path)
    return path


def repacked(source: Path, target: Path, **replaced: bytes) -> Path:
    """The package with some parts replaced; __ stands for / and _dot_ for a dot."""
    parts = {name.replace("__", "/").replace("_dot_", "."): data for name, data in replaced.items()}
    with ZipFile(source) as old, ZipFile(target, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, parts.pop(name, old.read(name)))
        for name, data in parts.items():
            new.writestr(name, data)
    return target


def test_cells_have_types_and_rows_their_numbers(tmp_path: Path) -> None:
    rows = (("姓名", "生日", "年龄", "合格"), (), ("王𫖯", date(1990, 3, 7), 36, True), (None, None, 4.5, None))
    table = read_table(workbook(tmp_path / "a.xlsx", *rows))
    assert table.sheet == "名单"
    assert [line.number for line in table.lines] == [1, 3, 4]
    assert table.lines[1].cells == ("王𫖯", date(1990, 3, 7), 36, True)
    assert type(table.lines[1].cells[2]) is int
    assert table.lines[2].cells == (None, None, 4.5, None)


def test_formulas_are_named(tmp_path: Path) -> None:
    table = read_table(workbook(tmp_path / "a.xlsx", ("a", 1), ("b", "=B1*2"), ("c", "=SUM(B1:B2)")))
    assert table.formulas == ("B2", "B3")
    assert read_table(workbook(tmp_path / "b.xlsx", ("a", 1))).formulas == ()


def test_a_sheet_is_chosen_by_name(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", ("a",))
    assert read_table(path, "名单").lines
    with pytest.raises(NoSuchSheet, match="has no sheet 教师"):
        read_table(path, "教师")


@pytest.mark.parametrize(
    ("head", "found"),
    [
        (b"<html><table><tr><td>1</td></tr></table></html>", "HTML"),
        (b"\xef\xbb\xbf<?xml version='1.0'?><Workbook/>", "XML"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, r"\.xls"),
        (b"%PDF-1.7", "PDF"),
        (b"name,age\nx,1\n", "CSV"),
        (b"", r"\?"),
    ],
)
def test_a_renamed_file_is_told_apart_by_its_content(tmp_path: Path, head: bytes, found: str) -> None:
    path = tmp_path / "名单.xlsx"
    path.write_bytes(head)
    with pytest.raises(NotASheet, match=f"looks like {found}"):
        read_table(path)


def test_an_archive_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    with ZipFile(tmp_path / "a.xlsx", "w") as archive:
        archive.writestr("readme.txt", "x")
    with pytest.raises(NotASheet, match="ZIP"):
        read_table(tmp_path / "a.xlsx")


def test_a_file_over_the_size_limit_is_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = workbook(tmp_path / "a.xlsx", ("a",))
    monkeypatch.setattr(reader, "LARGEST_FILE", 1000)
    with pytest.raises(FileTooLarge):
        read_table(path)


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    bomb = repacked(workbook(tmp_path / "a.xlsx", ("a",)), tmp_path / "b.xlsx", xl__media__a_dot_xml=b"\0" * 30_000_000)
    assert bomb.stat().st_size < 100_000
    with pytest.raises(Suspicious):
        read_table(bomb)


def test_a_bomb_that_lies_about_its_size_is_found_while_unpacking(tmp_path: Path) -> None:
    bomb = repacked(workbook(tmp_path / "a.xlsx", ("a",)), tmp_path / "b.xlsx", xl__media__a_dot_xml=b"\0" * 30_000_000)
    lying = bomb.read_bytes().replace((30_000_000).to_bytes(4, "little"), (1000).to_bytes(4, "little"))
    bomb.write_bytes(lying)
    with pytest.raises(Damaged):
        read_table(bomb)


def test_a_cut_off_file_is_refused_in_one_sentence(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", ("a",))
    path.write_bytes(path.read_bytes()[:-800])
    with pytest.raises(Damaged, match=r"a\.xlsx"):
        read_table(path)


def test_broken_xml_is_refused(tmp_path: Path) -> None:
    broken = b"<worksheet><sheetData><row r='1'><c r='A1'"
    path = repacked(workbook(tmp_path / "a.xlsx", ("a",)), tmp_path / "b.xlsx", xl__worksheets__sheet1_dot_xml=broken)
    with pytest.raises(Refused):
        read_table(path)


def test_too_many_rows_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "MOST_ROWS", 2)
    with pytest.raises(reader.TableTooLarge):
        read_table(workbook(tmp_path / "a.xlsx", ("a",), ("b",), ("c",)))


def test_two_cells_at_far_corners_do_not_fill_the_memory(tmp_path: Path) -> None:
    far = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
        b"</sheetData></worksheet>"
    )
    path = repacked(workbook(tmp_path / "a.xlsx", ("a",)), tmp_path / "b.xlsx", xl__worksheets__sheet1_dot_xml=far)
    with pytest.raises(reader.TableTooLarge):
        read_table(path)
