"""The contacts of a site within a time, but for those that the host must not know of."""

from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlmodel import Session as Session  # given on to the service, which names no framework
from sqlmodel import col

from colocations.contacts.model import ContactKind, Feedback, Manner, Outcome, Purpose, StaffRole, TrainingLevel
from colocations.contacts.tables import ContactRow
from colocations.paper.export.model import Given
from lvws_core.times import london_day, utc
from lvws_core.vocabulary.labelled import Labelled

_NAMES = (
    *("at", "kind", "department", "manner", "minutes", "purpose", "outcome"),
    *("staff_role", "staff_spoken_to", "audience", "level", "feedback", "referral"),
)


def given(session: Session, site_id: UUID, first: datetime, after: datetime) -> tuple[Given, ...]:
    """Give the contacts of a site from a moment to another (aware, the second exclusive), by time, in one statement.

    What is sealed is not asked for, nor who logged it, nor whom it was about; staff of the host who were helped
    themselves are left out.
    """
    columns = [getattr(ContactRow, name) for name in _NAMES]
    wanted = select(*columns).where(
        col(ContactRow.site_id) == site_id,
        col(ContactRow.at) >= utc(first),
        col(ContactRow.at) < utc(after),
        col(ContactRow.is_apart).is_(False),
    )
    rows = session.execute(wanted.order_by(col(ContactRow.at), col(ContactRow.id)))
    return tuple(
        Given(
            kind=ContactKind(row.kind),
            minutes=row.minutes,
            cells=(
                london_day(utc(row.at)),
                _words(ContactKind, row.kind),
                row.department,
                _words(Manner, row.manner),
                row.minutes,
                _words(Purpose, row.purpose),
                _words(Outcome, row.outcome),
                _words(StaffRole, row.staff_role),
                row.staff_spoken_to,
                sum(msgspec.json.decode(row.audience, type=dict[str, int]).values()) or None,
                _words(TrainingLevel, row.level),
                _words(Feedback, row.feedback),
                "yes" if row.referral else "no",
            ),
        )
        for row in rows
    )


def _words(choices: type[Labelled], key: str | None) -> str | None:
    return choices(key).label if key else None
