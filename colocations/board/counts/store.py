"""Counts of the sites of one host. No row passes the gate for a host: these statements are the portal's own.

They ask for the columns that are counted and for no text that anybody typed.
"""

from datetime import date
from typing import Any, Final
from uuid import UUID

import msgspec
from sqlalchemy import func, or_, select
from sqlmodel import col

from colocations.board.numbers import store as numbers
from colocations.board.numbers.model import by_site, for_host, quarter_before
from colocations.contacts.model import ContactKind
from colocations.placements.tables import PlacementRow
from colocations.sites.gates.model import Gate, GateKind, Side, Span
from colocations.sites.model import Site, SiteKind
from colocations.sites.service import Desk, Opened, needed
from colocations.sites.tables import GateRow, SiteIssueRow, SiteRow
from lvws_core.ids import OrganisationId
from lvws_core.ports import SYSTEM
from lvws_core.suppression import Counts
from lvws_core.vocabulary import Borough

_SITE: Final = (
    "id",
    "reference",
    "name",
    "kind",
    "borough",
    "ods_code",
    "police_base",
    "added_on",
    "opened_on",
    "ended_on",
)
_GATE: Final = ("site_id", "kind", "side", "started_on", "due_on", "spans")


class Counted(msgspec.Struct, frozen=True, kw_only=True):
    """A site of a host with its gates, how many work there, how many problems are open, and a quarter's contacts."""

    opened: Opened
    workers: int
    problems: int
    contacts: Counts[str, ContactKind]


def of_host(desk: Desk) -> tuple[Counted, ...]:
    """Give what is counted of the sites whose host is the actor's organisation, by name; five statements."""
    host = desk.actor.organisation_id
    wanted = select(*(getattr(SiteRow, name) for name in _SITE), col(SiteRow.owner_organisation_id)).where(
        col(SiteRow.host_organisation_id) == host
    )
    sites = [_site(row) for row in desk.session.execute(wanted.order_by(col(SiteRow.name)), execution_options=SYSTEM)]
    ids = tuple(site.id for site in sites)
    gates = _gates(desk, ids)
    workers, problems = _workers(desk, ids, desk.today), _problems(desk, ids)
    first, last = quarter_before(desk.today)
    logged = by_site(numbers.entries(desk.session, ids, first, last, SYSTEM))
    return tuple(
        Counted(
            opened=Opened(site=site, gates=needed(site, gates[site.id])),
            workers=workers.get(site.id, 0),
            problems=problems.get(site.id, 0),
            contacts=for_host(logged.get(site.id, ())),
        )
        for site in sites
    )


def _gates(desk: Desk, ids: tuple[UUID, ...]) -> dict[UUID, list[Gate]]:
    found: dict[UUID, list[Gate]] = {site_id: [] for site_id in ids}
    wanted = select(*(getattr(GateRow, name) for name in _GATE)).where(col(GateRow.site_id).in_(ids))
    for row in desk.session.execute(wanted, execution_options=SYSTEM):
        gate = Gate(
            kind=GateKind(row.kind),
            side=Side(row.side) if row.side else None,
            started_on=row.started_on,
            due_on=row.due_on,
            spans=msgspec.json.decode(row.spans, type=tuple[Span, ...]),
        )
        found[row.site_id].append(gate)
    return found


def _workers(desk: Desk, ids: tuple[UUID, ...], today: date) -> dict[UUID, int]:
    site_id, last = col(PlacementRow.site_id), col(PlacementRow.ends_on)
    wanted = select(site_id, func.count(col(PlacementRow.worker_id).distinct())).where(
        site_id.in_(ids), col(PlacementRow.starts_on) <= today, or_(last.is_(None), last >= today)
    )
    return _pairs(desk, wanted.group_by(site_id))


def _problems(desk: Desk, ids: tuple[UUID, ...]) -> dict[UUID, int]:
    site_id = col(SiteIssueRow.site_id)
    wanted = select(site_id, func.count()).where(site_id.in_(ids), col(SiteIssueRow.closed_at).is_(None))
    return _pairs(desk, wanted.group_by(site_id))


def _pairs(desk: Desk, statement: Any) -> dict[UUID, int]:
    return {row[0]: row[1] for row in desk.session.execute(statement, execution_options=SYSTEM)}


def _site(row: Any) -> Site:
    values = {name: getattr(row, name) for name in _SITE}
    codes = {"kind": SiteKind(row.kind), "borough": Borough(row.borough)}
    return Site(**{**values, **codes, "organisation_id": OrganisationId(row.owner_organisation_id)})
