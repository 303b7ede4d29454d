"""What may wait is never lost, never done twice, and never overwrites what somebody else has done."""

import sqlite3
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace
from pytestqt.qtbot import QtBot

from desktop_admin.api import wire
from desktop_admin.api.accounts import SignOut
from desktop_admin.api.canteen.entry import Answer, EnterReading, NotApplicable, SignSheet
from desktop_admin.api.canteen.refusals import AnsweredElsewhere
from desktop_admin.api.canteen.sheet import ItemLine, Verdict
from desktop_admin.api.sharing import Failure, TooBusy
from desktop_admin.core.errors import Kept, Refused, SignedOut, Unreachable
from desktop_admin.core.ids import uuid7
from desktop_admin.desk.base import UNTOLD, About, Unsent
from desktop_admin.desk.outbox import Outbox
from desktop_admin.desk.remote import FILE, RemoteDesk
from desktop_admin.views.kit.desk import QtDesk
from tests.conftest import House, SettableClock
from tests.desk.conftest import OFFICER, Network
from tests.server.site import Site, wait_until
from tests.services.accounts.makers import entries
from tests.services.canteen.conftest import Kitchen

Lines = Callable[[], list[ItemLine]]
LOST = 3  # one try and two more


def yes(line: ItemLine, version: int = 0) -> Answer:
    return Answer(line.key, version or line.version, verdict=Verdict.PASS)


def no(line: ItemLine, version: int = 0) -> Answer:
    return Answer(line.key, version or line.version, verdict=Verdict.FAIL, reason="门没关严")


def keep(desk: RemoteDesk, command: Answer | NotApplicable | EnterReading) -> None:
    with pytest.raises(Kept):
        desk.ask(command)


def waiting(desk: RemoteDesk) -> list[object]:
    return [command.id for command in desk.unsent().waiting]


def test_what_is_answered_offline_is_kept_and_done_once(officer: RemoteDesk, lines: Lines, network: Network) -> None:
    first, second = lines()[:2]
    network.down = True
    keep(officer, a := yes(first))
    keep(officer, b := no(second))
    assert waiting(officer) == [a.id, b.id]
    network.down = False
    network.lose_answers = LOST  # the server has it, the PC does not know
    assert isinstance(officer.deliver(), Kept)
    assert waiting(officer) == [a.id, b.id]
    assert officer.deliver() is None
    assert officer.unsent() == Unsent()
    assert [(line.verdict, line.version) for line in lines()[:2]] == [
        (Verdict.PASS, first.version + 1),
        (Verdict.FAIL, second.version + 1),
    ]


def test_an_answer_counts_from_when_it_was_given_and_the_trail_has_both_times(
    officer: RemoteDesk, lines: Lines, network: Network, clock: SettableClock, house: House
) -> None:
    given = clock.now()
    network.down = True
    keep(officer, yes(lines()[0]))
    clock.forward(timedelta(minutes=50))
    network.down = False
    officer.deliver()
    assert lines()[0].answered_at == given
    entry = entries(house, "canteen.Answer")[-1]
    assert entry["at"].startswith("2026-09-01T04:50")
    assert entry["note"]["asked_at"].startswith("2026-09-01T04:00")


def test_what_is_answered_while_the_server_hangs_is_on_the_disk_at_once(
    qtbot: QtBot, officer: RemoteDesk, lines: Lines, network: Network, house: House
) -> None:
    """However long the answers before it are waited for; and each is told once, when it is brought."""
    desk, told = QtDesk(officer), list[ItemLine]()
    answers = [yes(line) for line in lines()[:3]]
    network.answers.clear()
    for answer in answers:
        desk.ask(answer, owner=desk, then=told.append)
    qtbot.waitUntil(lambda: [each.id for each in officer.unsent().waiting] == [each.id for each in answers])
    assert told == []
    network.answers.set()
    qtbot.waitUntil(lambda: len(told) == len(answers))
    assert [line.key for line in told] == [answer.key for answer in answers]
    assert officer.unsent() == Unsent()
    assert len(entries(house, "canteen.Answer")) == len(answers)
    desk.close()


