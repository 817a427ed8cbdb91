"""Telling a partner after sending: what changed waits on each live offer until the lead confirms it."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

import msgspec

from lvws_core.consent import DataCategory
from lvws_core.consent.sharing import Receipt
from lvws_core.events import Event
from lvws_core.ids import PersonId, Reference
from lvws_core.referrals import Offer, closed_since, readable, reassess
from lvws_core.risk.dash import Band
from partners.offers import store as offers
from partners.offers.model import FiledOffer, opens
from partners.offers.safety import store as safety
from partners.offers.safety.model import CONTACT_REOPENED
from partners.offers.search.model import found_by
from partners.offers.service import UPDATE, Desk, file, told_since
from partners.offers.snapshot.model import read_snapshot, snapshot_bytes
from partners.offers.updates import store
from partners.offers.updates.model import (
    CONTACT_UPDATED,
    CORRECTED,
    UPDATE_AWAITED,
    Footing,
    SharedUpdate,
    column_of_update,
)


def live_offers(desk: Desk, person_id: PersonId, *, to_change: bool = False) -> tuple[FiledOffer, ...]:
    """Give the live offers about a person that the actor's organisation sent; nothing is opened.

    `to_change` holds them until the transaction ends, always in the same order.
    """
    references = store.live_of(desk.session, person_id)
    return tuple(offers.get(desk.session, reference, to_change=to_change) for reference in references)


def can_be_told(filed: FiledOffer, category: DataCategory, at: datetime) -> bool:
    """Say whether a partner may be told of a change of a category: it was shared, and can be opened still.

    Source: CONS-30; assurance I2: what a partner sees never grows by itself.
    """
    shared = readable(filed.offer, filed.receipt.categories, at)
    return filed.offer.is_live and category in shared and opens(filed.offer, at)


def await_risk(desk: Desk, person_id: PersonId, level: Band) -> tuple[Reference, ...]:
    """Note on each live offer whether its partner has still to be told of the displayed level; give where."""
    return _await(desk, person_id, DataCategory.RISK_LEVEL, lambda offer: offer.risk != level)


def await_contact(desk: Desk, person_id: PersonId) -> tuple[Reference, ...]:
    """Note on each live offer that its partner has still to be told of a new safe-contact plan; give where."""
    return _await(desk, person_id, DataCategory.SAFE_CONTACT, lambda _offer: True)


def await_corrected(desk: Desk, person_id: PersonId, categories: Iterable[DataCategory]) -> tuple[Reference, ...]:
    """Note on each live offer that its partner holds what was corrected since; give where.

    Source: domain section 9.5; CONS-30.
    """
    theirs = [category for category in DataCategory if category in frozenset(categories) & CORRECTED]
    return tuple(
        reference for category in theirs for reference in _await(desk, person_id, category, lambda _offer: True)
    )


def _await(
    desk: Desk, person_id: PersonId, category: DataCategory, differs: Callable[[Offer], bool]
) -> tuple[Reference, ...]:
    found = []
    for filed in live_offers(desk, person_id, to_change=True):
        if category not in filed.receipt.categories - closed_since(filed.offer).keys():
            continue
        waits = differs(filed.offer)
        awaiting = filed.awaiting | {category} if waits else filed.awaiting - {category}
        store.put_awaiting(desk.session, filed.offer.id, awaiting)
        if waits:
            desk.note(UPDATE_AWAITED, filed.offer.id, category=category.value)
            found.append(filed.reference)
    return tuple(found)


def tell(
    desk: Desk,
    filed: FiledOffer,
    fields: Mapping[DataCategory, Any],
    receipt: Receipt,
    *,
    footing: Footing,
    level: Band | None = None,
) -> None:
    """Tell a partner what has changed, exactly these fields, sealed under the offer's key and with their receipt.

    `level` is the displayed level that the fields tell of, None where they do not. With safe contact
    the number can be asked for again, so the lead lifts every stop first. `footing` is what it rests on.

    Raises:
        NotAllowed: It is not the lead of the offer who tells it.
        Conflict: The offer is over, or somebody else changed it meanwhile.

    Source: CONS-30, RISK-15, TOP-08; lifecycle 5.
    """
    offer = filed.offer
    if level is not None and level != offer.risk:
        changed, event = reassess(offer, level, desk.actor, desk.now, offer.version)
        filed = file(desk, filed, changed, event)
    _seal(desk, filed, fields, receipt, footing)
    store.put_awaiting(desk.session, offer.id, filed.awaiting - frozenset(fields))
    if DataCategory.SAFE_CONTACT in fields:
        reopen(desk, filed, kind=CONTACT_UPDATED)


def _seal(
    desk: Desk, filed: FiledOffer, fields: Mapping[DataCategory, Any], receipt: Receipt, footing: Footing
) -> None:
    update_id, key = desk.new_id(), filed.key
    sealed = desk.vault.seal(key, column_of_update(update_id), snapshot_bytes(fields).decode())
    made = SharedUpdate(offer_id=filed.offer.id, receipt=receipt, footing=footing, confirmed_by=desk.actor.id)
    store.add(desk.session, filed.offer, made, update_id=update_id, sealed_fields=sealed)
    before = {category: msgspec.to_builtins(shared) for category, shared in told_since(desk, filed).items()}
    everything = snapshot_bytes({**before, **fields})
    store.put_told(desk.session, filed.offer.id, desk.vault.seal(key, UPDATE, everything.decode()))
    if DataCategory.SAFE_CONTACT in fields:
        now_found = found_by(desk.vault, filed.offer.organisation_id, read_snapshot(everything))
        store.put_numbers(desk.session, filed.offer.id, now_found)
    if DataCategory.IDENTITY in fields:
        now_found = found_by(desk.vault, filed.offer.organisation_id, read_snapshot(everything))
        store.put_name(desk.session, filed.offer.id, now_found)
    categories = sorted(category.value for category in fields)
    told = {"receipt_id": str(receipt.id), "categories": categories, "path": footing.path.value}
    _record(desk, "offer.update_told", filed.offer, **told)


def reopen(desk: Desk, filed: FiledOffer, *, kind: str = CONTACT_REOPENED) -> None:
    """Open contact on an offer again, if it was stopped, and say in its timeline what the partner can see now."""
    if filed.contact_stopped_at is not None:
        safety.reopen(desk.session, filed.offer.id, desk.now)
        kind = CONTACT_REOPENED
    event = _record(desk, kind, filed.offer)
    offers.add_entry(desk.session, filed.offer, event, entry_id=desk.new_id())


def _record(desk: Desk, kind: str, offer: Offer, **detail: Any) -> Event:
    event = Event(
        kind=kind,
        at=desk.now,
        actor_id=desk.actor.id,
        subject_id=offer.id,
        organisation_ids=(offer.lead_organisation_id, offer.organisation_id),
        detail=detail,
    )
    desk.record(event)
    return event
