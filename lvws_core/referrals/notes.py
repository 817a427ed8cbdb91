"""Notes: what is recorded on an offer without changing its state."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

import msgspec
from msgspec.structs import replace

from lvws_core.actors import Actor, Role
from lvws_core.errors import Conflict, NotAllowed
from lvws_core.events import Event, OfferNoted
from lvws_core.ids import UserId, id_like
from lvws_core.reasons import Reason, because
from lvws_core.referrals.codes import require_code
from lvws_core.referrals.delivery import Heard, SecureRoute
from lvws_core.referrals.moves import LIVE, Direction, OfferStatus, Side
from lvws_core.referrals.moving import acts_for, speaks_for_partner, told_for_partner, version_reasons
from lvws_core.referrals.offers import Offer
from lvws_core.vocabulary import Labelled

OFFER_NOTED = "offer.noted"


class Note(Labelled):
    """What can be noted on an offer."""

    ATTEMPT = "attempt", "Contact attempt"
    UPDATE = "update", "Progress update"
    ASSIGNED = "assigned", "Assigned"
    STOP_CONFIRMED = "stop_confirmed", "Stop confirmed"
    OUTCOME_ACKNOWLEDGED = "outcome_acknowledged", "Outcome acknowledged"
    STILL_NEEDED = "still_needed", "Still needed"
    STILL_POSSIBLE = "still_possible", "We can still take this"
    REVIEW_ASKED = "review_asked", "Asked whether it is still needed"
    MESSAGE = "message", "Message"
    DELIVERED = "delivered", "Pack delivered"


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """Who may make a note, in which states, which instant it sets, and whether it is made once only.

    Without a `side` either may. `on_behalf` says that the lead may make it for a partner without an
    account, and `off_portal` that it has a place only on an offer to such a partner. One `while_kept`
    is made only as long as the partner keeps the offer in its list.
    """

    side: Side | None
    statuses: frozenset[OfferStatus]
    stamp: str | None = None
    once: bool = False
    while_kept: bool = False
    on_behalf: bool = False
    off_portal: bool = False


_S = OfferStatus
NOTES: Mapping[Note, Place] = {
    Note.ATTEMPT: Place(side=Side.PARTNER, statuses=frozenset({_S.WAITLISTED, _S.ACCEPTED, _S.ACTIVE, _S.PAUSED})),
    Note.UPDATE: Place(
        side=Side.PARTNER, statuses=frozenset({_S.ACTIVE, _S.PAUSED}), stamp="updated_at", on_behalf=True
    ),
    Note.ASSIGNED: Place(side=Side.PARTNER, statuses=LIVE),
    Note.STOP_CONFIRMED: Place(
        side=Side.PARTNER, statuses=frozenset({_S.WITHDRAWN}), stamp="stop_confirmed_at", once=True, on_behalf=True
    ),
    Note.OUTCOME_ACKNOWLEDGED: Place(
        side=Side.LEAD, statuses=frozenset({_S.COMPLETED}), stamp="outcome_acknowledged_at", once=True
    ),
    Note.STILL_NEEDED: Place(side=Side.LEAD, statuses=frozenset({_S.WAITLISTED}), stamp="reviewed_at"),
    Note.STILL_POSSIBLE: Place(
        side=Side.PARTNER, statuses=frozenset({_S.EXPIRED}), stamp="still_possible_at", once=True, while_kept=True
    ),
    Note.REVIEW_ASKED: Place(side=Side.PARTNER, statuses=frozenset({_S.WAITLISTED}), stamp="review_asked_at"),
    Note.MESSAGE: Place(side=None, statuses=LIVE),
    Note.DELIVERED: Place(side=Side.LEAD, statuses=frozenset({_S.SENT}), stamp="delivered_at", off_portal=True),
}
"""Every note with its place in the life of an offer. Source: lifecycle 4 and 5."""


ASSIGNS: Mapping[Direction, frozenset[Role]] = {
    Direction.ONWARD: frozenset({Role.PARTNER_MANAGER}),
    Direction.INWARD: frozenset({Role.LEAD_MANAGER, Role.INTAKE_WORKER}),
}
"""Who assigns to somebody else: the partner's manager; at the lead also who takes in and hands over."""


def allowed_notes(offer: Offer, actor: Actor, at: datetime | None = None) -> frozenset[Note]:
    """Give the notes that state, role and organisation admit at an aware moment: the buttons to show.

    Without the moment, nothing counts as too late.
    """
    return frozenset(
        note
        for note in Note
        if not any(_not_yours(offer, note, actor, None)) and not any(_out_of_place(offer, note, offer.version, at))
    )


