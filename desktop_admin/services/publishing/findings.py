"""What the scan finds in an article, and what was answered to it."""

from uuid import UUID

from sqlalchemy import select

from desktop_admin.api.publishing.content import Content
from desktop_admin.api.publishing.submission import FoundIn, Part
from desktop_admin.api.publishing.text import FindingKind
from desktop_admin.core.i18n import N_
from desktop_admin.db.work import Work
from desktop_admin.models.publishing.submission import AnsweredFinding
from desktop_admin.services.publishing.text.scan import scan
from desktop_admin.services.publishing.text.words import Words

PARTS = (Part("title", N_("Title")), Part("summary", N_("Digest")), Part("body", N_("Text")))
LONGEST_SAID = 200
Answers = dict[tuple[FindingKind, str], AnsweredFinding]


def look_through(content: Content, text: str, words: Words, answers: Answers | None = None) -> tuple[FoundIn, ...]:
    """Title, summary and text, in this order; with the answers that are known already."""
    texts = {"title": content.title, "summary": content.summary, "body": text}
    known = answers or {}
    return tuple(
        _with_answer(FoundIn(part=part.name, part_label=part.label, finding=finding), known)
        for part in PARTS
        for finding in scan(texts[part.name], words)
    )


def _with_answer(found: FoundIn, answers: Answers) -> FoundIn:
    answer = answers.get((found.finding.kind, found.finding.said[:LONGEST_SAID]))
    if answer is None:
        return found
    return FoundIn(
        part=found.part,
        part_label=found.part_label,
        finding=found.finding,
        reason=answer.reason,
        by=answer.by,
        at=answer.at,
    )


def answers_of(work: Work, submission: UUID) -> Answers:
    """The newest to each."""
    found = select(AnsweredFinding).where(AnsweredFinding.submission_key == submission)
    rows = work.session.scalars(found.order_by(AnsweredFinding.key))
    return {(answer.kind, answer.said): answer for answer in rows}
