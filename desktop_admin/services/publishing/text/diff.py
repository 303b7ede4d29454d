"""How two revisions of a text differ: paragraphs first, then clauses, then characters within what changed.

To compare two articles character by character takes seconds; most of their paragraphs are the same.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import groupby

from desktop_admin.api.publishing.text import Change, ChangeKind

_PARAGRAPH = re.compile(r"[^\n]*\n|[^\n]+")
_CLAUSE = re.compile(r"[^。！？；，、.!?;,\s]*[。！？；，、.!?;,\s]+|[^。！？；，、.!?;,\s]+")
ROOM = 40_000  # pairs of characters that are compared; a larger change is told as a whole

Piece = tuple[ChangeKind, str]
Closer = Callable[[str, str], Iterator[Piece]]  # looks at a change once more, in smaller parts


def diff(before: str, after: str) -> tuple[Change, ...]:
    """Pieces in the order they are read: what went, then what came in its place."""
    pieces = _compared(_PARAGRAPH.findall(before), _PARAGRAPH.findall(after), _in_paragraphs)
    return tuple(
        Change(kind, text)
        for kind, group in groupby(_ordered(pieces), key=lambda piece: piece[0])
        if (text := "".join(piece[1] for piece in group))
    )


def _in_paragraphs(before: str, after: str) -> Iterator[Piece]:
    if len(before) * len(after) <= ROOM:
        return _in_characters(before, after)
    return _compared(_CLAUSE.findall(before), _CLAUSE.findall(after), _in_characters)


def _in_characters(before: str, after: str) -> Iterator[Piece]:
    head = _alike(before, after)
    tail = _alike(before[head:][::-1], after[head:][::-1])
    old, new = before[head : len(before) - tail], after[head : len(after) - tail]
    yield ChangeKind.SAME, before[:head]
    if len(old) * len(new) > ROOM:
        yield from _as_a_whole(old, new)
    else:
        yield from _compared(old, new, _as_a_whole)
    yield ChangeKind.SAME, before[len(before) - tail :]


def _alike(one: str, other: str) -> int:
    """How many characters both begin with."""
    differ = (place for place, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1])
    return next(differ, min(len(one), len(other)))


def _as_a_whole(old: str, new: str) -> Iterator[Piece]:
    yield ChangeKind.REMOVED, old
    yield ChangeKind.ADDED, new


def _compared(before: Sequence[str], after: Sequence[str], closer: Closer) -> Iterator[Piece]:
    for kind, first, last, from_, to in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        old, new = "".join(before[first:last]), "".join(after[from_:to])
        if kind == "equal":
            yield ChangeKind.SAME, old
        elif kind == "replace":
            yield from closer(old, new)
        else:
            yield (ChangeKind.REMOVED, old) if old else (ChangeKind.ADDED, new)


def _ordered(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """Between two texts that stayed, everything that went before everything that came."""
    for same, group in groupby(pieces, key=lambda piece: piece[0] is ChangeKind.SAME):
        run = list(group)
        yield from run if same else sorted(run, key=lambda piece: piece[0] is ChangeKind.ADDED)
