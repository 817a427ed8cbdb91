"""Overriding a guard: ask, be looked at by a second person, be reviewed."""

from msgspec.structs import replace

from lvws_core import desk as desks
from lvws_core.errors import Conflict, NotAllowed
from lvws_core.events import Event
from lvws_core.ids import OrganisationId, Reference, UserId
from lvws_core.reasons import because
from lvws_core.referrals import Move
from partners.offers.model import FiledOffer
from portal.reviews.overrides import store
from portal.reviews.overrides.model import Asked, KeptOverride, OverrideKind, OverrideStatus, ReviewDecision, Written

Desk = desks.Desk[store.Session]
"""The desk of this slice, with the session of its store."""

_SAME_PERSON = because("second_person_is_authoriser", "CONS-04", "The second person must be somebody else.")
_NOT_WAITING = because("not_waiting", "CONS-04", "This no longer waits for a second person.")
_REVIEWED = because("already_reviewed", "lifecycle 4", "This has been reviewed already.")


def ask(desk: Desk, asked: Asked, written: Written) -> KeptOverride:
    """Set a guard aside with a reason, or ask a second person to; event `override.asked`.

    Source: CONS-03, CONS-04, ROUTE-01, ROUTE-08.
    """
    kept = _kept(desk, asked, desk.actor.organisation_id)
    store.add(desk.session, desk.vault, kept, written, partner=None)
    _note(desk, "override.asked", kept)
    return kept


def list_waiting_at_high_risk(desk: Desk, filed: FiledOffer, event: Event) -> None:
    """Put a waiting list at high risk, which a partner's manager answers for, on the list; event `override.asked`.

    Its words went to the lead with the offer.

    Source: ROUTE-04.
    """
    if event.detail.get("move") != Move.WAITLIST or not event.detail.get("overridden"):
        return
    offer = filed.offer
    asked = Asked(
        kind=OverrideKind.WAITING_LIST,
        request_id=offer.request_id,
        person_id=filed.person_id,
        place=filed.reference,
        organisation_id=offer.organisation_id,
        service_id=offer.service_id,
    )
    kept = replace(_kept(desk, asked, offer.lead_organisation_id), offer_id=offer.id)
    store.add(desk.session, desk.vault, kept, None, partner=desk.actor.organisation_id)
    _note(desk, "override.asked", kept)


def _kept(desk: Desk, asked: Asked, owner_id: OrganisationId) -> KeptOverride:
    return KeptOverride(
        id=desk.new_id(),
        reference=desk.new_reference(),
        owner_id=owner_id,
        asked=asked,
        status=asked.status_at_first,
        asked_at=desk.now,
        asked_by=desk.actor.id,
    )


def read_for_second(desk: Desk, reference: Reference) -> tuple[KeptOverride, Written | None]:
    """Give an override with what was written, for the second person; event `override.read`.

    Raises:
        Missing: There is none for this actor's organisation.
    """
    kept = store.get(desk.session, reference)
    desk.note("override.read", kept.id, fields=("words",))
    return kept, store.words_of(desk.session, desk.vault, reference)


def second(desk: Desk, reference: Reference, *, agreed: bool) -> KeptOverride:
    """Say as the second person yes or no; events `override.confirmed` or `override.refused`.

    Raises:
        Missing: There is none for this actor's organisation.
        NotAllowed: The actor is who asked.
        Conflict: It does not wait any more.

    Source: CONS-04.
    """
    kept = store.get(desk.session, reference)
    if kept.status is not OverrideStatus.WAITING:
        raise Conflict(_NOT_WAITING)
    if kept.asked_by == desk.actor.id:
        raise NotAllowed(_SAME_PERSON)
    status = OverrideStatus.IN_FORCE if agreed else OverrideStatus.REFUSED
    store.second(desk.session, kept, status, desk.actor.id, desk.now)
    _note(desk, "override.confirmed" if agreed else "override.refused", kept)
    return replace(kept, status=status, seconded_at=desk.now, seconded_by=UserId(desk.actor.id))


def read_basis(desk: Desk, reference: Reference) -> KeptOverride:
    """Give an override without anything that was written; event `override.read`.

    Raises:
        Missing: There is none for this actor's organisation.

    Source: lifecycle 4: information governance sees the basis, not the narrative.
    """
    kept = store.get(desk.session, reference)
    desk.note("override.read", kept.id, fields=("basis",))
    return kept


def review(desk: Desk, reference: Reference, decision: ReviewDecision, note: str) -> KeptOverride:
    """Say what information governance makes of an override; event `override.reviewed`.

    Raises:
        Missing: There is none for this actor's organisation.
        Conflict: It was reviewed before.
    """
    kept = store.get(desk.session, reference)
    if kept.reviewed_at is not None:
        raise Conflict(_REVIEWED)
    store.review(desk.session, desk.vault, kept, decision, note=note, by=desk.actor.id, at=desk.now)
    desk.note("override.reviewed", kept.id, decision=decision.value)
    return kept


def _note(desk: Desk, kind: str, kept: KeptOverride) -> None:
    asked = kept.asked
    desk.note(
        kind,
        kept.id,
        kept.owner_id,
        override=asked.kind.value,
        request_id=str(asked.request_id),
        grounds=sorted(ground.value for ground in asked.grounds),
        categories=sorted(category.value for category in asked.categories),
    )
