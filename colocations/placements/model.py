"""Placements and clearances: whether a worker may work at a site on a day, and every reason why not.

What counts is the day of the shift and never today: a check that runs out on Friday stops the shift on
Saturday, however early somebody plans it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Final
from uuid import UUID

import msgspec

from colocations.sites.model import OF_THE_NHS, Site, SiteKind
from colocations.sites.state.model import Gates, State, state_on
from lvws_core.errors import Invalid
from lvws_core.ids import UserId
from lvws_core.reasons import Reason, because
from lvws_core.times import day_in_words
from lvws_core.vocabulary.labelled import Labelled


class ClearanceKind(Labelled):
    """A check that lets somebody work, or into a building, or to a system. Source: domain 6.3."""

    DBS = "dbs", "Enhanced DBS check"
    NPPV = "nppv", "Police vetting (NPPV)"
    HOST_VETTING = "host_vetting", "Host vetting"
    HONORARY_CONTRACT = "honorary_contract", "Honorary contract, letter of access or visitor status"
    INDUCTION = "induction", "Induction"
    DATA_TRAINING = "data_training", "Data protection training"
    SMARTCARD = "smartcard", "Smartcard and system login"


class Level(Labelled):
    """A level of police vetting. Source: domain 6.3, KENT-NPPV, WMP-NPPV."""

    PREMISES = "1", "Level 1: premises only"
    INFORMATION = "2", "Level 2: information"
    UNRESTRICTED = "3", "Level 3: unrestricted, systems included"


EVERYWHERE: Final = frozenset({ClearanceKind.DBS, ClearanceKind.NPPV})
"""What a worker holds for every site; the rest is given by one host and counts there."""

_K = ClearanceKind
_NHS: Final = frozenset({_K.DBS, _K.HONORARY_CONTRACT, _K.INDUCTION, _K.DATA_TRAINING})
NEEDED: Final[Mapping[SiteKind, frozenset[ClearanceKind]]] = {
    kind: _NHS
    if kind in OF_THE_NHS
    else frozenset({_K.DBS, _K.NPPV, _K.INDUCTION})
    if kind is SiteKind.POLICE
    else frozenset({_K.DBS, _K.INDUCTION})
    for kind in SiteKind
}
"""What somebody must hold to work at a site of each kind; whatever else is recorded must not have lapsed."""


class Clearance(msgspec.Struct, frozen=True, kw_only=True):
    """A check of a worker, from `issued_on` to `expires_on`, both inclusive; without an end until it is given up.

    `site_id` is None for what counts everywhere. From `given_up_on` on it counts no more and is not missed:
    it was taken back, or is not needed.

    Raises:
        Invalid: It ends before it begins, a host's check names no site, or a level stands where there is none.
    """

    id: UUID
    worker_id: UserId
    kind: ClearanceKind
    site_id: UUID | None = None
    level: Level | None = None
    issued_on: date
    expires_on: date | None = None
    given_up_on: date | None = None
    evidence: str = ""

    def __post_init__(self) -> None:
        """Refuse a clearance that cannot be."""
        if self.expires_on is not None and self.expires_on < self.issued_on:
            raise Invalid("expires_on", "before_issue")
        if (self.site_id is None) != (self.kind in EVERYWHERE):
            raise Invalid("site_id", "not_of_this_kind")
        if (self.level is None) == (self.kind is ClearanceKind.NPPV):
            raise Invalid("level", "not_of_this_kind")

    def counts(self, day: date) -> bool:
        """Say whether it counts on a day. Source: COLO-03."""
        begun = self.issued_on <= day and (self.given_up_on is None or day < self.given_up_on)
        return begun and (self.expires_on is None or day <= self.expires_on)

    def is_held(self, day: date) -> bool:
        """Say whether it was issued by a day and not given up, lapsed or not."""
        return self.issued_on <= day and (self.given_up_on is None or day < self.given_up_on)


class Placement(msgspec.Struct, frozen=True, kw_only=True):
    """A worker at a site from day to day, both inclusive.

    `line_management` is which part of the host manages this worker there, "" where it is the site's own;
    `host_department` the department in which they sit: the two differ where that widens their reach.

    Source: domain 6.2, WIGAN.

    Raises:
        Invalid: It ends before it starts.
    """

    id: UUID
    site_id: UUID
    worker_id: UserId
    starts_on: date
    ends_on: date | None = None
    line_management: str = ""
    host_department: str = ""
    version: int = 1

    def __post_init__(self) -> None:
        """Refuse a placement that ends before it starts."""
        if self.ends_on is not None and self.ends_on < self.starts_on:
            raise Invalid("ends_on", "before_start")

    def covers(self, day: date) -> bool:
        """Say whether the worker is placed there on a day."""
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)


def managed_by(site: Site, placement: Placement) -> str:
    """Give which part of the host manages a worker there: the placement's own, else the site's; "" where none is said.

    Source: domain 6.2, WIGAN.
    """
    return placement.line_management or site.line_management


def at_site(clearances: Iterable[Clearance], site_id: UUID) -> tuple[Clearance, ...]:
    """Give the clearances that concern a site: its own, and those that count everywhere."""
    return tuple(each for each in clearances if each.site_id in {None, site_id})


def has_access(clearances: Iterable[Clearance], day: date) -> bool:
    """Say whether an honorary contract, a letter of access or visitor status counts on a day. Source: COLO-01."""
    return any(each.kind is ClearanceKind.HONORARY_CONTRACT and each.counts(day) for each in clearances)


def against_clearance(kind: SiteKind, clearances: Sequence[Clearance], day: date) -> tuple[Reason, ...]:
    """Give every reason why somebody is not cleared on a day for a site of a kind, from what concerns that site.

    What is needed and missing is a reason, and so is whatever was held and has lapsed, needed or not.

    Source: COLO-03.
    """
    return tuple(_against(kind, clearances, day))


def _against(kind: SiteKind, clearances: Sequence[Clearance], day: date) -> Iterator[Reason]:
    for wanted in ClearanceKind:
        held = [each for each in clearances if each.kind is wanted and each.is_held(day)]
        if any(each.counts(day) for each in held):
            continue
        ends = [each.expires_on for each in held if each.expires_on is not None]
        if ends:
            text = f"{wanted.label}: ran out on {day_in_words(max(ends))}."
            yield because("clearance_lapsed", "COLO-03", text)
        elif wanted in NEEDED[kind]:
            yield because("clearance_missing", "COLO-03", f"{wanted.label}: none on {day_in_words(day)}.")


def against_shift(
    site: Site, gates: Gates, placements: Iterable[Placement], clearances: Sequence[Clearance], day: date
) -> tuple[Reason, ...]:
    """Give every reason why a worker cannot work at a site on a day; all of it is asked of that day, never of today.

    `placements` and `clearances` are the worker's own; those of other sites count for nothing.

    Source: COLO-02, COLO-03.
    """
    reasons = []
    state = state_on(site, gates, day)
    if state is not State.LIVE:
        reasons.append(because("site_not_live", "COLO-02", f"The site is {state.label.lower()} on that day."))
    if not any(each.site_id == site.id and each.covers(day) for each in placements):
        reasons.append(because("not_placed", "COLO-03", f"Not placed there on {day_in_words(day)}."))
    return (*reasons, *against_clearance(site.kind, at_site(clearances, site.id), day))


def cleared_until(kind: SiteKind, clearances: Sequence[Clearance], day: date) -> date | None:
    """Give the last day in a row, from one on which somebody is cleared, on which they still are; None without end.

    Raises:
        Invalid: They are not cleared on that day.

    Source: COLO-03.
    """
    if against_clearance(kind, clearances, day):
        raise Invalid("day", "not_cleared")
    for end in sorted(_last_days(clearances, day)):
        if against_clearance(kind, clearances, end + timedelta(days=1)):
            return end
    return None


def _last_days(clearances: Iterable[Clearance], day: date) -> Iterator[date]:
    for each in clearances:
        if each.expires_on is not None and each.expires_on >= day:
            yield each.expires_on
        if each.given_up_on is not None and each.given_up_on > day:
            yield each.given_up_on - timedelta(days=1)


def in_use(clearances: Iterable[Clearance], today: date) -> tuple[Clearance, ...]:
    """Give of each kind and site the clearance that lasts longest of those not given up: what is shown and warned of.

    Source: COLO-03.
    """
    newest: dict[tuple[ClearanceKind, UUID | None], Clearance] = {}
    for each in clearances:
        if each.given_up_on is not None and each.given_up_on <= today:
            continue
        known = newest.get((each.kind, each.site_id))
        if known is None or _end(each) >= _end(known):
            newest[each.kind, each.site_id] = each
    order = list(ClearanceKind)
    return tuple(sorted(newest.values(), key=lambda each: (order.index(each.kind), str(each.site_id or ""))))


def _end(clearance: Clearance) -> date:
    return clearance.expires_on or date.max
