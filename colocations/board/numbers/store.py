"""What is counted of contacts: codes and numbers in one statement; no word that anybody wrote, and nobody's id.

Contacts that are `is_apart` are left out of everything here.
"""

from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import case, func, select
from sqlmodel import Session, col

from colocations.board.numbers.model import Entry, Recent, is_referral, weeks_before
from colocations.contacts.choices.model import ABOUT_SOMEBODY
from colocations.contacts.model import ContactKind, Outcome, StaffRole
from colocations.contacts.tables import ContactRow
from lvws_core.times import london_day, start_of_day, utc

_ABOUT = sorted(kind.value for kind in ABOUT_SOMEBODY)


def recent(session: Session, site_ids: Collection[UUID], today: date) -> dict[UUID, Recent]:
    """Give the last four weeks of each of these sites, in one statement; one without contacts is left out."""
    starts = [*map(start_of_day, weeks_before(today)), start_of_day(today + timedelta(days=1))]
    at, kind = col(ContactRow.at), col(ContactRow.kind)
    about = kind.in_(_ABOUT)
    led = about & (col(ContactRow.referral).is_not(None) | (col(ContactRow.outcome) == Outcome.LED_TO_REFERRAL.value))
    weeks = [_many(about & (at >= utc(first)) & (at < utc(after))) for first, after in pairwise(starts)]
    spent = func.sum(case((kind == ContactKind.CLIENT.value, col(ContactRow.minutes)), else_=0))
    columns: tuple[Any, ...] = (col(ContactRow.site_id), *weeks, _many(led), spent, func.sum(col(ContactRow.minutes)))
    wanted = select(*columns).where(*_counted(site_ids, starts[0], starts[-1])).group_by(col(ContactRow.site_id))
    return {
        row[0]: Recent(weeks=tuple(map(int, row[1:-3])), referrals=row[-3], client_minutes=row[-2], minutes=row[-1])
        for row in session.execute(wanted)
    }


def entries(
    session: Session, site_ids: Collection[UUID], first: date, last: date, options: Mapping[str, Any] = {}
) -> tuple[tuple[UUID, Entry], ...]:
    """Give what is counted of the contacts of sites from one London day to another, both inclusive, with the site."""
    names = ("site_id", "kind", "at", "minutes", "department", "audience", "outcome", "referral")
    wanted = select(*(getattr(ContactRow, name) for name in names)).where(
        *_counted(site_ids, start_of_day(first), start_of_day(last + timedelta(days=1)))
    )
    return tuple((row.site_id, _entry(row)) for row in session.execute(wanted, execution_options=options))


def _counted(site_ids: Collection[UUID], first: datetime, after: datetime) -> tuple[Any, ...]:
    at = col(ContactRow.at)
    taken = col(ContactRow.outcome) != Outcome.CANCELLED.value
    here = col(ContactRow.site_id).in_(site_ids)
    return here, at >= utc(first), at < utc(after), col(ContactRow.is_apart).is_(False), taken


def _many(condition: Any) -> Any:
    return func.sum(case((condition, 1), else_=0))


def _entry(row: Any) -> Entry:
    kind = ContactKind(row.kind)
    return Entry(
        kind=kind,
        day=london_day(utc(row.at)),
        minutes=row.minutes,
        department=row.department,
        audience=msgspec.json.decode(row.audience, type=dict[StaffRole, int]),
        is_referral=kind in ABOUT_SOMEBODY and is_referral(Outcome(row.outcome), row.referral),
    )
