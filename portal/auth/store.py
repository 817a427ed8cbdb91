"""The rows of accounts: every statement is the system's own, whoever asks.

Credentials, sessions and invitations are closed to the sessions of organisations; a session row is
changed only while it has not ended, so that nothing revives it (assurance P3).
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import and_, func, insert, update
from sqlalchemy.orm import aliased
from sqlmodel import Session as Session  # given on to the service, which names no framework
from sqlmodel import col, select

from lvws_core.actors import Actor, Role
from lvws_core.errors import Missing
from lvws_core.ids import OrganisationId, PersonId, UserId
from lvws_core.ports import SYSTEM
from lvws_core.referrals.moves import ROLES_OF, Side
from lvws_core.times import utc
from portal.auth.emergency.model import Emergency
from portal.auth.emergency.tables import EmergencyRow
from portal.auth.model import Account, Credentials, SessionTimes, SignedIn, works_at_shared_desk
from portal.auth.model import Organisation as OrganisationValue
from portal.auth.tables import Credential, Invitation, Organisation, SignedInSession, User


def _add(session: Session, row: type[Any], values: dict[str, Any]) -> None:
    session.exec(insert(row).values(values), execution_options=SYSTEM)


def _changed(session: Session, row: type[Any], *where: Any, **values: Any) -> int:
    statement = update(row).where(*where).values(**values).execution_options(synchronize_session=False)
    return session.exec(statement, execution_options=SYSTEM).rowcount


def add_organisation(session: Session, organisation: OrganisationValue) -> None:
    """Store a new organisation."""
    _add(session, Organisation, {n: getattr(organisation, n) for n in organisation.__struct_fields__})


def add_user(session: Session, account: Account) -> None:
    """Store a new account, without anything to sign in with."""
    roles = " ".join(sorted(account.roles))
    values = {n: getattr(account, n) for n in account.__struct_fields__} | {"roles": roles, "disabled_at": None}
    _add(session, User, values)


def is_account_open(session: Session, user_id: UserId) -> bool:
    """Say whether an account stands open, in whatever organisation."""
    found = session.execute(select(col(User.id)).where(col(User.id) == user_id, col(User.disabled_at).is_(None)))
    return found.scalar_one_or_none() is not None


def user_id_of(session: Session, email: str) -> UserId:
    """Give the account of an e-mail address in its normal form.

    Raises:
        Missing: There is none.
    """
    found = session.exec(select(User.id).where(User.email == email), execution_options=SYSTEM).first()
    if found is None:
        raise Missing
    return UserId(found)


def organisation_id_of(session: Session, key: str) -> OrganisationId:
    """Give the organisation of a key.

    Raises:
        Missing: There is none.
    """
    found = session.exec(select(Organisation.id).where(Organisation.key == key), execution_options=SYSTEM).first()
    if found is None:
        raise Missing
    return OrganisationId(found)


def lead_organisations(session: Session) -> frozenset[OrganisationId]:
    """Give the organisations that hold cases and refer on; a partner refers to them and to nobody else."""
    found = session.exec(select(Organisation.id).where(Organisation.kind == "lead"), execution_options=SYSTEM)
    return frozenset(OrganisationId(each) for each in found)


def organisation_of(session: Session, user_id: UserId) -> OrganisationId:
    """Give the organisation of an account.

    Raises:
        Missing: There is no such account.
    """
    found = session.exec(select(User.organisation_id).where(User.id == user_id), execution_options=SYSTEM).first()
    if found is None:
        raise Missing
    return OrganisationId(found)


def open_accounts(session: Session, organisation_id: OrganisationId) -> dict[UserId, frozenset[Role]]:
    """Give the roles of each open account of an organisation, in one statement."""
    found = session.exec(select(User.id, User.roles).where(*_open_in(organisation_id)))
    return {UserId(user_id): frozenset(Role(key) for key in roles.split()) for user_id, roles in found}


def described(session: Session, user_ids: Collection[UserId]) -> dict[UserId, tuple[str, OrganisationId, str]]:
    """Give name, organisation and roles (keys with blanks between) of these accounts, in one statement."""
    columns = (User.id, User.display_name, User.organisation_id, User.roles)
    rows = session.exec(select(*columns).where(col(User.id).in_(user_ids)))
    return {UserId(row[0]): (row[1], OrganisationId(row[2]), row[3]) for row in rows}


def colleagues_by_email(session: Session, organisation_id: OrganisationId) -> dict[str, UserId]:
    """Give the open accounts of an organisation that take cases, by e-mail address, in one statement."""
    found = session.exec(select(User.email, User.id, User.roles).where(*_open_in(organisation_id)))
    taking = {role.value for role in (Role.LEAD_CASEWORKER, Role.IDVA, Role.LEAD_MANAGER)}
    return {email: UserId(user_id) for email, user_id, roles in found if taking & set(roles.split())}


def _open_in(organisation_id: OrganisationId) -> tuple[Any, Any]:
    return User.organisation_id == organisation_id, col(User.disabled_at).is_(None)


def team_of(session: Session, user_id: UserId) -> str:
    """Give the team of an account, as partners read the sender; empty when it has none."""
    found = session.exec(select(User.team).where(User.id == user_id), execution_options=SYSTEM).first()
    return found or ""


def put_preferences(session: Session, user_id: UserId, *, shortcuts: bool, shared_desk: bool) -> None:
    """Store whether single keys do something for an account, and whether it asked for the lock of a shared desk."""
    _changed(session, User, col(User.id) == user_id, shortcuts=shortcuts, shared_desk=shared_desk)


def roles_of(session: Session, user_id: UserId) -> frozenset[Role]:
    """Give the roles of an account; none for one that does not exist."""
    found = session.exec(select(User.roles).where(User.id == user_id), execution_options=SYSTEM).first()
    return frozenset(Role(key) for key in (found or "").split())


def disable(session: Session, user_id: UserId, now: datetime) -> bool:
    """Close an account; False when it was closed before."""
    return _changed(session, User, col(User.id) == user_id, col(User.disabled_at).is_(None), disabled_at=now) == 1


def put_password(session: Session, user_id: UserId, password_hash: str) -> None:
    """Store the hash of an account's first or next password."""
    _put(session, user_id, "password", {"password_hash": password_hash})


