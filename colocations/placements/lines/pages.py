"""A placement, a clearance and a worker in a line, with what runs out and what may be changed."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Final

import msgspec

from colocations.placements.managed.pages import sits_words
from colocations.placements.model import Clearance, Placement, against_clearance, at_site, cleared_until, in_use
from colocations.placements.service import Worker
from colocations.sites.expiry.model import Nearing, nearing
from colocations.sites.model import Site
from colocations.sites.pages import Tag, end_words, path_of
from lvws_core.ids import UserId
from lvws_core.times import day_in_words

CLEARANCES: Final = "/clearances"
_NEAR_COLOURS: Final = {Nearing.FIRST: "yellow", Nearing.SECOND: "orange", Nearing.LAPSED: "red"}


class PlacementLine(msgspec.Struct, frozen=True, kw_only=True):
    """A worker at a site, and whether they may work there today."""

    name: str
    href: str
    days: str
    sits: tuple[str, ...]
    tag: Tag
    why: tuple[str, ...]
    end_href: str
    managed_href: str


def placement_line(
    site: Site,
    placement: Placement,
    held: Sequence[Clearance],
    names: Mapping[UserId, str],
    today: date,
    *,
    may_change: bool = True,
) -> PlacementLine:
    """Give the line of a placement on a London day, with what may be changed of it."""
    tag, why = readiness(site, placement, held, today)
    over = not may_change or (placement.ends_on is not None and placement.ends_on < today)
    return PlacementLine(
        name=names.get(placement.worker_id, "A closed account"),
        href=f"{CLEARANCES}/{placement.worker_id}",
        days=days_words(placement),
        sits=sits_words(site, placement),
        tag=tag,
        why=why,
        end_href="" if over else f"{path_of(site)}/people/{placement.id}/end",
        managed_href="" if over else f"{path_of(site)}/people/{placement.id}/managed",
    )


def days_words(placement: Placement) -> str:
    """Say from when to when somebody is placed."""
    first = f"From {day_in_words(placement.starts_on)}"
    return f"{first} to {day_in_words(placement.ends_on)}" if placement.ends_on is not None else first


def readiness(site: Site, placement: Placement, held: Sequence[Clearance], today: date) -> tuple[Tag, tuple[str, ...]]:
    """Say how somebody stands at a site today, and why: cleared until when, or each thing that is missing.

    Of a placement that is still to come it is said for its first day. Source: COLO-03.
    """
    if placement.ends_on is not None and placement.ends_on < today:
        return Tag(text="Ended", colour="grey"), ()
    day = max(today, placement.starts_on)
    here = at_site(held, site.id)
    if reasons := against_clearance(site.kind, here, day):
        colour = "red" if placement.covers(today) else "orange"
        text = "Paused" if placement.covers(today) else "Not cleared yet"
        return Tag(text=text, colour=colour), tuple(reason.text for reason in reasons)
    until = cleared_until(site.kind, here, day)
    words = f"Cleared until {day_in_words(until)}" if until is not None else "Cleared without an end"
    return Tag(text="Cleared", colour="green"), (words,)


class ClearanceLine(msgspec.Struct, frozen=True, kw_only=True):
    """A clearance in use; `near` warns in words that it runs out."""

    name: str
    place: str
    issued: str
    ends: str
    near: Tag | None
    renew_href: str
    give_up_href: str


def clearance_lines(found: Worker, today: date, *, may_change: bool) -> tuple[ClearanceLine, ...]:
    """Give the clearances that a worker uses, each with when it runs out. Source: COLO-03."""
    return tuple(_clearance_line(found, each, today, may_change=may_change) for each in in_use(found.clearances, today))


def _clearance_line(found: Worker, clearance: Clearance, today: date, *, may_change: bool) -> ClearanceLine:
    site = found.sites.get(clearance.site_id) if clearance.site_id is not None else None
    near, base = nearing(clearance.expires_on, today), f"{CLEARANCES}/{found.id}"
    level = f", {clearance.level.label.lower()}" if clearance.level is not None else ""
    query = f"kind={clearance.kind.value}{f'&site={site.reference}' if site is not None else ''}"
    return ClearanceLine(
        name=f"{clearance.kind.label}{level}",
        place=site.name if site is not None else "Everywhere",
        issued=day_in_words(clearance.issued_on),
        ends=end_words(clearance.expires_on, today) or "No end",
        near=Tag(text=near.label, colour=_NEAR_COLOURS[near]) if near is not None else None,
        renew_href=f"{base}/record?{query}" if may_change else "",
        give_up_href=f"{base}/{clearance.id}/give-up" if may_change else "",
    )


class WorkerLine(msgspec.Struct, frozen=True, kw_only=True):
    """A worker in the list: where they are placed today, and what ends soonest."""

    name: str
    href: str
    sites: str
    ends: str
    near: Tag | None


def worker_line(worker_id: UserId, name: str, ends: date, placed: str, today: date) -> WorkerLine:
    """Give the line of a worker: where they are placed, and what ends first."""
    known = ends < date.max - timedelta(days=1)
    near = nearing(ends, today) if known else None
    words = "No end" if ends < date.max else "Nothing recorded"
    return WorkerLine(
        name=name,
        href=f"{CLEARANCES}/{worker_id}",
        sites=placed or "Not placed",
        ends=end_words(ends, today) if known else words,
        near=Tag(text=near.label, colour=_NEAR_COLOURS[near]) if near is not None else None,
    )
