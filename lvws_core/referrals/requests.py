"""Requests: a person's need and the decision to refer; its state follows from its offers."""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from typing import Any

import msgspec
from msgspec.structs import replace

from lvws_core.actors import Actor, Role
from lvws_core.errors import Conflict, Invalid, NotAllowed
from lvws_core.events import Event, RequestMoved
from lvws_core.given import require_aware, require_keys
from lvws_core.ids import OrganisationId, PersonId, RequestId
from lvws_core.policy import DEFAULT
from lvws_core.reasons import Reason, because
from lvws_core.referrals.codes import NO_DETAIL, CloseReason, Detail, require_code
from lvws_core.referrals.moves import REQUEST_MOVES, ROLES, SET_ASIDE, OfferStatus, RequestMove, RequestStatus, Side
from lvws_core.referrals.moving import version_reasons
from lvws_core.referrals.offers import NEVER_SHOWN, Offer
from lvws_core.risk.dash import Band
from lvws_core.vocabulary import NeedCategory

REQUEST_MOVED = "request.moved"

STORED = SET_ASIDE | {RequestStatus.DRAFT}
"""The states that are stored; the others are computed from the offers, so no partner writes a request."""

_AFTER_ACCEPTANCE = frozenset({OfferStatus.HANDED_BACK, OfferStatus.NOT_REACHED, OfferStatus.COMPLETED})
_ENDING = frozenset({RequestMove.CLOSE_UNMET, RequestMove.MARK_ERROR})


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """A person's need, owned by the lead.

    `status` is what is stored; `request_status` gives what it is. `co_work` says that the lead's
    manager lets several partners work on it at once. Instants are aware UTC.

    Raises:
        Invalid: The version is not positive, a need does not exist, or an instant is naive.

    Source: lifecycle 1 and 3.
    """

    id: RequestId
    person_id: PersonId
    lead_organisation_id: OrganisationId
    needs: frozenset[NeedCategory]
    risk: Band
    status: RequestStatus = RequestStatus.DRAFT
    version: int = 1
    created_at: datetime | None = None
    outcome_acknowledged_at: datetime | None = None
    held_at: datetime | None = None
    ended_at: datetime | None = None
    reason: str | None = None
    co_work: bool = False
    policy_version: str = DEFAULT.version

    def __post_init__(self) -> None:
        """Refuse a request that cannot be."""
        if self.version < 1:
            raise Invalid("version", "not_positive")
        require_keys("needs", self.needs, frozenset(NeedCategory), "unknown_category")
        for name in ("created_at", "outcome_acknowledged_at", "held_at", "ended_at"):
            require_aware(name, getattr(self, name))

    @property
    def organisation_ids(self) -> tuple[OrganisationId, ...]:
        """The organisation that may see it: the lead's alone."""
        return (self.lead_organisation_id,)


def request_status(request: Request, offers: Collection[Offer]) -> RequestStatus:
    """Give where the need stands, from what is stored and from all offers of the request.

    Offers in draft or in error count for nothing. While one is live, or an outcome waits to be
    acknowledged, it is open; without any it is met if an outcome was acknowledged, else unplaced.

    Source: lifecycle 3; design section 3.
    """
    if request.status in SET_ASIDE:
        return request.status
    told = [offer for offer in offers if offer.status not in NEVER_SHOWN]
    if not told:
        return RequestStatus.DRAFT
    if any(offer.is_live for offer in told):
        return RequestStatus.OPEN
    completed = [offer for offer in told if offer.status == OfferStatus.COMPLETED]
    if not completed:
        return RequestStatus.UNPLACED
    return RequestStatus.OPEN if all(_waits_for_lead(request, offer) for offer in completed) else RequestStatus.MET


def allowed_request_moves(request: Request, offers: Collection[Offer], actor: Actor) -> frozenset[RequestMove]:
    """Give the moves that state, offers, role and organisation admit: the buttons to show."""
    return frozenset(
        action
        for action in RequestMove
        if _may_make(request, action, actor) and not any(_out_of_place(request, action, offers))
    )


