"""Erasing the rows of one person: deleted, or made coarse and without any key. All statements are the system's."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlmodel import Session, col

from lvws_core.ports import SYSTEM
from notifications.notices.tables import NoticeRow
from partners.offers.tables import OfferRow
from portal.people.tables import PersonRow
from portal.referrals.tables import RequestRow
from portal.rights.erasure.model import left_of
from portal.rights.register.model import Becomes, Source, Whose
from portal.rights.register.sources.store import SOURCES
from portal.rights.register.store import Reach, condition


def erase_rows(session: Session, reach: Reach, today: date) -> dict[str, int]:
    """Erase everything of a person, the record's keys with it; give how many rows of which table.

    What a partner gave us is the partner's own record: our door to it is closed.
    """
    counts = {"notice": _delete_notices(session, reach)}
    for source in reversed(SOURCES):
        ids = frozenset(reach.offers) if source.whose is Whose.OFFER else reach.ids(source)
        if ids and (count := _erase(session, source, ids, today)):
            counts[source.table] = count
    if reach.came_in:
        closed = update(OfferRow).where(col(OfferRow.id).in_(reach.came_in)).values(partner_organisation_id=None)
        counts["offer_door"] = _done(session, closed)
    return {table: count for table, count in sorted(counts.items()) if count}


def _erase(session: Session, source: Source, ids: frozenset[UUID], today: date) -> int:
    where = condition(source, ids)
    if source.erased is None:
        return _done(session, delete(source.row).where(where))
    if not source.erased:
        return 0
    if not any(isinstance(becomes, Becomes) for becomes in source.erased.values()):
        return _done(session, update(source.row).where(where).values(**source.erased))
    names = [name for name, becomes in source.erased.items() if isinstance(becomes, Becomes)]
    columns = [getattr(source.row, name) for name in names]
    rows = session.execute(select(source.row.id, *columns).where(where), execution_options=SYSTEM).all()
    for row in rows:
        values = {**source.erased, **_coarse(source.erased, names, row, today)}
        _done(session, update(source.row).where(source.row.id == row.id).values(**values))
    return len(rows)


def _coarse(erased: Mapping[str, Any], names: list[str], row: Any, today: date) -> dict[str, Any]:
    return {name: left_of(getattr(row, name), erased[name], today) for name in names}


def _delete_notices(session: Session, reach: Reach) -> int:
    references = [
        *session.scalars(
            select(col(OfferRow.reference)).where(col(OfferRow.person_id) == reach.person_id),
            execution_options=SYSTEM,
        ),
        *session.scalars(
            select(col(RequestRow.reference)).where(col(RequestRow.person_id) == reach.person_id),
            execution_options=SYSTEM,
        ),
        *session.scalars(
            select(col(PersonRow.reference)).where(col(PersonRow.id) == reach.person_id), execution_options=SYSTEM
        ),
    ]
    return _done(session, delete(NoticeRow).where(col(NoticeRow.reference).in_(references)))


def _done(session: Session, statement: Any) -> int:
    result: Any = session.execute(statement.execution_options(synchronize_session=False), execution_options=SYSTEM)
    return int(result.rowcount)
