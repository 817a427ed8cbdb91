"""Sites and gates in the database: a list in two statements, and who may see which.

The gate of rows keeps a site to its organisation. Whoever only works on site sees the sites at which they
are placed, or will be: that is what `Own` asks for.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Final
from uuid import UUID

import msgspec
from sqlalchemy import Select, and_, or_, select, update
from sqlmodel import Session as Session
from sqlmodel import col

from colocations.placements.tables import PlacementRow
from colocations.sites.hours.model import Weekly
from colocations.sites.model import Contact, Site, SiteKind
from colocations.sites.tables import SiteRow
from lvws_core.errors import Conflict, Invalid, Missing
from lvws_core.ids import OrganisationId, Reference, UserId
from lvws_core.paging import PAGE_SIZE, Page, decode_cursor, encode_cursor, page_of
from lvws_core.reasons import because
from lvws_core.vocabulary import Borough

_NAMES: Final = tuple(name for name in Site.__struct_fields__ if name != "organisation_id")
_COLUMNS: Final = (*(getattr(SiteRow, name) for name in _NAMES), col(SiteRow.owner_organisation_id))
_CONTACTS: Final = ("sponsor", "operational_lead")
_HOURS: Final = ("opening", "expected")
MOST: Final = 200
"""How many sites the rota shows at most: several times what London has."""


class Own(msgspec.Struct, frozen=True, kw_only=True):
    """Who is kept to the sites at which they are placed on a London day or later."""

    worker_id: UserId
    today: date


def get(session: Session, reference: Reference, own: Own | None = None) -> Site:
    """Give a site; with `own` only one at which that worker is placed.

    Raises:
        Missing: There is none, or not for this reader.
    """
    statement = _kept_to(select(*_COLUMNS), own).where(col(SiteRow.reference) == reference)
    row = session.execute(statement).one_or_none()
    if row is None:
        raise Missing
    return _site(row)


def page(session: Session, cursor: str | None, own: Own | None = None) -> Page[Site]:
    """Give a page of the sites by name; with `own` those at which that worker is placed.

    Raises:
        Invalid: The cursor is none of this list.
    """
    name, id_ = col(SiteRow.name), col(SiteRow.id)
    statement = _kept_to(select(*_COLUMNS), own).order_by(name, id_)
    if cursor is not None:
        last_name, last = _place(cursor)
        statement = statement.where(or_(name > last_name, and_(name == last_name, id_ > last)))
    found = [_site(row) for row in session.execute(statement.limit(PAGE_SIZE + 1))]
    last_kept = found[:PAGE_SIZE][-1:]
    following = encode_cursor(last_kept[0].name, str(last_kept[0].id)) if last_kept else None
    return page_of(found, cursor=following)


def running(session: Session, day: date, own: Own | None = None) -> tuple[Site, ...]:
    """Give the sites that have not ended by a London day, by name, in one statement; with `own` that worker's."""
    ends = col(SiteRow.ended_on)
    wanted = _kept_to(select(*_COLUMNS), own).where(or_(ends.is_(None), ends > day))
    return tuple(map(_site, session.execute(wanted.order_by(col(SiteRow.name), col(SiteRow.id)).limit(MOST))))


def named(session: Session, ids: Iterable[UUID]) -> dict[UUID, Site]:
    """Give sites by their ids, in one statement; one that is not there is left out."""
    wanted = tuple(ids)
    if not wanted:
        return {}
    rows = session.execute(select(*_COLUMNS).where(col(SiteRow.id).in_(wanted)))
    return {site.id: site for site in map(_site, rows)}


def add(session: Session, site: Site) -> None:
    """Store a new site."""
    session.add(SiteRow(id=site.id, owner_organisation_id=site.organisation_id, **_values(site)))
    session.flush()


def put(session: Session, before: Site, after: Site) -> Site:
    """Store a changed site that was read at `before.version`; give it with its new version.

    Raises:
        Conflict: Somebody else changed it meanwhile.
    """
    stored = msgspec.structs.replace(after, version=before.version + 1)
    changed: Any = session.execute(
        update(SiteRow)
        .where(col(SiteRow.id) == before.id, col(SiteRow.version) == before.version)
        .values(**_values(stored))
        .execution_options(synchronize_session=False)
    )
    if changed.rowcount != 1:
        raise Conflict(because("stale_version", "I3", "The site was changed by somebody else meanwhile."))
    return stored


def _kept_to(statement: Select[Any], own: Own | None) -> Select[Any]:
    if own is None:
        return statement
    placed = select(col(PlacementRow.site_id)).where(
        col(PlacementRow.worker_id) == own.worker_id,
        or_(col(PlacementRow.ends_on).is_(None), col(PlacementRow.ends_on) >= own.today),
    )
    return statement.where(col(SiteRow.id).in_(placed))


def _place(cursor: str) -> tuple[str, UUID]:
    name, last = decode_cursor(cursor, 2)
    try:
        return name, UUID(last)
    except ValueError as error:
        raise Invalid("cursor", "not_a_cursor") from error


def _site(row: Any) -> Site:
    values = {name: getattr(row, name) for name in _NAMES}
    contacts = {name: msgspec.json.decode(values[name], type=Contact) for name in _CONTACTS}
    hours = {name: msgspec.json.decode(values[name], type=Weekly) for name in _HOURS}
    departments: Sequence[str] = msgspec.json.decode(row.departments, type=tuple[str, ...])
    codes = {"kind": SiteKind(row.kind), "borough": Borough(row.borough), "departments": departments}
    return Site(
        **{**values, **contacts, **hours, **codes, "organisation_id": OrganisationId(row.owner_organisation_id)}
    )


def _values(site: Site) -> dict[str, Any]:
    names = (name for name in _NAMES if name != "id")
    values = {name: getattr(site, name) for name in names}
    json = {name: msgspec.json.encode(values[name]) for name in (*_CONTACTS, *_HOURS, "departments")}
    return {**values, **json, "kind": site.kind.value, "borough": site.borough.value}
