"""Moving: who may make which move, what each one changes, and the event that says so."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from msgspec.structs import replace

from lvws_core.actors import Actor, Role
from lvws_core.errors import Conflict, Invalid, NotAllowed
from lvws_core.events import Event, OfferMoved
from lvws_core.policy import DEFAULT, Policy
from lvws_core.reasons import Reason, because
from lvws_core.referrals.codes import NO_DETAIL, Detail, WithdrawReason, coded_reason, require_code, waits_at_high_risk
from lvws_core.referrals.delivery import MOVES_ON_BEHALF, Heard, require_heard
from lvws_core.referrals.guards import THROUGH_LEAD, SendFacts, check_send
from lvws_core.referrals.moves import (
    MANAGER_OF,
    MOVES,
    ROLES,
    ROLES_OF,
    SIDES,
    TERMINAL,
    Direction,
    Move,
    OfferStatus,
    Side,
)
from lvws_core.referrals.offers import STANDING_STILL, Offer, Pause, can_recall, custody_in
from lvws_core.risk.dash import Band
from lvws_core.times import london_day, utc

OFFER_MOVED = "offer.moved"

_TAKEN = frozenset({OfferStatus.ACCEPTED, OfferStatus.WAITLISTED, OfferStatus.ACTIVE, OfferStatus.PAUSED})
_TAKEN_BACK = frozenset({OfferStatus.WITHDRAWN, OfferStatus.ERROR})
_FREEZING = _TAKEN_BACK | {OfferStatus.DECLINED, OfferStatus.EXPIRED}
"""Endings that close what was shared at once: it was taken back, or the partner never took the person on."""

_STAMPS: Mapping[Move, tuple[str, ...]] = {
    Move.SEND: ("sent_at",),
    Move.ACKNOWLEDGE: ("acknowledged_at",),
    Move.ASK: ("acknowledged_at", "asked_at"),
    Move.ACCEPT: ("acknowledged_at", "decided_at", "accepted_at"),
    Move.WAITLIST: ("acknowledged_at", "decided_at"),
    Move.DECLINE: ("acknowledged_at", "decided_at"),
    Move.FIRST_CONTACT: ("contacted_at",),
}
_LATEST = frozenset({"asked_at"})


def acts_for(offer: Offer, actor: Actor, side: Side) -> bool:
    """Say whether the actor may act for a side of this offer, by its direction, role and organisation."""
    own = {Side.LEAD: offer.lead_organisation_id, Side.PARTNER: offer.organisation_id}.get(side)
    return actor.has(*ROLES_OF[offer.direction][side]) and own in {None, actor.organisation_id}


def speaks_for_partner(offer: Offer, actor: Actor) -> bool:
    """Say whether the actor is the lead's and records what a partner without an account has said."""
    return offer.off_portal and acts_for(offer, actor, Side.LEAD) and not acts_for(offer, actor, Side.PARTNER)


def may_make(offer: Offer, action: Move, actor: Actor) -> bool:
    """Say whether the move is the actor's to make, whatever the state of the offer.

    For a partner without an account the lead records most of its moves.

    Source: design 5.3; ROUTE-04 for the waiting list at high risk, which needs the manager.
    """
    on_behalf = action in MOVES_ON_BEHALF and speaks_for_partner(offer, actor)
    manager = Role.LEAD_MANAGER if on_behalf else MANAGER_OF[offer.direction]
    if waits_at_high_risk(action, offer.risk) and not actor.has(manager):
        return False
    return on_behalf or acts_for(offer, actor, SIDES[action])


def allowed_moves(offer: Offer, actor: Actor) -> frozenset[Move]:
    """Give the moves that state, role and organisation admit: the buttons to show.

    `move` accepts each of them, given a complete detail and no failed guard.

    Source: lifecycle 2, 4 and 7.
    """
    return frozenset(m for status, m in MOVES if status == offer.status and may_make(offer, m, actor))


