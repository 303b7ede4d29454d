"""The first set-up: one school in a database, from the command line as well."""

import io
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, redirect_stderr, redirect_stdout, suppress
from pathlib import Path
from threading import Barrier, BrokenBarrierError

import pytest
from sqlalchemy import Engine, func, select

from desktop_admin import cli
from desktop_admin.api.accounts import SignIn
from desktop_admin.api.school import AlreadySetUp, ReadSchool, SetUpSchool
from desktop_admin.app import database, sharing
from desktop_admin.app.premises import Premises, open_premises
from desktop_admin.core.errors import Refused
from desktop_admin.db import seals
from desktop_admin.db.seals import is_sealed
from desktop_admin.db.work import Work
from desktop_admin.models.accounts import Account
from desktop_admin.models.school import School
from desktop_admin.services.accounts import first
from tests.conftest import PASSWORD, QUICK
from tests.postgres import EMPTY, RUNTIME, Cluster

TOGETHER = 0.5  # seconds that one waits for the other in the middle of its set-up


@pytest.fixture
def empty(request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a PostgreSQL database without a table, for its owner."""
    cluster: Cluster = request.getfixturevalue("postgres")
    url = cluster.fresh_url(EMPTY)
    yield url
    cluster.drop(url)


def command(folder: Path, url: str, *options: str, login: str = "qinhai") -> int:
    words = [
        "--lang",
        "en",
        "set-up",
        "--data",
        str(folder),
        "--school",
        "实验小学",
        "--name",
        "秦海",
        "--login",
        login,
    ]
    return cli.main([*words, *(["--database", url] if url else []), *options])


def type_in(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(text))


def test_two_first_set_ups_at_once_make_one_school(tmp_path: Path, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    add_administrator, both_see_no_school = first.add_administrator, Barrier(2)

    def meet(work: Work, given: SetUpSchool, made: first.First) -> None:
        with suppress(BrokenBarrierError):
            both_see_no_school.wait(TOGETHER)
        add_administrator(work, given, made)

    monkeypatch.setattr(first, "add_administrator", meet)

    def set_up(name: str) -> str:
        with closing(open_premises(tmp_path, url, hasher=QUICK)) as premises:
            try:
                premises.set_up(SetUpSchool(school=name, name=name, login="admin", password=PASSWORD))
            except AlreadySetUp as refused:
                return str(refused.params["school"])
            return ""

    names = ("第一小学", "第二小学")
    with ThreadPoolExecutor(2) as pool:
        told = list(pool.map(set_up, names))
    winner = names[told.index("")]
    assert sorted(told) == ["", winner], "the other is told whose it is"
    with closing(open_premises(tmp_path, url, hasher=QUICK)) as premises:
        assert counts(premises) == (1, 1)
        assert premises.school() == winner


def test_who_begins_while_another_sets_up_finds_its_key(
    tmp_path: Path, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """There is no key yet when the one looks for it, and there are seals when it looks for these."""
    waiting = ["第一小学"]

    def set_up_meanwhile(engine: Engine) -> bool:
        while waiting:
            given = SetUpSchool(school=waiting.pop(), name="甲", login="admin", password=PASSWORD)
            with closing(open_premises(tmp_path, url, hasher=QUICK)) as premises:
                premises.set_up(given)
        return is_sealed(engine)

    monkeypatch.setattr(seals, "is_sealed", set_up_meanwhile)
    with closing(open_premises(tmp_path, url, hasher=QUICK)) as premises:
        assert premises.school() == "第一小学"


def counts(premises: Premises) -> tuple[int, int]:
    """How many schools, and how many accounts."""
    with premises.backstage.database.reading() as connection:
        schools, accounts = (connection.scalar(select(func.count()).select_from(each)) for each in (School, Account))
        return schools or 0, accounts or 0


def test_a_postgresql_database_is_set_up_by_its_owner_in_one_command_and_served_by_another_role(
    postgres: Cluster, empty: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    served = postgres.served(empty)
    type_in(monkeypatch, f"{PASSWORD}\n")
    assert command(tmp_path, empty, "--serve-as", RUNTIME) == 0
    assert capsys.readouterr().out == "实验小学 is set up. qinhai can sign in.\n"
    with database.opened(tmp_path, served) as premises:
        desk = premises.door(b"PC-1", "PC-1").sign_in(SignIn("qinhai", PASSWORD))
        assert desk.ask(ReadSchool()).name == "实验小学"
        assert database.caution(premises) == ""
    type_in(monkeypatch, "never read\n")
    assert command(tmp_path, empty, login="other") == 1
    assert "already belongs to 实验小学" in capsys.readouterr().err
    assert sys.stdin.read() == "never read\n", "who is refused anyway is asked for no password"


def test_the_folders_own_database_is_set_up_in_the_same_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    type_in(monkeypatch, PASSWORD)
    assert command(tmp_path, "") == 0
    with closing(open_premises(tmp_path)) as premises:
        assert premises.door(b"PC-1", "PC-1").sign_in(SignIn("qinhai", PASSWORD)).actor.name == "秦海"
    assert "qinhai" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("typed", "options", "sentence"),
    [
        ("short\n", (), "fewer than 8"),
        ("", (), "fewer than 8"),
        (PASSWORD, ("--login", "no spaces"), "User name"),
        (PASSWORD, ("--school", "校" * 61), "at most 60"),
        (PASSWORD, ("--serve-as", "anybody"), "Only PostgreSQL has roles"),
    ],
)
def test_what_the_first_run_refuses_the_command_line_refuses_in_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, typed: str, options: tuple[str, ...], sentence: str
) -> None:
    type_in(monkeypatch, typed)
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        assert command(tmp_path, "", *options) == 1
    assert sentence in err.getvalue()
    assert err.getvalue().count("\n") == 1
    assert out.getvalue() == ""
    with closing(open_premises(tmp_path)) as premises:
        assert premises.school() == ""


def test_a_person_types_the_password_twice_and_unseen(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    typed = iter(["one", "one", "one", "two"])
    asked: list[str] = []

    def unseen(prompt: str) -> str:
        asked.append(prompt)
        return next(typed)

    monkeypatch.setattr("getpass.getpass", unseen)
    assert database.ask_password("qinhai", Terminal()) == "one"
    assert "qinhai" in asked[0]
    with pytest.raises(database.PasswordsDiffer):
        database.ask_password("qinhai", Terminal())


def test_a_database_without_a_school_is_not_shared_and_the_command_that_sets_it_up_is_told(
    tmp_path: Path, url: str
) -> None:
    own = url.startswith("sqlite")
    with pytest.raises(Refused, match="no school in") as caught:
        sharing.serve(tmp_path, url, "127.0.0.1:0", print, io.StringIO())
    assert ("desktop-admin set-up --database postgresql" in str(caught.value)) is not own