def put_seed(session: Session, user_id: UserId, sealed_seed: bytes, sealed_key: bytes) -> None:
    """Store an account's first or next TOTP seed; the step last used stays used."""
    _put(session, user_id, "totp", {"sealed_seed": sealed_seed, "sealed_key": sealed_key})


def _put(session: Session, user_id: UserId, kind: str, values: dict[str, Any]) -> None:
    mine = and_(col(Credential.user_id) == user_id, col(Credential.kind) == kind)
    if not _changed(session, Credential, mine, **values):
        _add(session, Credential, {"user_id": user_id, "kind": kind, "last_step": 0} | values)


def find_credentials(session: Session, email: str) -> Credentials | None:
    """Give what the account of an e-mail address signs in with, None if there is no such open account."""
    return _credentials(session, col(User.email) == email)


def credentials_of(session: Session, user_id: UserId) -> Credentials | None:
    """Give what an account signs in with, None if there is no such open account."""
    return _credentials(session, col(User.id) == user_id)


def _credentials(session: Session, whose: Any) -> Credentials | None:
    password, totp = aliased(Credential), aliased(Credential)
    statement = (
        select(  # type: ignore[call-overload]  # SQLModel types up to four columns
            col(User.id).label("user_id"),
            User.organisation_id,
            password.password_hash,
            totp.sealed_seed,
            totp.sealed_key,
            totp.last_step,
        )
        .outerjoin(password, and_(password.user_id == User.id, password.kind == "password"))  # type: ignore[arg-type]
        .outerjoin(totp, and_(totp.user_id == User.id, totp.kind == "totp"))  # type: ignore[arg-type]
        .where(whose, col(User.disabled_at).is_(None))
    )
    row = session.exec(statement, execution_options=SYSTEM).first()
    return row and Credentials(**{**row._mapping, "last_step": row.last_step or 0})  # noqa: SLF001 - SQLAlchemy's public name


def use_step(session: Session, user_id: UserId, step: int) -> bool:
    """Use up a TOTP step; False when it, or a later one, was used before. Of two at once, one wins.

    Source: assurance P4.
    """
    mine = (col(Credential.user_id) == user_id, col(Credential.kind) == "totp")
    return _changed(session, Credential, *mine, col(Credential.last_step) < step, last_step=step) == 1