def move(  # noqa: PLR0917 -- design 5.4 fixes the order of the arguments
    offer: Offer,
    action: Move,
    by: Actor,
    now: datetime,
    expected_version: int,
    detail: Detail = NO_DETAIL,
    facts: SendFacts | None = None,
    policy: Policy = DEFAULT,
) -> tuple[Offer, Event]:
    """Give the offer after the move, and the event that says so.

    The checks come in this order: whose move it is, state and version, detail, guards. The event
    holds codes, days and versions, never words of people.

    Raises:
        NotAllowed: The move is not this actor's, or guards failed; every reason.
        Conflict: The state does not admit the move, or the version is another; every reason.
        Invalid: A part of the detail is missing or not in its list; `facts` are missing to send;
            the lead does not say how it heard what it records for the partner; there is no such
            move; `now` is naive.

    Source: lifecycle 2, 4 and 6.
    """
    action = Move(require_code("action", action, Move))
    if not may_make(offer, action, by):
        raise NotAllowed(_not_yours(offer, action, by))
    if refused := tuple(_out_of_date(offer, action, expected_version)):
        raise Conflict(*refused)
    reason = coded_reason(action, offer.status, offer.risk, detail)
    if reason == WithdrawReason.RECALLED and not can_recall(offer, now, policy):
        raise Conflict(because("recall_over", "T37", f"Recall ends {policy.recall_minutes} minutes after sending."))
    told = {"move": action.value, "reason": reason, **_told(offer, action, detail, now, policy)}
    if not acts_for(offer, by, SIDES[action]):
        told |= told_for_partner(detail.heard, now)
    if action == Move.SEND:
        told |= _checked(offer, facts, now, policy)
    event = OfferMoved(
        at=now,
        actor_id=None if action == Move.EXPIRE else by.id,
        subject_id=offer.id,
        organisation_ids=(offer.lead_organisation_id, offer.organisation_id),
        old=OfferStatus(offer.status).value,
        new=MOVES[offer.status, action].value,
        detail={name: value for name, value in told.items() if value is not None},
    )
    return applied(offer, event), event


def told_for_partner(heard: Heard | None, now: datetime) -> dict[str, Any]:
    """Give what an event says where the lead records for the partner: that it does, how and when it was told.

    Raises:
        Invalid: Nothing is said about it, or it lies after `now`.
    """
    known = require_heard(heard, now)
    return {"for_partner": True, "heard_how": known.how.value, "heard_at": utc(known.at).isoformat()}


def applied(offer: Offer, event: Event) -> Offer:
    """Give the offer after an event of `move`: the one place where a move changes an offer.

    So replaying an offer's events over its draft gives the offer again, under the policies of the
    time, because each event holds what its policy settled.
    """
    told, status, at = event.detail, OfferStatus(event.new or ""), event.at
    visible = told.get("visible_until")
    return replace(
        offer,
        status=status,
        custody=custody_in(status),
        version=told["version"],
        entered_at=at,
        pauses=_pauses(offer, status, at),
        risk=Band(told.get("risk", offer.risk)),
        policy_version=told["policy_version"],
        visible_until=datetime.fromisoformat(visible) if visible else offer.visible_until,
        frozen_at=at if status in _FREEZING else offer.frozen_at,
        ended_at=at if status in TERMINAL else None,
        ended_by=event.actor_id if status in TERMINAL else None,
        **{name: told.get(name) for name in ("reason", "whose_choice", "outcome", "until")},
        **{name: _stamp(offer, name, at) for name in _STAMPS.get(Move(told["move"]), ())},
    )


def _stamp(offer: Offer, name: str, at: datetime) -> datetime:
    before: datetime | None = getattr(offer, name)
    return at if before is None or name in _LATEST else before


def _pauses(offer: Offer, status: OfferStatus, at: datetime) -> tuple[Pause, ...]:
    pause = offer.open_pause
    if pause is not None:
        return (*offer.pauses[:-1], replace(pause, until_at=max(pause.from_at, at)))
    return (*offer.pauses, Pause(from_at=at)) if status in STANDING_STILL else offer.pauses


