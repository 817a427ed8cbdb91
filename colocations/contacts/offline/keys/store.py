"""The keys in the database: the current one of an organisation, and the private half of any that is not erased."""

from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import exists, select, update
from sqlmodel import Session as Session
from sqlmodel import col

from colocations.contacts.offline.keys.model import SealKey
from colocations.contacts.offline.tables import PermitRow, SealKeyRow
from lvws_core.ids import OrganisationId
from lvws_core.ports import RecordKey, Vault
from lvws_core.times import utc

_COLUMNS: Final = tuple(getattr(SealKeyRow, name) for name in SealKey.__struct_fields__)
_PRIVATE: Final = "seal_key.private"


def current(session: Session) -> SealKey | None:
    """Give the key with which new envelopes are sealed, None where there is none yet."""
    wanted = select(*_COLUMNS).where(col(SealKeyRow.retired_at).is_(None))
    row = session.execute(wanted.order_by(col(SealKeyRow.made_at).desc()).limit(1)).one_or_none()
    return None if row is None else _key(row)


def add(session: Session, vault: Vault, key: SealKey, private_pem: str, *, owner: tuple[OrganisationId, UUID]) -> None:
    """Store a new key of an organisation, its private half sealed under a record of its own."""
    organisation_id, record_id = owner
    record = vault.new_key(organisation_id, record_id)
    row = SealKeyRow(
        kid=key.kid,
        owner_organisation_id=organisation_id,
        record_id=record_id,
        spki=key.spki,
        sealed_key=record.wrapped,
        sealed_private=vault.seal(record, _PRIVATE, private_pem),
        made_at=utc(key.made_at),
    )
    session.add(row)
    session.flush()


def retire(session: Session, kid: str, now: datetime) -> None:
    """Store that a newer key has taken the place of this one."""
    _set(session, kid, retired_at=utc(now))


def is_known(session: Session, kid: str) -> bool:
    """Say whether a key was ours, erased or not."""
    return session.execute(select(col(SealKeyRow.kid)).where(col(SealKeyRow.kid) == kid)).one_or_none() is not None


def private(session: Session, vault: Vault, kid: str) -> tuple[str, bool] | None:
    """Give the private half of a key of ours and whether it is the current one; None where it is not there any more."""
    columns = (
        *(SealKeyRow.owner_organisation_id, SealKeyRow.record_id, SealKeyRow.sealed_key),
        *(SealKeyRow.sealed_private, SealKeyRow.retired_at),
    )
    row: Any = session.execute(select(*columns).where(col(SealKeyRow.kid) == kid)).one_or_none()  # type: ignore[call-overload]
    if row is None or row.sealed_private is None:
        return None
    key = RecordKey(organisation_id=row.owner_organisation_id, record_id=row.record_id, wrapped=row.sealed_key)
    return vault.open(key, _PRIVATE, row.sealed_private), row.retired_at is None


def to_erase(session: Session, now: datetime, kept: timedelta) -> tuple[tuple[str, OrganisationId, UUID], ...]:
    """Give the retired keys that no permit named within the time for which they are kept; for the sweep."""
    still = exists().where(col(PermitRow.kid) == col(SealKeyRow.kid), col(PermitRow.expires_at) > utc(now - kept))
    wanted = select(SealKeyRow.kid, SealKeyRow.owner_organisation_id, SealKeyRow.record_id).where(  # type: ignore[call-overload]
        col(SealKeyRow.retired_at) <= utc(now - kept), col(SealKeyRow.sealed_private).is_not(None), ~still
    )
    rows = session.execute(wanted.order_by(col(SealKeyRow.kid)))
    return tuple((row.kid, OrganisationId(row.owner_organisation_id), row.record_id) for row in rows)


def erase(session: Session, kid: str, now: datetime) -> None:
    """Erase the private half of a key: what was sealed with it opens no more."""
    _set(session, kid, sealed_key=None, sealed_private=None, erased_at=utc(now))


def _set(session: Session, kid: str, **values: Any) -> None:
    changing = update(SealKeyRow).where(col(SealKeyRow.kid) == kid).values(**values)
    session.execute(changing.execution_options(synchronize_session=False))


def _key(row: Any) -> SealKey:
    retired_at = row.retired_at and utc(row.retired_at)
    return SealKey(kid=row.kid, spki=row.spki, made_at=utc(row.made_at), retired_at=retired_at)
