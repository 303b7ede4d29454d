"""Ways to read a report back."""

import subprocess
from pathlib import Path
from typing import Any

import pypdfium2
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

Cells = list[list[Any]]


def squeezed(text: str) -> str:
    """Without white space, which lines and columns break into any text. U+FFFE: pdfium's word for a hyphen there."""
    return "".join(text.replace("\ufffe", "-").split())


def pages_of(path: Path) -> list[str]:
    with pypdfium2.PdfDocument(path) as pdf:
        return [squeezed(page.get_textpage().get_text_range()) for page in pdf]


def pdf_text(path: Path) -> str:
    return "".join(pages_of(path))


def by_poppler(path: Path) -> str:
    done = subprocess.run(["pdftotext", "-raw", str(path), "-"], check=True, capture_output=True, timeout=60)
    return squeezed(done.stdout.decode())


def by_layout(path: Path) -> str:
    """As it stands on the paper, line by line."""
    done = subprocess.run(["pdftotext", "-layout", str(path), "-"], check=True, capture_output=True, timeout=60)
    return squeezed(done.stdout.decode())


def by_openpyxl(path: Path, sheet: str) -> Cells:
    book = load_workbook(path)
    rows = [list(row) for row in book[sheet].iter_rows(values_only=True)]
    book.close()
    return rows


def by_calamine(path: Path, sheet: str) -> Cells:
    return CalamineWorkbook.from_path(path).get_sheet_by_name(sheet).to_python(skip_empty_area=False)


def by_libreoffice(path: Path, number: int) -> list[str]:
    """The lines of one sheet, the first is 1."""
    form = f"csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,{number}"
    profile = f"-env:UserInstallation=file://{path.parent / 'profile'}"
    command = ["soffice", profile, "--headless", "--convert-to", form, "--outdir", str(path.parent), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    (made,) = path.parent.glob("*.csv")
    return made.read_text(encoding="utf-8").splitlines()
