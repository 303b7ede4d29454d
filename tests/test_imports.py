"""An Excel file brought in from the command line, as somebody with a list in Excel does it."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from desktop_admin import cli
from desktop_admin.api.publishing.words import ListWords
from desktop_admin.app.imports import shown
from desktop_admin.app.premises import open_premises
from tests.conftest import QUICK, House

Ran = tuple[int, str, str]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "名单.xlsx"


def run(capsys: pytest.CaptureFixture[str], *words: object, lang: str = "en") -> Ran:
    code = cli.main(["--lang", lang, *map(str, words)])
    said = capsys.readouterr()
    return code, said.out, said.err


def write(file: Path, *rows: tuple[Any, ...]) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    book.save(file)
    return file


def listed(data: Path, word: str) -> int:
    premises = open_premises(data, hasher=QUICK)
    try:
        return premises.console("tester").ask(ListWords(search=word)).total
    finally:
        premises.close()


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
@pytest.mark.parametrize("kind", ["words", "departments", "participants"])
def test_a_template_names_every_column_and_what_it_takes(
    capsys: pytest.CaptureFixture[str], file: Path, kind: str, lang: str
) -> None:
    code, said, _ = run(capsys, "import", kind, "--template", file, lang=lang)
    assert (code, said) == (0, f"{file}\n")
    table, told = load_workbook(file).worksheets
    heads = [cell.value for row in table.iter_rows() for cell in row if cell.value]
    columns = [row[0].value for row in told.iter_rows() if row[0].value]
    assert len(columns) >= 2
    assert set(columns[-2:]) <= set(heads)


def test_a_template_filled_in_comes_in(capsys: pytest.CaptureFixture[str], data: Path, file: Path) -> None:
    run(capsys, "import", "words", "--template", file, lang="zh_CN")
    code, said, _ = run(capsys, "--data", data, "import", "words", file, lang="zh_CN")
    assert (code, said) == (0, "已导入 1 行。\n")
    assert listed(data, "最有效") == 1


def test_every_bad_row_is_named_with_its_column_and_reason_and_nothing_is_written(
    capsys: pytest.CaptureFixture[str], data: Path, file: Path
) -> None:
    rows = (("词语", "类别"), ("最有效", "商业广告"), ("天才班", "不知道"), (None, "商业广告"), ("秒杀", "商业广告"))
    heads = run(capsys, "import", "words", "--template", file, lang="zh_CN") and _heads(file)
    write(file, heads, *(_row for _row in rows[1:]))
    code, said, warned = run(capsys, "--data", data, "import", "words", file, lang="zh_CN")
    assert (code, said) == (1, "")
    lines = warned.splitlines()
    assert lines[0].startswith(f"第 3 行，{heads[1]}：“不知道”不在可选项中")
    assert lines[1] == f"第 4 行，{heads[0]}：没有填写"
    assert lines[2] == f"第 5 行，{heads[0]}：“秒杀”已在词库中"
    assert lines[3].startswith("有 3 行不能导入，没有写入任何内容")
    assert listed(data, "最有效") == 0
    code, said, _ = run(capsys, "--data", data, "import", "words", file, "--skip-bad", lang="zh_CN")
    assert (code, said) == (0, "已导入 1 行。\n略过 3 行。\n")
    assert listed(data, "最有效") == 1


def _heads(file: Path) -> tuple[str, ...]:
    told = load_workbook(file).worksheets[1]
    return tuple(str(row[0].value) for row in told.iter_rows() if row[0].value)[-2:]


def test_looking_only_tells_what_would_come_in(capsys: pytest.CaptureFixture[str], data: Path, file: Path) -> None:
    write(file, ("Word", "Category"), ("最有效", "commercial advertising"))
    assert run(capsys, "--data", data, "import", "words", file, "--check") == (
        0,
        "1 rows can be imported; nothing was written.\n",
        "",
    )
    assert listed(data, "最有效") == 0


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ((("Word",), ("最有效",)), "has no column “Category”"),
        ((("Word", "Category"),), "has no rows below its headings"),
        ((), "has no rows below its headings"),
    ],
    ids=["no column", "no rows", "empty"],
)
def test_a_table_of_another_shape_is_refused(
    capsys: pytest.CaptureFixture[str], data: Path, file: Path, rows: tuple[tuple[Any, ...], ...], said: str
) -> None:
    write(file, *rows)
    code, _, warned = run(capsys, "--data", data, "import", "words", file)
    assert code == 1
    assert said in warned


def test_what_is_no_workbook_is_refused_in_one_sentence(
    capsys: pytest.CaptureFixture[str], data: Path, file: Path
) -> None:
    file.write_text("Word,Category\n", "utf-8")
    code, _, warned = run(capsys, "--data", data, "import", "words", file)
    assert code == 1
    assert "is not an .xlsx workbook" in warned
    assert run(capsys, "--data", data, "import", "words", file.with_name("other.xlsx"))[2].endswith("is not there.\n")
    assert "cannot be imported" in run(capsys, "--data", data, "import", "everything", file)[2]


def test_a_formula_is_never_run_and_is_told_of(capsys: pytest.CaptureFixture[str], data: Path, file: Path) -> None:
    write(file, ("Word", "Category"), ('=HYPERLINK("http://a.b","x")', "other"))
    code, _, warned = run(capsys, "--data", data, "import", "words", file)
    assert code == 1
    assert "1 cells hold formulas" in warned
    assert "Row 2, Word: nothing stands in it" in warned


def test_cells_are_taken_as_they_are_shown() -> None:
    assert shown("0012") == "0012"
    assert shown(2026001) == "2026001"
    assert shown(date(2026, 9, 1)) == "2026-09-01"
    assert shown(None) == ""


def test_a_school_on_another_database_is_reached_by_its_address(
    capsys: pytest.CaptureFixture[str], house: House, file: Path
) -> None:
    write(file, ("Word", "Category"), ("最有效", "commercial advertising"))
    words = ("--data", house.folder, "import", "words", file, "--database", house.url)
    assert run(capsys, *words) == (0, "1 rows were imported.\n", "")
    office = house.desk("publicity_officer", name="周宣")
    assert office.ask(ListWords(search="最有效")).total == 1
    assert "已在" in run(capsys, *words, lang="zh_CN")[2], "the words are there"
