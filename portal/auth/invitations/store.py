"""Invitations in the database, as their owner accepts one; every statement is the system's own."""

from datetime import datetime

from sqlalchemy import select, update
from sqlmodel import Session as Session
from sqlmodel import col

from lvws_core.actors import Role
from lvws_core.ids import OrganisationId, UserId
from lvws_core.ports import SYSTEM
from lvws_core.times import utc
from portal.auth.model import Account
from portal.auth.tables import Invitation, User


def invited(session: Session, link_hash: bytes, now: datetime) -> Account | None:
    """Give whose account a link opens, None if it is unknown, used, too old, or the account is closed."""
    columns = (User.id, User.organisation_id, User.display_name, User.email, User.roles, User.team)
    row = session.execute(
        select(*columns)  # type: ignore[call-overload]
        .join(Invitation, col(Invitation.user_id) == col(User.id))
        .where(
            col(Invitation.token_hash) == link_hash,
            col(Invitation.used_at).is_(None),
            col(Invitation.expires_at) > utc(now),
            col(User.disabled_at).is_(None),
        ),
        execution_options=SYSTEM,
    ).one_or_none()
    if row is None:
        return None
    return Account(
        id=UserId(row.id),
        organisation_id=OrganisationId(row.organisation_id),
        display_name=row.display_name,
        email=row.email,
        roles=frozenset(Role(key) for key in row.roles.split()),
        team=row.team,
    )


def void(session: Session, user_id: UserId, now: datetime) -> None:
    """Let no link to an account work any more."""
    session.execute(
        update(Invitation)
        .where(col(Invitation.user_id) == user_id, col(Invitation.used_at).is_(None))
        .values(used_at=utc(now))
        .execution_options(synchronize_session=False),
        execution_options=SYSTEM,
    )
