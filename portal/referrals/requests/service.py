"""A request as its lead works on it: open it, hold it, end it, acknowledge it, allow co-work."""

from datetime import date

import msgspec

from lvws_core.errors import Conflict
from lvws_core.events import Event
from lvws_core.ids import PersonId, Reference
from lvws_core.ports import FoundRequest
from lvws_core.reasons import because
from lvws_core.referrals import (
    Detail,
    Note,
    Offer,
    OfferStatus,
    Request,
    RequestMove,
    RequestStatus,
    against_another,
    allowed_request_moves,
    grant_co_work,
    kept_until,
    may_grant,
    move_request,
    request_status,
)
from partners.offers.acts import service as acts
from partners.offers.following import store as following
from partners.offers.following.model import FollowedOffer
from partners.offers.returned import store as returned
from portal.intake.from_contact.service import Origin, origin_of_request
from portal.referrals.again import service as again
from portal.referrals.again.model import Alternative
from portal.referrals.requests import store
from portal.referrals.requests.model import KeptRequest
from portal.referrals.service import Desk

_NOTHING_MORE = Detail()
_SETS_ASIDE = frozenset({RequestMove.HOLD, RequestMove.CLOSE_UNMET, RequestMove.MARK_ERROR})


class OpenRequest(msgspec.Struct, frozen=True, kw_only=True):
    """A request as somebody opened it.

    `offers` are newest first; `moves` are the ones that this actor may make now; `may_ask` says
    whether one more partner may be asked, and `alternatives` who, in the order in which to ask them.
    `may_grant` says whether co-work is this actor's to grant or to end.
    """

    kept: KeptRequest
    person: Reference
    offers: tuple[FollowedOffer, ...]
    status: RequestStatus
    moves: frozenset[RequestMove]
    may_ask: bool
    may_grant: bool
    alternatives: tuple[Alternative, ...] = ()
    kept_until: date | None = None
    origin: Origin | None = None


def open_request(desk: Desk, reference: Reference) -> OpenRequest:
    """Open a request; the read is recorded, and so is what is read of the person to find who else could help.

    Raises:
        Missing: There is none for this actor's organisation.
    """
    kept = store.get(desk.session, reference)
    followed = following.of_requests(desk.session, [kept.request.id])
    offered = followed.get(kept.request.id, ())
    desk.note("request.read", kept.request.id)
    status = _status(kept, offered)
    may_ask = status != RequestStatus.DRAFT and not against_another(kept.request, _offers(offered))
    found = again.find(desk, [kept], followed) if may_ask else {}
    return OpenRequest(
        kept=kept,
        person=again.person_of(desk, kept.person_id),
        offers=offered,
        status=status,
        moves=allowed_request_moves(kept.request, _offers(offered), desk.actor),
        may_ask=may_ask,
        may_grant=_can_grant(kept.request, status, desk),
        alternatives=found.get(kept.request.id, ()),
        kept_until=kept_until(kept.changed_at, desk.policy) if kept.request.status == RequestStatus.DRAFT else None,
        origin=origin_of_request(desk, kept.reference, kept.person_id),
    )


def _can_grant(request: Request, status: RequestStatus, desk: Desk) -> bool:
    return may_grant(request, desk.actor) and status in {RequestStatus.OPEN, RequestStatus.UNPLACED}


def _offers(offered: tuple[FollowedOffer, ...]) -> tuple[Offer, ...]:
    return tuple(each.offer for each in offered)


def _status(kept: KeptRequest, offered: tuple[FollowedOffer, ...]) -> RequestStatus:
    return request_status(kept.request, _offers(offered))


def before(desk: Desk, reference: Reference, action: RequestMove) -> KeptRequest:
    """Give a request for the form of a move, if the actor may make it now.

    Raises:
        Missing: There is none for this actor's organisation.
        Conflict: It is not possible, or not any more.
    """
    kept = store.get(desk.session, reference)
    offered = following.of_requests(desk.session, [kept.request.id]).get(kept.request.id, ())
    if action not in allowed_request_moves(kept.request, _offers(offered), desk.actor):
        text = f"It is now “{_status(kept, offered).label}”; “{action.label}” is not possible for you."
        raise Conflict(because("wrong_state", "lifecycle 3", text))
    return kept


