"""What each site has of the pack."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlmodel import Session, col

from colocations.sites.model import Site
from colocations.sites.pack.model import PackKey
from colocations.sites.tables import PackItemRow
from lvws_core.ids import UserId


def done(session: Session, site_id: UUID) -> dict[PackKey, date]:
    """Give what a site has, since when."""
    columns = (PackItemRow.key, PackItemRow.done_on)
    rows = session.execute(select(*columns).where(col(PackItemRow.site_id) == site_id))  # type: ignore[call-overload]
    return {PackKey(row.key): row.done_on for row in rows}


def counts(session: Session, site_ids: Iterable[UUID]) -> dict[UUID, int]:
    """Count what each site has, in one statement; a site with nothing is left out."""
    site_id = col(PackItemRow.site_id)
    rows = session.execute(select(site_id, func.count()).where(site_id.in_(tuple(site_ids))).group_by(site_id))
    return {found: number for found, number in rows}  # noqa: C416 - rows are no pairs to the type checker


def put(session: Session, site: Site, keys: frozenset[PackKey], by: UserId, today: date) -> None:
    """Store what a site has; what it had before keeps its day."""
    held = done(session, site.id)
    gone = [key.value for key in held if key not in keys]
    session.execute(
        delete(PackItemRow)
        .where(col(PackItemRow.site_id) == site.id, col(PackItemRow.key).in_(gone))
        .execution_options(synchronize_session=False)
    )
    owner = {"site_id": site.id, "owner_organisation_id": site.organisation_id, "done_by": by}
    session.add_all(PackItemRow(**owner, key=key.value, done_on=today) for key in PackKey if key in keys - held.keys())
    session.flush()
