"""A website folder's job, step by step; each step is stored before the next begins, and may be done twice.

QUEUED  -> CLAIMED    nobody else works on it for some minutes
        -> DRAFTED    the page lies whole beside the others
        -> SUBMITTED  it has taken its place, and the index names it
        -> CONFIRMED  it was read back, and is what was signed
Killed anywhere, the next one who runs the job goes on from the step that is stored.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import aliased

from desktop_admin.api.publishing.jobs import LEASE_MINUTES, JobRow, RunJob
from desktop_admin.api.publishing.refusals import DoneByHand, FileDamaged, JobHeld, JobNotOpen
from desktop_admin.api.publishing.registers import ChannelKind
from desktop_admin.api.publishing.states import DONE, OPEN, JobState, JobTask
from desktop_admin.core.clock import local_day, local_time
from desktop_admin.core.errors import NotFound
from desktop_admin.core.i18n import N_
from desktop_admin.db.work import Who, Work
from desktop_admin.models.publishing.jobs import ChannelJob
from desktop_admin.models.publishing.registers import Channel
from desktop_admin.models.publishing.submission import Submission
from desktop_admin.models.school import School
from desktop_admin.services import blobs, pictures
from desktop_admin.services.publishing import outcome, site
from desktop_admin.services.publishing.content import revision_of
from desktop_admin.services.publishing.pages import Article, Entry, index_of, page_of, picture_name, pictures_in
from desktop_admin.services.publishing.queue import REACHED, job_row
from desktop_admin.services.registry import Backstage, handles, prepares

LEASE = timedelta(minutes=LEASE_MINUTES)
UNLIKE = N_("the page in the folder is not what was written")
LONGEST = 300  # characters of what is told of a problem
_J = JobState


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be written where. version: of the job after the last step; another one's means that it was taken."""

    job: UUID
    version: int
    task: JobTask
    reached: JobState
    folder: Path
    name: str
    page: bytes = b""
    pictures: Mapping[str, Path] = field(default_factory=dict[str, Path])

    @property
    def digest(self) -> str:
        return sha256(self.page).hexdigest()


@prepares(RunJob)
def run(backstage: Backstage, who: Who, command: RunJob) -> None:
    """Files are written between the transactions. Raises what RunJob says."""
    if backstage.folder is None:
        raise NotFound
    runner = Runner(backstage, who)
    plan = runner.claim(command.key)
    if plan is None:
        return
    try:
        runner.remove(plan) if plan.task is JobTask.REMOVE else runner.publish(plan)
    except OSError as error:
        runner.fail(plan, error.strerror or type(error).__name__)


@handles(RunJob)
def run_job(work: Work, command: RunJob) -> JobRow:
    return job_row(work, work.get(ChannelJob, command.key))


