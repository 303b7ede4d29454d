"""The flow of an article with what only publishing knows of it: who signs, what must hold."""

from uuid import UUID

from desktop_admin.api.approval import NotTheHolder
from desktop_admin.api.publishing.flow import ADMISSIONS, FLOW, PUBLICITY, SECOND, SPONSOR
from desktop_admin.api.publishing.refusals import FindingsOpen, JobHeld, SubmissionIncomplete, TakenDownFirst
from desktop_admin.api.publishing.registers import SeatKind
from desktop_admin.api.publishing.states import DONE, JobState, JobTask
from desktop_admin.api.publishing.text import Cleaned
from desktop_admin.core.clock import local_time
from desktop_admin.db.work import Work
from desktop_admin.models.publishing.submission import Submission
from desktop_admin.services.approval.process import Process
from desktop_admin.services.publishing import complete, findings, seats, words
from desktop_admin.services.publishing.content import Written, canonical, places_of, revision_of, writers_of
from desktop_admin.services.publishing.queue import jobs_of
from desktop_admin.services.publishing.text.html import plain
from desktop_admin.services.publishing.writers import is_writer


def written(work: Work, submission: Submission) -> Written:
    """The revision in force."""
    content = revision_of(work, submission.key).said()
    return Written(content, plain(content.html), Cleaned(content.html))


def _seats(work: Work, submission: Submission) -> frozenset[str]:  # noqa: ARG001 - as every flow is asked
    """WX 三.2: two reviewers always; a third for admissions and results; the sponsor of a student's contribution."""
    needed = {PUBLICITY, SECOND}
    if submission.results:
        needed.add(ADMISSIONS)
    if submission.sponsor_key is not None:
        needed.add(SPONSOR)
    return frozenset(needed)


def signer(work: Work, submission: Submission) -> seats.Holder | None:
    return seats.signer(work, submission.department_key, writers_of(work, submission))


def _is_signer(work: Work, submission: Submission, person: UUID) -> bool:
    """A head who wrote it is refused as its author, and told so, not as a stranger."""
    head = seats.holders(work, submission.department_key).get(SeatKind.HEAD)
    holder = signer(work, submission)
    return person in {held.key for held in (head, holder) if held is not None}


def _is_sponsor(work: Work, submission: Submission, person: UUID) -> bool:  # noqa: ARG001 - as every holder is asked
    return submission.sponsor_key == person


def _complete(work: Work, submission: Submission) -> None:
    """Raises SubmissionIncomplete, TextTooLong, FindingsOpen."""
    now = written(work, submission)
    places = places_of(work, now.content)
    lacking = complete.missing(now, places, submission.author_key)
    if lacking:
        raise SubmissionIncomplete(count=len(lacking), missing=lacking[0])
    complete.require_fitting(now, places, submission.author)
    answers = findings.answers_of(work, submission.key)
    found = findings.look_through(now.content, now.text, words.in_force(work), answers)
    unanswered = sum(each.open for each in found)
    if unanswered:
        raise FindingsOpen(count=unanswered)


def _about_results(work: Work, submission: Submission) -> None:  # noqa: ARG001 - as every guard is asked
    if not submission.results:
        raise NotTheHolder(rule=FLOW.rule_labels["results"])


def _idle(work: Work, submission: Submission) -> None:
    """Raises JobHeld."""
    for job in jobs_of(work, submission.key):
        if job.lease_until is not None and job.lease_until > work.now:
            raise JobHeld(by=job.by, until=f"{local_time(job.lease_until):%H:%M}")


def _down(work: Work, submission: Submission) -> None:
    """Raises TakenDownFirst."""
    for job in jobs_of(work, submission.key):
        if job.task is JobTask.REMOVE and job.state not in {*DONE, JobState.DROPPED}:
            raise TakenDownFirst(channel=job.channel)


PROCESS = Process(
    flow=FLOW,
    model=Submission,
    content=canonical,
    seats=_seats,
    holders={"writer": is_writer, "head": _is_signer, "sponsor": _is_sponsor},
    guards={"complete": _complete, "results": _about_results, "idle": _idle, "down": _down},
    writers=writers_of,
)
