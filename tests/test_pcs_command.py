"""The paired PCs as the IT teacher finds and changes them without a screen."""

import re
from hashlib import sha256
from pathlib import Path

import pytest
from msgspec import json
from sqlalchemy import select

from desktop_admin import cli
from desktop_admin.api.sharing import PairOffer
from desktop_admin.app.premises import open_premises
from desktop_admin.core import pairing
from desktop_admin.models.audit import AuditEntry
from desktop_admin.services.sharing import Reception
from desktop_admin.services.sharing.reception import number_of

CERTIFICATE = b"the server's certificate"
RESUME = "desktop-admin pcs --resume"
Ran = tuple[int, str, str]


def run(capsys: pytest.CaptureFixture[str], data: Path, *words: str, language: str = "en") -> Ran:
    code = cli.main(["--lang", language, "--data", str(data), "pcs", *words])
    said = capsys.readouterr()
    return code, said.out, said.err


def paired(data: Path, name: str) -> bytes:
    """The key of a PC that has just been paired, with a code that the operator made."""
    premises = open_premises(data)
    reception, nonce = Reception(premises.backstage, "教导处电脑"), sha256(name.encode()).digest()[:16]
    proof = pairing.proofs(reception.show_code("operator"), CERTIFICATE, nonce).pc
    answer = reception.pair(PairOffer(name, nonce, proof), CERTIFICATE)
    premises.close()
    return answer.device_key


def number(key: bytes) -> str:
    return number_of(sha256(key).digest())


def let_in(data: Path, key: bytes) -> bool:
    premises = open_premises(data)
    known = Reception(premises.backstage, "x").knows(key)
    premises.close()
    return known


def actions(data: Path) -> list[str]:
    """What the audit trail tells of PCs."""
    premises = open_premises(data)
    with premises.backstage.database.reading() as connection:
        found = connection.scalars(select(AuditEntry.payload).order_by(AuditEntry.at, AuditEntry.id)).all()
    premises.close()
    told = [json.decode(payload) for payload in found]
    return [each["action"] for each in told if each["action"].endswith("Pc")]


def test_the_list_tells_the_state_when_and_by_whom_each_was_paired_and_when_it_was_last_seen(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "No PC is paired yet" in run(capsys, data)[1]
    keys = [paired(data, name) for name in ("食堂电脑", "library", "office")]
    assert run(capsys, data, "--suspend", number(keys[1]))[0] == 0
    assert run(capsys, data, "--remove", number(keys[2]))[0] == 0
    code, said, _ = run(capsys, data)
    heading, *lines = said.splitlines()
    assert code == 0
    assert re.split("  +", heading) == ["Number", "State", "Paired on", "Paired by", "Last seen", "PC"]
    moment = r"\d{4}-\d\d-\d\d \d\d:\d\d"
    told = [("Paired", "食堂电脑"), ("Suspended", "library"), ("Removed", "office")]
    for line, key, (state, name) in zip(lines, keys, told, strict=True):
        assert re.fullmatch(rf"{number(key)}  {state} +{moment}  operator +{moment}  {name}", line)
    said = run(capsys, data, language="zh_CN")[1]
    assert re.findall("已配对|已停用|已移除", said) == ["已配对", "已停用", "已移除"], "as at the program's own page"


def test_a_pc_is_renamed_suspended_let_in_again_and_removed_as_at_the_programs_page(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    key = paired(data, "DESKTOP-4F2K")
    which = number(key)
    code, said, _ = run(capsys, data, "--rename", which.upper(), " 食堂\u202e电脑 ")
    assert (code, said) == (0, "DESKTOP-4F2K is called 食堂电脑 from now on.\n")
    code, said, _ = run(capsys, data, "--suspend", which)
    assert (code, let_in(data, key)) == (0, False)
    assert (
        said == f"食堂电脑 may not speak to this server until it is let in again: desktop-admin pcs --resume {which}\n"
    )
    code, said, _ = run(capsys, data, "--resume", which)
    assert (code, said, let_in(data, key)) == (0, "食堂电脑 may speak to this server again.\n", True)
    code, said, _ = run(capsys, data, "--remove", which)
    assert (code, said, let_in(data, key)) == (0, "食堂电脑 may no longer speak to this server.\n", False)
    assert actions(data) == [f"sharing.{name}Pc" for name in ("Rename", "Suspend", "Resume", "Remove")]


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("--suspend", "00000000"), 1, "No paired PC has the number 00000000."),
        (("--rename", "NUMBER", "x" * 81), 1, "PC: "),
        (("--rename", "NUMBER", "\u202e"), 1, "PC: a PC has a name by which people know it"),
        (("--rename", "NUMBER"), 2, "Something is missing behind --rename."),
        (("--rename", "NUMBER", ""), 2, "Empty quotation marks name nothing."),
        (("--suspend", "NUMBER", "--resume", "NUMBER"), 2, "--resume and --suspend cannot be given together."),
    ],
)
def test_what_cannot_be_done_to_a_pc_is_one_sentence(
    words: tuple[str, ...], code: int, sentence: str, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    which = number(paired(data, "library"))
    ended, said, told = run(capsys, data, *(which if word == "NUMBER" else word for word in words))
    assert (ended, said) == (code, "")
    assert told.startswith(sentence)
    assert told.count("\n") == 1
    assert "  Paired " in run(capsys, data)[1]


def test_who_was_removed_comes_back_only_by_a_code(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    which = number(paired(data, "library"))
    run(capsys, data, "--remove", which)
    for words in (("--resume", which), ("--suspend", which), ("--rename", which, "office"), ("--remove", which)):
        code, _, told = run(capsys, data, *words)
        assert (code, "“library” was removed. It can only be paired anew" in told) == (1, True)
