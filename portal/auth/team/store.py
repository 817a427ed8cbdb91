"""The accounts of one organisation in the database: who is there, and which roles they hold."""

from typing import Any

from sqlalchemy import exists, select, update
from sqlmodel import Session as Session
from sqlmodel import col

from lvws_core.actors import Role
from lvws_core.ids import OrganisationId, UserId
from lvws_core.ports import SYSTEM
from lvws_core.times import utc
from portal.auth.model import Member
from portal.auth.tables import Credential, SignedInSession, User


def members(session: Session, organisation_id: OrganisationId) -> tuple[Member, ...]:
    """Give the accounts of an organisation by name, those that are closed included, in one statement."""
    password = exists().where(col(Credential.user_id) == col(User.id))
    ever = exists().where(col(SignedInSession.user_id) == col(User.id))
    columns = (User.id, User.display_name, User.roles, User.disabled_at, password.label("password"), ever.label("ever"))
    rows = session.execute(
        select(*columns)  # type: ignore[call-overload]
        .where(col(User.organisation_id) == organisation_id)
        .order_by(User.display_name, User.id),
        execution_options=SYSTEM,
    )
    return tuple(
        Member(
            id=UserId(row.id),
            name=row.display_name,
            roles=frozenset(Role(key) for key in row.roles.split()),
            disabled_at=row.disabled_at and utc(row.disabled_at),
            is_new=not (row.password or row.ever),
        )
        for row in rows
    )


def hold(session: Session, organisation_id: OrganisationId) -> None:
    """Let nobody else change the accounts of an organisation until the transaction ends.

    Two managers who close each other at one moment would otherwise both find the other still there.
    """
    mine = select(col(User.id)).where(col(User.organisation_id) == organisation_id).order_by(col(User.id))
    session.execute(mine.with_for_update(), execution_options=SYSTEM).all()


def put_role(session: Session, organisation_id: OrganisationId, user_id: UserId, role: Role) -> bool:
    """Give an open account of an organisation one role in place of those that it has; False when there is none."""
    changed: Any = session.execute(
        update(User)
        .where(col(User.id) == user_id, col(User.organisation_id) == organisation_id, col(User.disabled_at).is_(None))
        .values(roles=role.value)
        .execution_options(synchronize_session=False),
        execution_options=SYSTEM,
    )
    return int(changed.rowcount) == 1


def is_taken(session: Session, email: str) -> bool:
    """Say whether any account, of whatever organisation, has an e-mail address in its normal form."""
    found = session.execute(select(col(User.id)).where(col(User.email) == email), execution_options=SYSTEM)
    return found.first() is not None
