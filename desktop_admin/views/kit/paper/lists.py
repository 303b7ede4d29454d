"""The list on the screen as a workbook: its filter, its columns, or only the ticked rows."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from msgspec.structs import replace
from PySide6.QtWidgets import QWidget

from desktop_admin.api.base import PageQuery
from desktop_admin.api.exports import EXPORTS
from desktop_admin.api.lists import ListSpec
from desktop_admin.api.school import ReadSchool
from desktop_admin.core.errors import NotAllowed
from desktop_admin.core.i18n import N_, tr
from desktop_admin.reports import catalogue, roster
from desktop_admin.reports.base import ReportRequest
from desktop_admin.reports.kit import job
from desktop_admin.reports.kit.files import Progress
from desktop_admin.views.kit.desk import QtDesk, nothing
from desktop_admin.views.kit.list_page import Export, ListPage
from desktop_admin.views.kit.paper.making import AskPath, Making, ask_path, file_name, now, with_suffix
from desktop_admin.views.kit.progress import ProgressLine


@dataclass(frozen=True)
class _Wanted:
    spec: ListSpec
    query: PageQuery[Any]
    ticked: tuple[Any, ...] = ()  # none: all that the query finds
    names: Mapping[str, Mapping[Any, str]] = field(default_factory=dict[str, Mapping[Any, str]])  # as in Export


def export_shown(wanted: Export, ask_path: AskPath = ask_path) -> None:
    """What a ListPage hands over: ListPage(..., export=export_shown)."""
    page = wanted.page
    if isinstance(page, ListPage):
        spec = replace(wanted.spec, columns=wanted.columns)
        _export(
            page,
            page.desk,
            _Wanted(spec, wanted.query, wanted.ticked, wanted.names),
            wanted.progress,
            page.word.say,
            ask_path,
        )


def export_list(
    parent: QWidget, desk: QtDesk, spec: ListSpec, query: PageQuery[Any], ask_path: AskPath = ask_path
) -> None:
    """Everything that the query finds."""
    progress = ProgressLine()
    progress.setParent(parent)
    _export(parent, desk, _Wanted(spec, query), progress, nothing, ask_path)


def _export(  # noqa: PLR0913, PLR0917 - one call of both above
    parent: QWidget,
    desk: QtDesk,
    wanted: _Wanted,
    progress: ProgressLine,
    say: Callable[[str], object],
    ask_path: AskPath,
) -> None:
    spec = wanted.spec
    if spec.export is None or not desk.actor.may(spec.export):
        desk.refused.emit(NotAllowed(permission=str(spec.export or spec.query.permission)))
        return
    today = now()
    chosen = ask_path(parent, file_name(tr(spec.title), today.date().isoformat(), ".xlsx"))
    if not chosen:
        return
    path = with_suffix(chosen, ".xlsx")
    request = ReportRequest(today.date(), today.date(), today, desk.actor.name, search=wanted.query.search)
    Making(desk, progress).run(
        lambda tell: _write(desk, wanted, request, path, tell),
        then=lambda _done: say(tr(N_("Saved {name}"), name=path.name)),
        failed=desk.refused.emit,
    )


def _filters(wanted: _Wanted) -> tuple[tuple[str, str], ...]:
    if wanted.ticked:
        return ((tr(N_("Rows chosen")), str(len(wanted.ticked))),)
    return roster.filters_of(wanted.spec, wanted.query, wanted.names)


def _write(desk: QtDesk, wanted: _Wanted, request: ReportRequest, path: Path, tell: Progress) -> None:
    """On another thread. The export is noted before the file is there."""
    spec = replace(wanted.spec, actions=(), chips=(), new=None)  # what a process of its own can be handed
    rows = wanted.ticked or roster.collect(desk.gather, wanted.query, tell)
    data = roster.Roster(spec, request, desk.gather(ReadSchool()).name, rows, _filters(wanted))
    if spec.export is not None:
        days = {"first": request.first, "last": request.last}
        note = EXPORTS[spec.export]
        desk.gather(note(report=spec.name, form="xlsx", rows=len(rows), search=request.search, **days))
    job.run(catalogue.write_xlsx, path, (roster.list_book, data), tell, rows=len(rows))