def add_session(session: Session, id_hash: bytes, user_id: UserId, now: datetime) -> None:
    """Store a new session, with when the account was last used before it."""
    last = select(func.max(SignedInSession.seen_at)).where(SignedInSession.user_id == user_id)
    before_at = session.exec(last, execution_options=SYSTEM).one()
    times = {"created_at": now, "seen_at": now, "proved_at": now, "before_at": before_at}
    _add(session, SignedInSession, {"id_hash": id_hash, "user_id": user_id, "device": "", **times})


def load_session(session: Session, id_hash: bytes) -> tuple[SessionTimes, SignedIn] | None:
    """Give a session with its account as it is now, in one statement; None if unknown or the account is closed."""
    mine = SignedInSession
    statement = (
        select(  # type: ignore[call-overload]  # SQLModel types up to four columns
            mine.created_at,
            mine.seen_at,
            mine.ended_at,
            mine.before_at,
            mine.locked_at,
            mine.proved_at,
            User.shortcuts,
            User.shared_desk,
            User.filters,
            User.id,
            User.organisation_id,
            User.roles,
            User.display_name,
            col(Organisation.name).label("organisation"),
            col(EmergencyRow.id).label("emergency_id"),
            EmergencyRow.person_id,
            EmergencyRow.until,
        )
        .join(User, col(User.id) == mine.user_id)
        .join(Organisation, col(Organisation.id) == User.organisation_id)
        .outerjoin(EmergencyRow, and_(col(EmergencyRow.user_id) == User.id, col(EmergencyRow.shut_at).is_(None)))
        .where(mine.id_hash == id_hash, col(User.disabled_at).is_(None))
    )
    row = session.exec(statement, execution_options=SYSTEM).first()
    return row and (_times(row), _signed_in(row, id_hash))


def _times(row: Any) -> SessionTimes:
    times = ("created_at", "seen_at", "ended_at", "locked_at")
    return SessionTimes(**{name: getattr(row, name) for name in times})


def _signed_in(row: Any, id_hash: bytes) -> SignedIn:
    roles = frozenset(Role(key) for key in row.roles.split()) - {Role.CLOCK}
    actor = Actor(id=UserId(row.id), organisation_id=OrganisationId(row.organisation_id), roles=roles)
    return SignedIn(
        actor=actor,
        id_hash=id_hash,
        user_name=row.display_name,
        organisation=row.organisation,
        proved_at=utc(row.proved_at),
        last_visit=row.before_at and utc(row.before_at),
        shortcuts=row.shortcuts,
        filters=tuple(row.filters.split()),
        desk=works_at_shared_desk(roles, wished=row.shared_desk),
        wants_desk=row.shared_desk,
        emergency=_emergency(row),
    )


def _emergency(row: Any) -> Emergency | None:
    if row.emergency_id is None:
        return None
    return Emergency(id=row.emergency_id, person_id=PersonId(row.person_id), until=utc(row.until))


def touch(session: Session, id_hash: bytes, now: datetime, **told: str) -> bool:
    """Write down that a session was used, and its `device` if told; False, and nothing, if it has ended meanwhile.

    Source: assurance P3, T10.
    """
    return _changed(session, SignedInSession, *_alive(id_hash), seen_at=now, **told) == 1


def lock(session: Session, id_hash: bytes, now: datetime) -> bool:
    """Lock a session that has not ended; False when it was locked by hand before, or is over."""
    unlocked = col(SignedInSession.locked_at).is_(None)
    return _changed(session, SignedInSession, *_alive(id_hash), unlocked, locked_at=now) == 1


def unlock(session: Session, id_hash: bytes, now: datetime) -> bool:
    """Open a locked session again, used now; False if it has ended meanwhile."""
    return _changed(session, SignedInSession, *_alive(id_hash), locked_at=None, seen_at=now) == 1


def end(session: Session, id_hash: bytes, now: datetime) -> bool:
    """End a session for good; False when it had ended before or never was."""
    return _changed(session, SignedInSession, *_alive(id_hash), ended_at=now) == 1


def end_all(session: Session, user_id: UserId, now: datetime) -> int:
    """End every session of an account and give their number."""
    mine = (col(SignedInSession.user_id) == user_id, col(SignedInSession.ended_at).is_(None))
    return _changed(session, SignedInSession, *mine, ended_at=now)


