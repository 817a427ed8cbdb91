"""Members of staff as those whom a notice reaches: open accounts, who is on leave, and where mail goes."""

from datetime import date
from typing import Any

from sqlalchemy import exists, false, select, true
from sqlmodel import Session, col

from colocations.rota.leave.tables import AbsenceRow
from lvws_core.actors import Role
from lvws_core.ids import OrganisationId, Reference, UserId
from lvws_core.ports import SYSTEM, Recipient
from portal.auth.tables import User
from portal.need_to_know import MANAGERS
from portal.unaware import is_connected, is_restricted, is_unaware


class StaffStore:
    """Finds them in one transaction, on one London day; every statement is the system's own."""

    def __init__(self, session: Session, today: date) -> None:
        self._session, self._today = session, today

    def recipients(
        self,
        organisation_ids: frozenset[OrganisationId],
        about: Reference | None = None,
        among: frozenset[UserId] | None = None,
    ) -> tuple[Recipient, ...]:
        """Give every open account of these organisations that may know what a notice is about, in one statement.

        Where the person is restricted to a case team there is one more for each account. `among` asks of these alone.
        """
        away = exists().where(
            col(AbsenceRow.worker_id) == col(User.id),
            col(AbsenceRow.starts_on) <= self._today,
            col(AbsenceRow.ends_on) >= self._today,
            col(AbsenceRow.ended_at).is_(None),
        )
        connected, restricted = (is_connected(about), is_restricted(about)) if about else (false(), false())
        rows = self._session.execute(
            select(  # type: ignore[call-overload]
                *(User.id, User.organisation_id, User.roles),
                *(away.label("away"), restricted.label("restricted")),
            )
            .where(col(User.organisation_id).in_(organisation_ids), col(User.disabled_at).is_(None), ~connected)
            .where(true() if among is None else col(User.id).in_(among))
            .order_by(User.id),
            execution_options=SYSTEM,
        ).all()
        found = ((_read(row), row.restricted) for row in rows)
        return tuple(each for each, restricted in found if not (restricted and self._is_unaware(each, about)))

    def _is_unaware(self, each: Recipient, about: Reference | None) -> bool:
        if about is None:
            return False
        manages = not each.roles.isdisjoint(MANAGERS)
        return is_unaware(self._session, about, each.organisation_id, each.id, manages=manages, on=self._today)

    def addresses(self, user_ids: frozenset[UserId]) -> dict[UserId, str]:
        """Give the e-mail address of each account that stands open, in one statement."""
        found = self._session.execute(
            select(User.id, User.email).where(col(User.id).in_(user_ids), col(User.disabled_at).is_(None)),  # type: ignore[call-overload]
            execution_options=SYSTEM,
        )
        return {UserId(row.id): row.email for row in found}


def _read(row: Any) -> Recipient:
    return Recipient(
        id=UserId(row.id),
        organisation_id=OrganisationId(row.organisation_id),
        roles=frozenset(Role(key) for key in row.roles.split()),
        away=bool(row.away),
    )
