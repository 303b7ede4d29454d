"""Writing an article: what is taken out, what is missing, what is too long, what is found, which files are taken."""

from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from PIL import Image

from desktop_admin.api.publishing.content import (
    AttachedFile,
    Licence,
    Purpose,
    Source,
    SourceKind,
    counted,
)
from desktop_admin.api.publishing.entry import AnswerFinding
from desktop_admin.api.publishing.refusals import (
    FileNotUploaded,
    FindingReasonNeeded,
    FindingsOpen,
    MisnamedFile,
    NoSuchFinding,
    NotTheAuthor,
    NotTheDocument,
    NotThePicture,
    OutOfUse,
    SubmissionIncomplete,
)
from desktop_admin.api.publishing.registers import StopChannel
from desktop_admin.api.publishing.submission import ReadFile, SubmissionDetail
from desktop_admin.api.publishing.text import FindingKind
from desktop_admin.api.publishing.words import AddWords, ListWords, ReadWordList, RemoveWord, WordCategory
from desktop_admin.core.errors import Invalid, Stale
from desktop_admin.services import blobs
from tests.services.publishing.conftest import Newsroom, picture

ON_SQLITE = pytest.mark.parametrize("url", ["sqlite"], indirect=True)  # nothing of this is the database's
MEGA = 1024 * 1024
ID_CARD = "11010519491231002X"


def package(part: str, *more: str, size: int = 10) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as file:
        for name in ("[Content_Types].xml", part, *more):
            file.writestr(name, b"x" * size)
    return out.getvalue()


# --- HTML ---
@ON_SQLITE
def test_a_picture_that_was_not_added_to_the_article_is_refused(newsroom: Newsroom) -> None:
    with pytest.raises(FileNotUploaded):
        newsroom.start(html=f'<p><img src="attachment:{"0" * 64}"></p>')
    with pytest.raises(FileNotUploaded):
        newsroom.start(files=(AttachedFile("0" * 64, "证据.pdf"),))


# --- what must be there ---
@ON_SQLITE
@pytest.mark.parametrize(
    ("without", "missing"),
    [
        ({"title": " "}, "a title"),
        ({"html": "<p> </p>"}, "a text"),
        ({"channels": ()}, "a channel"),
        ({"column_key": None}, "a column"),
        ({"event_day": None}, "the day of the event"),
        ({"theme": None}, "a theme"),
        ({"public_good": False}, "academic value"),
        ({"secrecy": False}, "nothing confidential"),
        ({"privacy": False}, "no personal data"),
        ({"terms": False}, "the platform's terms"),
        ({"statement": ""}, "a statement"),
        ({"results": True}, "evidence for what it says of admissions"),
        ({"student": "小明"}, "the teacher, other than the author"),
        ({"html": "<blockquote>教育是点燃火焰。</blockquote>"}, "the source of the quoted text"),
    ],
)
def test_what_is_missing_is_told_before_and_refused_at_handing_in(
    newsroom: Newsroom, without: dict[str, Any], missing: str
) -> None:
    detail = newsroom.start(**without)
    assert missing in detail.missing[0]
    with pytest.raises(SubmissionIncomplete) as refused:
        newsroom.hand_in(detail)
    assert missing in str(refused.value)


@ON_SQLITE
def test_every_picture_has_its_source(newsroom: Newsroom) -> None:
    detail = newsroom.illustrated(sources=())
    assert "the source of every picture" in detail.missing[0]
    digest = detail.content.files[0].sha256
    source = Source(SourceKind.PICTURE, "本校拍摄", "", Licence.OWN, digest)
    unnamed = newsroom.edit(detail, sources=(source,))
    assert "source and author" in unnamed.missing[0]
    whole = newsroom.edit(detail, sources=(Source(SourceKind.PICTURE, "本校拍摄", "王老师", Licence.OWN, digest),))
    assert whole.missing == ()


@ON_SQLITE
def test_a_sponsor_is_not_the_author(newsroom: Newsroom) -> None:
    detail = newsroom.start(student="小明", sponsor_key=newsroom.key("informant"))
    assert "other than the author" in detail.missing[0]


@ON_SQLITE
def test_a_channel_that_was_stopped_is_not_chosen(newsroom: Newsroom) -> None:
    newsroom.desk("publicity").ask(StopChannel(newsroom.wechat.key, newsroom.wechat.version))
    with pytest.raises(OutOfUse):
        newsroom.start()


# --- counters ---
def test_an_emoji_counts_as_two() -> None:
    assert counted("字" * 31 + "🎉") == 33


@ON_SQLITE
def test_a_title_of_65_is_never_stored(newsroom: Newsroom) -> None:
    with pytest.raises(Invalid):
        newsroom.start(title="字" * 65)


# --- findings ---
def found(detail: SubmissionDetail) -> list[tuple[str, str, str]]:
    return [(one.part, one.finding.kind.value, one.finding.said) for one in detail.findings]


