"""Search in the database: by the reference, or by the keyed indexes of what was shared."""

from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Row
from sqlmodel import Session as Session
from sqlmodel import col

from lvws_core.ids import OrganisationId
from lvws_core.ports import Vault
from lvws_core.referrals import Offer
from lvws_core.times import utc
from partners.offers.lists.model import InboxRow
from partners.offers.lists.store import inbox_row, rows_of
from partners.offers.model import opens
from partners.offers.search.model import MOST, Sought, name_index, phone_index
from partners.offers.tables import OfferRow


def find(
    session: Session, vault: Vault, organisation_id: OrganisationId, sought: Sought, now: datetime
) -> tuple[InboxRow, ...]:
    """Give a team's offers that match exactly, newest change first, at most `MOST`.

    By a name or a number only those are found that the team may still open at that moment (aware). One
    with which contact is stopped is found too: whoever is rung up must read that nobody may ring back.
    A statement for each index, because SQLite reads a whole team for an OR of them.
    """
    found: dict[str, Row[Any]] = {}
    for criterion in _criteria(vault, organisation_id, sought):
        statement = rows_of(organisation_id).add_columns(col(OfferRow.life)).where(criterion).limit(MOST)
        found |= {row.reference: row for row in session.execute(statement)}
    shown = [row for row in found.values() if sought.reference or _opens(row, now)]
    newest = sorted(shown, key=lambda row: (utc(row.changed_at), row.id), reverse=True)
    return tuple(inbox_row(row) for row in newest[:MOST])


def _opens(row: Row[Any], now: datetime) -> bool:
    return opens(msgspec.json.decode(row.life, type=Offer), now)


def _criteria(vault: Vault, organisation_id: OrganisationId, sought: Sought) -> list[ColumnElement[bool]]:
    if sought.reference:
        return [col(OfferRow.reference) == sought.reference]
    if sought.name:
        return [col(OfferRow.name_index) == name_index(vault, organisation_id, sought.name)]
    phone = phone_index(vault, organisation_id, sought.phone)
    return [col(OfferRow.phone_index) == phone, col(OfferRow.other_phone_index) == phone]
