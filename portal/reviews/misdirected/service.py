"""Reviewing what went to the wrong recipient: opened by the withdrawal itself, read, decided."""

import msgspec

from lvws_core import desk as desks
from lvws_core.errors import Conflict
from lvws_core.events import Event
from lvws_core.ids import Reference
from lvws_core.reasons import because
from lvws_core.referrals import Move, WithdrawReason
from partners.offers.history import store as histories
from partners.offers.history.model import Confirmation
from partners.offers.model import FiledOffer
from portal.audit import store as audit
from portal.reviews.misdirected import store
from portal.reviews.misdirected.model import SEEN_KINDS, Decided, KeptReview, Seen, seen_by

Desk = desks.Desk[store.Session]
"""The desk of this slice, with the session of its store."""

MOST_SEEN = 500
_DECIDED = because("already_decided", "lifecycle 5", "This has been decided already.")


class Opened(msgspec.Struct, frozen=True, kw_only=True):
    """A review with everything that is known: who saw what, what the partner says, what was decided."""

    review: KeptReview
    seen: tuple[Seen, ...]
    confirmation: Confirmation | None
    decided: Decided | None


def open_review(desk: Desk, filed: FiledOffer, event: Event) -> None:
    """Open a review when an offer is withdrawn from the wrong recipient; event `review.opened`.

    The clocks begin at the withdrawal: that is when the lead knew.

    Source: issue on partner coordination; domain 4.9.
    """
    is_wrong = event.detail.get("reason") == WithdrawReason.WRONG_RECIPIENT
    if event.detail.get("move") != Move.WITHDRAW or not is_wrong:
        return
    offer = filed.offer
    kept = KeptReview(
        id=desk.new_id(),
        offer_id=offer.id,
        reference=filed.reference,
        organisation_id=offer.organisation_id,
        categories=filed.receipt.categories,
        known_at=desk.now,
        reported_by=desk.actor.id,
    )
    store.add(desk.session, desk.vault, kept, offer.lead_organisation_id)
    desk.note("review.opened", kept.id, offer_id=str(offer.id), categories=sorted(kept.categories))


def read_review(desk: Desk, reference: Reference) -> Opened:
    """Give a review with who saw which fields; event `review.read`.

    Raises:
        Missing: There is none for this actor's organisation.
    """
    review = store.get(desk.session, reference)
    desk.note("review.read", review.id, fields=("seen", "decision"))
    history = histories.of_offer(desk.session, reference, desk.actor.organisation_id)
    events = audit.about(desk.session, [review.offer_id], SEEN_KINDS, MOST_SEEN)
    return Opened(
        review=review,
        seen=seen_by(events),
        confirmation=history.confirmation,
        decided=store.decided_words(desk.session, desk.vault, reference),
    )


def decide(desk: Desk, reference: Reference, decided: Decided) -> None:
    """Store whether the regulator and the person are told, and why; event `review.decided`.

    Raises:
        Missing: There is none for this actor's organisation.
        Conflict: It was decided before.

    Source: domain 4.9; UK GDPR Articles 33 and 34.
    """
    review = store.get(desk.session, reference)
    if review.decided_at is not None:
        raise Conflict(_DECIDED)
    store.decide(desk.session, desk.vault, review, decided, by=desk.actor.id, at=desk.now)
    desk.note("review.decided", review.id, regulator=decided.regulator.value, person_told=decided.person_told.value)
