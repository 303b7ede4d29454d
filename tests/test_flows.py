"""The diagrams in docs/flows are those of the flows that the program keeps to."""

import importlib.util
from pathlib import Path
from typing import Any

from desktop_admin.api.flows import FLOWS
from tests.services.approval.notices import FLOW

FILE = Path(__file__).resolve().parents[1] / ".ci" / "flows.py"


def load() -> Any:
    spec = importlib.util.spec_from_file_location("flows", FILE)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


diagrams = load()


def test_every_flow_has_its_diagram_as_it_is_now() -> None:
    assert FLOWS
    assert diagrams.stale() == [], "run: .venv/bin/python .ci/flows.py"


def test_a_diagram_that_is_old_or_of_no_flow_is_found(tmp_path: Path) -> None:
    for name, text in diagrams.pages().items():
        (tmp_path / name).write_text(text, "utf-8")
    assert diagrams.stale(tmp_path) == []
    first = f"{FLOWS[0].name}.md"
    (tmp_path / first).write_text("old", "utf-8")
    (tmp_path / "gone.md").write_text("of nothing", "utf-8")
    assert diagrams.stale(tmp_path) == sorted([first, "gone.md"])


def test_a_diagram_tells_every_step_with_its_seat_reasons_and_persons() -> None:
    page = diagrams.page(FLOW)
    for line in (
        '    state "with the department" as department',
        "    [*] --> draft",
        "    department --> review: Sign as head (Head)",
        "    ready --> burnt: Put up",
        "    up --> fallen: Fell down",
        "    burnt --> [*]",
        "| in review | Review | ready | First reviewer (with others, in any order) | Review check sheets"
        " | author, Head, Second reviewer |  |  |",
        "| ready | Return (voids signatures) | returned |  | Review check sheets |  |  | Facts are wrong, Wording |",
    ):
        assert line in page.splitlines(), line