def move_request(  # noqa: PLR0917 -- the order of `move`
    request: Request,
    action: RequestMove,
    by: Actor,
    now: datetime,
    expected_version: int,
    offers: Collection[Offer] = (),
    detail: Detail = NO_DETAIL,
) -> tuple[Request, Event]:
    """Give the request after the move, and the event that says so; `offers` are all of its offers.

    Only the lead's manager closes a need unmet, with a reason of `CloseReason`. A need is not ended
    while a partner still has a live offer for it: end the offer first, in the same transaction.

    Raises:
        NotAllowed: The move is not this actor's.
        Conflict: State or offers do not admit it, or the version is another; every reason.
        Invalid: The reason is missing or unknown; there is no such move; `now` is naive.

    Source: lifecycle 3 and 4.
    """
    action = RequestMove(require_code("action", action, RequestMove))
    if not _may_make(request, action, by):
        raise NotAllowed(_not_yours(action))
    refused = (*_out_of_place(request, action, offers), *version_reasons(request.version, expected_version))
    if refused:
        raise Conflict(*refused)
    reason = require_code("reason", detail.reason, CloseReason) if action == RequestMove.CLOSE_UNMET else None
    before = request_status(request, offers)
    moved = replace(request, version=request.version + 1, reason=reason, **_changes(action, now))
    told = {"move": action.value, "reason": reason, "version": moved.version, "policy_version": request.policy_version}
    event = RequestMoved(
        at=now,
        actor_id=by.id,
        subject_id=request.id,
        organisation_ids=request.organisation_ids,
        old=before.value,
        new=request_status(moved, offers).value,
        detail={name: value for name, value in told.items() if value is not None},
    )
    return moved, event


def _waits_for_lead(request: Request, offer: Offer) -> bool:
    """Say whether an offer has an outcome that the lead has not acknowledged, on the offer or the request."""
    ended_at, acknowledged_at = offer.ended_at, request.outcome_acknowledged_at
    by_request = acknowledged_at is not None and (ended_at is None or ended_at <= acknowledged_at)
    return offer.status == OfferStatus.COMPLETED and offer.outcome_acknowledged_at is None and not by_request


def _was_accepted(offer: Offer) -> bool:
    decided = offer.decided_at is not None and offer.status != OfferStatus.DECLINED
    return decided or offer.accepted_at is not None or offer.status in _AFTER_ACCEPTANCE


def _may_make(request: Request, action: RequestMove, actor: Actor) -> bool:
    roles = {Role.LEAD_MANAGER} if action == RequestMove.CLOSE_UNMET else ROLES[Side.LEAD]
    return actor.has(*roles) and actor.organisation_id == request.lead_organisation_id


def _not_yours(action: RequestMove) -> Reason:
    if action == RequestMove.CLOSE_UNMET:
        return because("manager_needed", "lifecycle 4", "Only the lead's manager closes a need as not met.")
    return because("not_your_move", "lifecycle 4", f"“{action.label}” belongs to the lead of this request.")


def _out_of_place(request: Request, action: RequestMove, offers: Collection[Offer]) -> Iterator[Reason]:
    """Give why state and offers do not admit the move."""
    status = request_status(request, offers)
    if (status, action) not in REQUEST_MOVES:
        yield because("wrong_state", "lifecycle 3", f"It is now “{status.label}”; “{action.label}” is not possible.")
    if action in _ENDING and any(offer.is_live for offer in offers):
        yield because("live_offers", "lifecycle 3", "A partner still has a live offer for it; end that first.")
    if action == RequestMove.MARK_ERROR and any(_was_accepted(offer) for offer in offers):
        yield because("already_accepted", "lifecycle 3", "A partner has accepted it; it cannot be marked as an error.")
    if action == RequestMove.ACKNOWLEDGE_OUTCOME and not any(_waits_for_lead(request, offer) for offer in offers):
        yield because("no_outcome", "lifecycle 3", "No recorded outcome waits to be acknowledged.")


def _changes(action: RequestMove, now: datetime) -> Mapping[str, Any]:
    """Give what a move stores; what it does not name stays."""
    changes: Mapping[RequestMove, Mapping[str, Any]] = {
        RequestMove.HOLD: {"status": RequestStatus.ON_HOLD, "held_at": now},
        RequestMove.RESUME: {"status": RequestStatus.DRAFT, "held_at": None},
        RequestMove.CLOSE_UNMET: {"status": RequestStatus.CLOSED_UNMET, "ended_at": now},
        RequestMove.ACKNOWLEDGE_OUTCOME: {"outcome_acknowledged_at": now},
        RequestMove.MARK_ERROR: {"status": RequestStatus.ERROR, "ended_at": now},
    }
    return changes[action]
