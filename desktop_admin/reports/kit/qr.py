"""QR codes by segno: drawn as vectors on paper, as PNG or SVG on screen. What they say: desktop_admin.core.paper."""

from io import BytesIO
from itertools import groupby

import segno


def _code(text: str) -> segno.QRCode:
    return segno.make(text, error="m", micro=False, boost_error=False)


def drawing(text: str) -> tuple[str, int]:
    """PDF operators that fill the code's modules, one unit each from the lower left; and how many a side has."""
    rows = _code(text).matrix
    side = len(rows)
    runs: list[str] = []
    for line, row in enumerate(rows, 1):
        column = 0
        for dark, run in groupby(row):
            length = len(list(run))
            if dark:
                runs.append(f"{column} {side - line} {length} 1 re")
            column += length
    return " ".join([*runs, "f"]), side


def png(text: str, scale: int = 6) -> bytes:
    out = BytesIO()
    _code(text).save(out, kind="png", scale=scale, border=4)
    return out.getvalue()


def svg(text: str) -> bytes:
    out = BytesIO()
    _code(text).save(out, kind="svg", border=4)
    return out.getvalue()
