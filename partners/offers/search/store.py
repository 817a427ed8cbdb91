"""Search in the database: one statement over three keyed indexes and the reference."""

from datetime import datetime

import msgspec
from sqlalchemy import ColumnElement, or_
from sqlmodel import Session as Session
from sqlmodel import col

from lvws_core.ids import OrganisationId
from lvws_core.ports import Vault
from lvws_core.referrals import Offer
from partners.offers.lists.model import InboxRow
from partners.offers.lists.store import inbox_row, rows_of
from partners.offers.model import opens
from partners.offers.search.model import MOST, Sought, name_index, phone_index
from partners.offers.tables import OfferRow


def find(
    session: Session, vault: Vault, organisation_id: OrganisationId, sought: Sought, now: datetime
) -> tuple[InboxRow, ...]:
    """Give a team's offers that match exactly, newest change first, at most `MOST`.

    By a name or a number only those are found that the team may still open at that moment (aware).
    """
    statement = (
        rows_of(organisation_id)
        .add_columns(col(OfferRow.life))
        .where(or_(*_criteria(vault, organisation_id, sought)))
        .order_by(col(OfferRow.changed_at).desc(), col(OfferRow.id).desc())
        .limit(MOST)
    )
    rows = session.execute(statement).all()
    return tuple(
        inbox_row(row)
        for row in rows
        if row.reference == sought.reference or opens(msgspec.json.decode(row.life, type=Offer), now)
    )


def _criteria(vault: Vault, organisation_id: OrganisationId, sought: Sought) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if sought.reference:
        found.append(col(OfferRow.reference) == sought.reference)
    if sought.name:
        found.append(col(OfferRow.name_index) == name_index(vault, organisation_id, sought.name))
    if sought.phone:
        phone = phone_index(vault, organisation_id, sought.phone)
        found += [col(OfferRow.phone_index) == phone, col(OfferRow.other_phone_index) == phone]
    return found
