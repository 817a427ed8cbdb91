"""Co-work: when several partners may be asked for one need at once, and who may allow it."""

from collections.abc import Collection
from datetime import datetime

from msgspec.structs import replace

from lvws_core.actors import Actor, Role
from lvws_core.errors import Conflict, NotAllowed
from lvws_core.events import Event, RequestNoted
from lvws_core.given import require_aware
from lvws_core.reasons import Reason, because
from lvws_core.referrals.moves import LIVE, SET_ASIDE, OfferStatus, RequestStatus
from lvws_core.referrals.moving import version_reasons
from lvws_core.referrals.offers import Offer
from lvws_core.referrals.requests import Request, request_status

IN_THE_WAY = LIVE - {OfferStatus.WAITLISTED}
"""States of an offer beside which nobody else is asked for the same need, unless co-work is granted.

An offer on a waiting list is not among them: the lead keeps custody and may seek help elsewhere in
parallel, without losing the place. Source: lifecycle 2 and 6.2; ROUTE-04.
"""

_ENDED = frozenset({RequestStatus.MET, RequestStatus.CLOSED_UNMET, RequestStatus.ERROR})


def against_another(request: Request, offers: Collection[Offer]) -> tuple[Reason, ...]:
    """Give every reason against asking one more partner for a request; `offers` are all of its offers.

    Source: lifecycle 1 and 3: at most one live offer unless co-work, nothing for a need set aside.
    """
    status = request_status(request, offers)
    reasons = []
    if status in SET_ASIDE:
        text = "The request is on hold or closed; resume it or begin a new one first."
        reasons.append(because("request_set_aside", "lifecycle 3", text))
    elif status in _ENDED:
        reasons.append(because("request_met", "lifecycle 3", "The need is met; begin a new request for a new need."))
    elif status == RequestStatus.OPEN and not request.co_work and not _waits_only(offers):
        text = "This referral has been sent. You find it under Sent."
        reasons.append(because("already_sent", "lifecycle 1", text))
    return tuple(reasons)


def is_beside(request: Request, offers: Collection[Offer]) -> bool:
    """Say whether the next offer of a request stands beside others: it is then marked as co-work.

    So it does where co-work is granted, and where all that lives is waiting for a place; at most one
    live offer of a request is ever without the mark.

    Source: lifecycle 1 and 7.
    """
    return request.co_work or any(offer.is_live for offer in offers)


def _waits_only(offers: Collection[Offer]) -> bool:
    live = [offer for offer in offers if offer.is_live]
    return bool(live) and all(offer.status not in IN_THE_WAY for offer in live)


def may_grant(request: Request, actor: Actor) -> bool:
    """Say whether the actor may let several partners work at once, or end that: the lead's manager.

    Source: lifecycle 4.
    """
    return actor.has(Role.LEAD_MANAGER) and actor.organisation_id == request.lead_organisation_id


def grant_co_work(
    request: Request, by: Actor, now: datetime, expected_version: int, *, granted: bool = True
) -> tuple[Request, Event]:
    """Give the request with co-work granted or ended, and the event that says so; live offers stay as they are.

    Raises:
        NotAllowed: It is not this actor's to grant.
        Conflict: The need is at an end, it is so already, or the version is another; every reason.
        Invalid: `now` is naive.

    Source: lifecycle 4, grant co-work.
    """
    require_aware("now", now)
    if not may_grant(request, by):
        raise NotAllowed(because("manager_needed", "lifecycle 4", "Only the lead's manager allows several partners."))
    reasons = list(version_reasons(request.version, expected_version))
    if request.status in _ENDED:
        reasons.append(because("wrong_state", "lifecycle 3", f"It is now “{request.status.label}”."))
    if request.co_work == granted:
        reasons.append(because("already_so", "lifecycle 4", "Somebody has settled this already."))
    if reasons:
        raise Conflict(*reasons)
    changed = replace(request, co_work=granted, version=request.version + 1)
    status = request.status.value
    event = RequestNoted(
        at=now,
        actor_id=by.id,
        subject_id=request.id,
        organisation_ids=request.organisation_ids,
        old=status,
        new=status,
        detail={"co_work": granted, "version": changed.version},
    )
    return changed, event
