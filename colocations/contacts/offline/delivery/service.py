"""Taking an envelope: opened, then logged or kept for its author, in one transaction or not at all."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final
from uuid import UUID

import msgspec
from msgspec.structs import replace

from colocations.contacts import service as contacts
from colocations.contacts import store as contact_store
from colocations.contacts.forms import parse_contact
from colocations.contacts.model import AHEAD, Contact, Logged
from colocations.contacts.offline.keys import store as keys
from colocations.contacts.offline.keys.model import Envelope, unseal
from colocations.contacts.offline.model import (
    Arrival,
    Content,
    Earlier,
    KeyState,
    Outcome,
    Receipt,
    Refusal,
    State,
    Stored,
    Why,
    Written,
    judge,
)
from colocations.contacts.offline.permits.model import Bearer
from colocations.contacts.offline.quarantine import store
from colocations.contacts.offline.quarantine.service import ENTRY_ID, ENVELOPE_GIVEN_UP, ENVELOPE_WAITS
from colocations.contacts.service import Desk
from colocations.sites.forms import Typed
from lvws_core.actors import Permission, may
from lvws_core.errors import Conflict, Invalid
from lvws_core.forms import FieldError
from lvws_core.ports import FindPerson

Errors = tuple[FieldError, ...]
_REFER: Final = ("then", "refer")
"""The button “Save and refer”."""

_STATUS: Final[Mapping[State, int]] = {State.LOGGED: 201, State.NEEDS_AUTHOR: 202, State.GIVEN_UP: 202}


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What a delivery is answered: a status of HTTP, and the receipt."""

    status: int
    receipt: Receipt


class Delivery(msgspec.Struct, frozen=True, kw_only=True):
    """An envelope and who delivers it; `raw` is the body as it came, `device_id` what the browser says it is."""

    envelope: Envelope
    raw: bytes
    bearer: Bearer
    device_id: str


def receive(desk: Desk, delivery: Delivery, find_person: FindPerson) -> Answer:
    """Take an envelope; what it holds is logged, or kept for its author, in this transaction or not at all.

    201 logged, 200 arrived before, 202 kept for its author or given up, 409 its id was used for something else
    (it is kept all the same), 422 refused: it does not open for us, and stays on the device.

    Events `site_contact.logged`, `envelope.waits`, `envelope.given_up`.
    """
    envelope, wipe = delivery.envelope, delivery.bearer.permit.wipe_asked_at is not None
    try:
        before = store.under(desk.session, envelope.uuid)
    except Invalid:
        return _refused(envelope.id, Refusal.MALFORMED, wipe=wipe)
    key, content = _opened(desk, delivery)
    verdict = judge(_arrival(desk, delivery, before, key, content))
    match verdict.outcome:
        case Outcome.REPLAY:
            known = next(each.stored for each in before if each.digest == envelope.digest)
            status = 409 if Why.ID_REUSED in known.why else 200
            return Answer(status=status, receipt=_receipt(envelope, known, replay=True, wipe=wipe))
        case Outcome.REFUSE:
            refusal = Refusal.NOT_AUTHENTIC if key in {KeyState.CURRENT, KeyState.ROTATED} else Refusal.UNKNOWN_KEY
            return _refused(envelope.id, refusal, wipe=wipe)
        case Outcome.GIVE_UP:
            return _give_up_unread(desk, delivery, wipe=wipe)
    assert content is not None  # noqa: S101 - what is kept or logged has opened
    stored = _log(desk, delivery, content, find_person) if verdict.outcome is Outcome.LOG else None
    if stored is None or isinstance(stored, tuple):
        stored = _keep(desk, delivery, content, verdict.why or (Why.AGAINST_THE_RULES,), stored or ())
    status = 409 if verdict.outcome is Outcome.CONFLICT else _STATUS[stored.state]
    return Answer(status=status, receipt=_receipt(envelope, stored, wipe=wipe))


def _opened(desk: Desk, delivery: Delivery) -> tuple[KeyState, Content | None]:
    envelope = delivery.envelope
    found = keys.private(desk.session, desk.vault, envelope.kid)
    if found is None:
        known = keys.is_known(desk.session, envelope.kid)
        return (KeyState.ERASED if known else KeyState.UNKNOWN), None
    private_pem, is_current = found
    state = KeyState.CURRENT if is_current else KeyState.ROTATED
    try:
        return state, unseal(envelope, private_pem, delivery.bearer.permit.id)
    except Invalid:
        return state, None


def _arrival(
    desk: Desk, delivery: Delivery, before: tuple[store.Known, ...], key: KeyState, content: Content | None
) -> Arrival:
    permit = delivery.bearer.permit
    same = any(each.digest == delivery.envelope.digest for each in before)
    limit = timedelta(days=desk.policy.envelope_days)
    return Arrival(
        standing=permit.standing(desk.now),
        key=key,
        authentic=content is not None,
        earlier=Earlier.SAME if same else Earlier.OTHER if before else Earlier.NONE,
        author_open=delivery.bearer.is_open,
        author_on_site=may(desk.actor, Permission.SITE_OWN).allowed,
        same_device=delivery.device_id == permit.device_id,
        half_written=content is not None and content.written is Written.HALF_WRITTEN,
        in_time=content is None or desk.now - content.sealed_at <= limit,
    )


