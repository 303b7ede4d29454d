"""Why an inspection refuses what it is asked; each says what, where and what to do."""

from desktop_admin.core.errors import Refused
from desktop_admin.core.i18n import N_


class AnsweredElsewhere(Refused):
    """Someone else answered the same item (or read the same slot) after this screen last looked."""

    phrases = frozenset({"theirs", "mine"})  # verdicts; a value with its unit says the same in every language

    message = N_("{who} answered {code} at {when}: {theirs}. Yours was {mine}; nothing has been overwritten.")


class SheetIncomplete(Refused):
    """open and fails list the items' codes, separated by spaces; the word "none" where there is none."""

    phrases = frozenset({"open", "fails"})

    message = N_(
        "{count} items are not finished. Unanswered: {open}. Fails without description, measure, photo or document "
        "number, owner or deadline: {fails}."
    )


class AlreadySigned(Refused):
    message = N_("{who} signed this sheet at {when}. It can no longer be changed; add a note instead.")


class AlreadyReviewed(Refused):
    message = N_("{who} reviewed this sheet at {when}.")


class NotSigned(Refused):
    message = N_("This sheet has not been signed yet.")


class OwnSignature(Refused):
    message = N_("You signed this sheet yourself. Someone else reviews it.")


class OwnRequest(Refused):
    message = N_("You gave the reason yourself. Someone else allows the late entry.")


class LateReasonNeeded(Refused):
    message = N_("{day} is over. Give the reason for entering it late; it stays marked as entered late.")


class LateNotAllowed(Refused):
    message = N_("{day} was entered late. It can be signed once the food-safety director has allowed it.")


class TooLate(Refused):
    message = N_("{day} is more than {days} days ago and can no longer be entered. Add a supplementary note.")


class InTheFuture(Refused):
    message = N_("{given} is in the future; it is {now}. Check the time.")


class OutOfOrder(Refused):
    message = N_("{given} is before the last record of this row ({last}). Check the time.")


class AnotherDay(Refused):
    message = N_("{given} is not on {day}. A record belongs to its own day.")


class ClosedThatDay(Refused):
    message = N_("{day} is a closed day. Mark it as a working day in the school calendar first.")


class NotServedYet(Refused):
    message = N_("{canteen} was not in use on {day}.")


class MeasuredNotTyped(Refused):
    message = N_("{code} is decided by its readings. Enter the measured values.")


class ComputedNotTyped(Refused):
    message = N_("{code} is computed from the registers. Confirm it, or correct the register.")


class NotComputed(Refused):
    message = N_("{code} cannot be computed yet. Answer it by sight.")


class VerdictMoved(Refused):
    phrases = frozenset({"verdict"})
    message = N_("The registers have changed: {code} is now “{verdict}”. Look at it and confirm again.")


class ReasonNeeded(Refused):
    message = N_("Give a reason: the first value and the reason are both kept.")


class NoSuchSlot(Refused):
    message = N_("{code} has no reading “{slot}”.")


class NotAPhoto(Refused):
    message = N_("This is not a JPEG or PNG picture that can be read. Choose a photo of at most 10 MB.")


class PhotoLimit(Refused):
    message = N_("An item keeps at most {limit} photos. Remove one first.")


class NotMeasured(Refused):
    message = N_("{code} has no readings. Answer it by sight.")
