"""Offers in the database: rows to values and back, the conditional update, the timeline and its messages."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, Row, select, update
from sqlmodel import Session as Session
from sqlmodel import col

from lvws_core.consent import DataCategory
from lvws_core.consent.sharing import Receipt
from lvws_core.errors import Conflict, Missing
from lvws_core.events import Event
from lvws_core.files import FileKind
from lvws_core.ids import OrganisationId, PersonId, Reference, RequestId, UserId
from lvws_core.ports import SYSTEM, Vault
from lvws_core.reasons import because
from lvws_core.referrals import IN_THE_WAY, LIVE, Offer, OfferStatus, RequestStatus, Side
from lvws_core.referrals.offers import NEVER_SHOWN
from lvws_core.times import utc
from lvws_core.vocabulary import NeedCategory
from partners.offers.model import NOT_FOUND, Due, FiledOffer, FoundBy, key_of, return_key
from partners.offers.tables import AttachmentRow, MessageRow, OfferEventRow, OfferRow, SharedUpdateRow
from partners.offers.timeline.model import Attached, Message, TimelineEntry, column_of_confirmer, column_of_message

COLUMNS: tuple[Any, ...] = (
    *(OfferRow.life, OfferRow.reference, OfferRow.person_id, OfferRow.needs, OfferRow.sender),
    *(OfferRow.sealed_key, OfferRow.sealed_snapshot, OfferRow.receipt),
    *(OfferRow.contact_stopped_at, OfferRow.sealed_update, OfferRow.awaiting),
    *(OfferRow.request_reference, OfferRow.set_aside),
)
"""What an offer is made of."""

_STALE = because("version_changed", "assurance P15", "Somebody else changed this offer at the same moment.")


def add(session: Session, filed: FiledOffer, due: Due, at: datetime) -> None:
    """Store an offer that was not stored before."""
    offer = filed.offer
    session.add(
        OfferRow(
            id=offer.id,
            owner_organisation_id=offer.lead_organisation_id,
            organisation_id=offer.organisation_id,
            service_id=offer.service_id,
            request_id=offer.request_id,
            person_id=filed.person_id,
            reference=filed.reference,
            request_reference=filed.request_reference or "",
            co_work=offer.co_work,
            needs=" ".join(need for need in NeedCategory if need in filed.needs),
            sender=filed.sender,
            sealed_key=filed.key.wrapped,
            sealed_snapshot=filed.sealed_snapshot,
            receipt=msgspec.json.encode(filed.receipt, order="sorted"),
            contact_stopped_at=filed.contact_stopped_at,
            **_found_by(filed.found_by),
            **_moving(offer, due, at),
        )
    )
    session.flush()


def put(session: Session, before: Offer, after: Offer, due: Due, at: datetime) -> None:
    """Store a changed offer, if it still is what it was `before`.

    Raises:
        Conflict: Somebody else changed it meanwhile.

    Source: assurance P15.
    """
    result = session.execute(
        update(OfferRow)
        .where(
            col(OfferRow.id) == before.id,
            col(OfferRow.version) == before.version,
            col(OfferRow.status) == before.status.value,
        )
        .values(**_moving(after, due, at), **_returned(before, after, due), **_closed(after))
        .execution_options(synchronize_session=False)
    )
    if result.rowcount != 1:  # type: ignore[attr-defined]
        raise Conflict(_STALE)
    if door_of(before) != door_of(after):
        _move_door(session, after)


def _moving(offer: Offer, due: Due, at: datetime) -> dict[str, Any]:
    """Give the columns that a change may change."""
    return {
        "partner_organisation_id": door_of(offer),
        "status": offer.status.value,
        "version": offer.version,
        "risk": offer.risk.value,
        "assigned_to": offer.assigned_to,
        "changed_at": utc(at),
        "due_at": due.at,
        "due_kind": due.kind and due.kind.value,
        "sort_key": due.sort_key,
        "waiting_key": due.waiting_key,
        "nudge_at": due.nudge_at,
        "expires_at": due.expires_at,
        "life": msgspec.json.encode(offer),
    }


def _returned(before: Offer, after: Offer, due: Due) -> dict[str, Any]:
    # A note changes nothing about it: the lead may have acted on it since.
    return {} if before.status == after.status else {"return_key": return_key(after, due)}


def _closed(after: Offer) -> dict[str, Any]:
    return {} if after.frozen_at is None else _found_by(NOT_FOUND)


def _found_by(found: FoundBy) -> dict[str, Any]:
    # Emptied with the first write after what was shared has been closed: nobody finds by name what nobody may open.
    return {"name_index": found.name, "phone_index": found.phone, "other_phone_index": found.other_phone}


def put_found_by(session: Session, offer_id: UUID, found: FoundBy) -> None:
    """Store under which name and numbers a partner finds an offer from now on."""
    session.execute(
        update(OfferRow)
        .where(col(OfferRow.id) == offer_id)
        .values(**_found_by(found))
        .execution_options(synchronize_session=False)
    )


def door_of(offer: Offer) -> UUID | None:
    """Give who else may look: the partner, but not at a draft or an error (design section 3)."""
    return None if offer.status in NEVER_SHOWN else offer.organisation_id


def _move_door(session: Session, offer: Offer) -> None:
    for row in (OfferEventRow, MessageRow, AttachmentRow, SharedUpdateRow):
        session.execute(
            update(row)
            .where(col(row.offer_id) == offer.id)
            .values(partner_organisation_id=door_of(offer))
            .execution_options(synchronize_session=False)
        )


def get(session: Session, reference: Reference, *, to_change: bool = False) -> FiledOffer:
    """Give the offer; `to_change` holds it until the transaction ends, so that two cannot decide at once.

    Raises:
        Missing: There is none, or not for this actor's organisation.
    """
    statement = select(*COLUMNS).where(col(OfferRow.reference) == reference)
    row = session.execute(statement.with_for_update() if to_change else statement).one_or_none()
    if row is None:
        raise Missing
    return filed_of(row)


def offers_with(
    session: Session, person_id: PersonId, organisation_id: OrganisationId, statuses: frozenset[OfferStatus] = LIVE
) -> tuple[Reference, ...]:
    """Give the references of the offers of a person to an organisation in these states, oldest first."""
    rows = session.execute(
        select(col(OfferRow.reference))
        .where(
            col(OfferRow.person_id) == person_id,
            col(OfferRow.organisation_id) == organisation_id,
            col(OfferRow.status).in_(sorted(status.value for status in statuses)),
        )
        .order_by(col(OfferRow.changed_at), col(OfferRow.id))
    )
    return tuple(Reference(reference) for reference in rows.scalars())


def live_with_anybody(session: Session, person_id: PersonId) -> tuple[Reference, ...]:
    """Give the references of the live offers of a person, whoever has them, oldest first."""
    rows = session.execute(
        select(col(OfferRow.reference))
        .where(
            col(OfferRow.person_id) == person_id,
            col(OfferRow.status).in_(sorted(status.value for status in LIVE)),
        )
        .order_by(col(OfferRow.changed_at), col(OfferRow.id))
    )
    return tuple(Reference(reference) for reference in rows.scalars())


def of_request(session: Session, request_id: RequestId) -> tuple[Offer, ...]:
    """Give the offers of a request that the actor's organisation may see, in no order."""
    rows = session.execute(select(col(OfferRow.life)).where(col(OfferRow.request_id) == request_id))
    return tuple(msgspec.json.decode(life, type=Offer) for life in rows.scalars())


