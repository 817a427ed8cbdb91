"""The gates between a first talk and a working desk: each with its dates, its holder and what it waits for.

A gate was done for spans of days: from the day on which it was met to the last day of its agreement or,
where that was taken back, to the day before. So whatever holds on one day can be asked of any other day.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Final

import msgspec
from msgspec.structs import replace

from colocations.sites.model import SiteKind
from lvws_core.errors import Conflict, Invalid
from lvws_core.reasons import Reason, because
from lvws_core.times import WorkingCalendar, day_in_words
from lvws_core.vocabulary.labelled import Labelled

_DAY: Final = timedelta(days=1)


class GateKind(Labelled):
    """What has to be settled with a host, in the order in which it is asked for. Source: domain 6.3."""

    SPONSOR = "sponsor", "Executive sponsor and operational lead named"
    AGREEMENT = "agreement", "Co-location agreement signed"
    SHARING = "sharing", "Sharing agreement with the host is live"
    SUPERVISION = "supervision", "Supervision and support for the worker arranged"
    RESIDENCE = "residence", "Three years’ residence of applicants checked"
    VETTING = "vetting", "Host or police vetting passed"
    DBS = "dbs", "Enhanced DBS check seen"
    ACCESS = "access", "Honorary contract, letter of access or visitor status given"
    HOST_IT = "host_it", "Host’s data training, smartcard and system login"
    INDUCTION = "induction", "Induction held"
    ROOM = "room", "Private room can be booked"
    DESK = "desk", "Desk, computer, Wi-Fi, phone signal and canteen"
    PATHWAY = "pathway", "Referral pathway agreed for each ward, and out of hours"
    STAFF_PATHWAY = "staff_pathway", "Pathway for the host’s own staff agreed"
    PACK = "pack", "Guidance, posters, referral card and scripts in place"


class Blocks(Labelled):
    """What cannot begin while a gate is open. Source: domain 6.3."""

    START = "start", "the start"
    PLANNING = "planning", "planning"
    ON_SITE = "on_site", "being on site"
    CLIENT_WORK = "client_work", "work with clients"
    DATA = "data", "any exchange of data"
    HOST_IT = "host_it", "the host’s systems"
    DAY_TO_DAY = "day_to_day", "the day to day"
    LAUNCH = "launch", "the launch"


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a kind of gate: what it blocks, what must be met before it, and what shows that it is met."""

    blocks: Blocks
    needs: frozenset[GateKind] = frozenset()
    evidence: str
    agreeing: bool = False


_K, _B = GateKind, Blocks
_SPONSORED: Final = frozenset({_K.SPONSOR})
FACTS: Final[Mapping[GateKind, Facts]] = {
    _K.SPONSOR: Facts(blocks=_B.START, evidence="Both names, each with a number", agreeing=True),
    _K.AGREEMENT: Facts(
        blocks=_B.START, needs=_SPONSORED, evidence="Where the signed document is, and its review date", agreeing=True
    ),
    _K.SHARING: Facts(
        blocks=_B.DATA, needs=_SPONSORED, evidence="The number of the agreement, and until when", agreeing=True
    ),
    _K.SUPERVISION: Facts(blocks=_B.START, evidence="The schedule, and who holds it", agreeing=True),
    _K.RESIDENCE: Facts(blocks=_B.PLANNING, evidence="Who checked it, for whom"),
    _K.VETTING: Facts(blocks=_B.CLIENT_WORK, needs=frozenset({_K.RESIDENCE}), evidence="The level, and until when"),
    _K.DBS: Facts(blocks=_B.CLIENT_WORK, evidence="Day of issue, and whether the update service is used"),
    _K.ACCESS: Facts(
        blocks=_B.ON_SITE, needs=frozenset({_K.AGREEMENT}), evidence="Which of the three, from when to when"
    ),
    _K.HOST_IT: Facts(blocks=_B.HOST_IT, needs=frozenset({_K.ACCESS}), evidence="The days of training and of access"),
    _K.INDUCTION: Facts(
        blocks=_B.CLIENT_WORK,
        needs=frozenset({_K.ACCESS}),
        evidence="The day, and that fire, lone working, infection, safeguarding and the security code were covered",
    ),
    _K.ROOM: Facts(blocks=_B.CLIENT_WORK, needs=_SPONSORED, evidence="The room, its hours, how it is booked"),
    _K.DESK: Facts(blocks=_B.DAY_TO_DAY, needs=_SPONSORED, evidence="Tried on the spot: which of the five work"),
    _K.PATHWAY: Facts(blocks=_B.LAUNCH, needs=_SPONSORED, evidence="Where the agreed pathway is"),
    _K.STAFF_PATHWAY: Facts(
        blocks=_B.LAUNCH, needs=_SPONSORED, evidence="Whom staff of the host turn to, apart from their managers"
    ),
    _K.PACK: Facts(blocks=_B.LAUNCH, needs=frozenset({_K.PATHWAY}), evidence="What hangs where, and who has cards"),
}
"""Every kind of gate. Source: domain 6.3; what must come first is a project default."""

