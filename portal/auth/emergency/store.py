"""Emergency access in the database; every statement is the portal's own, since its reader may not see the person."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, insert, select, update

from lvws_core.ids import PersonId, UserId
from lvws_core.ports import SYSTEM
from lvws_core.times import utc
from portal.auth.emergency.model import Emergency
from portal.auth.emergency.tables import EmergencyRow


def begin(session: Session, emergency: Emergency, user_id: UserId, at: datetime) -> None:
    """Admit an account to a person; what it was admitted to before is shut."""
    shut(session, user_id, at)
    values = {"id": emergency.id, "user_id": user_id, "person_id": emergency.person_id, "opened_at": utc(at)}
    session.execute(insert(EmergencyRow).values(**values, until=utc(emergency.until)), execution_options=SYSTEM)


def shut(session: Session, user_id: UserId, at: datetime) -> bool:
    """Shut what an account is admitted to; False where that is nothing."""
    mine = update(EmergencyRow).where(col(EmergencyRow.user_id) == user_id, col(EmergencyRow.shut_at).is_(None))
    done = mine.values(shut_at=utc(at)).execution_options(synchronize_session=False)
    return bool(session.exec(done, execution_options=SYSTEM).rowcount)


def of_people(session: Session, person_ids: Collection[PersonId]) -> frozenset[UUID]:
    """Give the ids of all that ever admitted somebody to these people."""
    found = session.exec(
        select(EmergencyRow.id).where(col(EmergencyRow.person_id).in_(person_ids)), execution_options=SYSTEM
    )
    return frozenset(found)
