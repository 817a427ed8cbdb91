"""Members of staff as those whom a notice reaches: open accounts, who is on leave, and where mail goes."""

from datetime import date

from sqlalchemy import exists, select
from sqlmodel import Session, col

from colocations.rota.leave.tables import AbsenceRow
from lvws_core.actors import Role
from lvws_core.ids import OrganisationId, UserId
from lvws_core.ports import SYSTEM, Recipient
from portal.auth.tables import User


class StaffStore:
    """Finds them in one transaction, on one London day; every statement is the system's own."""

    def __init__(self, session: Session, today: date) -> None:
        self._session, self._today = session, today

    def recipients(self, organisation_ids: frozenset[OrganisationId]) -> tuple[Recipient, ...]:
        """Give every open account of these organisations, in one statement."""
        away = exists().where(
            col(AbsenceRow.worker_id) == col(User.id),
            col(AbsenceRow.starts_on) <= self._today,
            col(AbsenceRow.ends_on) >= self._today,
            col(AbsenceRow.ended_at).is_(None),
        )
        rows = self._session.execute(
            select(User.id, User.organisation_id, User.roles, away.label("away"))  # type: ignore[call-overload]
            .where(col(User.organisation_id).in_(organisation_ids), col(User.disabled_at).is_(None))
            .order_by(User.id),
            execution_options=SYSTEM,
        )
        return tuple(
            Recipient(
                id=UserId(row.id),
                organisation_id=OrganisationId(row.organisation_id),
                roles=frozenset(Role(key) for key in row.roles.split()),
                away=bool(row.away),
            )
            for row in rows
        )

    def addresses(self, user_ids: frozenset[UserId]) -> dict[UserId, str]:
        """Give the e-mail address of each account that stands open, in one statement."""
        found = self._session.execute(
            select(User.id, User.email).where(col(User.id).in_(user_ids), col(User.disabled_at).is_(None)),  # type: ignore[call-overload]
            execution_options=SYSTEM,
        )
        return {UserId(row.id): row.email for row in found}
