"""Who is trained for what, as other areas may ask: the one door into training from outside of it."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from msgspec import Struct
from sqlalchemy import select

from desktop_admin.db.work import Work
from desktop_admin.models.training.results import Certificate


class Qualified(Struct, frozen=True):
    """A food-safety certificate that stands. valid_until: the last day; none: for ever."""

    certificate_key: UUID
    number: str
    valid_until: date | None


def food_safety(work: Work, people: Iterable[UUID]) -> dict[UUID, Qualified]:
    """By account, the certificate of a food-safety course that is valid longest; nothing for who has none.

    A revoked one does not count; an expired one does, so that its last day can be told.
    """
    theirs = Certificate.learner_key.in_(set(people)), Certificate.school_id == work.school_id
    found = select(Certificate.learner_key, Certificate.key, Certificate.number, Certificate.valid_until)
    found = found.where(*theirs, Certificate.food_safety, Certificate.revoked_at.is_(None))
    best: dict[UUID, Qualified] = {}
    for person, key, number, valid_until in work.session.execute(found.order_by(Certificate.number)):
        known = best.get(person)
        if known is None or (valid_until or date.max) >= (known.valid_until or date.max):
            best[person] = Qualified(key, number, valid_until)
    return best


def trains_in_food_safety(work: Work) -> bool:
    """Whether the school has ever issued a food-safety certificate: also one that has been revoked or is over."""
    found = select(Certificate.key).where(Certificate.school_id == work.school_id, Certificate.food_safety)
    return work.session.scalars(found.limit(1)).first() is not None