@dataclass(slots=True)
class Runner:
    backstage: Backstage
    who: Who
    version: int = 0

    def claim(self, key: UUID) -> Plan | None:
        """None where it is done already."""
        with self.backstage.database.work(self.who, RunJob.wire_name()) as work:
            submission, job = outcome.held(work, key)
            if job.state in DONE:
                return None
            _require_open(work, job)
            outcome.require_publisher(work, submission, job)
            plan = self._plan(work, job)
            job.state, job.lease_until = _J.CLAIMED, work.now + LEASE
            job.by_key, job.by, job.attempts = work.actor.account_id, work.actor.name, job.attempts + 1
            job.problem = ""
            work.saved(job)
            self.version = job.version
            return plan

    def publish(self, plan: Plan) -> None:
        there = plan.reached is not _J.QUEUED and site.is_drafted(plan.folder, plan.name, plan.digest)
        placed = site.digest_of(plan.folder, plan.name) == plan.digest
        if plan.reached is not _J.SUBMITTED:
            if not (there or placed):
                site.draft(plan.folder, plan.name, plan.page, plan.pictures)
            if plan.reached is _J.QUEUED:
                self._step(plan, _J.DRAFTED)
            self._step(plan, _J.SUBMITTED)
        same = site.digest_of(plan.folder, plan.name) == plan.digest
        self._step(plan, _J.CONFIRMED if same else _J.UNCERTAIN)

    def remove(self, plan: Plan) -> None:
        self._step(plan, _J.CONFIRMED)

    def fail(self, plan: Plan, problem: str) -> None:
        with self.backstage.database.work(self.who, RunJob.wire_name()) as work:
            submission, job = outcome.held(work, plan.job)
            self._require_mine(job)
            job.state, job.lease_until, job.problem, job.finished_at = _J.FAILED, None, problem[:LONGEST], work.now
            work.saved(job)
            outcome.settle(work, submission)

    def _step(self, plan: Plan, state: JobState) -> None:
        """Raises JobHeld where somebody else has taken the job meanwhile, and OSError."""
        with self.backstage.database.work(self.who, RunJob.wire_name()) as work:
            submission, job = outcome.held(work, plan.job)
            self._require_mine(job)
            job.state, job.lease_until = state, work.now + LEASE if state in OPEN else None
            if state is not _J.UNCERTAIN:
                job.reached = state
            if state is _J.UNCERTAIN:
                job.problem = UNLIKE
            if state not in OPEN:
                job.finished_at = work.now
            job.digest, job.remote_id = plan.digest if plan.page else job.digest, plan.name
            work.saved(job)
            self._show(work, plan, job)
            self.version = job.version
            if plan.task is JobTask.PUBLISH:
                outcome.settle(work, submission)

    def _show(self, work: Work, plan: Plan, job: ChannelJob) -> None:
        """The page and the index change together, one job of a channel after the other."""
        removed = plan.task is JobTask.REMOVE
        if not removed and job.state is not _J.SUBMITTED:
            return
        channel = work.hold(Channel, job.channel_key)
        if removed:
            site.take_down(plan.folder, plan.name)
        else:
            job.address = f"{channel.address}/{site.ARTICLES}/{plan.name}/"
            work.saved(job)
            site.place(plan.folder, plan.name)
        school = work.get(School, work.school_id).name
        site.write_index(plan.folder, index_of(school, entries_of(work, channel.key)))

    def _require_mine(self, job: ChannelJob) -> None:
        if job.version != self.version:
            raise JobHeld(by=job.by, until=_time(job))

    def _plan(self, work: Work, job: ChannelJob) -> Plan:
        """Raises FileDamaged, ChannelFolderUnusable, ChannelFolderNotOurs."""
        channel = work.get(Channel, job.channel_key)
        plan = Plan(job.key, job.version, job.task, job.reached, site.usable(Path(channel.folder)), job.number)
        if job.task is JobTask.REMOVE:
            return plan
        revision = revision_of(work, job.submission_key, job.revision)
        content = revision.said()
        author = work.get(Submission, job.submission_key).author
        page = page_of(
            Article(
                title=content.title,
                byline=content.byline or author,
                day=local_day(job.due_at),
                html=content.html,
                sources=content.sources,
                school=work.get(School, work.school_id).name,
            )
        )
        return replace(plan, page=page, pictures=self._pictures(content.html, job.number))

    def _pictures(self, html: str, number: str) -> dict[str, Path]:
        folder = self.backstage.folder
        if folder is None:
            raise NotFound
        found: dict[str, Path] = {}
        for digest in pictures_in(html):
            if blobs.read(folder, digest, pictures.KIND) is None:
                raise FileDamaged(name=number)
            found[picture_name(digest)] = blobs.path_of(folder, digest, pictures.KIND)
        return found


def _require_open(work: Work, job: ChannelJob) -> None:
    """Raises DoneByHand, JobHeld, JobNotOpen. A removal that failed is simply run again."""
    if job.kind is not ChannelKind.FOLDER:
        raise DoneByHand(channel=job.channel)
    if job.lease_until is not None and job.lease_until > work.now:
        raise JobHeld(by=job.by, until=_time(job))
    again = job.task is JobTask.REMOVE and job.state is _J.FAILED
    if job.state not in OPEN and not again:
        raise JobNotOpen(channel=job.channel, state=job.state.label)


def _time(job: ChannelJob) -> str:
    return f"{local_time(job.lease_until):%H:%M}" if job.lease_until is not None else "—"


def entries_of(work: Work, channel: UUID) -> list[Entry]:
    """What can be read on a channel, the newest first: placed there, and not taken down since."""
    removal = aliased(ChannelJob)
    taken_down = exists().where(
        removal.submission_key == ChannelJob.submission_key,
        removal.channel_key == ChannelJob.channel_key,
        removal.revision == ChannelJob.revision,
        removal.task == JobTask.REMOVE,
        removal.state.in_(DONE),
    )
    there = ChannelJob.channel_key == channel, ChannelJob.task == JobTask.PUBLISH, ChannelJob.reached.in_(REACHED)
    found = select(ChannelJob).where(*there, ~taken_down).order_by(ChannelJob.due_at.desc(), ChannelJob.number.desc())
    rows = work.session.scalars(found)
    return [Entry(job.number, job.title, local_day(job.due_at)) for job in rows]
