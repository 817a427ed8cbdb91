"""The agencies of a person's cases, read and changed as the system: whoever keeps a contact apart may not see them."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select, update
from sqlmodel import Session, col

from lvws_core.ids import PersonId
from lvws_core.ports import SYSTEM
from lvws_core.times import utc
from lvws_core.vocabulary import ReferralSource
from portal.intake.tables import CaseRow


class Sourced(NamedTuple):
    """A case with where it came from; `created_at` is aware UTC."""

    id: UUID
    source: ReferralSource
    agency: str
    created_at: datetime


def of_person(session: Session, person_id: PersonId) -> tuple[Sourced, ...]:
    """Give the cases of a person, the newest first; nothing sealed is opened."""
    columns = CaseRow.id, CaseRow.source, CaseRow.agency, CaseRow.created_at
    wanted = select(*columns).where(col(CaseRow.person_id) == person_id)  # type: ignore[call-overload]
    rows = session.execute(wanted.order_by(col(CaseRow.created_at).desc()), execution_options=SYSTEM)
    return tuple(Sourced(row.id, ReferralSource(row.source), row.agency, utc(row.created_at)) for row in rows)


def put_agency(session: Session, case_id: UUID, agency: str) -> None:
    """Store another agency of a case."""
    values = {"agency": agency, "version": col(CaseRow.version) + 1}
    changing = update(CaseRow).where(col(CaseRow.id) == case_id).values(**values)
    session.execute(changing.execution_options(synchronize_session=False, **SYSTEM))
