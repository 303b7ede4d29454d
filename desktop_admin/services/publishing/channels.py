"""The register of channels. The program writes only into a folder of its own."""

from pathlib import Path

from sqlalchemy import select

from desktop_admin.api.base import Page
from desktop_admin.api.publishing.refusals import WebAddressNeeded
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
from desktop_admin.services.publishing import site
from desktop_admin.services.publishing.addresses import web_address
from desktop_admin.services.publishing.names import free_name
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
    if request.in_use is not None:
        found = found.where(Channel.in_use == request.in_use)
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
    channel = work.get(Channel, command.key, command.version)
    channel.in_use = False
    return _row(work.saved(channel))


@handles(ResumeChannel)
def resume_channel(work: Work, command: ResumeChannel) -> ChannelRow:
    channel = work.get(Channel, command.key, command.version)
    channel.in_use = True
    return _row(work.saved(channel))


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
    channel.folder, channel.address = str(site.usable(Path(folder))), web_address(address).rstrip("/")


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
