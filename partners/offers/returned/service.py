"""What a partner can still say of an offer that returned to the lead."""

from lvws_core.ids import Reference
from lvws_core.referrals import Note
from partners.offers.acts.service import Overtaken, mark
from partners.offers.model import FiledOffer
from partners.offers.service import Desk


def still_possible(desk: Desk, reference: Reference, version: int) -> FiledOffer | Overtaken:
    """Say that the team can still take an offer that expired; the lead sees it first where the need waits.

    Nothing that was shared opens again: if the lead wants it, a new offer is sent, with every check.

    Source: lifecycle 2; design 3.
    """
    return mark(desk, reference, Note.STILL_POSSIBLE, version)
