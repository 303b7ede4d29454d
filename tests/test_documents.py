"""The documents say what is there: links lead somewhere, commands parse, quoted messages are the program's own."""

import importlib.util
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from babel.messages.pofile import read_po

import run
from desktop_admin.cli.usage import WrongUsage
from desktop_admin.cli.words import parse

ROOT = Path(run.__file__).parent
CATALOGUES = ROOT / "resources" / "locale" / "zh_CN" / "LC_MESSAGES"
DOCUMENTS = (
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    ROOT / "CHANGELOG.md",
    *sorted((ROOT / "docs").rglob("*.md")),
)
GUIDE = tuple(document for document in DOCUMENTS if "guide" in document.parts)
OWN = ("test", "bench", "messages")  # commands of run.py itself
LARGEST = 150 * 1024  # bytes of a picture: the repository is cloned by schools

_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
_FENCED = re.compile(r"^```\w*\n(.*?)^```", re.MULTILINE | re.DOTALL)
_SPAN = re.compile(r"`([^`\n]+)`")
_NOT_IN_ANCHORS = re.compile(r"[^\w\- ]")
_GAP = re.compile(r"\s{2,}")  # parts a command from a remark on its line
_PLACEHOLDER = re.compile(r"\\\{[^{}]*\\\}")


def named(document: Path) -> str:
    return document.relative_to(ROOT).as_posix()


def anchors(document: Path) -> set[str]:
    """What its headings are called in an address."""
    heads = re.findall(r"^#+ +(.+?)\s*$", _FENCED.sub("", document.read_text("utf-8")), re.MULTILINE)
    return {_NOT_IN_ANCHORS.sub("", head.lower()).replace(" ", "-") for head in heads}


def shown(document: Path) -> Iterator[str]:
    """Everything that is set as code, line by line."""
    text = document.read_text("utf-8")
    for block in _FENCED.findall(text):
        yield from block.splitlines()
    without = _FENCED.sub("", text)
    yield from (line.strip() for line in without.splitlines() if line.startswith("    "))
    yield from _SPAN.findall(without)


def commands(document: Path) -> Iterator[list[str]]:
    """The words behind the program's name, of every command that is shown."""
    for line in shown(document):
        command = _GAP.split(line.strip())[0]
        for start in ("python3 run.py", "py run.py", "desktop-admin"):
            if command == start or command.startswith(start + " "):
                yield shlex.split(command)[len(start.split()) :]


def modules(document: Path) -> Iterator[str]:
    for line in shown(document):
        yield from re.findall(r"python -m (desktop_admin[\w.]*)", line)


@pytest.mark.parametrize("document", DOCUMENTS, ids=named)
def test_every_link_leads_to_something_that_is_there(document: Path) -> None:
    for link in _LINK.findall(document.read_text("utf-8")):
        if link.startswith(("http://", "https://")):
            continue
        path, _, anchor = unquote(link).partition("#")
        target = document.parent / path if path else document
        assert target.exists(), link
        assert not anchor or anchor in anchors(target), link


@pytest.mark.parametrize("document", DOCUMENTS, ids=named)
def test_every_command_shown_is_one_the_program_takes(document: Path) -> None:
    for words in commands(document):
        if words[:1] and words[0] in OWN:
            continue
        if words == ["ARGS"]:
            continue
        try:
            parse(words)
        except (SystemExit, WrongUsage) as error:
            pytest.fail(f"no such command: {' '.join(words)}: {error}")


@pytest.mark.parametrize("document", DOCUMENTS, ids=named)
def test_every_module_that_is_to_be_run_exists(document: Path) -> None:
    for module in modules(document):
        assert importlib.util.find_spec(module) is not None, module


def test_the_own_commands_of_run_py_are_those_named_here() -> None:
    home = run.Home(ROOT)
    for name in OWN:
        assert "desktop_admin" not in run.command_for([name], home, {"DISPLAY": ":0"})[1:3], name
    assert run.command_for(["verify"], home, {"DISPLAY": ":0"})[1:] == ["-m", "desktop_admin", "verify"]


def test_every_place_on_the_map_of_the_architecture_exists() -> None:
    text = (ROOT / "docs" / "ARCHITECTURE.md").read_text("utf-8")
    cells = re.findall(r"^\| (`.+?`) \|", text, re.MULTILINE)
    places = [place for cell in cells for place in _SPAN.findall(cell) if "<" not in place]
    assert len(places) > 10
    for place in places:
        assert any((base / place).exists() for base in (ROOT, ROOT / "desktop_admin")), place


def test_the_pictures_are_small_and_all_are_shown() -> None:
    pictures = {picture.name for picture in (ROOT / "docs" / "guide" / "zh" / "images").iterdir()}
    linked = {Path(link).name for document in DOCUMENTS for link in _LINK.findall(document.read_text("utf-8"))}
    assert pictures <= linked
    for picture in (ROOT / "docs" / "guide" / "zh" / "images").iterdir():
        assert picture.stat().st_size <= LARGEST, picture.name


# Messages that the guide explains


def patterns() -> list[re.Pattern[str]]:
    """Every Chinese message, with anything in the places of its values."""
    found: set[str] = set()
    for file in CATALOGUES.glob("*.po"):
        with file.open("rb") as stream:
            found |= {str(message.string) for message in read_po(stream) if message.id}
    said = {text for text in found if len(re.sub(r"\{[^{}]*\}", "", text)) > 2}
    return [re.compile(_PLACEHOLDER.sub(".+", re.escape(text))) for text in said]


def quoted(document: Path) -> Iterator[str]:
    """The first column of every table about messages."""
    inside = False
    for line in document.read_text("utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")] if line.startswith("|") else []
        if not cells:
            inside = False
        elif cells[0].endswith("提示"):
            inside = True
        elif inside and not set(cells[0]) <= {"-"}:
            yield cells[0]


@pytest.mark.parametrize("document", GUIDE, ids=named)
def test_the_messages_that_the_guide_explains_are_the_programs_own(document: Path) -> None:
    known = patterns()
    for message in quoted(document):
        parts = (message, message.partition("：")[2])
        assert any(each.fullmatch(part) for each in known for part in parts if part), message


def test_a_message_that_the_program_does_not_have_is_noticed() -> None:
    assert not any(each.fullmatch("操作失败，请联系管理员") for each in patterns())
    assert any(each.fullmatch("还有 8 项未查") for each in patterns())


def test_the_guide_speaks_as_the_program_does() -> None:
    """No 您, no exclamation mark; a space between Chinese and digits."""
    for document in GUIDE:
        text = _SPAN.sub("", _FENCED.sub("", _LINK.sub("", document.read_text("utf-8"))))
        assert not re.findall(r"您|！", text), named(document)
        assert not re.findall(r"[\u4e00-\u9fff]\d|\d[\u4e00-\u9fff]", text), named(document)