def filed_of(row: Row[Any]) -> FiledOffer:
    """Give an offer from a row of `COLUMNS`."""
    offer = msgspec.json.decode(row.life, type=Offer)
    return FiledOffer(
        offer=offer,
        reference=Reference(row.reference),
        person_id=PersonId(row.person_id),
        needs=needs_of(row.needs),
        sender=row.sender,
        key=key_of(offer, row.sealed_key or b""),
        sealed_snapshot=row.sealed_snapshot or b"",
        receipt=msgspec.json.decode(row.receipt, type=Receipt),
        contact_stopped_at=row.contact_stopped_at and utc(row.contact_stopped_at),
        sealed_update=row.sealed_update or b"",
        awaiting=frozenset(DataCategory(key) for key in row.awaiting.split()),
        request_reference=Reference(row.request_reference) if row.request_reference else None,
        set_aside=RequestStatus(row.set_aside) if row.set_aside else None,
    )


def needs_of(keys: str) -> frozenset[NeedCategory]:
    """Read the needs from their column."""
    return frozenset(NeedCategory(key) for key in keys.split())


def live_needs(
    session: Session, *person_ids: PersonId, statuses: Collection[OfferStatus] = IN_THE_WAY
) -> frozenset[NeedCategory]:
    """Give the needs of these people for which an offer stands in the way of another, as far as the actor may see it.

    Source: lifecycle 6.2; `lvws_core.referrals.co_work`.
    """
    rows = session.execute(
        select(OfferRow.needs).where(  # type: ignore[call-overload]
            col(OfferRow.person_id).in_(person_ids), col(OfferRow.status).in_([status.value for status in statuses])
        )
    )
    return frozenset(need for (needs,) in rows for need in needs_of(needs))


def is_supported(session: Session, person_ids: Iterable[PersonId], organisation_id: OrganisationId) -> bool:
    """Say whether an organisation has a live offer about one of these people, whoever sent it.

    The statement is the system's own: nothing but the yes or the no leaves it (ADR 2).
    """
    live = [status.value for status in LIVE]
    return _any_offer(session, person_ids, organisation_id, col(OfferRow.status).in_(live))


def was_ever_asked(session: Session, person_ids: Iterable[PersonId], organisation_id: OrganisationId) -> bool:
    """Say whether an organisation ever had an offer about one of these people, whoever sent it.

    The statement is the system's own: nothing but the yes or the no leaves it (ADR 2).
    """
    return _any_offer(session, person_ids, organisation_id, col(OfferRow.partner_organisation_id).is_not(None))


