"""Web addresses that people enter."""

from urllib.parse import urlsplit

from desktop_admin.api.publishing.refusals import WebAddressNeeded
from desktop_admin.core.text import prose


def web_address(given: str) -> str:
    """http or https with a host, nothing that a page could run, no name and password. Raises WebAddressNeeded."""
    address = prose(given)
    try:
        parts = urlsplit(address)
        good = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.username is None
    except ValueError:
        good = False
    if not good or any(character.isspace() or character in "<>\"'`\\" for character in address):
        raise WebAddressNeeded(given=address[:80])
    return address
