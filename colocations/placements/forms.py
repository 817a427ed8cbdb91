"""The forms of placements and clearances."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

import msgspec

from colocations.placements.managed.forms import Managed, read_managed
from colocations.placements.model import EVERYWHERE, ClearanceKind, Level
from colocations.sites.forms import Typed, day_of, text_of
from colocations.sites.model import Site
from lvws_core.forms import Faults, FieldError
from lvws_core.ids import UserId
from lvws_core.times import add_months


class Placed(msgspec.Struct, frozen=True, kw_only=True):
    """What was typed to place somebody, complete."""

    worker_id: UserId
    starts_on: date
    ends_on: date | None
    managed: Managed = Managed()


def parse_placement(typed: Typed, workers: Collection[UserId]) -> Placed | tuple[FieldError, ...]:
    """Read who is placed from when to when, or give every fault; `workers` may be chosen."""
    faults = Faults()
    worker = next((each for each in workers if str(each) == typed.value("worker")), None)
    if worker is None:
        faults.add("worker", "required", "Select who works there")
    starts_on = day_of(faults, typed, "starts_on", "The first day")
    ends_on = day_of(faults, typed, "ends_on", "The last day", required=False)
    if starts_on is not None and ends_on is not None and ends_on < starts_on:
        faults.add("ends_on", "before_start", "The last day must not be before the first")
    managed = read_managed(faults, typed)
    if faults.found or worker is None or starts_on is None:
        return faults.found
    return Placed(worker_id=worker, starts_on=starts_on, ends_on=ends_on, managed=managed)


class Recorded(msgspec.Struct, frozen=True, kw_only=True):
    """What was typed about a clearance, complete."""

    kind: ClearanceKind
    site_id: UUID | None
    level: Level | None
    issued_on: date
    expires_on: date | None
    evidence: str


def parse_clearance(
    typed: Typed, sites: Collection[Site], today: date, dbs_months: int
) -> Recorded | tuple[FieldError, ...]:
    """Read a clearance, or give every fault; a DBS check without a last day is asked for again after some months.

    Source: COLO-03.
    """
    faults = Faults()
    kind = faults.choice("kind", typed.value("kind"), ClearanceKind, text="Select what it is")
    site_id = _site(faults, typed, sites, kind)
    level = None
    if kind is ClearanceKind.NPPV:
        level = faults.choice("level", typed.value("level"), Level, text="Select the level of police vetting")
    issued_on = day_of(faults, typed, "issued_on", "The day of issue")
    expires_on = day_of(faults, typed, "expires_on", "The last day", required=False)
    if issued_on is not None and issued_on > today:
        faults.add("issued_on", "in_the_future", "The day of issue must not be after today")
    if issued_on is not None and expires_on is not None and expires_on < issued_on:
        faults.add("expires_on", "before_issue", "The last day must not be before the day of issue")
    evidence = text_of(faults, typed, "evidence", "What shows it", longest=200)
    if faults.found or kind is None or issued_on is None:
        return faults.found
    if kind is ClearanceKind.DBS and expires_on is None:
        expires_on = add_months(issued_on, dbs_months)
    return Recorded(
        kind=kind, site_id=site_id, level=level, issued_on=issued_on, expires_on=expires_on, evidence=evidence
    )


def _site(faults: Faults, typed: Typed, sites: Collection[Site], kind: ClearanceKind | None) -> UUID | None:
    if kind is None or kind in EVERYWHERE:
        return None
    found = next((site for site in sites if site.reference == typed.value("site")), None)
    if found is None:
        faults.add("site", "required", "Select the site that it is for")
        return None
    return found.id


def parse_end(typed: Typed, first: date, label: str) -> date | tuple[FieldError, ...]:
    """Read a day from which something is over, not before it began."""
    faults = Faults()
    day = day_of(faults, typed, "day", label)
    if day is not None and day < first:
        faults.add("day", "before_start", f"{label} must not be before it began")
    return faults.found or (day if day is not None else ())
