"""The state of a site on any day: never stored, it follows from its gates and the days it opened and ended."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

import msgspec

from colocations.sites.gates.model import FACTS, STOPPING, Gate, GateKind, needs_of
from colocations.sites.model import Site
from lvws_core.reasons import Reason, because
from lvws_core.times import WorkingCalendar, day_in_words
from lvws_core.vocabulary.labelled import Labelled

_DAY: Final = timedelta(days=1)
Gates = Sequence[Gate]
"""Every gate of a site, in order."""


class State(Labelled):
    """How far a site is. Source: COLO-02."""

    PROPOSED = "proposed", "Proposed"
    AGREEING = "agreeing", "Agreeing"
    VETTING = "vetting", "Vetting"
    READY = "ready", "Ready"
    LIVE = "live", "Live"
    PAUSED = "paused", "Paused"
    ENDED = "ended", "Ended"


class Standing(Labelled):
    """How a gate stands on a day."""

    MET = "met", "Met"
    OVERDUE = "overdue", "Overdue"
    BLOCKED = "blocked", "Held up"
    UNDER_WAY = "under_way", "Under way"
    NOT_YET = "not_yet", "Cannot be met yet"
    OPEN = "open", "Not begun"


class InState(msgspec.Struct, frozen=True, kw_only=True):
    """A state and the London days, both inclusive, that a site was in it."""

    state: State
    first: date
    last: date


def state_on(site: Site, gates: Gates, day: date) -> State:
    """Give the state of a site on a London day.

    Before it opens it is as far as its gates: proposed until one has begun, agreeing until everything
    that is agreed with the host is, vetting until all are met. Once open it is live, and paused on each
    day on which a gate that stops the work is not met.

    Source: COLO-02.
    """
    if site.ended_on is not None and site.ended_on <= day:
        return State.ENDED
    if site.opened_on is not None and site.opened_on <= day:
        return State.PAUSED if stopping(gates, day) else State.LIVE
    if not any(gate.has_begun(day) for gate in gates):
        return State.PROPOSED
    if any(FACTS[gate.kind].agreeing and not gate.is_met(day) for gate in gates):
        return State.AGREEING
    return State.READY if not unmet(gates, day) else State.VETTING


def unmet(gates: Gates, day: date) -> tuple[Gate, ...]:
    """Give the gates that are not met on a day, in order."""
    return tuple(gate for gate in gates if not gate.is_met(day))


def stopping(gates: Gates, day: date) -> tuple[Gate, ...]:
    """Give the gates whose absence stops the work of an open site on a day, in order."""
    return tuple(gate for gate in unmet(gates, day) if gate.blocks in STOPPING)


def history(site: Site, gates: Gates, today: date) -> tuple[InState, ...]:
    """Give every state of a site with its days, from the day it was added to today.

    Source: COLO-02: delay is the complaint, so the days in each state are shown.
    """
    first = min(site.added_on, today)
    days = sorted({first, *(day for day in _changes(site, gates) if first < day <= today)})
    found: list[InState] = []
    for start, following in zip(days, [*days[1:], today + _DAY], strict=True):
        state, last = state_on(site, gates, start), following - _DAY
        if found and found[-1].state is state:
            found[-1] = InState(state=state, first=found[-1].first, last=last)
        else:
            found.append(InState(state=state, first=start, last=last))
    return tuple(found)


def _changes(site: Site, gates: Gates) -> set[date]:
    """Give the days on which the state may change."""
    days = {site.opened_on, site.ended_on, *(gate.started_on for gate in gates)}
    for span in (span for gate in gates for span in gate.spans):
        days |= {span.first, span.last + _DAY if span.last is not None and span.last < date.max else None}
    return {day for day in days if day is not None}


def against_opening(gates: Gates, day: date) -> tuple[Reason, ...]:
    """Give every reason why a site cannot open on a day: each gate that is not met.

    Source: COLO-02.
    """
    return tuple(
        because("gate_open", "COLO-02", f"“{gate.kind.label}” is not met on {day_in_words(day)}.")
        for gate in unmet(gates, day)
    )


def against_data(gates: Gates, day: date, *, has_honorary_contract: bool = False) -> tuple[Reason, ...]:
    """Give every reason why no data may go between us and the host on a day; none where an agreement is live.

    What access a worker has been given changes nothing: an honorary contract lets somebody into a building.

    Source: COLO-01, TOP-18.
    """
    if any(gate.kind is GateKind.SHARING and gate.is_met(day) for gate in gates):
        return ()
    text = "No sharing agreement with the host is live, so no data about anybody goes either way."
    reasons = [because("no_sharing_agreement", "COLO-01", text)]
    if has_honorary_contract:
        text = "An honorary contract gives access to the building. It is no right to move data."
        reasons.append(because("access_is_no_ground", "TOP-18", text))
    return tuple(reasons)


def standing_of(gate: Gate, gates: Gates, day: date) -> Standing:
    """Give how a gate stands on a day: overdue before anything else that may be said of it."""
    if gate.is_met(day):
        return Standing.MET
    if gate.is_overdue(day):
        return Standing.OVERDUE
    if gate.blocker:
        return Standing.BLOCKED
    if gate.has_begun(day):
        return Standing.UNDER_WAY
    waits = any(not needed.is_met(day) for needed in needs_of(gate.kind, gates))
    return Standing.NOT_YET if waits else Standing.OPEN


_FIRST: Final = (Standing.OVERDUE, Standing.BLOCKED, Standing.UNDER_WAY, Standing.OPEN, Standing.NOT_YET)


def next_gate(gates: Gates, today: date, calendar: WorkingCalendar) -> Gate | None:
    """Give the gate to see to first, None where all are met: overdue, held up, under way, then what can begin.

    Among those alike it is the one that has waited longest, then the first in order; what cannot be met
    yet comes last.
    """
    return min(
        unmet(gates, today),
        key=lambda gate: (_FIRST.index(standing_of(gate, gates, today)), -gate.days_waiting(today, calendar)),
        default=None,
    )


def overdue(gates: Gates, today: date) -> tuple[Gate, ...]:
    """Give the gates that should have been met before today and are not, in order."""
    return tuple(gate for gate in gates if gate.is_overdue(today))


def met_count(gates: Gates, day: date) -> int:
    """Count the gates that are met on a day."""
    return sum(gate.is_met(day) for gate in gates)