def make(
    desk: Desk, reference: Reference, action: RequestMove, version: int, detail: Detail = _NOTHING_MORE
) -> KeptRequest:
    """Make a move from a page that showed `version`; offers and queue follow in the same transaction.

    Raises:
        Missing: There is none for this actor's organisation.
        NotAllowed: The move is not the actor's.
        Conflict: State, offers or version do not admit it; every reason.
        Invalid: The reason is missing or unknown.

    Source: lifecycle 3.
    """
    kept = store.get(desk.session, reference)
    offered = following.of_requests(desk.session, [kept.request.id]).get(kept.request.id, ())
    moved, event = move_request(kept.request, action, desk.actor, desk.now, version, _offers(offered), detail)
    _put(desk, moved, event)
    if action in _SETS_ASIDE:
        returned.set_aside(desk.session, moved.id, moved.status)
    if action == RequestMove.RESUME:
        returned.set_aside(desk.session, moved.id, None)
    if action == RequestMove.ACKNOWLEDGE_OUTCOME:
        _acknowledge(desk, offered)
    return msgspec.structs.replace(kept, request=moved, changed_at=desk.now)


def _acknowledge(desk: Desk, offered: tuple[FollowedOffer, ...]) -> None:
    """Say on each offer too that its outcome is acknowledged, so that the partner sees it and its clock stops."""
    for each in offered:
        offer = each.offer
        if offer.status == OfferStatus.COMPLETED and offer.outcome_acknowledged_at is None:
            acts.mark(desk, each.reference, Note.OUTCOME_ACKNOWLEDGED, offer.version)


def allow_co_work(desk: Desk, reference: Reference, version: int, *, granted: bool) -> KeptRequest:
    """Let several partners work on a need at once, or end that; what lives already stays as it is.

    Raises:
        Missing: There is none for this actor's organisation.
        NotAllowed: It is not the actor's to grant.
        Conflict: The need is at an end, it is so already, or the version is another.

    Source: lifecycle 4.
    """
    kept = store.get(desk.session, reference)
    changed, event = grant_co_work(kept.request, desk.actor, desk.now, version, granted=granted)
    _put(desk, changed, event)
    return msgspec.structs.replace(kept, request=changed, changed_at=desk.now)


def _put(desk: Desk, changed: Request, event: Event) -> None:
    store.put(desk.session, changed, desk.now)
    desk.record(event)


def discard(desk: Desk, reference: Reference, version: int) -> Reference:
    """Delete a draft with everything that was typed, and give the reference of its person.

    Raises:
        Missing: There is none for this actor's organisation.
        Conflict: It has been sent, or was changed since that version.
    """
    kept = store.get(desk.session, reference)
    if kept.request.status != RequestStatus.DRAFT or kept.request.version != version:
        raise Conflict(because("stale_version", "I3", "This referral was changed or sent meanwhile."))
    store.remove(desk.session, kept)
    desk.note("request.discarded", kept.request.id)
    return again.person_of(desk, kept.person_id)


def of_person(desk: Desk, person_id: PersonId) -> tuple[FoundRequest, ...]:
    """Give the requests of a person with where each stands, the newest first; nothing sealed is opened."""
    followed = following.of_person(desk.session, person_id)
    return tuple(
        FoundRequest(
            reference=kept.reference,
            status=_status(kept, followed.get(kept.request.id, ())),
            needs=kept.composition.needs,
            created_at=kept.created_at,
            kept_until=kept_until(kept.changed_at, desk.policy) if kept.request.status == RequestStatus.DRAFT else None,
        )
        for kept in store.of_person(desk.session, person_id)
    )
