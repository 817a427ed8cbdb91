"""Delivering a pack, and recording what a partner without an account said."""

from lvws_core.errors import Missing
from lvws_core.ids import Reference
from lvws_core.referrals import Move, Note, SecureRoute
from partners.offers.acts.service import Overtaken, make, mark
from partners.offers.delivery.forms import Record
from partners.offers.delivery.model import RECORDS, Said
from partners.offers.model import FiledOffer
from partners.offers.service import Desk, read


def only_without_account(desk: Desk, reference: Reference) -> FiledOffer:
    """Give an offer to a partner without an account; any other is as if it had no such page.

    Raises:
        Missing: There is none for this actor's organisation, or its partner answers for itself.
    """
    filed = read(desk, reference)
    if not filed.offer.off_portal:
        raise Missing
    return filed


def deliver(desk: Desk, reference: Reference, version: int, route: SecureRoute) -> FiledOffer | Overtaken:
    """Record by which secure way the pack went; that they have it is recorded when they say so.

    Raises:
        Missing: There is none for this actor's organisation.
        NotAllowed: It is not the actor's to deliver.
    """
    return mark(desk, reference, Note.DELIVERED, version, route=route)


def record(desk: Desk, reference: Reference, version: int, said: Said, what: Record) -> FiledOffer | Overtaken:
    """Record what they said, with who confirmed it, how and when; custody and clocks go as for any other offer.

    Raises:
        Missing: There is none for this actor's organisation.
        NotAllowed: It is not the actor's to record.

    Source: lifecycle 1, 2 and 5.
    """
    does, name = RECORDS[said], what.confirmed_by
    if isinstance(does, Note):
        told, heard = what.told, what.heard
        return mark(desk, reference, does, version, text=what.note, told=told, heard=heard, confirmed_by=name)
    text = _words(what, does)
    return make(desk, reference, does, version, detail=what.detail, text=text, told=what.told, confirmed_by=name)


def _words(what: Record, does: Move) -> str:
    override = what.detail.override
    why = f"High risk may wait because: {override}" if does == Move.WAITLIST and override else ""
    return "\n\n".join(part for part in (why, what.note) if part)
