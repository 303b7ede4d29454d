"""Earlier revisions, and what is different between two."""

from collections.abc import Iterator
from uuid import UUID

from desktop_admin.api.base import fields
from desktop_admin.api.publishing.content import Content
from desktop_admin.api.publishing.submission import CompareRevisions, Comparison, ReadRevision, RevisionDetail
from desktop_admin.db.work import Work
from desktop_admin.models.accounts import Account
from desktop_admin.models.publishing.submission import Submission
from desktop_admin.services.publishing import sight
from desktop_admin.services.publishing.content import places_of, revision_of
from desktop_admin.services.publishing.text.diff import diff
from desktop_admin.services.publishing.view import revision_line
from desktop_admin.services.registry import handles


@handles(ReadRevision)
def read_revision(work: Work, request: ReadRevision) -> RevisionDetail:
    """Raises NotFound."""
    sight.require_involved(work, request.key)
    submission = work.get(Submission, request.key)
    revision = revision_of(work, submission.key, request.revision)
    return RevisionDetail(line=revision_line(revision), content=revision.said(), text=revision.text)


@handles(CompareRevisions)
def compare_revisions(work: Work, request: CompareRevisions) -> Comparison:
    """Raises NotFound."""
    sight.require_involved(work, request.key)
    submission = work.get(Submission, request.key)
    before = revision_of(work, submission.key, request.before)
    after = revision_of(work, submission.key, request.after)
    one, other = before.said(), after.said()
    return Comparison(
        before=before.revision,
        after=after.revision,
        before_content=one,
        after_content=other,
        changed=tuple(name for name in fields(Content) if getattr(one, name) != getattr(other, name)),
        names=dict([*_names(work, one), *_names(work, other)]),
        text=diff(before.text, after.text),
    )


def _names(work: Work, content: Content) -> Iterator[tuple[UUID, str]]:
    places = places_of(work, content)
    for place in (places.department, places.column, *places.channels):
        if place is not None:
            yield place.key, place.name
    if content.sponsor_key is not None:
        yield content.sponsor_key, work.get(Account, content.sponsor_key).name
