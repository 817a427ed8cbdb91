"""Filling a gap: who could come in the hours that nobody has, and putting one of them there; decided at the press."""

from collections.abc import Iterable
from datetime import date
from functools import partial
from uuid import UUID

import msgspec

from colocations.rota import store as shifts
from colocations.rota.cover.model import Candidate, who_could
from colocations.rota.model import Shift, against
from colocations.rota.service import Desk, Roster, only, roster, workers_of
from colocations.rota.shifts.service import put_on
from colocations.sites.hours.model import Period, period_words
from colocations.sites.model import Site
from lvws_core.errors import Conflict, Missing
from lvws_core.ids import Reference, UserId
from lvws_core.reasons import because


class Gap(msgspec.Struct, frozen=True, kw_only=True):
    """Hours that nobody has, and everybody who could come in them or not; those first who could."""

    period: Period
    candidates: tuple[Candidate, ...]


def site_day(desk: Desk, reference: Reference, day: date) -> tuple[Site, Roster]:
    """Give a site with the rota of every site on a day of today or later.

    Raises:
        Missing: The site is not there or not for this actor, or the day is over.
    """
    if day < desk.today:
        raise Missing
    found = roster(desk, day, day)
    return only(found, reference).sites[0], found


def gaps(desk: Desk, site: Site, day: Roster, workers: Iterable[UserId]) -> tuple[Gap, ...]:
    """Give the gaps of a site on a day.

    Source: COLO-03, COLO-04.
    """
    people, placeholder = tuple(workers), desk.new_id()
    found = ((period, partial(_shift, site, period, placeholder)) for period in uncovered(site, day))
    return tuple(
        Gap(period=period, candidates=who_could(day.facts, shift_of, day.shifts, people)) for period, shift_of in found
    )


def uncovered(site: Site, day: Roster) -> tuple[Period, ...]:
    """Give the hours of a day that nobody has at a site."""
    return tuple(period for each in day.coverage(site) for period in each.uncovered)


def fill(desk: Desk, reference: Reference, day: date, times: str, worker_id: UserId) -> Shift:
    """Put a worker into a gap that was shown with these times; event `shift.added`.

    Whoever else puts somebody of this site on a shift at this moment is waited for, and everything is asked again.

    Raises:
        Missing: The site is not there or not for this actor, or the day is over.
        Conflict: Somebody is there by now, or something is against the worker; every reason.

    Source: COLO-03, COLO-04.
    """
    site, before = site_day(desk, reference, day)
    shifts.hold(desk.session, {worker_id, *workers_of(before.facts, site, (day,))})
    site, found = site_day(desk, reference, day)
    period = next((each for each in uncovered(site, found) if period_words(each) == times), None)
    if period is None:
        text = "That gap is not open any more: the rota changed meanwhile. Look at the rota as it is now."
        raise Conflict(because("gap_filled", "COLO-04", text))
    shift = _shift(site, period, desk.new_id(), worker_id)
    if reasons := against(found.facts, shift, found.shifts):
        raise Conflict(reasons)
    put_on(desk, shift)
    return shift


def _shift(site: Site, period: Period, shift_id: UUID, worker_id: UserId) -> Shift:
    return Shift(id=shift_id, site_id=site.id, worker_id=worker_id, period=period)