def test_what_was_kept_is_refused_to_who_asks_for_it_and_not_set_aside(officer: RemoteDesk, lines: Lines) -> None:
    line, other = lines()[:2]
    first, second = yes(line), yes(other, other.version + 5)
    for answer in (first, second):
        officer.keep(answer)
    officer.ask(first)
    assert waiting(officer) == [second.id], "nobody waits for what was asked after it"
    with pytest.raises(Refused):
        officer.ask(second)
    assert officer.unsent() == Unsent()


def test_a_kept_answer_the_server_refuses_is_set_aside_with_the_reason(
    officer: RemoteDesk, site: Site, lines: Lines, network: Network
) -> None:
    line, other = lines()[0], site.sign_in(OFFICER, pc="PC-2")
    network.down = True
    keep(officer, mine := yes(line))
    network.down = False
    other.ask(no(line))
    officer.deliver()
    officer.close()
    again = site.sign_in(OFFICER)  # it is still there when the program starts again
    [entry] = again.unsent().not_accepted
    assert (entry.command.id, type(entry.reason)) == (mine.id, AnsweredElsewhere)
    assert "fail" in str(entry.reason)
    assert "pass" in str(entry.reason)
    assert lines()[0].verdict is Verdict.FAIL
    again.dismiss(entry)
    assert again.unsent() == Unsent()


@pytest.mark.parametrize("trouble", ["signed out", "the server fails"])
def test_nothing_but_a_refusal_takes_a_command_out_of_the_outbox(
    officer: RemoteDesk, site: Site, lines: Lines, network: Network, trouble: str
) -> None:
    if trouble == "signed out":
        officer.ask(SignOut())
    else:
        network.failing = True
    with pytest.raises(SignedOut if trouble == "signed out" else Kept):
        officer.ask(mine := yes(lines()[0]))
    officer.deliver()
    officer.close()
    network.failing = False
    again = site.sign_in(OFFICER)
    assert waiting(again) == [mine.id]
    assert again.deliver() is None
    assert lines()[0].verdict is Verdict.PASS


