"""Recording that a person had to tell a partner again what was shared with it."""

from lvws_core.errors import NotAllowed
from lvws_core.ids import Reference
from lvws_core.reasons import because
from partners.offers.asked_again import store
from partners.offers.asked_again.forms import Asked
from partners.offers.model import FiledOffer
from partners.offers.service import Desk, read

_NOT_YOURS = because("not_the_partner", "NEED-02", "Only whoever a referral was sent to records what it asked again.")
_OVER = because("wrong_state", "lifecycle 2", "This referral is over: there is nothing more to ask.")


def before_asking(desk: Desk, reference: Reference) -> FiledOffer:
    """Give an offer for the form; nothing that was shared is opened.

    Raises:
        Missing: There is none for this actor's organisation.
        NotAllowed: It was not sent to the actor's organisation, or it is over.
    """
    filed = read(desk, reference)
    if filed.offer.organisation_id != desk.actor.organisation_id:
        raise NotAllowed(_NOT_YOURS)
    if not filed.offer.is_live:
        raise NotAllowed(_OVER)
    return filed


def record_asked(desk: Desk, filed: FiledOffer, asked: Asked) -> None:
    """Store what was asked again and why; event `offer.asked_again`, for both organisations.

    Source: NEED-02.
    """
    offer = filed.offer
    store.add(desk.session, offer, asked, row_id=desk.new_id(), by=desk.actor.id, at=desk.now)
    concerned = (offer.lead_organisation_id, offer.organisation_id)
    desk.note("offer.asked_again", offer.id, *concerned, category=asked.category.value, reason=asked.reason.value)
