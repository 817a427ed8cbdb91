"""Open actions of which something is to be told; nothing sealed is opened."""

from datetime import date, timedelta
from uuid import UUID

from sqlmodel import Session, and_, col, or_, select, update

from lvws_core.ids import OrganisationId, Reference, UserId
from portal.people.marac.meetings.model import ActionStatus
from portal.people.marac.meetings.tables import MaracActionRow
from portal.people.marac.notices.model import DueAction, Noticed
from portal.people.marac.tables import MaracReferralRow


def due(session: Session, today: date, most: int) -> tuple[DueAction, ...]:
    """Give the open actions that fall due by tomorrow, or are late, and were not told so; at most `most`."""
    unsaid = and_(
        col(MaracActionRow.due_on) <= today + timedelta(days=1), col(MaracActionRow.noticed) == Noticed.NOTHING.value
    )
    late = and_(col(MaracActionRow.due_on) < today, col(MaracActionRow.noticed) == Noticed.DUE.value)
    rows = session.exec(
        select(MaracActionRow, MaracReferralRow.reference, MaracReferralRow.author_id)
        .join(MaracReferralRow, col(MaracReferralRow.id) == col(MaracActionRow.referral_id))
        .where(MaracActionRow.status == ActionStatus.OPEN.value, or_(unsaid, late))
        .order_by(col(MaracActionRow.due_on), col(MaracActionRow.id))
        .limit(most)
    )
    return tuple(
        DueAction(
            id=row.id,
            mark=Reference(mark),
            author_id=UserId(author),
            organisation_id=OrganisationId(row.owner_organisation_id),
            due_on=row.due_on,
            noticed=Noticed(row.noticed),
        )
        for row, mark, author in rows
    )


def noticed(session: Session, action_id: UUID, before: Noticed, now: Noticed) -> bool:
    """Store how far an action was told; False where somebody else was quicker."""
    result = session.exec(
        update(MaracActionRow)
        .where(col(MaracActionRow.id) == action_id, col(MaracActionRow.noticed) == before.value)
        .values(noticed=now.value)
    )
    return bool(result.rowcount)
