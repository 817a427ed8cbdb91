"""Who works at a site, what a worker is cleared for, and what runs out when, in words."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import ClassVar, Final
from uuid import UUID

import msgspec

from colocations.placements.lines.pages import (
    CLEARANCES,
    ClearanceLine,
    PlacementLine,
    WorkerLine,
    clearance_lines,
    placement_line,
    worker_line,
)
from colocations.placements.managed.pages import ManagedFields, managed_fields
from colocations.placements.model import Clearance, ClearanceKind, Level, Placement, in_use
from colocations.placements.service import Worker
from colocations.sites.forms import Typed
from colocations.sites.model import Site
from colocations.sites.pages import Option, day_items, path_of, radios
from lvws_core.forms import FieldError
from lvws_core.ids import UserId

_NEWS: Final = {
    "placed": "Placed. Whether they may work there follows from their clearances, day by day.",
    "managed": "Saved. The worker reads it on “My site”.",
    "ended": "The last day is recorded. From the day after they see the site no more.",
    "recorded": "The clearance is recorded. The worker and you are told 60 and 30 days before it runs out.",
    "given_up": "It counts no more from today.",
}


class PlacementsPage(msgspec.Struct, frozen=True, kw_only=True):
    """Who is placed at a site."""

    template: ClassVar[str] = "placements/placements.html"

    title: str
    caption: str
    back: str
    base: str
    news: str
    placements: tuple[PlacementLine, ...]


def placements_page(
    site: Site,
    placements: Sequence[Placement],
    clearances: Mapping[UserId, Sequence[Clearance]],
    names: Mapping[UserId, str],
    today: date,
    *,
    done: str = "",
) -> PlacementsPage:
    """Give the page of the placements at a site."""
    return PlacementsPage(
        title=f"People placed at site {site.reference}",
        caption=site.name,
        back=path_of(site),
        base=f"{path_of(site)}/people",
        news=_NEWS.get(done, ""),
        placements=tuple(
            placement_line(site, each, clearances.get(each.worker_id, ()), names, today) for each in placements
        ),
    )


class WorkerPage(msgspec.Struct, frozen=True, kw_only=True):
    """A worker's placements and clearances."""

    template: ClassVar[str] = "placements/worker.html"

    title: str
    caption: str
    base: str
    news: str
    placements: tuple[PlacementLine, ...]
    clearances: tuple[ClearanceLine, ...]
    may_change: bool


def worker_page(found: Worker, name: str, today: date, *, may_change: bool, done: str = "") -> WorkerPage:
    """Give the page of a worker."""
    base = f"{CLEARANCES}/{found.id}"
    placed = tuple((found.sites[each.site_id], each) for each in found.placements if each.site_id in found.sites)
    return WorkerPage(
        title="Clearances of a worker",
        caption=name,
        base=base,
        news=_NEWS.get(done, ""),
        placements=tuple(
            msgspec.structs.replace(
                placement_line(site, each, found.clearances, {}, today, may_change=may_change),
                name=site.name,
                href=path_of(site),
            )
            for site, each in placed
        ),
        clearances=clearance_lines(found, today, may_change=may_change),
        may_change=may_change,
    )


class PlacementFormPage(msgspec.Struct, frozen=True, kw_only=True):
    """The form that places somebody."""

    template: ClassVar[str] = "placements/place.html"

    title: str
    caption: str
    back: str
    action: str
    workers: tuple[Option, ...]
    starts_on: tuple[Option, ...]
    ends_on: tuple[Option, ...]
    sits: ManagedFields
    errors: tuple[FieldError, ...] = ()


def placement_form_page(
    site: Site, typed: Typed, workers: Mapping[UserId, str], errors: tuple[FieldError, ...] = ()
) -> PlacementFormPage:
    """Give the form with what was typed."""
    chosen, listed = typed.value("worker"), sorted(workers.items(), key=lambda each: each[1])
    found = ({"value": str(id_), "text": name, "selected": str(id_) == chosen} for id_, name in listed)
    return PlacementFormPage(
        title=f"Place somebody at site {site.reference}",
        caption=site.name,
        back=f"{path_of(site)}/people",
        action=f"{path_of(site)}/people/new",
        workers=({"value": "", "text": "Choose a worker"}, *found),
        starts_on=day_items("starts_on", typed.day("starts_on")),
        ends_on=day_items("ends_on", typed.day("ends_on")),
        sits=managed_fields(site, typed),
        errors=errors,
    )


