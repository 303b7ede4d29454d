"""The rules for learners: versions of a text, the highest in force (网上教学 二, 网络教育 三)."""

from sqlalchemy import select

from desktop_admin.api.training.enrolment import (
    NoRulesYet,
    ReadTrainingRules,
    RulesNotAcknowledged,
    SetTrainingRules,
    TrainingRules,
)
from desktop_admin.core.errors import NotFound, Stale
from desktop_admin.db.work import Work
from desktop_admin.models.school import School
from desktop_admin.models.training.people import RulesVersion
from desktop_admin.services.registry import handles
from desktop_admin.services.training.given import needed


def in_force(work: Work) -> RulesVersion | None:
    mine = select(RulesVersion).where(RulesVersion.school_id == work.school_id)
    return work.session.scalars(mine.order_by(RulesVersion.number.desc()).limit(1)).first()


def require(work: Work) -> RulesVersion:
    """Raises NoRulesYet."""
    rules = in_force(work)
    if rules is None:
        raise NoRulesYet
    return rules


def require_read(work: Work, read: int) -> RulesVersion:
    """read: the version that somebody has just acknowledged. Raises NoRulesYet, RulesNotAcknowledged."""
    rules = require(work)
    if rules.number != read:
        raise RulesNotAcknowledged(version=rules.number)
    return rules


@handles(ReadTrainingRules)
def read_training_rules(work: Work, request: ReadTrainingRules) -> TrainingRules:
    if request.version is None:
        return _told(in_force(work))
    mine = RulesVersion.school_id == work.school_id, RulesVersion.number == request.version
    found = work.session.scalar(select(RulesVersion).where(*mine))
    if found is None:
        raise NotFound
    return _told(found)


@handles(SetTrainingRules)
def set_training_rules(work: Work, command: SetTrainingRules) -> TrainingRules:
    work.hold(School, work.school_id)
    rules = in_force(work)
    if (rules.number if rules else 0) != command.seen:
        raise Stale
    made = RulesVersion(number=command.seen + 1, text=needed(SetTrainingRules, "text", command.text), at=work.now)
    made.by_key, made.by = work.actor.account_id, work.actor.name
    return _told(work.add(made))


def _told(rules: RulesVersion | None) -> TrainingRules:
    return TrainingRules(rules.number, rules.text, rules.at, rules.by) if rules else TrainingRules(0, "", None, "")
