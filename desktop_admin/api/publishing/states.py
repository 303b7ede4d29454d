"""Where an article and one of its jobs can be."""

from desktop_admin.core.i18n import N_
from desktop_admin.core.labels import Labelled, Tone


class SubmissionState(Labelled):
    DRAFT = "draft", N_("draft"), Tone.NEUTRAL  # 草稿
    DEPT = "department", N_("at the department"), Tone.WARN  # 待部门审签
    PROP = "publicity", N_("at the publicity office"), Tone.WARN  # 待宣传部审核
    SCHEDULED = "scheduled", N_("scheduled"), Tone.INFO  # 已排期
    PUBLISHING = "publishing", N_("being published"), Tone.INFO  # 发布中
    PUBLISHED = "published", N_("published"), Tone.OK  # 已发布
    PARTIAL = "partial", N_("partly published"), Tone.WARN  # 部分发布
    UNCERTAIN = "uncertain", N_("uncertain"), Tone.DANGER  # 待核实
    FAILED = "failed", N_("not published"), Tone.DANGER  # 发布失败
    RETURNED = "returned", N_("returned"), Tone.WARN  # 已退回
    REJECTED = "rejected", N_("rejected"), Tone.DANGER  # 不予发布
    WITHDRAWN = "withdrawn", N_("withdrawn"), Tone.NEUTRAL  # 已撤回
    RECALLED = "recalled", N_("recalled"), Tone.NEUTRAL  # 已撤稿
    ARCHIVED = "archived", N_("archived"), Tone.LOCKED  # 已归档


_S = SubmissionState
EDITABLE: frozenset[SubmissionState] = frozenset({_S.DRAFT, _S.RETURNED, _S.DEPT, _S.PROP, _S.SCHEDULED, _S.RECALLED})
"""Where the content may be edited; anywhere but in the first two it goes back to the draft, and all signatures go."""
AUTHORISED: frozenset[SubmissionState] = frozenset(
    {_S.SCHEDULED, _S.PUBLISHING, _S.PUBLISHED, _S.PARTIAL, _S.UNCERTAIN, _S.FAILED}
)
"""All signatures are there, and it may go out."""
PUBLIC: frozenset[SubmissionState] = frozenset({_S.PUBLISHED, _S.PARTIAL})


class JobTask(Labelled):
    PUBLISH = "publish", N_("publish")
    REMOVE = "remove", N_("take down")


class JobState(Labelled):
    QUEUED = "queued", N_("waiting"), Tone.WARN
    CLAIMED = "claimed", N_("taken"), Tone.INFO
    DRAFTED = "drafted", N_("prepared"), Tone.INFO
    SUBMITTED = "submitted", N_("handed over"), Tone.INFO
    CONFIRMED = "confirmed", N_("confirmed"), Tone.OK
    MANUAL_DONE = "done by hand", N_("done by hand"), Tone.OK
    UNCERTAIN = "uncertain", N_("uncertain"), Tone.DANGER
    FAILED = "failed", N_("job failed"), Tone.DANGER
    DROPPED = "dropped", N_("dropped"), Tone.NEUTRAL  # recalled before it was done


_J = JobState
DONE: frozenset[JobState] = frozenset({_J.CONFIRMED, _J.MANUAL_DONE})
OPEN: frozenset[JobState] = frozenset({_J.QUEUED, _J.CLAIMED, _J.DRAFTED, _J.SUBMITTED})
