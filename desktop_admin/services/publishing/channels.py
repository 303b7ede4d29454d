"""The register of channels. The program writes only into a folder of its own."""

from pathlib import Path

from sqlalchemy import select

from desktop_admin.api.base import Page
from desktop_admin.api.publishing.refusals import ArticlesThere, FolderTaken, WebAddressNeeded
from desktop_admin.api.publishing.registers import (
    AddChannel,
    ChannelKind,
    ChannelRow,
    EditChannel,
    ListChannels,
    ResumeChannel,
    StopChannel,
)
from desktop_admin.core.errors import Invalid
from desktop_admin.core.i18n import N_
from desktop_admin.core.text import prose
from desktop_admin.db.search import matching
from desktop_admin.db.work import Work
from desktop_admin.models.publishing.registers import Channel
from desktop_admin.services.narrowing import equal
from desktop_admin.services.publishing import site
from desktop_admin.services.publishing.addresses import web_address
from desktop_admin.services.publishing.names import free_name
from desktop_admin.services.publishing.running import entries_of
from desktop_admin.services.registers import used
from desktop_admin.services.registry import handles

SORTED_BY = {
    "position": Channel.position,
    "name": Channel.name,
    "kind": Channel.kind,
    "folder": Channel.folder,
    "address": Channel.address,
    "in_use": Channel.in_use,
}


@handles(ListChannels)
def list_channels(work: Work, request: ListChannels) -> Page[ChannelRow]:
    found = select(Channel).where(Channel.school_id == work.school_id)
    found = found.where(*equal({Channel.in_use: request.in_use}))
    if request.search:
        found = found.where(matching(work.session, Channel, request.search))
    return work.page(request, found, SORTED_BY, _row)


@handles(AddChannel)
def add_channel(work: Work, command: AddChannel) -> ChannelRow:
    channel = Channel(kind=command.kind)
    _fill(work, channel, command, None)
    return _row(work.add(channel))


@handles(EditChannel)
def edit_channel(work: Work, command: EditChannel) -> ChannelRow:
    channel = work.get(Channel, command.key, command.version)
    _fill(work, channel, command, channel)
    return _row(work.saved(channel))


@handles(StopChannel)
def stop_channel(work: Work, command: StopChannel) -> ChannelRow:
    return _row(used(work, Channel, command, in_use=False))


@handles(ResumeChannel)
def resume_channel(work: Work, command: ResumeChannel) -> ChannelRow:
    return _row(used(work, Channel, command, in_use=True))


def _fill(work: Work, channel: Channel, given: AddChannel | EditChannel, known: Channel | None) -> None:
    channel.name = free_name(work, Channel.name, given.name, known)
    channel.position = given.position
    if channel.kind is not ChannelKind.FOLDER:
        channel.folder, channel.address = "", ""
        return
    folder, address = prose(given.folder), prose(given.address)
    if not folder:
        raise Invalid(field=N_("Folder"), reason=N_("say where the pages are written"))
    if not address:
        raise WebAddressNeeded(given="")
    channel.address = web_address(address).rstrip("/")
    if folder != (known.folder if known is not None else ""):
        _require_own(work, channel, Path(folder))
        _require_empty(work, channel)
    channel.folder = str(site.usable(Path(folder)))


def _require_own(work: Work, channel: Channel, folder: Path) -> None:
    """Two channels would write each other's index and pages. Raises FolderTaken."""
    mine = Channel.school_id == work.school_id, Channel.kind == ChannelKind.FOLDER
    with work.session.no_autoflush:
        others = list(work.session.scalars(select(Channel).where(*mine)))
    for other in others:
        if other is not channel and _same(Path(other.folder), folder):
            raise FolderTaken(channel=other.name, folder=str(folder))


def _same(one: Path, other: Path) -> bool:
    """Whatever the two paths look like."""
    try:
        return one.samefile(other)
    except OSError:
        return one == other


def _require_empty(work: Work, channel: Channel) -> None:
    """A page that is left behind is taken down by nobody. Raises ArticlesThere."""
    with work.session.no_autoflush:
        there = len(entries_of(work, channel.key)) if channel.folder else 0
    if there:
        raise ArticlesThere(count=there, folder=channel.folder)


def _row(channel: Channel) -> ChannelRow:
    return ChannelRow(
        key=channel.key,
        version=channel.version,
        position=channel.position,
        name=channel.name,
        kind=channel.kind,
        folder=channel.folder,
        address=channel.address,
        in_use=channel.in_use,
    )
