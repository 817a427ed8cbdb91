"""The ways of one account in the database, and the sessions that a change of them ends."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update
from sqlmodel import Session as Session
from sqlmodel import col

from lvws_core.actors import Role
from lvws_core.errors import Missing
from lvws_core.ids import OrganisationId, UserId
from lvws_core.ports import SYSTEM
from lvws_core.times import utc
from portal.auth.model import Account
from portal.auth.passkeys.store import passkeys_of
from portal.auth.recovery import store as recovery
from portal.auth.sessions.model import Ended
from portal.auth.tables import Credential, SignedInSession, User
from portal.auth.ways.model import Ways

_PLAIN = {**SYSTEM, "synchronize_session": False}


def ways_of(session: Session, user_id: UserId) -> Ways:
    """Give what an account signs in with."""
    kinds = select(col(Credential.kind)).where(col(Credential.user_id) == user_id)
    found = set(session.execute(kinds, execution_options=SYSTEM).scalars())
    return Ways(
        passkeys=passkeys_of(session, user_id),
        has_password="password" in found,
        has_codes="totp" in found,
        recovery_left=recovery.left(session, user_id),
    )


def hold(session: Session, user_id: UserId) -> None:
    """Let nobody else change the ways of an account until the transaction ends: two removals leave one way."""
    mine = select(col(User.id)).where(col(User.id) == user_id).with_for_update()
    session.execute(mine, execution_options=SYSTEM).all()


def account_of(session: Session, user_id: UserId) -> Account:
    """Give an open account.

    Raises:
        Missing: There is none.
    """
    columns: Any = (User.id, User.organisation_id, User.display_name, User.email, User.roles, User.team)
    mine = select(*columns).where(col(User.id) == user_id, col(User.disabled_at).is_(None))
    row = session.execute(mine, execution_options=SYSTEM).one_or_none()
    if row is None:
        raise Missing
    return Account(
        id=UserId(row.id),
        organisation_id=OrganisationId(row.organisation_id),
        display_name=row.display_name,
        email=row.email,
        roles=frozenset(Role(key) for key in row.roles.split()),
        team=row.team,
    )


def end_others(session: Session, user_id: UserId, id_hash: bytes, now: datetime) -> int:
    """End every session of an account but one, and give their number."""
    others = update(SignedInSession).where(
        col(SignedInSession.user_id) == user_id,
        col(SignedInSession.ended_at).is_(None),
        col(SignedInSession.id_hash) != id_hash,
    )
    changed: Any = session.execute(
        others.values(ended_at=utc(now), ended_why=Ended.OWNER.value), execution_options=_PLAIN
    )
    return int(changed.rowcount)


def remove_password_and_codes(session: Session, user_id: UserId) -> None:
    """Take the password and the seed of the codes off an account."""
    session.execute(delete(Credential).where(col(Credential.user_id) == user_id), execution_options=_PLAIN)
