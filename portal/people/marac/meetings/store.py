"""Rows of meetings and actions; days are London's."""

from datetime import date, datetime
from typing import Final
from uuid import UUID

import msgspec
from sqlmodel import Session, col, func, select, update

from lvws_core.errors import Missing
from lvws_core.ids import OrganisationId, Reference, UserId
from lvws_core.ports import RecordKey, Vault
from lvws_core.times import utc
from lvws_core.vocabulary import Borough
from portal.people.marac.meetings.model import Action, ActionStatus, Meeting, Overdue, Words
from portal.people.marac.meetings.tables import MaracActionRow, MaracMeetingRow
from portal.people.marac.tables import MaracReferralRow
from portal.people.tables import PersonRow

MOST: Final = 50
"""How many meetings or actions a list shows at most."""


def add_meeting(session: Session, made: Meeting, owner_id: OrganisationId, *, by: UserId, at: datetime) -> None:
    """Store a new meeting."""
    session.add(
        MaracMeetingRow(
            id=made.id,
            owner_organisation_id=owner_id,
            panel=made.panel.value,
            held_on=made.on,
            added_at=utc(at),
            added_by=by,
        )
    )
    session.flush()


def meeting(session: Session, meeting_id: UUID) -> Meeting:
    """Give a meeting.

    Raises:
        Missing: There is none, or not for this actor.
    """
    row = session.exec(select(MaracMeetingRow).where(MaracMeetingRow.id == meeting_id)).first()
    if row is None:
        raise Missing
    return _meeting(row)


def meeting_of(session: Session, panel: Borough, on: date) -> Meeting | None:
    """Give the meeting of a panel on a day, None when there is none."""
    found = select(MaracMeetingRow).where(MaracMeetingRow.panel == panel.value, MaracMeetingRow.held_on == on)
    row = session.exec(found).first()
    return None if row is None else _meeting(row)


def meetings(session: Session, since: date) -> tuple[Meeting, ...]:
    """Give the meetings from a day on, the earliest first."""
    rows = session.exec(
        select(MaracMeetingRow)
        .where(col(MaracMeetingRow.held_on) >= since)
        .order_by(col(MaracMeetingRow.held_on), col(MaracMeetingRow.panel))
        .limit(MOST)
    )
    return tuple(_meeting(row) for row in rows)


def add_action(session: Session, vault: Vault, key: RecordKey, made: Action) -> None:
    """Store an action about the person whose key it is."""
    session.add(
        MaracActionRow(
            id=made.id,
            owner_organisation_id=key.organisation_id,
            person_id=key.record_id,
            referral_id=made.referral_id,
            due_on=made.due_on,
            status=made.status.value,
            sealed_action=_sealed(vault, key, made),
        )
    )
    session.flush()


def actions(session: Session, vault: Vault, key: RecordKey, referral_id: UUID) -> tuple[Action, ...]:
    """Give the actions of a referral, the earliest due first; it opens red fields."""
    rows = session.exec(
        select(MaracActionRow)
        .where(MaracActionRow.referral_id == referral_id)
        .order_by(col(MaracActionRow.due_on), col(MaracActionRow.id))
        .limit(MOST)
    )
    return tuple(_action(vault, key, row) for row in rows)


def put_action(session: Session, vault: Vault, key: RecordKey, settled: Action) -> bool:
    """Store what became of an action; False where somebody else settled it meanwhile."""
    result = session.exec(
        update(MaracActionRow)
        .where(col(MaracActionRow.id) == settled.id, col(MaracActionRow.status) == ActionStatus.OPEN.value)
        .values(
            status=settled.status.value,
            settled_on=settled.settled_on,
            settled_by=settled.settled_by,
            sealed_action=_sealed(vault, key, settled),
        )
    )
    return bool(result.rowcount)


def open_actions(session: Session, referral_id: UUID) -> int:
    """Count the open actions of a referral."""
    return session.exec(
        select(func.count(col(MaracActionRow.id))).where(
            MaracActionRow.referral_id == referral_id, MaracActionRow.status == ActionStatus.OPEN.value
        )
    ).one()


def overdue(session: Session, today: date) -> tuple[Overdue, ...]:
    """Give the actions past their day, the longest first; nothing sealed is opened."""
    columns = (PersonRow.reference, MaracReferralRow.reference, MaracActionRow.due_on)
    rows = session.exec(
        select(*columns)  # type: ignore[call-overload]
        .join(MaracReferralRow, col(MaracReferralRow.id) == col(MaracActionRow.referral_id))
        .join(PersonRow, col(PersonRow.id) == col(MaracActionRow.person_id))
        .where(MaracActionRow.status == ActionStatus.OPEN.value, col(MaracActionRow.due_on) < today)
        .order_by(col(MaracActionRow.due_on), col(MaracActionRow.id))
        .limit(MOST)
    )
    return tuple(Overdue(person=Reference(p), mark=Reference(mark), due_on=due) for p, mark, due in rows)


def _meeting(row: MaracMeetingRow) -> Meeting:
    return Meeting(id=row.id, panel=Borough(row.panel), on=row.held_on)


def _action(vault: Vault, key: RecordKey, row: MaracActionRow) -> Action:
    return Action(
        id=row.id,
        referral_id=row.referral_id,
        due_on=row.due_on,
        words=msgspec.json.decode(vault.open(key, _column(row.id), row.sealed_action), type=Words),
        status=ActionStatus(row.status),
        settled_on=row.settled_on,
        settled_by=None if row.settled_by is None else UserId(row.settled_by),
    )


def _sealed(vault: Vault, key: RecordKey, made: Action) -> bytes:
    return vault.seal(key, _column(made.id), msgspec.json.encode(made.words).decode())


def _column(row_id: UUID) -> str:
    return f"marac_action.action:{row_id}"
