"""Makes resources/fonts from Debian's fonts-noto-cjk and fonts-lxgw-wenkai. Run once per new version of a font."""

import argparse
import shutil
from pathlib import Path
from typing import Any

from fontTools import subset
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTCollection, TTFont, newTable

SIMPLIFIED = 2  # of the faces in a Noto CJK collection
FACES = {"NotoSerifCJK-Regular.ttc": "NotoSerifCJKsc-Regular.ttf", "NotoSansCJK-Bold.ttc": "NotoSansCJKsc-Bold.ttf"}
RARE = "LXGWWenKai-Regular.ttf"  # complete for the Table of General Standard Chinese Characters
SYMBOLS = (
    (0x20, 0x7F), (0xA0, 0x250), (0x370, 0x460), (0x2000, 0x2070), (0x20A0, 0x20C0), (0x2100, 0x27C0),
    (0x2900, 0x2C00), (0x3000, 0x3400), (0xFE30, 0xFE70), (0xFF00, 0xFFF0),
)  # fmt: skip
ZEROED = (
    "maxTwilightPoints", "maxStorage", "maxFunctionDefs", "maxInstructionDefs", "maxStackElements",
    "maxSizeOfInstructions", "maxComponentElements", "maxPoints", "maxContours", "maxCompositePoints",
    "maxCompositeContours", "maxComponentDepth",
)  # fmt: skip


def gbk() -> set[int]:
    pairs = (bytes((high, low)) for high in range(0x81, 0xFF) for low in range(0x40, 0xFF))
    return {ord(char) for pair in pairs for char in pair.decode("gbk", "ignore") if len(char) == 1}


def wanted(rare: Path, face: Any) -> set[int]:
    symbols = {code for first, end in SYMBOLS for code in range(first, end)}
    ideographs = range(0x2E80, 0x110000)
    known: set[int] = set(TTFont(rare, lazy=True).getBestCmap())
    return symbols | gbk() | {code for code in known & set(face.getBestCmap()) if code in ideographs}


def cut(face: Any, codes: set[int]) -> None:
    options = subset.Options()
    options.layout_features, options.hinting, options.notdef_outline = [], False, True
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.drop_tables += ["GSUB", "GPOS", "GDEF", "BASE", "VORG", "vhea", "vmtx"]
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=codes)
    cutter.subset(face)


def straighten(face: Any) -> None:
    """Cubic outlines (CFF) to quadratic ones (glyf)."""
    outlines, order = face.getGlyphSet(), face.getGlyphOrder()
    drawn = {}
    for name in order:
        pen = TTGlyphPen(None)
        outlines[name].draw(Cu2QuPen(pen, face["head"].unitsPerEm / 1000, reverse_direction=True))
        drawn[name] = pen.glyph()
    face["loca"], face["glyf"] = newTable("loca"), newTable("glyf")
    face["glyf"].glyphs, face["glyf"].glyphOrder = drawn, order
    del face["CFF "]
    face["maxp"].tableVersion, face["maxp"].maxZones = 0x10000, 1
    for name in ZEROED:
        setattr(face["maxp"], name, 0)
    for name in order:
        drawn[name].recalcBounds(face["glyf"])
        face["hmtx"].metrics[name] = (face["hmtx"].metrics[name][0], getattr(drawn[name], "xMin", 0))
    face["post"].formatType, face["head"].glyphDataFormat, face["head"].indexToLocFormat = 3.0, 0, 1
    face.sfntVersion = "\x00\x01\x00\x00"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("noto", type=Path, help="the folder of the Noto CJK collections")
    parser.add_argument("wenkai", type=Path, help="the folder of LXGW WenKai")
    parser.add_argument("--out", type=Path, default=Path("resources/fonts"))
    given = parser.parse_args()
    for source, target in FACES.items():
        face = TTCollection(given.noto / source).fonts[SIMPLIFIED]
        cut(face, wanted(given.wenkai / RARE, face))
        straighten(face)
        face.save(given.out / target)
    shutil.copy(given.wenkai / RARE, given.out / RARE)


if __name__ == "__main__":
    main()