class EndPage(msgspec.Struct, frozen=True, kw_only=True):
    """The form that ends a placement."""

    template: ClassVar[str] = "placements/end.html"

    title: str
    caption: str
    back: str
    action: str
    version: str
    day: tuple[Option, ...]
    errors: tuple[FieldError, ...] = ()


def end_page(site: Site, placement: Placement, name: str, typed: Typed, errors: tuple[FieldError, ...] = ()) -> EndPage:
    """Give the form with what was typed."""
    return EndPage(
        title=f"End a placement at site {site.reference}",
        caption=f"{name}, {site.name}",
        back=f"{path_of(site)}/people",
        action=f"{path_of(site)}/people/{placement.id}/end",
        version=typed.value("version") or str(placement.version),
        day=day_items("day", typed.day("day")),
        errors=errors,
    )


class RecordPage(msgspec.Struct, frozen=True, kw_only=True):
    """The form of a clearance, new or renewed."""

    template: ClassVar[str] = "placements/record.html"

    title: str
    caption: str
    back: str
    action: str
    kinds: tuple[Option, ...]
    sites: tuple[Option, ...]
    levels: tuple[Option, ...]
    issued_on: tuple[Option, ...]
    expires_on: tuple[Option, ...]
    evidence: str
    errors: tuple[FieldError, ...] = ()


def record_page(found: Worker, name: str, typed: Typed, errors: tuple[FieldError, ...] = ()) -> RecordPage:
    """Give the form with what was typed."""
    chosen = typed.value("site")
    listed = sorted(found.sites.values(), key=lambda site: site.name)
    sites = ({"value": s.reference, "text": s.name, "selected": s.reference == chosen} for s in listed)
    return RecordPage(
        title="Record a clearance",
        caption=name,
        back=f"{CLEARANCES}/{found.id}",
        action=f"{CLEARANCES}/{found.id}/record",
        kinds=radios(ClearanceKind, typed.value("kind")),
        sites=({"value": "", "text": "Every site"}, *sites),
        levels=radios(Level, typed.value("level")),
        issued_on=day_items("issued_on", typed.day("issued_on")),
        expires_on=day_items("expires_on", typed.day("expires_on")),
        evidence=typed.value("evidence"),
        errors=errors,
    )


class WorkersPage(msgspec.Struct, frozen=True, kw_only=True):
    """Every worker, whoever has something running out first."""

    template: ClassVar[str] = "placements/workers.html"
    title: ClassVar[str] = "Clearances"

    lines: tuple[WorkerLine, ...]
    empty: str


def workers_page(
    names: Mapping[UserId, str],
    clearances: Mapping[UserId, Sequence[Clearance]],
    placements: Sequence[Placement],
    sites: Mapping[UUID, Site],
    today: date,
) -> WorkersPage:
    """Give the list of workers: what has run out first, then what runs out soonest, then by name."""
    far = date.max - timedelta(days=1)

    def soonest(worker_id: UserId) -> date:
        return min((c.expires_on or far for c in in_use(clearances.get(worker_id, ()), today)), default=date.max)

    order = sorted(names, key=lambda worker_id: (soonest(worker_id), names[worker_id]))
    return WorkersPage(
        lines=tuple(
            worker_line(worker_id, names[worker_id], soonest(worker_id), _placed(worker_id, placements, sites), today)
            for worker_id in order
        ),
        empty="Nobody here may be placed yet. Whoever has the role of an IDVA stands here with their clearances.",
    )


def _placed(worker_id: UserId, placements: Sequence[Placement], sites: Mapping[UUID, Site]) -> str:
    found = (sites[each.site_id].name for each in placements if each.worker_id == worker_id and each.site_id in sites)
    return ", ".join(found)
