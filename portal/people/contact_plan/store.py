"""Rows of safe-contact plans: sealed; the newest is in force."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from itertools import pairwise
from uuid import UUID

import msgspec
from sqlmodel import Session, col, select

from lvws_core.ids import PersonId, UserId
from lvws_core.ports import RecordKey, Vault
from portal.people.contact_plan.model import SafeContact
from portal.people.tables import ContactPlanRow


def add(
    session: Session, vault: Vault, key: RecordKey, contact: SafeContact, *, plan_id: UUID, by: UserId, at: datetime
) -> None:
    """Store a new plan of the person whose key it is; the ones before stay."""
    place(session, vault, key, contact, plan_id=plan_id, by=by, at=at)
    session.flush()


def place(
    session: Session, vault: Vault, key: RecordKey, contact: SafeContact, *, plan_id: UUID, by: UserId, at: datetime
) -> None:
    """Do as `add`; the row goes to the database with the next flush, among many of its kind."""
    session.add(
        ContactPlanRow(
            id=plan_id,
            owner_organisation_id=key.organisation_id,
            person_id=key.record_id,
            created_at=at,
            created_by=by,
            sealed_plan=vault.seal(key, _column(plan_id), msgspec.json.encode(contact).decode()),
        )
    )


def latest(session: Session, vault: Vault, key: RecordKey) -> SafeContact | None:
    """Give the plan in force, None when there is none.

    Raises:
        Invalid: What is stored was sealed for another place.
    """
    row = session.exec(
        select(ContactPlanRow)
        .where(ContactPlanRow.person_id == key.record_id)
        .order_by(col(ContactPlanRow.created_at).desc(), col(ContactPlanRow.id).desc())
        .limit(1)
    ).first()
    if row is None:
        return None
    return msgspec.json.decode(vault.open(key, _column(row.id), row.sealed_plan), type=SafeContact)


def new_details_at(session: Session, vault: Vault, key: RecordKey) -> datetime | None:
    """Give when the numbers and addresses of today were first told, None while they are the only ones ever told.

    It looks back over the newest twenty plans. Source: CONT-21.
    """
    return changed_at(of_people(session, vault, (key,)).get(PersonId(key.record_id), ()))


Plans = Sequence[tuple[datetime, SafeContact]]
"""Plans of one person with when each was made (aware), the newest first."""


def of_people(session: Session, vault: Vault, keys: Collection[RecordKey]) -> Mapping[PersonId, Plans]:
    """Give the plans of these people, at most their newest twenty, in one statement.

    It opens red fields: whoever calls it records the read.

    Raises:
        Invalid: What is stored was sealed for another place.
    """
    by_id = {key.record_id: key for key in keys}
    rows = session.exec(
        select(ContactPlanRow)
        .where(col(ContactPlanRow.person_id).in_(list(by_id)))
        .order_by(col(ContactPlanRow.created_at).desc(), col(ContactPlanRow.id).desc())
        .limit(_LOOKS_BACK * max(len(by_id), 1))
    )
    found: dict[PersonId, list[tuple[datetime, SafeContact]]] = {}
    for row in rows:
        plans = found.setdefault(PersonId(row.person_id), [])
        if len(plans) < _LOOKS_BACK:
            opened = vault.open(by_id[row.person_id], _column(row.id), row.sealed_plan)
            plans.append((row.created_at, msgspec.json.decode(opened, type=SafeContact)))
    return found


def changed_at(plans: Plans) -> datetime | None:
    """Give when the numbers and addresses of the newest plan were first told; None where no other were told before.

    Source: CONT-21.
    """
    changed = (at for (at, plan), (_, before) in pairwise(plans) if plan.ways != before.ways)
    return next(changed, None)


_LOOKS_BACK = 20


def _column(row_id: UUID) -> str:
    return f"contact_plan.plan:{row_id}"
