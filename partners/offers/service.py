"""The use cases of an offer: load, decide, put, record."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
from msgspec.structs import replace

from lvws_core import desk as desks
from lvws_core.consent import DataCategory
from lvws_core.consent.contact import SafeHours
from lvws_core.consent.sharing import Receipt, SharingPath
from lvws_core.errors import Conflict, NotAllowed
from lvws_core.events import Event
from lvws_core.ids import OrganisationId, PersonId, Reference
from lvws_core.reasons import because
from lvws_core.referrals import (
    IN_THE_WAY,
    LIVE,
    Clock,
    Detail,
    Move,
    Note,
    Offer,
    OfferStatus,
    Request,
    RequestStatus,
    SendFacts,
    Side,
    WithdrawReason,
    allowed_moves,
    allowed_notes,
    can_recall,
    closed_since,
    move,
    next_due,
    request_status,
)
from lvws_core.referrals.clocks import clocks
from lvws_core.vocabulary import NeedCategory
from partners.offers import store
from partners.offers.model import FiledOffer, due_of, key_of, opens, side_of
from partners.offers.returned import store as returned
from partners.offers.safety import store as safety
from partners.offers.safety.model import NO_SAFE_HOURS, hours_beside, usable
from partners.offers.search.model import found_by
from partners.offers.snapshot.model import Reach, Snapshot, contact_in, reaches, read_snapshot, snapshot_bytes
from partners.offers.timeline.model import Message, TimelineEntry, column_of_confirmer, unread

SNAPSHOT, UPDATE = "offer.snapshot", "offer.update"
"""The places that a snapshot is sealed for, and what was told after it."""


Desk = desks.Desk[store.Session]
"""The desk of this slice, with the session of its store."""


class OpenOffer(msgspec.Struct, frozen=True, kw_only=True):
    """An offer as somebody opened it.

    `snapshot` is None when what was shared can no longer be opened. `entries` are oldest first;
    `moves` and `notes` are the ones that this actor may make now; `clock` is the one that runs out
    first; `reaches` is None until the number was asked for. `hours` is the next safe hour beside the
    clock of first contact, while that runs. `recallable_until` (aware UTC) is given to
    the lead while it may recall, and `need` says to the lead where the request stands.
    """

    filed: FiledOffer
    side: Side
    entries: tuple[TimelineEntry, ...]
    moves: frozenset[Move]
    clock: Clock | None
    snapshot: Snapshot | None
    reaches: tuple[Reach, ...] | None = None
    notes: frozenset[Note] = frozenset()
    recallable_until: datetime | None = None
    need: RequestStatus | None = None
    hours: SafeHours | None = None

    @property
    def path(self) -> SharingPath:
        """On which path it was shared, as the sending says."""
        return SharingPath(self._sending.get("path") or SharingPath.NONE)

    @property
    def consent_on(self) -> date | None:
        """The London day on which the consent was given that it rests on, as the sending says."""
        told = self._sending.get("consent_on")
        return None if told is None else date.fromisoformat(told)

    @property
    def _sending(self) -> Mapping[str, Any]:
        return next((entry.detail for entry in self.entries if entry.move == Move.SEND), {})


def live_offer_exists(
    session: store.Session, person_id: PersonId, needs: frozenset[NeedCategory], *, even_waiting: bool = False
) -> bool:
    """Say whether an offer of this organisation stands in the way: for the same person and one of the same needs.

    One on a waiting list does so only where `even_waiting`: whom the lead has on its list is not referred in twice.

    Source: lifecycle 6.2; whose it is stays untold.
    """
    statuses = LIVE if even_waiting else IN_THE_WAY
    return bool(needs & store.live_needs(session, person_id, statuses=statuses))


def likely_duplicate(
    session: store.Session,
    *,
    own: Iterable[PersonId],
    anywhere: Iterable[PersonId],
    needs: frozenset[NeedCategory],
    organisation_id: OrganisationId,
) -> bool:
    """Say whether somebody who may be the same person has a live offer for one of the needs, or with that partner.

    `own` are this organisation's records of people who look alike, `anywhere` those of every
    organisation. Where it is, and whose, stays untold.

    Source: lifecycle 6.2; ROUTE-07.
    """
    return bool(needs & store.live_needs(session, *own)) or store.is_supported(session, anywhere, organisation_id)


def send_offer(
    desk: Desk,
    *,
    draft: Offer,
    person_id: PersonId,
    facts: SendFacts,
    fields: Mapping[DataCategory, Any],
    receipt: Receipt,
    reference: Reference,
    sender: str,
    needs: frozenset[NeedCategory],
    request_reference: Reference | None = None,
) -> Offer:
    """Send an offer with exactly these fields, sealed under a key of its own, and give it as sent.

    What had come back of the same request waits for the lead no longer.

    Raises:
        NotAllowed: It is not the actor's to send, or a guard fails; every reason.
        Invalid: The fields cannot be encoded.

    Source: lifecycle 6; CONS-30.
    """
    sent, event = move(draft, Move.SEND, desk.actor, desk.now, draft.version, facts=facts, policy=desk.policy)
    key, snapshot = desk.vault.new_key(draft.lead_organisation_id, draft.id), snapshot_bytes(fields)
    filed = FiledOffer(
        offer=sent,
        reference=reference,
        person_id=person_id,
        needs=needs,
        sender=sender,
        key=key_of(sent, key.wrapped),
        sealed_snapshot=desk.vault.seal(key, SNAPSHOT, snapshot.decode()),
        receipt=receipt,
        request_reference=request_reference,
        found_by=found_by(desk.vault, draft.organisation_id, read_snapshot(snapshot)),
        contact_stopped_at=safety.stopped_since(desk.session, person_id),
    )
    returned.take_off(desk.session, sent.request_id)
    store.add(desk.session, filed, due_of(sent, reference, desk.calendar, desk.policy), desk.now)
    store.add_entry(desk.session, sent, event, entry_id=desk.new_id())
    desk.record(event)
    return sent


def read(desk: Desk, reference: Reference) -> FiledOffer:
    """Give an offer without opening what was shared; nothing is recorded.

    Raises:
        Missing: There is none for this actor's organisation.
    """
    return store.get(desk.session, reference)


def before(desk: Desk, reference: Reference, action: Move | Note) -> FiledOffer:
    """Give an offer for the form of a move or a note, if the actor may make it now.

    Raises:
        Missing: There is none for this actor's organisation.
        Conflict: It is not possible, or not any more.
    """
    filed = read(desk, reference)
    if action not in allowed_moves(filed.offer, desk.actor) | allowed_notes(filed.offer, desk.actor, desk.now):
        text = f"It is now “{filed.offer.status.label}”; “{action.label}” is not possible."
        raise Conflict(because("wrong_state", "lifecycle 2", text))
    return filed


def open_offer(desk: Desk, reference: Reference) -> OpenOffer:
    """Open an offer as the side on which the actor stands; the read is recorded.

    Raises:
        Missing: There is none for this actor's organisation.
    """
    filed = store.get(desk.session, reference, to_change=True)
    opens = open_as_partner if side_of(filed.offer, desk.actor.organisation_id) == Side.PARTNER else open_as_lead
    return opens(desk, filed)


def open_as_partner(desk: Desk, filed: FiledOffer) -> OpenOffer:
    """Open an offer as the team that was asked: the first time acknowledges it, every time is recorded.

    Source: design section 3; assurance I6.
    """
    offer = filed.offer
    if offer.status == OfferStatus.SENT and Move.ACKNOWLEDGE in allowed_moves(offer, desk.actor):
        moved, event = move(offer, Move.ACKNOWLEDGE, desk.actor, desk.now, offer.version, policy=desk.policy)
        filed = file(desk, filed, moved, event)
    return _opened(desk, filed, Side.PARTNER)


def open_as_lead(desk: Desk, filed: FiledOffer) -> OpenOffer:
    """Open an offer as the lead that sent it; the read is recorded."""
    return _opened(desk, filed, Side.LEAD)


def _opened(desk: Desk, filed: FiledOffer, side: Side) -> OpenOffer:
    offer = filed.offer
    snapshot = _snapshot(desk, filed) if side == Side.LEAD or opens(offer, desk.now) else None
    _note(desk, "offer.read", offer, side=side.value, categories=sorted(snapshot or ()))
    entries = store.timeline(desk.session, desk.vault, filed)
    if snapshot is not None and (fresh := unread(entries, side)):
        store.mark_read(desk.session, fresh, desk.now)
    return OpenOffer(
        filed=filed,
        side=side,
        entries=entries if snapshot is not None else tuple(_without_foreign_words(e, side) for e in entries),
        moves=allowed_moves(offer, desk.actor),
        notes=allowed_notes(offer, desk.actor, desk.now),
        clock=next_due(offer, desk.calendar, desk.policy),
        snapshot=snapshot,
        hours=hours_of(desk, offer, snapshot or {}),
        recallable_until=_recallable_until(desk, offer) if side == Side.LEAD else None,
        need=need_of(desk, filed) if side == Side.LEAD else None,
    )


def _recallable_until(desk: Desk, offer: Offer) -> datetime | None:
    if offer.sent_at is None or not can_recall(offer, desk.now, desk.policy):
        return None
    return offer.sent_at + timedelta(minutes=desk.policy.recall_minutes)


def need_of(desk: Desk, filed: FiledOffer) -> RequestStatus:
    """Give where the request of an offer stands, from all of its offers; only its lead sees them all.

    Source: lifecycle 3.
    """
    offer = filed.offer
    request = Request(
        id=offer.request_id,
        person_id=filed.person_id,
        lead_organisation_id=offer.lead_organisation_id,
        needs=filed.needs,
        risk=offer.risk,
        status=filed.set_aside or RequestStatus.DRAFT,
    )
    return request_status(request, store.of_request(desk.session, offer.request_id))


def _note(desk: Desk, kind: str, offer: Offer, **detail: Any) -> None:
    desk.note(kind, offer.id, offer.lead_organisation_id, offer.organisation_id, **detail)


def _snapshot(desk: Desk, filed: FiledOffer) -> Snapshot:
    return still_shared(desk, filed, is_stopped=filed.contact_stopped_at is not None)


def still_shared(desk: Desk, filed: FiledOffer, *, is_stopped: bool = False) -> Snapshot:
    """Give what was shared and is not closed, each as it was told last; without ways of contact where it is stopped.

    Whoever shows it to a partner asks first whether the offer opens at all.

    Source: TOP-07, CONT-01.
    """
    sent = read_snapshot(desk.vault.open(filed.key, SNAPSHOT, filed.sealed_snapshot).encode())
    return usable(sent, told_since(desk, filed), is_stopped=is_stopped, closed=closed_since(filed.offer))


def told_since(desk: Desk, filed: FiledOffer) -> Snapshot:
    """Give what a partner was told after sending, by category, each as it was told last."""
    if not filed.sealed_update:
        return {}
    return read_snapshot(desk.vault.open(filed.key, UPDATE, filed.sealed_update).encode())


def hours_of(desk: Desk, offer: Offer, snapshot: Snapshot) -> SafeHours | None:
    """Give the next safe hour beside the clock of first contact, None while that does not run."""
    running = clocks(offer, desk.calendar, desk.policy)
    return hours_beside(running, snapshot, now=desk.now, policy=desk.policy)


def _without_foreign_words(entry: TimelineEntry, side: Side) -> TimelineEntry:
    # Once closed, a partner reads its own messages and no other (design 5.4).
    return entry if entry.side == side else replace(entry, message=None)


def tell_of_late_hours(desk: Desk, filed: FiledOffer) -> bool:
    """Tell both sides when no safe hour comes before first contact is due; give whether it was told.

    Source: CONT-01, CONT-04.
    """
    hours = hours_of(desk, filed.offer, _snapshot(desk, filed))
    if hours is None or hours.in_time:
        return False
    event = Event(
        kind=NO_SAFE_HOURS,
        at=desk.now,
        actor_id=None,
        subject_id=filed.offer.id,
        organisation_ids=(filed.offer.lead_organisation_id, filed.offer.organisation_id),
        detail={"reason": hours.reasons[0].code},
    )
    store.add_entry(desk.session, filed.offer, event, entry_id=desk.new_id())
    desk.record(event)
    return True


def show_number(desk: Desk, reference: Reference) -> OpenOffer:
    """Open an offer with the numbers; that they were shown is recorded before anything is opened.

    While contact is stopped, or once they are no longer shared, there are none to open, and that they
    were asked for is recorded.

    Raises:
        Missing: There is none for this actor's organisation.
        NotAllowed: It is neither the partner nor a lead that delivers for one, or the offer is over.

    Source: TOP-10, CONT-01; assurance P10.
    """
    filed = store.get(desk.session, reference, to_change=True)
    offer = filed.offer
    if not may_see_numbers(desk, offer):
        raise NotAllowed(because("number_closed", "assurance P10", "What was shared can no longer be opened here."))
    is_stopped = filed.contact_stopped_at is not None
    if is_stopped or DataCategory.SAFE_CONTACT in closed_since(offer):
        _note(desk, "offer.number_refused", offer, field=DataCategory.SAFE_CONTACT.value)
        return replace(open_offer(desk, reference), reaches=None if is_stopped else ())
    _note(desk, "offer.number_shown", offer, field=DataCategory.SAFE_CONTACT.value)
    opened = open_offer(desk, reference)
    contact = contact_in(opened.snapshot or {})
    return replace(opened, reaches=() if contact is None else reaches(contact, desk.now, desk.policy))


def may_see_numbers(desk: Desk, offer: Offer) -> bool:
    """Say whether the actor may see now how the person can be reached: the partner, while the offer lives.

    The lead, who has them elsewhere, sees them here only where it delivers what the recipient cannot open.
    """
    is_theirs = side_of(offer, desk.actor.organisation_id) == Side.PARTNER or offer.off_portal
    return is_theirs and offer.is_live and opens(offer, desk.now)


def file(
    desk: Desk,
    filed: FiledOffer,
    after: Offer,
    event: Event,
    text: str = "",
    *,
    confirmed_by: str = "",
    message_id: UUID | None = None,
) -> FiledOffer:
    """Put a changed offer, its line in the timeline, its message and its event; all of it or nothing.

    `confirmed_by` is who said it at a partner without an account; it is sealed beside the line.
    `message_id` is the message's where something goes with it, else a new one where there is `text`.
    """
    due = due_of(after, filed.reference, desk.calendar, desk.policy)
    store.put(desk.session, filed.offer, after, due, desk.now)
    kept, entry_id, confirmer = replace(filed, offer=after), desk.new_id(), None
    if confirmed_by:
        confirmer = desk.vault.seal(kept.key, column_of_confirmer(entry_id), confirmed_by)
    if text:
        message_id = message_id or desk.new_id()
        message = Message(id=message_id, at=desk.now, author_id=desk.actor.id, text=text)
        side = side_of(after, desk.actor.organisation_id)
        store.add_message(desk.session, desk.vault, kept, message, side)
    store.add_entry(desk.session, after, event, entry_id=entry_id, message_id=message_id, sealed_confirmer=confirmer)
    if after.status == OfferStatus.ERROR:
        returned.put_back(desk.session, after.request_id)  # what had come back before it waits again
    desk.record(event)
    return kept


def withdraw_all(desk: Desk, person_id: PersonId, organisation_id: OrganisationId) -> tuple[Reference, ...]:
    """Withdraw every live offer of a person to an organisation because the consent is gone; give which.

    From the same transaction on the partner cannot open what was shared, and is asked to confirm
    that it has stopped.

    Source: TOP-07, CONS-20; design 5.4.
    """
    references = store.offers_with(desk.session, person_id, organisation_id)
    for reference in references:
        filed = store.get(desk.session, reference, to_change=True)
        offer, detail = filed.offer, Detail(reason=WithdrawReason.CONSENT_WITHDRAWN)
        moved, event = move(offer, Move.WITHDRAW, desk.actor, desk.now, offer.version, detail, policy=desk.policy)
        file(desk, filed, moved, event)
    return references
