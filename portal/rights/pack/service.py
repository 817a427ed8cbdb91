"""The pack of a request: put together, decided item by item, released by a second person, printed and saved."""

from enum import StrEnum
from uuid import UUID

import msgspec

from lvws_core.errors import Conflict, Missing
from lvws_core.files import Download
from lvws_core.ids import Reference, UserId
from lvws_core.reasons import because
from partners.offers.attachments import service as attachments
from portal.people import store as people
from portal.rights.pack import store
from portal.rights.pack.forms import Choice
from portal.rights.pack.model import Decided, PackItem, opened, pack_of
from portal.rights.readings.model import SeenBy
from portal.rights.readings.service import seen_without_names
from portal.rights.register.model import Treatment
from portal.rights.register.store import file_of, gather
from portal.rights.requests import store as requests
from portal.rights.requests.model import Request
from portal.rights.requests.service import Desk, require_pack

_ANSWERED = because("already_answered", "domain 9.5", "The request is answered; what was given stands as it is.")
_NOT_GIVEN = because("not_decided", "domain 9.5", "Decide first, on the pack, that this file is given.")
_OWN = because("second_person_is_first", "MAR-24", "Somebody else has to release it, on their own sign-in.")


class Form(StrEnum):
    """In which form a pack was opened."""

    READ = "rights.pack_read"
    PRINTED = "rights.pack_printed"
    SAVED = "rights.pack_saved"


class Pack(msgspec.Struct, frozen=True, kw_only=True):
    """A pack as it stands: every item with what is done with it, and who saw the record, without names."""

    request: Request
    person: Reference
    items: tuple[PackItem, ...]
    seen: tuple[SeenBy, ...]


def open_pack(desk: Desk, reference: Reference, form: Form = Form.READ) -> Pack:
    """Put the pack together; the event is that of the form, with the tables that were read, never a value.

    Raises:
        Missing: There is no such request, not for this actor, or the person was erased.
        NotAllowed: Nothing may be given to who asked, with every reason.

    Source: SAR-01, MAR-24, TOP-17, domain section 9.5.
    """
    request = _request(desk, reference)
    person = people.reference_of(desk.session, request.person_id)
    decided = store.of_request(desk.session, request.id)
    shut = opened(decided)
    items = pack_of(gather(desk.session, desk.vault, request.person_id, shut), decided)
    seen = seen_without_names(desk, request.person_id)
    tables = sorted({each.item.key.partition(":")[0] for each in items if each.item.lines})
    held = sum(each.was_held and bool(each.item.lines) for each in items)
    desk.note(form.value, request.person_id, request=str(request.id), fields=tables, held_opened=held)
    return Pack(request=request, person=person, items=items, seen=seen)


def decide(desk: Desk, reference: Reference, choice: Choice) -> None:
    """Decide what is done with one item; event `rights.item_decided`.

    Raises:
        Missing: There is no such request or item.
        Conflict: The request is answered.
        NotAllowed: As `open_pack`.
    """
    request = _open(desk, reference)
    _require_item(desk, request, choice.item)
    made = Decided(
        item=choice.item,
        treatment=choice.treatment,
        ground=choice.ground,
        decided_by=desk.actor.id,
        decided_at=desk.now,
    )
    store.put(desk.session, request, made, row_id=desk.new_id(), owner_id=desk.actor.organisation_id)
    _note(desk, "rights.item_decided", request, choice.item, choice.treatment)


def release(desk: Desk, reference: Reference, item: str) -> None:
    """Agree as the second person that something held back goes in; event `rights.item_released`.

    Raises:
        Missing: There is no such request, or nothing of the kind waits.
        Conflict: The request is answered, it waits no more, or the actor asked for it.
        NotAllowed: As `open_pack`.

    Source: MAR-24, TOP-17.
    """
    request = _open(desk, reference)
    asked = {each.item: each.decided_by for each in store.of_request(desk.session, request.id)}
    if item not in asked:
        raise Missing
    if asked[item] == UserId(desk.actor.id):
        raise Conflict(_OWN)
    store.release(desk.session, request, item, by=desk.actor.id, at=desk.now)
    _note(desk, "rights.item_released", request, item, Treatment.INCLUDE)


def give_file(desk: Desk, reference: Reference, file_id: UUID) -> Download:
    """Give a file that goes to the person, once it was decided that it does; events as reading it on its offer.

    Raises:
        Missing: There is no such request or file, or not for this actor.
        Conflict: Nobody has decided that it is given.
        NotAllowed: As `open_pack`.

    Source: domain section 9.5.
    """
    request = _request(desk, reference)
    offer, number = file_of(desk.session, request.person_id, file_id)
    key = f"attachment:{file_id}"
    if not any(d.item == key and d.treatment is Treatment.INCLUDE for d in store.of_request(desk.session, request.id)):
        raise Conflict(_NOT_GIVEN)
    desk.note("rights.file_given", request.person_id, request=str(request.id), item=key)
    return attachments.give(desk, offer, number)


def _request(desk: Desk, reference: Reference) -> Request:
    request = requests.get(desk.session, reference)
    people.reference_of(desk.session, request.person_id)
    require_pack(request)
    return request


def _open(desk: Desk, reference: Reference) -> Request:
    request = _request(desk, reference)
    if not request.is_open:
        raise Conflict(_ANSWERED)
    return request


def _require_item(desk: Desk, request: Request, item: str) -> None:
    every = gather(desk.session, desk.vault, request.person_id)
    if item not in {each.key for each in every}:
        raise Missing


def _note(desk: Desk, kind: str, request: Request, item: str, treatment: Treatment) -> None:
    desk.note(kind, request.person_id, request=str(request.id), item=item, treatment=treatment.value)