STOPPING: Final = frozenset({Blocks.START, Blocks.ON_SITE, Blocks.CLIENT_WORK})
"""What stops the work of a site that is open: the rest is a fault to mend, and the worker stays."""


class Side(Labelled):
    """On whose side a gate waits."""

    OURS = "ours", "Us"
    HOST = "host", "The host"
    OTHER = "other", "Somebody else"


class Span(msgspec.Struct, frozen=True, kw_only=True):
    """London days, both inclusive, on which a gate is met; without a last day until it is taken back."""

    first: date
    last: date | None = None

    def covers(self, day: date) -> bool:
        """Say whether a day lies in it."""
        return self.first <= day and (self.last is None or day <= self.last)


class Gate(msgspec.Struct, frozen=True, kw_only=True):
    """A gate of a site: `owner` drives it with us, `holder` has it now, since `held_since`.

    `spans` are the days on which it is met, in order and apart from one another.

    Raises:
        Invalid: The spans are backwards or overlap.
    """

    kind: GateKind
    owner: str = ""
    side: Side | None = None
    holder: str = ""
    held_since: date | None = None
    started_on: date | None = None
    due_on: date | None = None
    evidence: str = ""
    blocker: str = ""
    chased_on: date | None = None
    spans: tuple[Span, ...] = ()
    version: int = 1

    def __post_init__(self) -> None:
        """Refuse spans that cannot be."""
        ends = [span.last or date.max for span in self.spans]
        if any(end < span.first for span, end in zip(self.spans, ends, strict=True)):
            raise Invalid("spans", "backwards")
        if any(after.first <= end for after, end in zip(self.spans[1:], ends, strict=False)):
            raise Invalid("spans", "overlap")

    @property
    def blocks(self) -> Blocks:
        """What cannot begin without it."""
        return FACTS[self.kind].blocks

    def is_met(self, day: date) -> bool:
        """Say whether it is met on a day."""
        return any(span.covers(day) for span in self.spans)

    def has_begun(self, day: date) -> bool:
        """Say whether anything has been done about it by a day."""
        began = self.started_on is not None and self.started_on <= day
        return began or any(span.first <= day for span in self.spans)

    def runs_out(self, day: date) -> date | None:
        """Give the last day of the span that a day lies in; None without a last day, or where it is not met."""
        return next((span.last for span in self.spans if span.covers(day)), None)

    def is_overdue(self, day: date) -> bool:
        """Say whether it should have been met before a day and is not."""
        return self.due_on is not None and self.due_on < day and not self.is_met(day)

    def days_waiting(self, day: date, calendar: WorkingCalendar) -> int:
        """Count the working days in London since whoever has it now has it; 0 where it is met or not begun."""
        since = self.held_since or self.started_on
        if since is None or since > day or self.is_met(day):
            return 0
        return calendar.working_days_between(since, day)


def kinds_for(site: SiteKind) -> tuple[GateKind, ...]:
    """Give the gates of a kind of site, in order: residence is asked for by the police alone. Source: domain 6.3."""
    return tuple(kind for kind in GateKind if kind is not GateKind.RESIDENCE or site is SiteKind.POLICE)


