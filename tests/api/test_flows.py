"""A flow that cannot be kept to is found when the program starts, not when somebody signs."""

import pytest
from msgspec.structs import replace

from desktop_admin.api import flows
from desktop_admin.api.approval import AUTHOR, Step
from desktop_admin.services.approval.process import Process, place_of
from desktop_admin.services.office import REQUESTS
from tests.services.approval.notices import FLOW, PROCESS, Notice, NoticeState, Review, ReviewAlso, SignAsHead


def changed(step: type, **more: object) -> tuple[Step, ...]:
    return tuple(replace(each, **more) if each.command is step else each for each in FLOW.steps)


@pytest.mark.parametrize(
    ("more", "missing"),
    [
        ({"seat": "nobody"}, "nobody"),
        ({"distinct_from": ("x",)}, "x"),
        ({"guards": ("y",)}, "y"),
        ({"holder": "z"}, "z"),
    ],
)
def test_a_step_names_only_what_its_flow_has(more: dict[str, object], missing: str) -> None:
    with pytest.raises(ValueError, match=rf"names what the flow notices has not: .*'{missing}'"):
        replace(FLOW, steps=changed(SignAsHead, **more))


def test_the_usual_way_can_be_gone() -> None:
    with pytest.raises(ValueError, match="nothing leads along the way"):
        replace(FLOW, way=(NoticeState.DRAFT, NoticeState.UP))
    with pytest.raises(ValueError, match="nothing leads along the way"):
        replace(FLOW, way=FLOW.way[1:])


def test_every_rule_has_its_function() -> None:
    with pytest.raises(ValueError, match=r"rules without a function: .*its head"):
        Process(FLOW, Notice, PROCESS.content, PROCESS.seats, guards=PROCESS.guards)
    with pytest.raises(ValueError, match=r"rules without a function: .*has a title"):
        Process(FLOW, Notice, PROCESS.content, PROCESS.seats, holders=PROCESS.holders)


def test_never_the_same_person_is_declared_once_and_holds_both_ways() -> None:
    assert FLOW.apart(FLOW.step(Review)) == {AUTHOR, "head", "second"}
    assert FLOW.apart(FLOW.step(ReviewAlso)) == {AUTHOR, "head", "first"}
    assert FLOW.apart(FLOW.step(SignAsHead)) == {AUTHOR, "first", "second"}


def test_flows_and_their_steps_are_told_apart() -> None:
    assert len({flow.name for flow in flows.FLOWS}) == len(flows.FLOWS)
    steps = [step.name for flow in flows.FLOWS for step in flow.steps]
    assert len(set(steps)) == len(steps)
    assert all(step.caption and step.permission for flow in flows.FLOWS for step in flow.steps)


def test_every_flow_of_the_program_has_a_process() -> None:
    for flow in flows.FLOWS:
        for step in flow.steps:
            place = place_of(step.command)
            assert place is not None, step.name
            assert place.flow is flow
            assert REQUESTS[step.name] is step.command
