"""The history of an approval as a timeline: who decided what and when, on which revision, and what is due now."""

from collections.abc import Sequence
from datetime import date

from desktop_admin.api.approval import DecisionLine, Offer
from desktop_admin.api.shown import shown
from desktop_admin.core.i18n import N_, tr
from desktop_admin.views.kit.widgets import Progress, Step, Timeline

DOT = " · "
REVISION = N_("revision {number}")


class Decisions(Timeline):
    """lines as the services tell them, the first one first; offers: for what is due."""

    def __init__(
        self, lines: Sequence[DecisionLine] = (), offers: Sequence[Offer] = (), today: date | None = None
    ) -> None:
        super().__init__(decision_steps(lines, offers, today))

    def show_decisions(
        self, lines: Sequence[DecisionLine], offers: Sequence[Offer] = (), today: date | None = None
    ) -> None:
        self.show_steps(decision_steps(lines, offers, today))


def decision_steps(
    lines: Sequence[DecisionLine], offers: Sequence[Offer] = (), today: date | None = None
) -> list[Step]:
    """today: the reader's day, for “today 08:30”; none on paper."""
    due = [offer for offer in offers if offer.due and offer.onward]
    return [_done(line, today) for line in lines] + [_due(offer) for offer in due]


def _done(line: DecisionLine, today: date | None) -> Step:
    who = tr(N_("{delegate} for {name}"), delegate=line.by, name=line.on_behalf_of) if line.on_behalf_of else line.by
    title = " ".join(part for part in (tr(line.seat_label), who, tr(line.caption)) if part)
    told = [shown(line.at, today=today), tr(REVISION, number=line.revision)]
    if line.seat:
        told.append(tr(N_("signed")) if line.counts else tr(N_("signature void")))
    said = tr(N_(": ")).join(part for part in (tr(line.reason), line.remark) if part)
    return Step(title, DOT.join(told), Progress.RETURNED if line.voids else Progress.DONE, said)


def _due(offer: Offer) -> Step:
    name = DOT.join(part for part in (tr(offer.seat), tr(offer.caption)) if part)
    if offer.possible:
        you = tr(N_("you, for {name}"), name=tr(N_(", ")).join(offer.on_behalf)) if offer.on_behalf else tr(N_("you"))
        return Step(tr(N_("{step} ({who})"), step=name, who=you), "", Progress.CURRENT)
    return Step(name, "", Progress.FUTURE)