def test_what_the_server_fails_on_does_not_hold_up_other_records(
    officer: RemoteDesk, lines: Lines, network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = lines()[:2]
    network.down = True
    for command in (yes(first), yes(second), no(first)):
        keep(officer, command)
    network.down = False
    bad, sent, real = str(first.key).encode(), list[bool](), officer._line.post

    def post(path: str, body: bytes) -> tuple[int, bytes]:
        sent.append(bad in body)
        return (500, b"a bug") if bad in body else real(path, body)

    monkeypatch.setattr(officer._line, "post", post)
    assert isinstance(officer.deliver(), Kept)
    assert sent == [True, False], "what was asked later of the same record waits behind it"
    assert len(waiting(officer)) == 2
    assert lines()[1].verdict is Verdict.PASS


def test_what_a_busy_server_does_not_take_keeps_its_place(
    officer: RemoteDesk, lines: Lines, network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of another record, too: nothing overtakes it, other than where the server has a bug."""
    first, second = lines()[:2]
    network.down = True
    asked = [yes(first), yes(second)]
    for command in asked:
        keep(officer, command)
    network.down = False
    busy, sent, real = wire.write(Failure.of(TooBusy())), list[bool](), officer._line.post

    def post(path: str, body: bytes) -> tuple[int, bytes]:
        sent.append(str(first.key).encode() in body)
        return (503, busy) if sent == [True] else real(path, body)

    monkeypatch.setattr(officer._line, "post", post)
    assert isinstance(officer.deliver(), Kept)
    assert sent == [True]
    assert waiting(officer) == [command.id for command in asked]
    assert officer.deliver() is None
    assert sent == [True, True, False]


def test_what_one_person_kept_is_neither_seen_nor_sent_by_another(
    officer: RemoteDesk, site: Site, lines: Lines, network: Network
) -> None:
    network.down = True
    keep(officer, yes(lines()[0]))
    officer.close()
    network.down = False
    other = site.sign_in("food_safety_director")
    assert other.unsent() == Unsent()
    other.deliver()
    assert lines()[0].verdict is None
    other.close()
    assert site.sign_in(OFFICER).deliver() is None
    assert lines()[0].verdict is Verdict.PASS


@pytest.mark.parametrize("first_one_arrived", [False, True])
@pytest.mark.parametrize("online_again", ["after both", "before the second", "delivered before the second"])
def test_the_later_of_two_offline_answers_stands(  # noqa: PLR0913 - two cases crossed
    officer: RemoteDesk, site: Site, lines: Lines, network: Network, online_again: str, *, first_one_arrived: bool
) -> None:
    line = lines()[0]
    if first_one_arrived:
        network.lose_answers = LOST
    else:
        network.lose_requests = LOST
    keep(officer, yes(line))
    later = no(line)
    if online_again == "after both":
        network.down = True
        keep(officer, later)
        network.down = False
        officer.close()
        officer = site.sign_in(OFFICER)
        officer.deliver()
    else:
        if online_again == "delivered before the second":
            officer.deliver()
        officer.ask(later)
    now = lines()[0]
    assert (now.verdict, now.version) == (Verdict.FAIL, line.version + 2)
    assert officer.unsent() == Unsent()


def test_different_commands_for_one_item_keep_their_order(officer: RemoteDesk, lines: Lines, network: Network) -> None:
    line = lines()[0]
    network.down = True
    keep(officer, yes(line))
    keep(officer, NotApplicable(line.key, line.version, reason="今天不用"))
    network.down = False
    assert officer.deliver() is None
    assert officer.unsent() == Unsent()
    assert (lines()[0].verdict, lines()[0].reason) == (Verdict.NOT_APPLICABLE, "今天不用")


def test_what_is_kept_goes_by_itself_as_soon_as_the_server_is_heard(
    officer: RemoteDesk, lines: Lines, network: Network
) -> None:
    network.down = True
    keep(officer, yes(lines()[0]))
    assert officer.connection.name == "OFFLINE"
    network.down = False
    stop = officer.watch(list[str]().append)
    wait_until(lambda: officer.unsent() == Unsent())
    stop()
    assert officer.connection.name == "CONNECTED"
    assert lines()[0].verdict is Verdict.PASS


def test_signing_does_not_wait(kitchen: Kitchen, officer: RemoteDesk, network: Network) -> None:
    sheet = kitchen.sheet()
    network.down = True
    with pytest.raises(Unreachable):
        officer.ask(SignSheet(sheet.key, sheet.version))
    assert officer.unsent() == Unsent()


def test_the_same_reading_offline_is_entered_once(kitchen: Kitchen, officer: RemoteDesk, network: Network) -> None:
    line = next(line for line in kitchen.sheet().items if line.slots)
    reading = EnterReading(key=line.key, slot=line.slots[0].id, measure=line.item.measures[0].name, raw="3")
    network.lose_answers = LOST
    keep(officer, reading)
    assert officer.deliver() is None
    [one] = kitchen.line(line.item.code).readings
    assert one.raw == "3"


def test_a_reading_corrected_offline_stands_and_the_first_one_is_kept_behind_it(
    kitchen: Kitchen, officer: RemoteDesk, network: Network
) -> None:
    line = next(line for line in kitchen.sheet().items if line.slots)
    first = EnterReading(key=line.key, slot=line.slots[0].id, measure=line.item.measures[0].name, raw="3")
    network.down = True
    keep(officer, first)
    keep(officer, replace(first, id=uuid7(), raw="4", replaces=first.id, reason="看错了"))
    network.down = False
    assert officer.deliver() is None
    assert officer.unsent() == Unsent()
    [stands] = kitchen.line(line.item.code).readings
    assert (stands.raw, stands.reason) == ("4", "看错了")


def test_two_readings_of_one_slot_that_know_nothing_of_each_other_are_left_to_a_person(
    kitchen: Kitchen, officer: RemoteDesk, network: Network
) -> None:
    """Two windows, or two PCs: the first stands, and the second is set aside with both values."""
    line = next(line for line in kitchen.sheet().items if line.slots)
    first = EnterReading(key=line.key, slot=line.slots[0].id, measure=line.item.measures[0].name, raw="3")
    network.down = True
    keep(officer, first)
    keep(officer, replace(first, id=uuid7(), raw="4"))
    network.down = False
    assert officer.deliver() is None
    [told] = officer.unsent().not_accepted
    assert isinstance(told.reason, AnsweredElsewhere)
    assert {told.reason.params[side] for side in ("theirs", "mine")} == {"3 ℃", "4 ℃"}
    [stands] = kitchen.line(line.item.code).readings
    assert stands.raw == "3"


def test_the_file_is_its_owners_alone_and_survives_a_power_cut(
    officer: RemoteDesk, site: Site, lines: Lines, network: Network
) -> None:
    network.down = True
    keep(officer, mine := yes(lines()[0]))
    file = site.folder("PC-1") / FILE
    assert file.stat().st_mode & 0o777 == 0o600
    assert officer._outbox._file.execute("PRAGMA synchronous").fetchone() == (2,)
    copy = site.folder("copied") / FILE  # as the disk is this moment, nothing closed
    for part in file.parent.glob(FILE + "*"):
        (copy.parent / part.name).write_bytes(part.read_bytes())
    found = Outbox(copy, officer._outbox._owner)
    assert [command.id for command in found.unsent().waiting] == [mine.id]
    found.close()


def test_only_what_is_kept_waits_for_the_disk(officer: RemoteDesk, lines: Lines, tmp_path: Path) -> None:
    """What was answered goes when it may: after a power cut it would be sent again, and be answered as it was."""
    box, said = Outbox(tmp_path / FILE, "wang"), list[str]()
    full = box._file.execute("PRAGMA synchronous").fetchone()
    box._file.set_trace_callback(said.append)
    command = yes(lines()[0])
    box.put(command)
    box.done(command, officer.ask(command))
    box.put(no(lines()[1]))
    box._file.set_trace_callback(None)
    hurried = [word.split()[0] if "synchronous" not in word else word.split("=")[1] for word in said]
    assert hurried == ["INSERT", "NORMAL", "BEGIN", "DELETE", "SELECT", "COMMIT", "FULL", "INSERT"]
    assert box._file.execute("PRAGMA synchronous").fetchone() == full
    box.close()


def test_what_an_answer_is_about_is_kept_with_it(
    officer: RemoteDesk, site: Site, lines: Lines, network: Network
) -> None:
    first, second = lines()[:2]
    network.down = True
    told = About("A01 证照公示", "一食堂 · 2026-09-01", {"verdict": "合格"})
    officer.keep(mine := yes(first), told)
    for answer in (mine, bare := yes(second)):
        keep(officer, answer)
    officer.close()
    network.down = False
    again = site.sign_in(OFFICER)  # the program was started again
    assert again.unsent().about == {mine.id: told, bare.id: UNTOLD}
    site.sign_in(OFFICER, pc="PC-2").ask(no(first))
    again.deliver()
    [entry] = again.unsent().not_accepted
    assert entry.about == told


def test_a_file_of_an_earlier_version_loses_nothing(tmp_path: Path) -> None:
    waits, refused = (Answer(uuid7(), 1, verdict=Verdict.PASS) for _ in range(2))
    with sqlite3.connect(tmp_path / FILE) as file:
        file.execute(
            "CREATE TABLE kept (place INTEGER PRIMARY KEY AUTOINCREMENT, id BLOB NOT NULL UNIQUE, owner TEXT NOT NULL,"
            "name TEXT NOT NULL, command BLOB NOT NULL, refusal BLOB)"
        )
        for command, why in ((waits, None), (refused, wire.write(Failure.of(Kept())))):
            row = (command.id.bytes, "me", command.wire_name(), wire.write(command), why)
            file.execute("INSERT INTO kept (id, owner, name, command, refusal) VALUES (?, ?, ?, ?, ?)", row)
    file.close()
    for _ in range(2):
        outbox = Outbox(tmp_path / FILE, "me")
        unsent = outbox.unsent()
        assert unsent.waiting == (waits,)
        assert [(entry.command, entry.about) for entry in unsent.not_accepted] == [(refused, UNTOLD)]
        outbox.close()


def test_what_another_version_kept_stays_in_the_file(tmp_path: Path) -> None:
    outbox = Outbox(tmp_path / FILE, "me")
    outbox._file.execute("INSERT INTO kept (id, owner, name, command) VALUES (x'01', 'me', 'canteen.Gone', x'80')")
    outbox._file.execute("INSERT INTO kept (id, owner, name, command) VALUES (x'02', 'me', 'canteen.Answer', x'80')")
    assert outbox.next() is None
    assert outbox.unsent() == Unsent()
    assert outbox._file.execute("SELECT count(*) FROM kept").fetchone() == (2,)
    outbox.close()
