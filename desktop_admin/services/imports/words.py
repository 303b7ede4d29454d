"""Words for the list that articles are looked through with."""

from desktop_admin.api.base import fields
from desktop_admin.api.imports import Imported, ImportWords, WordKnown, WordLine
from desktop_admin.core.text import prose
from desktop_admin.db.work import Work
from desktop_admin.models.school import School
from desktop_admin.services.imports.lines import BadCell, Once, bring_in, filled
from desktop_admin.services.publishing import words
from desktop_admin.services.registry import handles

WORD = fields(WordLine)["word"].label


@handles(ImportWords)
def import_words(work: Work, command: ImportWords) -> Imported:
    """One new version of the list, whatever the categories."""
    work.hold(School, work.school_id)
    known, once = words.listed(work), Once()

    def look(line: WordLine) -> None:
        word = filled(WORD, line.word)
        if word in known:
            raise BadCell(WORD, WordKnown(word=word))
        once.require(WORD, word, line.row)

    def write(lines: list[WordLine]) -> None:
        words.add(work, {prose(line.word): line.category for line in lines}, "")

    return bring_in(command, command.lines, look, write)
