"""verify-full, as the guide has it: the program speaks to the PostgreSQL whose certificate it can check, or to none."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_admin.app import database
from desktop_admin.core.clock import SystemClock
from desktop_admin.server import tls
from tests.postgres import NOT_FOUND, QUICK, RUNTIME, Cluster, find_binaries

NAMED = "desktop-admin"  # the host that the certificate is for


@pytest.fixture
def folder() -> Iterator[Path]:
    """Of a certificate that the server may read: whoever it runs as has no right in this user's folders."""
    made = Path(tempfile.mkdtemp())
    made.chmod(0o755)
    tls.certificate(made, SystemClock())
    if sys.platform != "win32" and os.geteuid() == 0:
        shutil.chown(made / tls.PRIVATE, "nobody")
    yield made
    shutil.rmtree(made)


@pytest.fixture
def encrypted(folder: Path) -> Iterator[Cluster]:
    binaries = find_binaries()
    if binaries is None:
        pytest.skip(NOT_FOUND)
    ssl = {"ssl": "on", "ssl_cert_file": str(folder / tls.PUBLIC), "ssl_key_file": str(folder / tls.PRIVATE)}
    cluster = Cluster(binaries, {**QUICK, **ssl})
    try:
        cluster.start()
        yield cluster
    except subprocess.CalledProcessError as error:
        if "SSL is not supported by this build" in str(error.__notes__):
            pytest.skip("this PostgreSQL was built without TLS")
        raise
    finally:
        cluster.stop()


def test_only_the_server_that_the_certificate_names_is_spoken_to(
    encrypted: Cluster, folder: Path, tmp_path: Path
) -> None:
    owned = encrypted.fresh_url()
    database.upgrade(tmp_path, owned, RUNTIME)
    name = owned.rpartition("/")[2]

    def school(host: str, root: Path) -> str:
        address = f"postgresql+psycopg://{RUNTIME}@{host}:{encrypted.port}/{name}?hostaddr=127.0.0.1"
        with database.opened(tmp_path, f"{address}&sslmode=verify-full&sslrootcert={root}") as premises:
            return premises.school()

    assert school(NAMED, folder / tls.PUBLIC) == ""
    with pytest.raises(database.DatabaseUnreachable, match="does not match host name"):
        school("localhost", folder / tls.PUBLIC)
    (tmp_path / "other").mkdir()
    other = tls.certificate(tmp_path / "other", SystemClock())
    with pytest.raises(database.DatabaseUnreachable, match="certificate verify failed"):
        school(NAMED, other.public)
