"""Opening contact again and telling partners what changed: always the lead, always what the page showed."""

from uuid import UUID

from lvws_core.consent import DataCategory
from lvws_core.consent.contact import StopCause, against_lifting
from lvws_core.consent.sharing import disclose
from lvws_core.errors import Conflict, NotAllowed
from lvws_core.ids import ReceiptId, Reference
from lvws_core.reasons import Reason, because
from partners.directory import store as directory
from partners.offers import service as offers
from partners.offers.model import FiledOffer
from partners.offers.safety import service as stops
from partners.offers.safety.model import Report, Stop
from partners.offers.updates import service as updates
from portal.people import store as people
from portal.people.model import PersonRecord
from portal.referrals.model import risk_of
from portal.referrals.safety.model import SafetyState, Telling, digest_of, telling
from portal.referrals.service import Desk
from portal.reviews.overrides import store as overrides
from portal.reviews.overrides.model import KeptOverride, OverrideKind

_FIELDS = ("identity", "contact_plan", "consents", "risk_assessment")
_CONTACT = frozenset({DataCategory.SAFE_CONTACT})
_CHANGED = because("preview_changed", "CONS-30", "Something has changed since this page was made. Check it again.")
_NOT_STOPPED = because("not_stopped", "CONT-01", "Contact is not stopped.")


def person_of(desk: Desk, offer: Reference) -> Reference:
    """Give the reference of the person of an offer of the lead's.

    Raises:
        Missing: There is no such offer or person for this actor.
    """
    return people.reference_of(desk.session, offers.read(desk, offer).person_id)


def stop_contact(desk: Desk, person: Reference, cause: StopCause, words: str) -> None:
    """Stop contact with a person on every live offer, as the lead.

    Raises:
        Missing: There is no such person for this actor.

    Source: CONT-01, CONT-03.
    """
    person_id = people.finder(desk.session)(person).id
    stops.stop_contact(desk, person_id, desk.actor.organisation_id, Report(cause=cause, words=words))


def safety_state(desk: Desk, person: Reference) -> SafetyState:
    """Give how contact stands, and what a lifting would tell; events `person.read` and `contact.stops_read`.

    Raises:
        Missing: There is no such person for this actor.
    """
    return _state(desk, person, lifts=True)


def untold(desk: Desk, person: Reference) -> SafetyState:
    """Give what has changed and was not told yet; a new plan waits for the lifting while contact is stopped.

    Raises:
        Missing: There is no such person for this actor.
    """
    return _state(desk, person, lifts=False)


def _state(desk: Desk, person: Reference, *, lifts: bool, to_change: bool = False) -> SafetyState:
    # The offers are held first: who reports at the same moment waits, or is waited for and then seen.
    live = updates.live_offers(desk, people.finder(desk.session)(person).id, to_change=to_change)
    record = people.record_of(desk.session, desk.vault, person)
    desk.note("person.read", record.person.id, fields=_FIELDS)
    standing = stops.stops_of(desk, record.person.id)
    listed = {each.service.id: each for each in directory.listed_services(desk.session, desk.today, desk.now)}
    grounds = _grounds(desk, record) if live else {}
    tellings = tuple(
        telling(
            record,
            filed,
            listed.get(filed.offer.service_id),
            _wanted(filed, standing, lifts=lifts),
            at=desk.now,
            policy=desk.policy,
            override=grounds.get(filed.offer.id),
        )
        for filed in live
    )
    return SafetyState(
        record=record,
        stops=standing,
        against=_against(record, standing),
        tellings=tellings,
        digest=digest_of(tellings, standing),
    )


def _wanted(filed: FiledOffer, standing: tuple[Stop, ...], *, lifts: bool) -> frozenset[DataCategory]:
    if lifts:
        return _CONTACT if standing else frozenset()
    closed = _CONTACT if filed.contact_stopped_at is not None else frozenset()
    return filed.awaiting - _CONTACT if standing else filed.awaiting | closed


def _grounds(desk: Desk, record: PersonRecord) -> dict[UUID, KeptOverride]:
    """Give the ground on which each offer left that left without consent, by the offer's id."""
    kept = overrides.of_person(desk.session, record.person.id)
    found = (each for each in kept if each.asked.kind is OverrideKind.SHARING)
    return {each.offer_id: each for each in found if each.offer_id is not None}


def _against(record: PersonRecord, standing: tuple[Stop, ...]) -> tuple[Reason, ...]:
    plan = record.contact.plan if record.contact is not None else None
    return against_lifting(plan, standing[0].reported_at) if standing else ()


def open_contact(desk: Desk, person: Reference, *, reason: str, digest: str) -> SafetyState:
    """Lift every stop of a person, and tell each partner the plan as it was confirmed, where consent still allows.

    An offer whose partner may not be told stays closed. Event `contact.opened`.

    Raises:
        Missing: There is no such person for this actor.
        Conflict: Contact is not stopped, or something changed since the page was made.
        NotAllowed: The plan was not confirmed with the person since, or allows no contact; every reason.

    Source: CONT-01, TOP-11; CONS-22.
    """
    state = _state(desk, person, lifts=True, to_change=True)
    if not state.stops:
        raise Conflict(_NOT_STOPPED)
    if state.digest != digest:
        raise Conflict(_CHANGED)
    if state.against:
        raise NotAllowed(*state.against)
    stops.lift(desk, state.record.person.id, state.stops, reason)
    for each in state.tellings:
        if each.fields:
            _tell(desk, state.record, each)
        elif each.opens_contact and each.filed.contact_stopped_at is not None:
            updates.reopen(desk, each.filed)
    return state


def tell_partners(desk: Desk, person: Reference, *, digest: str) -> SafetyState:
    """Tell each partner what has changed and may be told, exactly as the page showed it.

    Raises:
        Missing: There is no such person for this actor.
        Conflict: Something changed since the page was made, or there is nothing to tell.

    Source: RISK-15, CONS-22, CONS-30.
    """
    state = _state(desk, person, lifts=False, to_change=True)
    if state.digest != digest or not state.tells:
        raise Conflict(_CHANGED)
    for each in state.tells:
        _tell(desk, state.record, each)
    return state


def _tell(desk: Desk, record: PersonRecord, each: Telling) -> None:
    fields, receipt = disclose(each.fields, each.decision, at=desk.now, receipt_id=ReceiptId(desk.new_id()))
    level = risk_of(record) if DataCategory.RISK_LEVEL in fields else None
    updates.tell(desk, each.filed, fields, receipt, footing=each.footing, level=level)