def _any_offer(
    session: Session, person_ids: Iterable[PersonId], organisation_id: OrganisationId, which: ColumnElement[bool]
) -> bool:
    ids = list(person_ids)
    found = (
        ids
        and session.execute(
            select(col(OfferRow.id))
            .where(col(OfferRow.person_id).in_(ids), col(OfferRow.organisation_id) == organisation_id, which)
            .limit(1),
            execution_options=SYSTEM,
        ).first()
    )
    return bool(found)


def add_entry(
    session: Session,
    offer: Offer,
    event: Event,
    *,
    entry_id: UUID,
    message_id: UUID | None = None,
    sealed_confirmer: bytes | None = None,
) -> None:
    """Store a line of the timeline: what the event says, the message that goes with it, and who confirmed it."""
    session.add(
        OfferEventRow(
            id=entry_id,
            owner_organisation_id=offer.lead_organisation_id,
            partner_organisation_id=door_of(offer),
            offer_id=offer.id,
            at=utc(event.at),
            actor_id=event.actor_id,
            kind=event.kind,
            old=event.old,
            new=event.new,
            detail=msgspec.json.encode(event.detail, order="sorted"),
            message_id=message_id,
            sealed_confirmer=sealed_confirmer,
        )
    )
    session.flush()


def add_message(session: Session, vault: Vault, filed: FiledOffer, message: Message, side: Side) -> None:
    """Store a message of a side, sealed under the offer's key."""
    offer = filed.offer
    session.add(
        MessageRow(
            id=message.id,
            owner_organisation_id=offer.lead_organisation_id,
            partner_organisation_id=door_of(offer),
            offer_id=offer.id,
            at=utc(message.at),
            author_id=message.author_id,
            author_side=side.value,
            sealed_text=vault.seal(filed.key, column_of_message(message.id), message.text),
        )
    )


def timeline(session: Session, vault: Vault, filed: FiledOffer) -> tuple[TimelineEntry, ...]:
    """Give what has happened to an offer, oldest first, with its messages opened; one statement.

    Raises:
        Invalid: A message was sealed for another place.
    """
    events = (OfferEventRow.at, OfferEventRow.actor_id, OfferEventRow.kind, OfferEventRow.detail)
    confirmed: tuple[Any, ...] = (col(OfferEventRow.id).label("entry_id"), OfferEventRow.sealed_confirmer)
    messages = (MessageRow.id, MessageRow.author_id, MessageRow.sealed_text, MessageRow.read_at)
    files: tuple[Any, ...] = (
        AttachmentRow.number,
        col(AttachmentRow.kind).label("file_kind"),
        AttachmentRow.size,
        AttachmentRow.scanned,
    )
    rows = session.execute(
        select(*events, *confirmed, *messages, *files)  # type: ignore[call-overload]
        .select_from(OfferEventRow)
        .outerjoin(MessageRow, col(MessageRow.id) == col(OfferEventRow.message_id))
        .outerjoin(AttachmentRow, col(AttachmentRow.message_id) == col(MessageRow.id))
        .where(col(OfferEventRow.offer_id) == filed.offer.id)
        .order_by(OfferEventRow.at, OfferEventRow.id)
    )
    entries = (_entry(vault, filed, row) for row in rows)
    return tuple(sorted(entries, key=lambda entry: (entry.at, entry.detail.get("version", 0))))


def _entry(vault: Vault, filed: FiledOffer, row: Row[tuple[object, ...]]) -> TimelineEntry:
    at = utc(row.at)
    return TimelineEntry(
        at=at,
        actor_id=row.actor_id and UserId(row.actor_id),
        kind=row.kind,
        detail=msgspec.json.decode(row.detail),
        message=_message(vault, filed, row, at) if row.id else None,
        confirmed_by=_confirmer(vault, filed, row) if row.sealed_confirmer else "",
    )


def _message(vault: Vault, filed: FiledOffer, row: Row[Any], at: datetime) -> Message:
    attached = None
    if row.number is not None:
        attached = Attached(number=row.number, kind=FileKind(row.file_kind), size=row.size, scanned=row.scanned)
    return Message(
        id=row.id,
        at=at,
        author_id=UserId(row.author_id),
        text=vault.open(filed.key, column_of_message(row.id), row.sealed_text),
        read_at=row.read_at and utc(row.read_at),
        attached=attached,
    )


def _confirmer(vault: Vault, filed: FiledOffer, row: Row[Any]) -> str:
    return vault.open(filed.key, column_of_confirmer(row.entry_id), row.sealed_confirmer)


def mark_read(session: Session, message_ids: tuple[UUID, ...], at: datetime) -> None:
    """Store that the other side has had messages before it."""
    session.execute(
        update(MessageRow)
        .where(col(MessageRow.id).in_(message_ids), col(MessageRow.read_at).is_(None))
        .values(read_at=utc(at))
        .execution_options(synchronize_session=False)
    )
