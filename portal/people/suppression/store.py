"""Rows of suppression: a token that leads back to nobody, and the month in which it was made."""

from collections.abc import Callable, Collection
from datetime import date
from uuid import UUID

from sqlmodel import Session, col, select

from lvws_core.ids import OrganisationId
from lvws_core.retention import coarse_day
from portal.people.suppression.tables import SuppressionRow


def add(
    session: Session,
    tokens: Collection[bytes],
    *,
    owner_id: OrganisationId,
    new_id: Callable[[], UUID],
    today: date,
) -> int:
    """Keep the tokens that are not kept yet; give how many they are.

    Source: RET-04.
    """
    new = frozenset(tokens) - known(session, tokens, owner_id)
    for token in sorted(new):
        row = SuppressionRow(id=new_id(), owner_organisation_id=owner_id, token=token, made_on=coarse_day(today))
        session.add(row)
    session.flush()
    return len(new)


def known(session: Session, tokens: Collection[bytes], owner_id: OrganisationId) -> frozenset[bytes]:
    """Give which of these tokens an organisation keeps, in one statement."""
    if not tokens:
        return frozenset()
    kept = col(SuppressionRow.token).in_(tokens), col(SuppressionRow.owner_organisation_id) == owner_id
    return frozenset(session.exec(select(SuppressionRow.token).where(*kept)))
