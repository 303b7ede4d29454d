"""What no seal covers yet: cut, written anew or taken away whole by hand, it is named all the same."""

from hashlib import sha256

import pytest
from msgspec import json
from sqlalchemy import select

from desktop_admin.db import tail
from desktop_admin.db.stream import link
from desktop_admin.db.verify import findings
from desktop_admin.models.audit import AuditEntry
from tests.conftest import House
from tests.db.test_verify import busy, check, first, rename_school, seal, tamper

__all__ = ["busy"]

pytestmark = pytest.mark.as_owner  # who else could tamper


@pytest.fixture
def unsealed(busy: House) -> House:
    """And a few more entries in another session, that no seal covers yet."""
    rename_school(busy, "第五小学", "第六小学", "第七小学")
    return busy


LAST_NAMED = "(SELECT stream FROM audit_entry WHERE payload LIKE '%第七小学%')"


def undone(upto: int) -> tuple[str, ...]:
    """Everything by hand: the entries, their index, the end of the stream, and the record as it was."""
    where = f"stream = {LAST_NAMED} AND number > {upto}"
    gone = f"SELECT id FROM audit_entry WHERE {where}"  # noqa: S608
    head = f"(SELECT hash FROM audit_entry WHERE stream = {LAST_NAMED} AND number = {upto})"  # noqa: S608
    mend = f"UPDATE audit_stream SET count = {upto}, head = {head} WHERE stream = {LAST_NAMED}"  # noqa: S608
    name = "UPDATE school SET name = '第五小学', version = version - 2"
    return mend, name, f"DELETE FROM audit_subject WHERE entry_id IN ({gone})", f"DELETE FROM audit_entry WHERE {where}"  # noqa: S608


def test_what_no_seal_covers_yet_is_sound_as_long_as_nobody_touches_it(unsealed: House) -> None:
    assert check(unsealed).clean
    seal(unsealed)
    assert check(unsealed).clean


def test_a_tail_that_no_seal_covers_is_missed_though_everything_was_mended(unsealed: House) -> None:
    tamper(unsealed, *undone(2))
    finding = check(unsealed).findings[0]
    assert (finding.message, finding.params["missing"]) == (findings.TAIL_CUT, 2)


def test_a_session_that_no_seal_covers_is_missed_though_nothing_is_left_of_it(unsealed: House) -> None:
    statements = undone(0)[1:]
    end = f"DELETE FROM audit_stream WHERE stream = {LAST_NAMED}"  # noqa: S608
    tamper(unsealed, end, *statements)
    assert check(unsealed).findings[0].message == findings.ALL_CUT


def test_an_unsealed_tail_that_was_written_anew_with_its_hashes_is_named(unsealed: House) -> None:
    with unsealed.premises.backstage.database.reading() as connection:
        last = connection.execute(select(AuditEntry.__table__).where(AuditEntry.payload.contains("第七小学"))).one()
    payload = last.payload.replace("第七小学", "第九小学")
    digest = sha256(payload.encode()).digest()
    hashed = link(last.previous, last.number, digest)
    forged = "UPDATE audit_entry SET payload = :p, digest = :d, hash = :h WHERE id = :i"
    key = last.id.bytes if "sqlite" in unsealed.url else last.id
    stream = last.stream.bytes if "sqlite" in unsealed.url else last.stream
    tamper(unsealed, forged, p=payload, d=digest, h=hashed, i=key)
    tamper(unsealed, "UPDATE audit_stream SET head = :h WHERE stream = :s", h=hashed, s=stream)
    finding = check(unsealed).findings[0]
    assert (finding.message, finding.params["what"]) == (findings.ALTERED, "hash")
    seal(unsealed)  # a seal over it takes nothing back
    assert findings.ALTERED in {each.message for each in check(unsealed).findings}


@pytest.mark.parametrize("content", [None, b"", b"{}" * 9000])
def test_a_note_of_the_tail_that_is_gone_or_unreadable_is_named(unsealed: House, content: bytes | None) -> None:
    if content is None:
        (unsealed.folder / tail.FILE).unlink()
    else:
        (unsealed.folder / tail.FILE).write_bytes(content)
    assert f"{tail.FILE} is missing" in first(unsealed)


def test_a_note_torn_by_a_power_cut_is_what_it_was_before(unsealed: House) -> None:
    file = unsealed.folder / tail.FILE
    for slot in range(tail.SLOTS):
        whole = file.read_bytes()
        file.write_bytes(whole[: slot * tail.LENGTH] + bytes(tail.LENGTH) + whole[(slot + 1) * tail.LENGTH :])
        assert check(unsealed).clean
        file.write_bytes(whole)


def test_a_note_that_was_signed_by_nobody_counts_for_nothing(unsealed: House) -> None:
    forged = tail.Note({}, "00")
    (unsealed.folder / tail.FILE).write_bytes(json.encode(forged).ljust(tail.LENGTH) * tail.SLOTS)
    assert f"{tail.FILE} is missing" in first(unsealed)
