"""Who stands behind an offer of the scene."""

from sqlmodel import select

from partners.offers.tables import OfferRow
from portal.database import SYSTEM
from portal.people.tables import PersonRow
from tests.staged import Staged


def about(staged: Staged, offer: str) -> tuple[str, str]:
    """Give the person and the request of an offer, by reference."""
    joined = select(PersonRow.reference, OfferRow.request_reference).join(
        OfferRow,
        OfferRow.person_id == PersonRow.id,  # type: ignore[arg-type]
    )
    with staged.app.state.database.system(reading=True) as session:
        person, request = session.exec(joined.where(OfferRow.reference == offer), execution_options=SYSTEM).one()
    return person, request