def _log(desk: Desk, delivery: Delivery, content: Content, find_person: FindPerson) -> Stored | Errors:
    """Log what an envelope holds, or give everything that stands against it."""
    contact_id = entry_id(content, delivery.envelope.uuid)
    contact = _logged(desk, contact_id, content, find_person)
    if not isinstance(contact, Contact):
        return contact
    stored = _stored(desk, delivery, content, State.LOGGED, contact_id=contact_id)
    _add(desk, delivery, stored)
    return stored


def _logged(desk: Desk, contact_id: UUID, content: Content, find_person: FindPerson) -> Contact | Errors:
    """Log an entry as of the moment when it was sealed, unless the device's clock is ahead of ours."""
    sealed_at = desk.now if desk.now < content.sealed_at <= desk.now + AHEAD else content.sealed_at
    logged = parse_contact(Typed(values=content.typed), sealed_at)
    if not isinstance(logged, Logged):
        return logged
    try:
        return contacts.log(desk, contact_id, logged, find_person, offline=True)
    except Conflict as error:
        text = "Something else was logged under the same entry. Compare the two, and give this one up if it is the same"
        return tuple(FieldError(field=ENTRY_ID, code=reason.code, text=text) for reason in error.reasons)


def _keep(desk: Desk, delivery: Delivery, content: Content, why: tuple[Why, ...], faults: Errors) -> Stored:
    contact_id = entry_id(content, delivery.envelope.uuid)
    if Why.HALF_WRITTEN in why and contact_store.already(desk.session, contact_id) is not None:
        stored = _stored(desk, delivery, content, State.LOGGED, contact_id=contact_id, why=why)
        _add(desk, delivery, stored)  # it was finished before its half-written state arrived
        return stored
    is_first = not store.count_waiting(desk.session, desk.actor.id)
    codes = tuple(f"{fault.field}:{fault.code}" for fault in faults)
    stored = _stored(desk, delivery, content, State.NEEDS_AUTHOR, contact_id=contact_id, why=why, faults=codes)
    if Why.ID_REUSED in why or any(fault.field == ENTRY_ID for fault in faults):
        stored = replace(stored, contact_id=stored.id)  # logged as it stands it would be the other entry
    _add(desk, delivery, stored, content)
    desk.note(ENVELOPE_WAITS, stored.id, why=[each.value for each in why], faults=list(codes), first=is_first)
    return stored


def _give_up_unread(desk: Desk, delivery: Delivery, *, wipe: bool) -> Answer:
    envelope = delivery.envelope
    content = Content(sealed_at=desk.now, written=Written.FINISHED, typed={})
    stored = _stored(desk, delivery, content, State.GIVEN_UP, why=(Why.TOO_LATE,))
    _add(desk, delivery, stored)
    desk.note(ENVELOPE_GIVEN_UP, stored.id, entries=1)
    return Answer(status=_STATUS[State.GIVEN_UP], receipt=_receipt(envelope, stored, wipe=wipe))


def entry_id(content: Content, envelope_id: UUID) -> UUID:
    """Give the id of the entry that an envelope holds: the form's own, and the envelope's where it has none."""
    try:
        return UUID(Typed(values=content.typed).value(ENTRY_ID))
    except ValueError:
        return envelope_id


def _stored(
    desk: Desk,
    delivery: Delivery,
    content: Content,
    state: State,
    *,
    contact_id: UUID | None = None,
    why: tuple[Why, ...] = (),
    faults: tuple[str, ...] = (),
) -> Stored:
    return Stored(
        id=desk.new_id(),
        envelope_id=delivery.envelope.uuid,
        permit_id=delivery.bearer.permit.id,
        author_id=desk.actor.id,
        kid=delivery.envelope.kid,
        state=state,
        sealed_at=content.sealed_at,
        received_at=desk.now,
        why=why,
        faults=faults,
        wants_referral=Typed(values=content.typed).value(_REFER[0]) == _REFER[1],
        contact_id=contact_id,
        settled_at=None if state is State.NEEDS_AUTHOR else desk.now,
    )


def _add(desk: Desk, delivery: Delivery, stored: Stored, content: Content | None = None) -> None:
    store.add(
        desk.session,
        desk.vault,
        stored,
        owner_id=desk.actor.organisation_id,
        digest=delivery.envelope.digest,
        raw=delivery.raw,
        content=content,
    )


def _receipt(envelope: Envelope, stored: Stored, *, replay: bool = False, wipe: bool) -> Receipt:
    codes = tuple(each.value for each in stored.why)
    return Receipt(
        envelope=envelope.id,
        state=stored.state.value,
        kept=True,
        digest=envelope.digest.hex(),
        replay=replay,
        why=codes,
        wipe=wipe,
    )


def _refused(envelope_id: str, refusal: Refusal, *, wipe: bool) -> Answer:
    receipt = Receipt(
        envelope=envelope_id, state="refused", kept=False, why=(refusal.value,), text=refusal.label, wipe=wipe
    )
    return Answer(status=422, receipt=receipt)
