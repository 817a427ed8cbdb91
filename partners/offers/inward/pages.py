"""The words and links of an offer's page that depend on which way the offer goes."""

from collections.abc import Mapping
from typing import TypeVar

import msgspec

from lvws_core.actors import Actor, Permission, may
from lvws_core.referrals import Direction, OfferStatus, RequestStatus, Side
from partners.offers.model import FiledOffer, retold
from partners.offers.service import OpenOffer

Worded = TypeVar("Worded", bound=msgspec.Struct | None)
"""A part of a page with words of ours in it, or none."""

_NEXT: Mapping[OfferStatus, str] = {
    OfferStatus.DECLINED: "Next: look for someone else. They declined.",
    OfferStatus.EXPIRED: "Next: look for someone else. No answer came in time.",
    OfferStatus.HANDED_BACK: "Next: look for someone else. They handed it back.",
    OfferStatus.NOT_REACHED: "Next: decide what to do. The person could not be reached.",
    OfferStatus.WITHDRAWN: "Next: look for someone else, or close the request.",
}
"""What the sender has to do about an offer that came back."""


def named(part: Worded, field: str, filed: FiledOffer) -> Worded:
    """Give a part of a page with the name of who sent the offer in the words of one field."""
    if part is None or filed.offer.direction == Direction.ONWARD:
        return part
    return msgspec.structs.replace(part, **{field: retold(getattr(part, field), filed)})


def status_words(status: OfferStatus, sender: str) -> str:
    """Give the state of an offer that came in, as the lead reads it."""
    return _INWARD_STATUS.get(status, status.label).format(sender=sender)


_INWARD_STATUS: Mapping[OfferStatus, str] = {
    OfferStatus.SENT: "Needs an answer",
    OfferStatus.ACKNOWLEDGED: "Needs an answer",
    OfferStatus.INFO_NEEDED: "Waiting for {sender}",
    OfferStatus.WAITLISTED: "On our waiting list",
    OfferStatus.OUTCOME_DUE: "Finished, outcome due",
    OfferStatus.EXPIRED: "Returned to {sender}",
    OfferStatus.HANDED_BACK: "Handed back to {sender}",
    OfferStatus.WITHDRAWN: "Withdrawn by {sender}",
    OfferStatus.DECLINED: "Declined",
}


def need_words(status: RequestStatus, direction: Direction) -> str:
    """Say where a need stands; inward it is with the lead, or back with who referred it."""
    return _INWARD_NEED.get(status, status.label) if direction == Direction.INWARD else status.label


_INWARD_NEED: Mapping[RequestStatus, str] = {RequestStatus.OPEN: "With the lead", RequestStatus.UNPLACED: "Came back"}


def next_words(opened: OpenOffer) -> str:
    """Say to the sender what comes next when an offer came back; a partner has nobody else to ask."""
    if opened.side != Side.LEAD:
        return ""
    words = _NEXT.get(opened.filed.offer.status, "")
    inward = opened.filed.offer.direction == Direction.INWARD
    return words.replace("look for someone else", "decide with the person what to do") if inward else words


def back_of(opened: OpenOffer) -> tuple[str, str]:
    """Give the list in which the reader finds the offer."""
    if opened.side == Side.LEAD:
        return ("/sent", "Sent")
    return ("/inbox", "Inbox") if opened.filed.offer.direction == Direction.ONWARD else ("/cases", "Cases")


def case_link(opened: OpenOffer, actor: Actor) -> tuple[str, str] | None:
    """Give where the case stands that began when the lead took this on; it has the same reference."""
    offer = opened.filed.offer
    inward = offer.direction == Direction.INWARD and opened.side == Side.PARTNER
    if not inward or offer.accepted_at is None or not may(actor, Permission.CASE_READ).allowed:
        return None
    return (f"/cases/{opened.filed.reference}", f"Case {opened.filed.reference}")
