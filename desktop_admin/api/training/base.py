"""Words that every part of the training area shares: fields, and what may go wrong anywhere in it."""

from decimal import Decimal
from typing import Annotated
from uuid import UUID

from msgspec import Struct

from desktop_admin.api.base import Query, label
from desktop_admin.core.errors import Refused
from desktop_admin.core.i18n import N_
from desktop_admin.core.permissions import Permission

LONG = 4000  # characters of a long text
FULL = Decimal(100)  # per cent, and the marks of a whole course

Hours = Annotated[
    Decimal,
    label(N_("Class hours"), ge=Decimal("0.01"), le=Decimal(999), hint=N_("Two decimals at most"), trimmed=True),
]
Percent = Annotated[Decimal, label(N_("Per cent"), unit="%", ge=Decimal(0), le=FULL, trimmed=True)]
Title = Annotated[str, label(N_("Title"), max_length=80)]
Why = Annotated[str, label(N_("Reason"), max_length=200)]
CourseChoice = Annotated[UUID | None, label(N_("Course"), editor="choice")]


class NotYourCourse(Refused):
    message = N_("“{course}” is taught by {teacher}. Only the teacher or a course administrator does this.")


class TooManyDecimals(Refused):
    message = N_("{field}: {value} has more than two decimals. Round it to hundredths.")
    phrases = frozenset({"field"})


class OutOfBounds(Refused):
    message = N_("{field}: {value} is not between {low} and {high}.")
    phrases = frozenset({"field"})


class WhyNeeded(Refused):
    message = N_("Give a reason; it stays in the record.")


class NotPrintable(Refused):
    """What is printed for ever is refused before it is a box on paper."""

    message = N_(
        "The name of {person} has the character {character} ({code}), which no report font has. Nothing was"
        " printed; have the name written another way."
    )


class TrainingPerson(Struct, frozen=True):
    """Who may be enrolled, teach or be credited."""

    key: UUID
    name: str
    department: str


class ListTrainingPeople(Query[tuple[TrainingPerson, ...]], frozen=True, kw_only=True):
    """Everyone of the school who can be enrolled, by name; for a choice."""

    permission = Permission.TRAINING_COURSE_TEACH