def _alive(id_hash: bytes) -> tuple[Any, Any]:
    return col(SignedInSession.id_hash) == id_hash, col(SignedInSession.ended_at).is_(None)


def add_invitation(session: Session, link_hash: bytes, user_id: UserId, expires_at: datetime) -> None:
    """Store a link that opens an account once."""
    _add(session, Invitation, {"token_hash": link_hash, "user_id": user_id, "expires_at": expires_at})


def use_invitation(session: Session, link_hash: bytes, now: datetime) -> UserId | None:
    """Use up a link and give the account it opens; None if it is unknown, used, too old, or the account is closed."""
    fresh = (col(Invitation.used_at).is_(None), col(Invitation.expires_at) > now)
    if not _changed(session, Invitation, col(Invitation.token_hash) == link_hash, *fresh, used_at=now):
        return None
    open_account = (
        select(User.id)
        .join(Invitation, col(Invitation.user_id) == User.id)
        .where(Invitation.token_hash == link_hash, col(User.disabled_at).is_(None))
    )
    found = session.exec(open_account, execution_options=SYSTEM).first()
    return None if found is None else UserId(found)


_ANSWERING = tuple(ROLES_OF.values())


class HabitsStore:
    """What is one account's own; satisfies `lvws_core.ports.Habits`."""

    def __init__(self, session: Session, signed_in: SignedIn) -> None:
        self._session, self._signed_in = session, signed_in

    @property
    def last_visit(self) -> datetime | None:
        """When the account was last used before this session began."""
        return self._signed_in.last_visit

    @property
    def filters(self) -> tuple[str, ...]:
        """The saved filters, in codes."""
        return self._signed_in.filters

    def keep_filters(self, filters: tuple[str, ...]) -> None:
        """Store the saved filters anew."""
        _changed(self._session, User, col(User.id) == self._signed_in.actor.id, filters="\n".join(filters))


class NamesStore:
    """Names of organisations and colleagues for one request; satisfies `lvws_core.ports.Names`."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._organisations: dict[UUID, str] | None = None

    def organisation(self, organisation_id: UUID) -> str:
        """Give an organisation's name; the first call reads them all, in one statement.

        Raises:
            Missing: There is no such organisation.
        """
        if self._organisations is None:
            self._organisations = dict(self._session.exec(select(Organisation.id, Organisation.name)).all())
        if organisation_id not in self._organisations:
            raise Missing
        return self._organisations[organisation_id]

    def partners(self) -> dict[UUID, str]:
        """Give the names of the delivery partners, in one statement."""
        found = self._session.exec(select(Organisation.id, Organisation.name).where(Organisation.kind == "partner"))
        return dict(found.all())

    def hosts(self) -> dict[UUID, str]:
        """Give the names of the host sites' organisations, in one statement."""
        found = self._session.exec(select(Organisation.id, Organisation.name).where(Organisation.kind == "host"))
        return dict(found.all())

    def with_role(self, organisation_id: UUID, role: Role) -> dict[UserId, str]:
        """Give the display names of the open accounts of an organisation that hold a role, in one statement."""
        columns = (User.id, User.display_name, User.roles)
        rows = self._session.exec(
            select(*columns).where(User.organisation_id == organisation_id, col(User.disabled_at).is_(None))
        )
        return {UserId(user_id): name for user_id, name, roles in rows if role.value in roles.split()}

    def colleagues(self, user_ids: frozenset[UserId]) -> dict[UserId, str]:
        """Give the display name of each account asked for, in one statement; an unknown one is left out."""
        if not user_ids:
            return {}
        found = self._session.exec(select(User.id, User.display_name).where(col(User.id).in_(user_ids)))
        return {UserId(user_id): name for user_id, name in found}

    def team(self, organisation_id: UUID) -> dict[UserId, str]:
        """Give the display names of the open accounts of an organisation who answer offers, in one statement."""
        columns = (User.id, User.display_name, User.roles)
        rows = self._session.exec(
            select(*columns).where(User.organisation_id == organisation_id, col(User.disabled_at).is_(None))
        )
        answering = {role.value for roles in _ANSWERING for role in roles[Side.PARTNER]}
        return {UserId(user_id): name for user_id, name, roles in rows if answering & set(roles.split())}
