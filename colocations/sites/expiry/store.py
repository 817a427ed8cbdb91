"""Which rows have something to say of their end, as a condition: exactly those, so that no other fills a batch."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, or_

from colocations.sites.expiry.model import BEFORE_DAYS, Nearing


def to_be_said(last: Any, said: Any, today: date) -> ColumnElement[bool]:
    """Give the condition that something is to be said of a last day in a column, and was not; for a London day."""
    return or_(
        *(and_(last <= today + timedelta(days=BEFORE_DAYS[each]), said.not_like(f"%{each.value}%")) for each in Nearing)
    )
