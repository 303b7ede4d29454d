"""A change on one PC until it stands in the other's open list: two PCs, a server, and a real list on a screen."""

import statistics
import tempfile
import time
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path

from desktop_admin.api.accounts import SignIn
from desktop_admin.api.canteen.registers import EditSupplier, ListSuppliers, SupplierRow
from desktop_admin.desk.remote import RemoteDesk, RemoteDoor
from tests.benchmarks.measure import Row, at_most
from tests.benchmarks.sharing.school import PASSWORD, Pc, School, free_port, serving

ROUNDS = 15
APART = 0.7  # seconds, so that each change is a first one


def _watch(pipe: Connection, pc: Pc) -> None:
    """The other PC: told a name, it tells when that name stood in the first row."""
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415 - in a process of its own

    from desktop_admin.views.canteen.registers import SUPPLIERS  # noqa: PLC0415
    from desktop_admin.views.kit.desk import QtDesk  # noqa: PLC0415
    from desktop_admin.views.kit.list_page import ListPage  # noqa: PLC0415

    app = QApplication(["", "-platform", "offscreen"])
    desk = QtDesk(RemoteDoor(pc.server, Path(pc.folder)).sign_in(SignIn(pc.login, PASSWORD)))
    page = ListPage(desk, SUPPLIERS)
    page.resize(1100, 700)
    page.show()

    def shown() -> str:
        row = page.rows.record(0)
        return row.name if row is not None else ""

    while not shown():
        app.processEvents()
    pipe.send("ready")
    while wanted := pipe.recv():
        while shown() != wanted:
            app.processEvents()
            time.sleep(0.001)
        pipe.send(time.time())
    desk.close()


def _change(desk: RemoteDesk, row: SupplierRow, name: str) -> SupplierRow:
    return desk.ask(
        EditSupplier(
            row.key,
            row.version,
            name=name,
            credit_code=row.credit_code,
            licence_no=row.licence_no,
            licence_expiry=row.licence_expiry,
        )
    )


def rows() -> list[Row]:
    with tempfile.TemporaryDirectory(prefix="desktop-admin-live-") as folder:
        place, port = Path(folder), free_port()
        school = School(place, f"sqlite:///{place / 'data' / 'data.sqlite'}")
        school.make(1)
        one, other = school.people(["one", "other"], port)
        with serving(school, port):
            took = _measure(one, other)
    print(f"  ({ROUNDS} times; longest {max(took) * 1000:.0f} ms)", flush=True)
    return [at_most("a change until it is in the other PC's list, median ms", statistics.median(took) * 1000, 300)]


def _measure(one: Pc, other: Pc) -> list[float]:
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    child = context.Process(target=_watch, args=(theirs, other), daemon=True)
    child.start()
    desk = RemoteDoor(one.server, Path(one.folder)).sign_in(SignIn(one.login, PASSWORD))
    [row] = desk.ask(ListSuppliers()).rows
    took = list[float]()
    ours.recv()
    for number in range(ROUNDS):
        time.sleep(APART)
        ours.send(name := f"绿源农产品 {number}")
        start = time.time()
        row = _change(desk, row, name)
        took.append(ours.recv() - start)
    ours.send("")
    child.join()
    desk.close()
    return took
