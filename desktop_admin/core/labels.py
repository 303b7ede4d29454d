"""What people call the values that code calls by name."""

from enum import Enum, StrEnum


class Tone(StrEnum):
    """How a value is said: as plain text, or as a pill of this kind."""

    PLAIN = ""
    OK = "ok"
    INFO = "info"
    WARN = "warn"
    DANGER = "danger"
    NEUTRAL = "neutral"
    LOCKED = "locked"


class Labelled(Enum):
    """An enum whose members carry their label, marked with N_(), and the tone of their pill.

    class AccountStatus(Labelled):
        ACTIVE = "active", N_("Active"), Tone.OK

    The value that is stored and sent is the first of the three.
    """

    label: str
    tone: Tone
    _value_: str

    def __new__(cls, value: str, label: str, tone: Tone = Tone.PLAIN) -> "Labelled":
        made = object.__new__(cls)
        made._value_, made.label, made.tone = value, label, tone
        return made
