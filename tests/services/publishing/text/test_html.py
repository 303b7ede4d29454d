"""Nothing that acts, and nothing from elsewhere, gets into an article; what people meant stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_admin.api.publishing.text import Removed, RemovedKind
from desktop_admin.services.publishing.text.html import clean, plain

PICTURE = f"attachment:{'ab' * 32}"
WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p {color: red}</style></head><body>
<p class=MsoNormal align=center><b><span style='font-size:16.0pt'>运动会通知<o:p></o:p></span></b></p>
<p class=MsoHeading2>安排</p>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]><span lang=EN-US><span
style='mso-list:Ignore'>1.<span style='font:7.0pt "Times New Roman"'>&nbsp; </span></span></span><![endif]>报名</p>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>2.</span>比赛</p>
<p class=MsoNormal>一<span style="font-weight:700">定</span><i>来</i></p></body></html>"""


def test_word_becomes_headings_lists_and_emphasis() -> None:
    assert clean(WORD).html == (
        '<p style="text-align:center"><strong>运动会通知</strong></p><h2>安排</h2>'
        "<ol><li>报名</li><li>比赛</li></ol><p>一<strong>定</strong><em>来</em></p>"
    )
    assert clean(WORD).removed == ()


def test_a_bullet_of_words_makes_a_list_without_numbers() -> None:
    item = "<p style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·</span>一</p>"
    assert clean(item).html == "<ul><li>一</li></ul>"


@pytest.mark.parametrize(
    ("html", "left", "removed"),
    [
        ("<script>alert(1)</script>正文", "正文", Removed(RemovedKind.SCRIPT, "<script>")),
        ("<p onclick='x()'>正文</p>", "<p>正文</p>", Removed(RemovedKind.HANDLER, "<p onclick>")),
        ("<a href='javascript:x()'>看</a>", "看", Removed(RemovedKind.ADDRESS, "javascript:x()")),
        ("<a href='java\tscript:x()'>看</a>", "看", Removed(RemovedKind.ADDRESS, "java\tscript:x()")),
        ("<a href='//host/x'>看</a>", "看", Removed(RemovedKind.ADDRESS, "//host/x")),
        (r"<a href='\\server\x'>看</a>", "看", Removed(RemovedKind.ADDRESS, r"\\server\x")),
        ("<img src='file:///C:/a.png'>", "", Removed(RemovedKind.ADDRESS, "file:///C:/a.png")),
        (r"<img src='\\server\a.png'>", "", Removed(RemovedKind.ADDRESS, r"\\server\a.png")),
        ("<img src='https://x.cn/a.png'>", "", Removed(RemovedKind.PICTURE, "https://x.cn/a.png")),
        ("<iframe></iframe>正文", "正文", Removed(RemovedKind.ELEMENT, "<iframe>")),
        (f"<a href='{PICTURE}'>看</a>", "看", Removed(RemovedKind.ADDRESS, PICTURE)),
    ],
)
def test_what_acts_or_comes_from_elsewhere_goes_and_is_named(html: str, left: str, removed: Removed) -> None:
    assert clean(html).html == left
    assert clean(html).removed == (removed,)


def test_an_attached_picture_a_web_link_and_a_table_stay() -> None:
    kept = (
        f'<p>图 <img src="{PICTURE}" alt="操场"></p><p><a href="https://x.cn/?a=1&amp;b=2">看</a></p>'
        '<table><tbody><tr><td colspan="2">格</td></tr></tbody></table>'
    )
    assert clean(kept).html == kept


def test_the_text_of_a_body_has_a_line_a_paragraph() -> None:
    assert plain("<h2>一</h2><p>二<br>三 <strong>四</strong></p><ul><li>五</li></ul>") == "一\n二\n三 四\n五"


_PIECES = st.sampled_from(
    ["<p>", "</p>", "<b>", "</b>", "<script>", "</script>", "<svg onload=x>", "<img src=x onerror=y>", "<a href='",
     "javascript:", "'>", "<!--", "-->", "<style>", "</style>", "&lt;script&gt;", "<math><mi//xlink:href=", "\0",
     "正文", "<table><td>", "<p style='mso-list:l0 level1'>", "<noscript>", "<o:p>", "]]>", "<![CDATA["]
)  # fmt: skip


@given(st.lists(_PIECES, max_size=12).map("".join))
def test_whatever_comes_in_nothing_acts_and_cleaning_again_changes_nothing(html: str) -> None:
    once = clean(html).html
    assert clean(once).html == once
    lowered = once.lower()
    assert not any(each in lowered for each in ("<script", "<svg", '<img src="x', "onerror=", "onload=", "<style"))
