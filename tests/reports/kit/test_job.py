"""Large reports are made in a process of their own."""

import os
import time
from pathlib import Path

import pytest

from desktop_admin.core.i18n import language
from desktop_admin.reports.kit import job
from desktop_admin.reports.kit.files import Cancelled, Progress, replacing
from desktop_admin.reports.kit.job import ReportFailed, ReportStopped
from desktop_admin.reports.kit.sheet.cells import TooLongForExcel
from tests.reports.kit.conftest import only_the_old

MANY = job.SMALL


def number_of_process(path: Path, content: str, progress: Progress) -> None:
    progress(1, 1)
    with replacing(path) as beside:
        beside.write_text(f"{content} {os.getpid()}", encoding="utf-8")


def half_a_file_for_ever(path: Path, content: str, progress: Progress) -> None:
    with replacing(path) as beside:
        beside.write_text(content, encoding="utf-8")
        while True:
            progress(1, 2)
            time.sleep(0.01)


def refuse(path: Path, content: str, progress: Progress) -> None:  # noqa: ARG001
    raise TooLongForExcel(where=content, length=40_000)


def fail(path: Path, content: str, progress: Progress) -> None:  # noqa: ARG001
    raise ZeroDivisionError(content)


def die(path: Path, content: str, progress: Progress) -> None:  # noqa: ARG001
    os._exit(9)


def say_which(path: Path, content: str, progress: Progress) -> None:  # noqa: ARG001
    path.write_text(language(), encoding="utf-8")


def test_a_small_report_is_made_here(old: Path) -> None:
    job.run(number_of_process, old, "几行", rows=10)
    assert old.read_text(encoding="utf-8") == f"几行 {os.getpid()}"


def test_a_large_report_is_made_in_a_process_of_its_own(old: Path) -> None:
    seen: list[tuple[int, int]] = []
    job.run(number_of_process, old, "很多行", lambda done, total: seen.append((done, total)), rows=MANY)
    text, number = old.read_text(encoding="utf-8").split()
    assert text == "很多行"
    assert int(number) != os.getpid()
    assert (1, 1) in seen
    assert list(old.parent.iterdir()) == [old]


def test_stopping_kills_the_child_and_leaves_the_old_file_and_nothing_else(old: Path) -> None:
    def stop(done: int, total: int) -> None:
        if (done, total) == (1, 2):
            raise Cancelled

    with pytest.raises(Cancelled):
        job.run(half_a_file_for_ever, old, "半", stop, rows=MANY)
    assert only_the_old(old)


def test_what_the_child_refuses_is_refused_here(old: Path) -> None:
    with pytest.raises(TooLongForExcel, match="数据!4: the text has 40000"):
        job.run(refuse, old, "数据!4", rows=MANY)
    assert only_the_old(old)


def test_a_mistake_in_the_child_is_raised_here_with_its_traceback(old: Path) -> None:
    with pytest.raises(ReportFailed, match="ZeroDivisionError: 数据"):
        job.run(fail, old, "数据", rows=MANY)
    assert only_the_old(old)


def test_a_child_that_dies_is_told_and_the_old_file_kept(old: Path) -> None:
    with pytest.raises(ReportStopped):
        job.run(die, old, "", rows=MANY)
    assert only_the_old(old)


def test_the_child_speaks_the_language_of_the_program(old: Path, chinese: None) -> None:  # noqa: ARG001
    job.run(say_which, old, "", rows=MANY)
    assert old.read_text(encoding="utf-8") == "zh_CN"