def needs_of(kind: GateKind, gates: Iterable[Gate]) -> tuple[Gate, ...]:
    """Give the gates that must be met before one of this kind, in order."""
    return tuple(gate for gate in gates if gate.kind in FACTS[kind].needs)


class Met(msgspec.Struct, frozen=True, kw_only=True):
    """What is said when a gate is met: from which day on, until which where it runs out, and what shows it."""

    first: date
    last: date | None = None
    evidence: str


class Holding(msgspec.Struct, frozen=True, kw_only=True):
    """Who drives a gate, on whose side it waits, who has it, by when it is due, and what holds it up."""

    owner: str = ""
    side: Side = Side.OURS
    holder: str = ""
    due_on: date | None = None
    blocker: str = ""


def hand(gate: Gate, holding: Holding, today: date) -> Gate:
    """Give the gate as somebody has it; the wait counts anew from today where it is another.

    The first time begins it.
    """
    same = (gate.side, gate.holder) == (holding.side, holding.holder) and gate.held_since is not None
    return replace(
        gate,
        owner=holding.owner,
        side=holding.side,
        holder=holding.holder,
        due_on=holding.due_on,
        blocker=holding.blocker,
        held_since=gate.held_since if same else today,
        started_on=gate.started_on or today,
    )


def finish(gate: Gate, gates: Iterable[Gate], met: Met, today: date) -> Gate:
    """Give the gate as met from a day on, or, where it is met until a day, for longer.

    Raises:
        Conflict: With every reason: something must be met before it, the day is still to come, it is met already,
            or the day lies before what was recorded last.

    Source: COLO-02.
    """
    if reasons := tuple(against_finishing(gate, gates, met, today)):
        raise Conflict(reasons)
    newest = gate.spans[-1] if gate.spans else None
    span, kept = Span(first=met.first, last=met.last), gate.spans
    if newest is not None and newest.covers(met.first):
        span, kept = replace(span, first=newest.first), gate.spans[:-1]
    begun = gate.started_on or met.first
    return replace(gate, spans=(*kept, span), started_on=begun, evidence=met.evidence, blocker="")


def against_finishing(gate: Gate, gates: Iterable[Gate], met: Met, today: date) -> Iterator[Reason]:
    """Give every reason why a gate cannot be met from a day on."""
    for needed in needs_of(gate.kind, gates):
        if not needed.is_met(met.first):
            yield because("gate_before", "COLO-02", f"“{needed.kind.label}” must be met first.")
    if met.first > today:
        yield because("gate_in_future", "COLO-02", "The day lies in the future. Record it when it is done.")
    if met.last is not None and met.last < met.first:
        yield because("gate_backwards", "COLO-02", "The last day must not be before the first.")
    if gate.spans:
        yield from _against_newest(gate.spans[-1], met)


def _against_newest(newest: Span, met: Met) -> Iterator[Reason]:
    if met.first < newest.first:
        yield because("gate_before_last", "COLO-02", "The day lies before what was recorded last.")
    longer = newest.last is not None and (met.last is None or met.last > newest.last)
    if newest.covers(met.first) and not longer:
        until = f" until {day_in_words(newest.last)}" if newest.last is not None else ""
        yield because("gate_met", "COLO-02", f"It is met already{until}.")


def reopen(gate: Gate, day: date) -> Gate:
    """Give the gate as no longer met from a day on; what it was before that day stays true.

    Raises:
        Conflict: It is not met on that day.

    Source: COLO-02.
    """
    newest = gate.spans[-1] if gate.spans else None
    if newest is None or not newest.covers(day):
        raise Conflict(because("gate_not_met", "COLO-02", "It is not met, so there is nothing to reopen."))
    cut = () if newest.first == day else (replace(newest, last=day - _DAY),)
    begun = gate.started_on or day
    return replace(gate, spans=(*gate.spans[:-1], *cut), due_on=None, held_since=day, started_on=begun)
