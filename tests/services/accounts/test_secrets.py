"""A password is in no page of the database, no journal and no log; nor is a code."""

import logging

import pytest
from sqlalchemy import inspect, text

from desktop_admin.api.accounts import ChangePassword, IssueCode, SignIn, SignInFailed, Unlock
from desktop_admin.core.passwords import WeakPassword
from desktop_admin.desk.base import Desk
from tests.conftest import PASSWORD, House
from tests.services.accounts.makers import created

CANARY = "Kanarienvogel#9417"
TYPED = "Zaunkoenig#5582"


def use_everywhere(house: House, desk: Desk) -> str:
    """The canary goes through every place where a secret is typed. Returns an activation code."""
    row = created(desk, "韩雨桐")
    slip = desk.ask(IssueCode(row.key, row.version))
    for login, secret in ((TYPED, ""), ("admin", CANARY), (CANARY, CANARY)):
        with pytest.raises(SignInFailed):
            house.door().sign_in(SignIn(login, secret))
    with pytest.raises(SignInFailed):
        desk.ask(Unlock(password=CANARY))
    theirs = house.door().sign_in(SignIn(slip.login, slip.code))
    with pytest.raises(WeakPassword):
        theirs.ask(ChangePassword(old=slip.code, new=f"hanyt{CANARY}"))
    theirs.ask(ChangePassword(old=slip.code, new=CANARY))
    house.sign_in(slip.login, password=CANARY).ask(Unlock(password=CANARY))
    house.sign_in(slip.login, password=CANARY).ask(ChangePassword(old=CANARY, new=f"{TYPED} 1"))
    return slip.code


def test_a_canary_is_found_nowhere(house: House, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    code = use_everywhere(house, house.sign_in())
    secrets = [CANARY, TYPED, code, code.replace("-", ""), PASSWORD]
    kept = [*files(house), rows(house), caplog.text.encode()]
    assert any("韩雨桐".encode() in each for each in kept)  # what is stored is found this way
    for secret in secrets:
        for form in (secret, secret.lower(), secret[::-1]):
            for encoding in ("utf-8", "utf-16-le"):
                assert not any(form.encode(encoding) in each for each in kept), form


def files(house: House) -> list[bytes]:
    """Every byte in the data folder: the database's pages, its write-ahead log, the key, whatever else there is."""
    return [file.read_bytes() for file in house.folder.rglob("*") if file.is_file()]


def rows(house: House) -> bytes:
    """Every value of every table, for a database that is not a file of ours."""
    engine = house.premises.backstage.database.engine
    with house.premises.backstage.database.reading() as connection:
        tables = [name for name in inspect(engine).get_table_names() if not name.endswith("_grams")]  # codes of letters
        found = [connection.execute(text(f'SELECT * FROM "{name}"')).all() for name in tables]  # noqa: S608
    return str(found).encode()
