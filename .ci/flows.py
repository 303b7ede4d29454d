"""Writes every approval flow of the program as a diagram into docs/flows, from the same declaration it keeps to.

flows.py            write docs/flows/<flow>.md
flows.py --check    only say which are out of date; exit status 1 if any is
"""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "flows"
sys.path.insert(0, str(ROOT))

from desktop_admin.api.approval import Flow  # noqa: E402 - found by the line above
from desktop_admin.api.approval.arrows import Arrow, arrows  # noqa: E402
from desktop_admin.api.flows import FLOWS  # noqa: E402


def page(flow: Flow) -> str:
    return "\n".join(_lines(flow)) + "\n"


def pages(flows: tuple[Flow, ...] = FLOWS) -> dict[str, str]:
    """By file name."""
    return {f"{flow.name}.md": page(flow) for flow in flows}


def stale(folder: Path = FOLDER) -> list[str]:
    """Files that are not what the flows say, and such that belong to none."""
    wanted = pages()
    found = {file.name: file.read_text("utf-8") for file in folder.glob("*.md")}
    return sorted(name for name in wanted.keys() | found.keys() if wanted.get(name) != found.get(name))


def _lines(flow: Flow) -> Iterator[str]:
    yield f"# {flow.title}"
    yield ""
    yield "Made by `.ci/flows.py` from the flow's declaration. The program paints the same: Approvals, Flow charts."
    yield ""
    yield f"The usual way: {' → '.join(state.label for state in flow.way)}."
    yield f"An edit of the content brings it back to “{flow.drafts[0].label}”, and voids what was signed."
    yield ""
    yield "```mermaid"
    yield "stateDiagram-v2"
    for state in flow.states:
        yield f'    state "{state.label}" as {_id(state.value)}'
    yield f"    [*] --> {_id(flow.drafts[0].value)}"
    for arrow in arrows(flow):
        for after in (arrow.after, *arrow.otherwise):
            yield f"    {_id(arrow.before.value)} --> {_id(after.value)}: {_words(arrow)}"
    yield from (f"    {_id(state.value)} --> [*]" for state in flow.final)
    yield "```"
    yield ""
    yield from _table(flow)


def _table(flow: Flow) -> Iterator[str]:
    yield "| from | step | to | seat | who | never the same person as | only if | reasons |"
    yield "|---|---|---|---|---|---|---|---|"
    for arrow in arrows(flow):
        after = " or ".join(state.label for state in (arrow.after, *arrow.otherwise))
        seat = f"{arrow.seat} (with others, in any order)" if arrow.together else arrow.seat
        who = arrow.who or "follows by itself"
        lists = (", ".join(each) for each in (arrow.apart, arrow.needs, arrow.reasons))
        step = f"{arrow.caption} (voids signatures)" if arrow.voids else arrow.caption
        yield f"| {' | '.join((arrow.before.label, step, after, seat, who, *lists))} |"


def _words(arrow: Arrow) -> str:
    return f"{arrow.caption} ({arrow.seat})" if arrow.seat else arrow.caption


def _id(value: str) -> str:
    return value.replace(" ", "_").replace("-", "_")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    if parser.parse_args().check:
        for name in stale():
            print(f"docs/flows/{name} is not what the flow says; run .ci/flows.py")
        return 1 if stale() else 0
    FOLDER.mkdir(exist_ok=True)
    for name in stale():
        (FOLDER / name).unlink(missing_ok=True)
    for name, text in pages().items():
        (FOLDER / name).write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