def annotate(
    offer: Offer,
    note: Note,
    by: Actor,
    now: datetime,
    expected_version: int,
    *,
    worker_id: UserId | None = None,
    heard: Heard | None = None,
    route: SecureRoute | None = None,
) -> tuple[Offer, Event]:
    """Give the offer with the note, and the event that says so; the state stays as it is.

    `worker_id` says to whom an offer is assigned, the actor where it is None; to assign to somebody
    else is the manager's, and at the lead also the intake worker's. An `update` starts its clock
    again, and so does `still_needed`. A `message` leaves even the version as it is, so that it comes
    in nobody's way. `heard` is needed where the lead records for a partner without an account, and
    `route` to say how a pack was delivered. That it can still take an expired offer a partner says
    while it keeps the offer, until `visible_until`; that opens nothing again.

    Raises:
        NotAllowed: The note is not this actor's to make.
        Conflict: The state does not admit it, it was made before and is made once, or the version
            is another; every reason.
        Invalid: There is no such note, `now` is naive, or `heard` or `route` is missing where it is needed.

    Source: lifecycle 4 and 5.
    """
    note = Note(require_code("note", note, Note))
    if refused := tuple(_not_yours(offer, note, by, worker_id)):
        raise NotAllowed(*refused)
    if refused := tuple(_out_of_place(offer, note, expected_version, now)):
        raise Conflict(*refused)
    detail = {"note": note.value, "version": offer.version + (note != Note.MESSAGE)}
    detail |= _told(offer, note, by, now, worker_id=worker_id, heard=heard, route=route)
    status = OfferStatus(offer.status)
    event = OfferNoted(
        at=now,
        actor_id=by.id,
        subject_id=offer.id,
        organisation_ids=(offer.lead_organisation_id, offer.organisation_id),
        old=status.value,
        new=status.value,
        detail=detail,
    )
    return noted(offer, event), event


def _told(
    offer: Offer,
    note: Note,
    by: Actor,
    now: datetime,
    *,
    worker_id: UserId | None,
    heard: Heard | None,
    route: SecureRoute | None,
) -> dict[str, Any]:
    side = NOTES[note].side
    if side is None:
        return {"side": (Side.PARTNER if acts_for(offer, by, Side.PARTNER) else Side.LEAD).value}
    if not acts_for(offer, by, side):
        return told_for_partner(heard, now)
    if note == Note.ASSIGNED:
        return {"worker_id": str(worker_id or by.id)}
    return {"route": require_code("route", route, SecureRoute)} if note == Note.DELIVERED else {}


def noted(offer: Offer, event: Event) -> Offer:
    """Give the offer after an event of `annotate`: the one place where a note changes an offer."""
    note = Note(event.detail["note"])
    stamp = NOTES[note].stamp
    changes: dict[str, Any] = {} if stamp is None else {stamp: event.at}
    if note == Note.ATTEMPT:
        changes["attempts"] = offer.attempts + 1
    if note == Note.ASSIGNED:
        changes["assigned_to"] = UserId(id_like(offer.id, event.detail["worker_id"]))
    return replace(offer, version=event.detail["version"], **changes)


def _not_yours(offer: Offer, note: Note, by: Actor, worker_id: UserId | None) -> Iterator[Reason]:
    place = NOTES[note]
    sides = (Side.LEAD, Side.PARTNER) if place.side is None else (place.side,)
    on_behalf = place.on_behalf and speaks_for_partner(offer, by)
    if not on_behalf and not any(acts_for(offer, by, side) for side in sides):
        whose = " or the ".join(sides)
        yield because("not_your_note", "lifecycle 4", f"“{note.label}” belongs to the {whose} of this offer.")
    if note == Note.ASSIGNED and worker_id not in {None, by.id} and not by.has(*ASSIGNS[offer.direction]):
        yield because("manager_needed", "lifecycle 4", "Only the manager of the team assigns to somebody else.")


def _out_of_place(offer: Offer, note: Note, expected_version: int, at: datetime | None) -> Iterator[Reason]:
    place = NOTES[note]
    if offer.status not in place.statuses or (place.off_portal and not offer.off_portal):
        yield because(
            "wrong_state",
            "lifecycle 2",
            f"It is “{OfferStatus(offer.status).label}”; “{note.label}” has no place there.",
        )
    if place.once and place.stamp is not None and getattr(offer, place.stamp) is not None:
        yield because("already_noted", "lifecycle 5", f"“{note.label}” is already recorded.")
    if place.while_kept and at is not None and offer.visible_until is not None and offer.visible_until <= at:
        yield because("no_longer_kept", "lifecycle 2", "It ended too long ago; ask the lead to send it anew.")
    yield from version_reasons(offer.version, expected_version)
