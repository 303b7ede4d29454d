"""Why publishing refuses what it is asked; each says what, where and what to do."""

from desktop_admin.core.errors import Refused
from desktop_admin.core.i18n import N_


class OutOfUse(Refused):
    message = N_("“{name}” is no longer in use. Choose another one.")


class SeatTermTurned(Refused):
    message = N_("The term ends on {last}, before it begins on {first}.")


class SeatAlreadyHeld(Refused):
    message = N_("{name} holds this seat from {first} on. End that term first.")


class NotOfDepartment(Refused):
    """SW 三.2(1): the department's own informant collects and writes."""

    message = N_("Only the informant, deputy or head of {department} writes for it. Ask to be entered there.")


class NothingChanged(Refused):
    message = N_("Nothing has changed since the last revision; it is not saved again.")


class NotForEditing(Refused):
    message = N_("{number} is “{state}” and cannot be edited. Recall it first if it is public.")
    phrases = frozenset({"state"})


class NotTheAuthor(Refused):
    message = N_("{number} is edited by {author}, or by the head of the department.")


class SubmissionIncomplete(Refused):
    """missing: the first of them, a message."""

    message = N_("{count} things are missing. First: {missing}.")
    phrases = frozenset({"missing"})


class TextTooLong(Refused):
    """what: a message. Counted as WeChat does: an emoji is two."""

    message = N_("{channel} takes {limit} characters of “{what}”; there are {used}. Shorten it.")
    phrases = frozenset({"what"})


class FindingsOpen(Refused):
    message = N_("{count} findings have not been looked at. Change the text, or give the reason why it may stay.")


class NoSuchFinding(Refused):
    message = N_("“{said}” is not among the findings of this text.")


class FindingReasonNeeded(Refused):
    message = N_("Give the reason why it may stay.")


class NotThePicture(Refused):
    message = N_("This is not a JPEG or PNG picture that can be read, or it is too large. At most {limit} MB.")


class NotTheDocument(Refused):
    message = N_("This is not a PDF, Word or Excel file (.pdf, .docx, .xlsx) that can be read. At most {limit} MB.")


class MisnamedFile(Refused):
    message = N_("“{name}” is really a {kind} file. Save it under its own type.")


class TooManyFiles(Refused):
    message = N_("No more than {limit} files can be added to one article.")


class FileNotUploaded(Refused):
    message = N_("A file that the article names has not been added to it. Add it again.")


class FileDamaged(Refused):
    message = N_("“{name}” is missing or no longer what was signed. It cannot be published; restore it from a backup.")


class ChecksNotTicked(Refused):
    """item: a message."""

    message = N_("Not ticked yet: {item}. Sign once all of it holds.")
    phrases = frozenset({"item"})


class ScheduleMissing(Refused):
    message = N_("Say when it is to be published.")


class ScheduleInPast(Refused):
    message = N_("{given} is already past. Choose a later time.")


class ScheduleTooFar(Refused):
    message = N_("Choose a time within {days} days.")


class ScheduleNotReached(Refused):
    message = N_("It is scheduled for {at}. Publish it then.")


class ScheduleLongMissed(Refused):
    message = N_("It was due at {at}, {hours} hours ago. Look whether it is still true, and confirm.")


class ChannelFolderUnusable(Refused):
    """reason: a message, or what the system says."""

    phrases = frozenset({"reason"})
    message = N_("The folder {folder} cannot be used ({reason}). Correct the channel's folder.")


class ChannelFolderNotOurs(Refused):
    message = N_("The folder {folder} holds files of something else. Choose an empty folder for the articles.")


class FolderTaken(Refused):
    message = N_("“{channel}” already writes into the folder {folder}. Choose a folder of its own.")


class ArticlesThere(Refused):
    message = N_("{count} articles lie in the folder {folder}. Recall them first, or add another channel.")


class NotAuthorised(Refused):
    message = N_("{number} has not been authorised yet. Copy it once it is scheduled.")


class FileConfined(Refused):
    """网络教育 五: what is known of a pupil and the guardians stays with those who need it."""

    message = N_("“{name}” is read only by those who write, sign or review the article.")


class JobHeld(Refused):
    message = N_("{by} is publishing this until {until}. Wait, or go on after that.")


class JobNotOpen(Refused):
    """state: a message."""

    message = N_("This is “{state}” on {channel}; there is nothing to be done now.")
    phrases = frozenset({"state"})


class TakenDownFirst(Refused):
    message = N_("The earlier version is still on {channel}. Take it down there first.")


class DoneByHand(Refused):
    message = N_("{channel} is published by hand: copy the text there, then enter its address.")


class DoneByProgram(Refused):
    message = N_("{channel} is published by the program. Start it there.")


class WebAddressNeeded(Refused):
    message = N_("“{given}” is no web address. Copy it from the published page; it begins with https://.")


class ScreenshotNeeded(Refused):
    message = N_("Add a screenshot of the published page.")


class ColumnKept(Refused):
    message = N_("“{column}” is kept up; there is nothing to urge.")


class NoticeOpen(Refused):
    message = N_("{number} for “{column}” is still open.")


class NoticeNotInState(Refused):
    message = N_("{number} is “{state}”; this is not possible now.")
    phrases = frozenset({"state"})


class OwnReply(Refused):
    message = N_("You wrote the reply yourself. Someone else verifies it.")


class NotOfTheColumn(Refused):
    message = N_("Only the informant, deputy or head of {department} replies.")


class NoticeTextNeeded(Refused):
    message = N_("Write down what was done, or what is still missing.")


class WordListed(Refused):
    message = N_("All of these words are listed already.")


class TooManyWords(Refused):
    message = N_("A word list has at most {limit} words.")