def test_what_is_found_is_answered_with_a_reason_before_it_is_handed_in(newsroom: Newsroom) -> None:
    detail = newsroom.start(title="限时优惠", html=f"<p>联系人身份证 {ID_CARD}。</p>")
    assert found(detail) == [("title", "word", "限时优惠"), ("body", "id card", ID_CARD)]
    with pytest.raises(FindingsOpen) as refused:
        newsroom.hand_in(detail)
    assert refused.value.params["count"] == 2
    answer = AnswerFinding(detail.row.key, detail.row.version, kind=FindingKind.WORD, said="限时优惠", reason=" ")
    with pytest.raises(FindingReasonNeeded):
        newsroom.desk("informant").ask(answer)
    for said in (("限时优惠", "x"), ("没有的", "理由")):
        ask = AnswerFinding(detail.row.key, detail.row.version, kind=FindingKind.PHONE, said=said[0], reason=said[1])
        with pytest.raises(NoSuchFinding):
            newsroom.desk("informant").ask(ask)
    kept = AnswerFinding(
        detail.row.key, detail.row.version, kind=FindingKind.WORD, said="限时优惠", reason="反诈宣传用语"
    )
    with pytest.raises(NotTheAuthor):
        newsroom.desk("teacher").ask(kept)
    answered = newsroom.desk("informant").ask(kept)
    assert [(one.reason, one.by) for one in answered.findings] == [("反诈宣传用语", "王小雨"), ("", "")]
    assert answered.row.revision == 1, "an answer changes no text"
    edited = newsroom.edit(detail, html="<p>联系人已隐去。</p>")
    assert [one.open for one in edited.findings] == [False], "answered once, in later revisions as well"
    handed = newsroom.hand_in(edited)
    assert handed.history[-1].list_version == str(edited.list_version)


def test_words_are_edited_in_versions_and_an_old_revision_keeps_its_own(newsroom: Newsroom) -> None:
    office = newsroom.desk("publicity")
    detail = newsroom.start(html="<p>糖葫芦节</p>")
    assert found(detail) == []
    first = office.ask(ReadWordList())[0]
    added = office.ask(AddWords(category=WordCategory.OTHER, words="糖葫芦\n 糖葫芦 \n\n棉花糖", reason="校内整治"))
    assert added.number == max(first.number, 1) + 1
    assert added.words == first.words + 2
    now = newsroom.read(detail)
    assert found(now) == [("body", "word", "糖葫芦")]
    assert now.list_version == added.number
    assert now.revisions[0].list_version == first.number
    (row,) = office.ask(ListWords(search="糖葫芦")).rows
    removed = office.ask(RemoveWord(row.key, row.version))
    assert found(newsroom.read(detail)) == []
    assert office.ask(ListWords(search="糖葫芦")).total == 0
    assert office.ask(ListWords(search="糖葫芦", of_version=added.number)).total == 1
    assert [one.number for one in office.ask(ReadWordList())][:2] == [removed.number, added.number]
    with pytest.raises(Stale):
        office.ask(RemoveWord(row.key, row.version))


# --- files ---
@ON_SQLITE
def test_a_transparent_picture_lies_on_white(newsroom: Newsroom) -> None:
    out = BytesIO()
    Image.new("RGBA", (40, 40), (0, 0, 0, 0)).save(out, "PNG")
    draft = newsroom.start()
    line = newsroom.add_file(draft, out.getvalue(), "标志.png")
    with Image.open(BytesIO(newsroom.desk("informant").ask(ReadFile(draft.row.key, line.sha256)))) as kept:
        assert kept.getpixel((20, 20)) == (255, 255, 255)


@ON_SQLITE
def test_documents_are_looked_into(newsroom: Newsroom) -> None:
    draft = newsroom.start()
    good = {
        "证据.pdf": b"%PDF-1.7\n...\n%%EOF\n",
        "方案.docx": package("word/document.xml"),
        "名单.xlsx": package("xl/workbook.xml"),
    }
    for name, data in good.items():
        line = newsroom.add_file(draft, data, name, Purpose.EVIDENCE)
        assert line.kind == name.rpartition(".")[2]
        assert newsroom.desk("informant").ask(ReadFile(draft.row.key, line.sha256)) == data
        assert blobs.path_of(newsroom.house.folder, line.sha256, line.kind).is_file()


@ON_SQLITE
@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("程序.pdf", b"MZ\x90\x00"),
        ("半个.pdf", b"%PDF-1.7 and no end"),
        ("包.docx", package("something/else.xml")),
        ("宏.docx", package("word/document.xml", "word/vbaProject.bin")),
        ("炸弹.xlsx", package("xl/workbook.xml", *(f"xl/{n}" for n in range(30)), size=10_000_000)),
        ("旧.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
        ("网页.html", b"<html></html>"),
    ],
)
def test_what_is_no_document_is_refused(newsroom: Newsroom, name: str, data: bytes) -> None:
    with pytest.raises(NotTheDocument):
        newsroom.add_file(newsroom.start(), data, name, Purpose.EVIDENCE)


@ON_SQLITE
def test_a_document_is_called_what_it_is(newsroom: Newsroom) -> None:
    draft = newsroom.start()
    with pytest.raises(MisnamedFile):
        newsroom.add_file(draft, package("word/document.xml"), "方案.pdf", Purpose.EVIDENCE)
    with pytest.raises(NotThePicture):
        newsroom.add_file(draft, package("word/document.xml"), "方案.docx", Purpose.PICTURE)
    newsroom.desks["informant"] = newsroom.desk("teacher")
    with pytest.raises(NotTheAuthor):
        newsroom.add_file(draft, picture())
