"""What must be there before an article is handed in: each a message with its clause."""

from collections.abc import Iterator
from uuid import UUID

from desktop_admin.api.publishing.content import Content, Counter, Limits, Purpose, SourceKind, counters, limits_of
from desktop_admin.api.publishing.refusals import TextTooLong
from desktop_admin.api.publishing.registers import ChannelKind
from desktop_admin.core.i18n import N_
from desktop_admin.services.publishing.content import Places, Written
from desktop_admin.services.publishing.pages import pictures_in


def missing(written: Written, places: Places, author: UUID) -> tuple[str, ...]:
    """author: the account, who cannot sponsor the article as well."""
    content = written.content
    asked = (
        _what_it_says(written),
        _what_it_is_for(content),
        _what_it_rests_on(content),
        _who_wrote_it(content, author),
    )
    found = [message for each in asked for message in each]
    if ChannelKind.MANUAL in places.kinds and not content.terms:
        found.append(N_("tick that it keeps to the platform's terms (WX 3.2)"))
    return tuple(found)


def _what_it_says(written: Written) -> Iterator[str]:
    content = written.content
    if not content.title:
        yield N_("a title")
    if not written.text.strip() and not pictures_in(content.html):
        yield N_("a text")
    if not content.channels:
        yield N_("a channel")
    if content.column_key is None:
        yield N_("a column")
    if content.event_day is None:
        yield N_("the day of the event (SW 3.1)")


def _what_it_is_for(content: Content) -> Iterator[str]:
    if content.theme is None:
        yield N_("a theme (WX 3.1)")
    if not (content.academic or content.public_good):
        yield N_("tick that it is of academic value or for the public good (WX 3.3)")
    if not content.secrecy:
        yield N_("tick that it holds nothing confidential (SW 3.1)")
    if not content.privacy:
        yield N_("tick that it holds no personal data without consent (SW 3.1)")


def _what_it_rests_on(content: Content) -> Iterator[str]:
    evidence = content.of_purpose(Purpose.EVIDENCE)
    if not content.statement and not evidence:
        yield N_("a statement of what it rests on, or evidence (SW 3.1)")
    if content.results and not evidence:
        yield N_("evidence for what it says of admissions or results (WX 3.3)")
    credited = {source.sha256 for source in content.sources if source.kind is SourceKind.PICTURE}
    if not set(pictures_in(content.html)) <= credited:
        yield N_("the source of every picture (WX 3.5)")
    if "<blockquote" in content.html and not any(source.kind is SourceKind.QUOTE for source in content.sources):
        yield N_("the source of the quoted text (WX 3.5)")
    if any(not (source.source and source.author) for source in content.sources):
        yield N_("source and author of everything that is quoted (WX 3.5)")


def _who_wrote_it(content: Content, author: UUID) -> Iterator[str]:
    if not content.student:
        return
    if content.sponsor_key in {None, author}:
        yield N_("the teacher, other than the author, who sponsors the student's contribution (WX 3.6)")
    if not content.of_purpose(Purpose.CONSENT):
        yield N_("the guardian's consent as a file (WX 3.6)")


def limits(places: Places) -> Limits:
    return limits_of(places.kinds)


def counted(written: Written, places: Places, author: str) -> tuple[Counter, ...]:
    content = written.content
    byline = content.byline or author
    return counters(content.title, byline, content.summary, written.text, limits_of(places.kinds))


def require_fitting(written: Written, places: Places, author: str) -> None:
    """Before anything reaches a network. Raises TextTooLong, naming the channel."""
    for channel in places.channels:
        limits = limits_of([channel.kind])
        content = written.content
        full = counters(content.title, content.byline or author, content.summary, written.text, limits)
        over = next((counter for counter in full if counter.over), None)
        if over is not None:
            raise TextTooLong(channel=channel.name, what=over.what, limit=over.limit, used=over.used)