def _told(offer: Offer, action: Move, detail: Detail, now: datetime, policy: Policy) -> dict[str, Any]:
    """Give what the event says of the move: codes, days and versions."""
    status = MOVES[offer.status, action]
    return {
        "whose_choice": _key(detail.whose_choice) if action in {Move.DECLINE, Move.HAND_BACK} else None,
        "outcome": _key(detail.outcome) if action == Move.RECORD_OUTCOME else None,
        "until": detail.until.isoformat() if detail.until and action in {Move.PAUSE, Move.WAITLIST} else None,
        "overridden": waits_at_high_risk(action, offer.risk) or None,
        "visible_until": _until(offer, status, now, policy),
        "version": offer.version + (action != Move.ACKNOWLEDGE),
        "policy_version": policy.version if action == Move.SEND else offer.policy_version,
    }


def _key(choice: str | None) -> str | None:
    return None if choice is None else str(choice)


def _until(offer: Offer, status: OfferStatus, now: datetime, policy: Policy) -> str | None:
    """Give until when the partner may still open what was shared, after an ending that does not freeze it."""
    if status not in TERMINAL - _TAKEN_BACK:
        return None
    end = now + timedelta(days=policy.visible_after_expiry_days)
    return (end if offer.visible_until is None else min(end, offer.visible_until)).isoformat()


def _checked(offer: Offer, facts: SendFacts | None, now: datetime, policy: Policy) -> dict[str, Any]:
    """Check the guards of sending, and give what the event says of them."""
    if facts is None:
        raise Invalid("facts", "required")
    risk = facts.risk or offer.risk
    known = replace(
        facts,
        at=now,
        risk=risk,
        co_work=offer.co_work,
        organisation_id=offer.organisation_id,
        direction=Direction(offer.direction),
    )
    if failed := check_send(known, policy):
        raise NotAllowed(*failed)
    given_at, expires_at = facts.consent_given_at, facts.consent_expires_at
    return {
        "risk": _key(risk),
        "path": _key(facts.sharing.path),
        "consent_id": None if facts.sharing.consent_id is None else str(facts.sharing.consent_id),
        "consent_on": None if given_at is None else london_day(given_at).isoformat(),
        "overridden": any(words.strip() for words in _overrides(facts)) or None,
        "visible_until": None if expires_at is None else expires_at.isoformat(),
    }


def _overrides(facts: SendFacts) -> tuple[str, ...]:
    return facts.eligibility_override, facts.conflict_override, facts.duplicate_override


def _not_yours(offer: Offer, action: Move, by: Actor) -> Reason:
    if action == Move.SEND and by.has(*ROLES[Side.PARTNER]) and offer.direction == Direction.ONWARD:
        return THROUGH_LEAD
    if waits_at_high_risk(action, offer.risk):
        whose = "partner's" if offer.direction == Direction.ONWARD else "lead's"
        return because("manager_needed", "ROUTE-04", f"High risk goes on a waiting list only by the {whose} manager.")
    return because("not_your_move", "lifecycle 4", f"“{action.label}” belongs to the {SIDES[action]} of this offer.")


def _out_of_date(offer: Offer, action: Move, expected_version: int) -> Iterator[Reason]:
    """Give why the offer, as it now is, does not admit the move."""
    if (offer.status, action) not in MOVES:
        taken = action in {Move.ACCEPT, Move.WAITLIST} and offer.status in _TAKEN
        code, rule = ("already_taken", "assurance I4") if taken else ("wrong_state", "lifecycle 2")
        yield because(
            code, rule, f"It is now “{OfferStatus(offer.status).label}”; “{action.label}” is no longer possible."
        )
    yield from version_reasons(offer.version, expected_version)


def version_reasons(version: int, expected: int) -> Iterator[Reason]:
    """Give a reason when something changed since it was read. Source: lifecycle 6.7."""
    if version != expected:
        text = f"It has changed since you opened it: it is at version {version}, you had {expected}."
        yield because("version_changed", "lifecycle 6", text)
