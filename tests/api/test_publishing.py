"""What screens and paper tell of an article without asking anybody."""

from datetime import date
from uuid import UUID

import pytest

from desktop_admin.api.base import fields
from desktop_admin.api.publishing.content import (
    AttachedFile,
    Content,
    Licence,
    Limits,
    Purpose,
    Source,
    SourceKind,
    Theme,
    counters,
    limits_of,
)
from desktop_admin.api.publishing.flow import CHECK_LABELS, FLOW
from desktop_admin.api.publishing.registers import ChannelKind
from desktop_admin.api.publishing.states import EDITABLE, SubmissionState
from desktop_admin.api.publishing.told import told

OFFICE, SITE = UUID(int=1), UUID(int=2)
CONTENT = Content(
    title="开幕",
    department_key=OFFICE,
    channels=(SITE, UUID(int=3)),
    theme=Theme.CULTURE,
    event_day=date(2026, 9, 1),
    secrecy=True,
    files=(AttachedFile("ab" * 32, "名单.xlsx", Purpose.EVIDENCE),),
    sources=(Source(SourceKind.QUOTE, "人民日报", "评论员", Licence.QUOTED),),
)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("title", "开幕"),
        ("department_key", "教务处"),
        ("channels", "学校网站, 00000000"),
        ("column_key", "—"),
        ("theme", "campus culture"),
        ("event_day", "2026-09-01"),
        ("secrecy", "Yes"),
        ("files", "名单.xlsx (evidence, abababab)"),
        ("sources", "人民日报 (评论员, quotation within the law)"),
        ("student", "—"),
    ],
)
def test_every_field_of_an_article_can_be_told(name: str, text: str) -> None:
    assert told(name, CONTENT, {OFFICE: "教务处", SITE: "学校网站"}) == text


def test_no_labelled_field_is_left_out() -> None:
    assert all(isinstance(told(name, CONTENT, {}), str) for name in fields(Content))


def test_the_tightest_channel_counts() -> None:
    assert limits_of([ChannelKind.FOLDER]).title == 64
    both = limits_of([ChannelKind.FOLDER, ChannelKind.MANUAL])
    assert both == Limits(title=32, byline=16, summary=120, body=20_000)
    title = counters("字" * 33, "", "", "", both)[0]
    assert (title.used, title.limit, title.over) == (33, 32, True)
    assert not counters("字" * 32, "", "", "", both)[0].over


def test_every_signature_of_the_flow_asks_for_the_whole_checklist() -> None:
    signed = [step for step in FLOW.steps if step.seat]
    assert len(signed) == len(FLOW.seats)
    assert all(set(CHECK_LABELS) <= set(fields(step.command)) for step in signed)


def test_nothing_public_is_edited() -> None:
    public = {SubmissionState.PUBLISHING, SubmissionState.PUBLISHED, SubmissionState.PARTIAL, SubmissionState.ARCHIVED}
    assert not EDITABLE & public
