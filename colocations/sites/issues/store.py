"""Issues in the database: those that are open, and what was closed lately."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select, update
from sqlmodel import Session, col

from colocations.sites.issues.model import Issue, IssueKind
from colocations.sites.tables import SiteIssueRow
from lvws_core.errors import Conflict, Missing
from lvws_core.ids import OrganisationId, UserId
from lvws_core.reasons import because
from lvws_core.times import utc

_COLUMNS: Final = tuple(getattr(SiteIssueRow, name) for name in Issue.__struct_fields__)
_INSTANTS: Final = ("opened_at", "escalated_at", "closed_at")
MOST: Final = 100


def still_open(session: Session, site_ids: Iterable[UUID] | None = None) -> tuple[Issue, ...]:
    """Give what is open at some sites, or at every site of the reader's, the oldest first, at most `MOST`."""
    wanted = select(*_COLUMNS).where(col(SiteIssueRow.closed_at).is_(None))
    if site_ids is not None:
        wanted = wanted.where(col(SiteIssueRow.site_id).in_(tuple(site_ids)))
    rows = session.execute(wanted.order_by(col(SiteIssueRow.opened_at), col(SiteIssueRow.id)).limit(MOST))
    return tuple(map(_issue, rows))


def closed(session: Session, site_id: UUID) -> tuple[Issue, ...]:
    """Give what was closed at a site, the last first."""
    wanted = select(*_COLUMNS).where(col(SiteIssueRow.site_id) == site_id, col(SiteIssueRow.closed_at).is_not(None))
    rows = session.execute(wanted.order_by(col(SiteIssueRow.closed_at).desc(), col(SiteIssueRow.id)).limit(MOST))
    return tuple(map(_issue, rows))


def get(session: Session, site_id: UUID, issue_id: UUID) -> Issue:
    """Give an issue of a site.

    Raises:
        Missing: There is none.
    """
    wanted = select(*_COLUMNS).where(col(SiteIssueRow.id) == issue_id, col(SiteIssueRow.site_id) == site_id)
    row = session.execute(wanted).one_or_none()
    if row is None:
        raise Missing
    return _issue(row)


def add(session: Session, issue: Issue, organisation_id: OrganisationId) -> None:
    """Store a new issue."""
    session.add(SiteIssueRow(owner_organisation_id=organisation_id, **_values(issue)))
    session.flush()


def put(session: Session, before: Issue, after: Issue) -> None:
    """Store a changed issue that was read at `before.version`.

    Raises:
        Conflict: Somebody else changed it meanwhile.
    """
    values = {**_values(after), "version": before.version + 1}
    changed: Any = session.execute(
        update(SiteIssueRow)
        .where(col(SiteIssueRow.id) == before.id, col(SiteIssueRow.version) == before.version)
        .values(**{name: value for name, value in values.items() if name not in {"id", "site_id"}})
        .execution_options(synchronize_session=False)
    )
    if changed.rowcount != 1:
        raise Conflict(because("stale_version", "I3", "The issue was changed by somebody else meanwhile."))


def not_gone_up(session: Session, before: datetime, most: int) -> tuple[tuple[Issue, OrganisationId], ...]:
    """Give what is open since before a moment and has not gone up, the oldest first; for the sweep."""
    wanted = select(*_COLUMNS, col(SiteIssueRow.owner_organisation_id)).where(
        col(SiteIssueRow.closed_at).is_(None),
        col(SiteIssueRow.escalated_at).is_(None),
        col(SiteIssueRow.opened_at) < utc(before),
    )
    rows = session.execute(wanted.order_by(col(SiteIssueRow.opened_at)).limit(most))
    return tuple((_issue(row), OrganisationId(row.owner_organisation_id)) for row in rows)


def go_up(session: Session, issue: Issue, at: datetime) -> None:
    """Store that an issue has gone up; for the sweep."""
    session.execute(
        update(SiteIssueRow)
        .where(col(SiteIssueRow.id) == issue.id)
        .values(escalated_at=utc(at))
        .execution_options(synchronize_session=False)
    )


def _issue(row: Any) -> Issue:
    values = {name: getattr(row, name) for name in Issue.__struct_fields__}
    instants = {name: values[name] and utc(values[name]) for name in _INSTANTS}
    return Issue(**{**values, **instants, "kind": IssueKind(row.kind), "opened_by": UserId(row.opened_by)})


def _values(issue: Issue) -> dict[str, Any]:
    values = {name: getattr(issue, name) for name in Issue.__struct_fields__}
    instants = {name: values[name] and utc(values[name]) for name in _INSTANTS}
    return {**values, **instants, "kind": issue.kind.value}
