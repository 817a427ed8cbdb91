"""Builders of referrals, with fixed ids and times; Alice leads, Bob works for the partner, Charlie for a stranger."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from msgspec.structs import replace

from lvws_core.actors import Actor, Role
from lvws_core.consent.basis import SharingPath
from lvws_core.consent.contact import ContactPlan
from lvws_core.consent.sharing import SharingDecision
from lvws_core.events import Event
from lvws_core.ids import OfferId, OrganisationId, PersonId, RequestId, ServiceId, UserId
from lvws_core.referrals import (
    Capacity,
    Detail,
    Direction,
    Heard,
    Move,
    Need,
    Offer,
    OfferStatus,
    PauseReason,
    Request,
    SecureRoute,
    SendFacts,
    Service,
    Side,
    custody_in,
    move,
)
from lvws_core.risk.dash import Band
from lvws_core.vocabulary import Borough, CapacityState, ClosureReason, NeedCategory, WhoseChoice

MONDAY = datetime(2026, 11, 16, 10, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LEAD, PARTNER, STRANGER = (OrganisationId(UUID(int=n)) for n in (1, 2, 3))
OFFER, REQUEST, SERVICE, PERSON = UUID(int=11), UUID(int=12), UUID(int=13), UUID(int=14)


def an_actor(role: Role, organisation: OrganisationId, number: int = 0) -> Actor:
    """Build somebody with one role; the id follows from role, organisation and number."""
    place = 1000 + 100 * list(Role).index(role) + 10 * organisation.int + number
    return Actor(id=UserId(UUID(int=place)), organisation_id=organisation, roles=frozenset({role}))


ALICE = an_actor(Role.LEAD_CASEWORKER, LEAD)
ALICES_MANAGER = an_actor(Role.LEAD_MANAGER, LEAD)
BOB = an_actor(Role.PARTNER_WORKER, PARTNER)
BOBS_COLLEAGUE = an_actor(Role.PARTNER_WORKER, PARTNER, 1)
BOBS_MANAGER = an_actor(Role.PARTNER_MANAGER, PARTNER)
CHARLIE = an_actor(Role.PARTNER_MANAGER, STRANGER)
CLOCK = an_actor(Role.CLOCK, STRANGER)

INTAKE = an_actor(Role.INTAKE_WORKER, LEAD)

ACTORS = {Side.LEAD: ALICE, Side.PARTNER: BOBS_MANAGER, Side.CLOCK: CLOCK}
"""Somebody for each side who may make all of its moves."""

INWARD_ACTORS = {Side.LEAD: BOB, Side.PARTNER: ALICES_MANAGER, Side.CLOCK: CLOCK}
"""The same for an offer that a partner sent to the lead."""

DETAILS = {
    Move.ASK: Detail(note="Which borough?"),
    Move.WAITLIST: Detail(override="Agreed with the lead", until=date(2026, 12, 1)),
    Move.DECLINE: Detail(reason="capacity", whose_choice=WhoseChoice.SERVICE),
    Move.NOT_REACHED: Detail(reason="attempts_exhausted"),
    Move.HAND_BACK: Detail(reason="capacity"),
    Move.PAUSE: Detail(reason=PauseReason.PERSON_ASKED, until=date(2026, 12, 1)),
    Move.RECORD_OUTCOME: Detail(outcome=ClosureReason.NEEDS_MET),
    Move.WITHDRAW: Detail(reason="wrong_recipient"),
}
"""A complete detail for each move that needs one."""


HEARD = Heard(how=SecureRoute.DUTY_TELEPHONE, at=MONDAY)
"""How the lead heard what it records for a partner without an account."""


def complete(action: Move) -> Detail:
    """Give a detail with which a move is accepted, also for a partner without an account."""
    return replace(DETAILS.get(action, Detail()), heard=HEARD)


def an_offer(status: OfferStatus = OfferStatus.DRAFT, **changes: object) -> Offer:
    """Build an offer at medium risk; a state other than draft was entered on Monday at ten."""
    told = {} if status == OfferStatus.DRAFT else {"sent_at": MONDAY, "entered_at": MONDAY}
    fixed = {
        "id": OfferId(OFFER),
        "request_id": RequestId(REQUEST),
        "service_id": ServiceId(SERVICE),
        "organisation_id": PARTNER,
        "lead_organisation_id": LEAD,
        "risk": Band.MEDIUM,
        "created_at": MONDAY,
        "status": status,
        "custody": custody_in(status),
    }
    return Offer(**(fixed | told | changes))


def an_inward_offer(status: OfferStatus = OfferStatus.DRAFT, **changes: object) -> Offer:
    """Build an offer that the partner sends to the lead."""
    turned = {"direction": Direction.INWARD, "organisation_id": LEAD, "lead_organisation_id": PARTNER}
    return an_offer(status, **(turned | changes))


def a_request(**changes: object) -> Request:
    """Build a request for housing advice that nobody was asked yet."""
    fixed = {
        "id": RequestId(REQUEST),
        "person_id": PersonId(PERSON),
        "lead_organisation_id": LEAD,
        "needs": frozenset({NeedCategory.SHELTER_ACCOMMODATION}),
        "risk": Band.MEDIUM,
    }
    return Request(**(fixed | changes))


def a_sharing(**changes: object) -> SharingDecision:
    """Build a decision that the person's consent allows sharing."""
    return SharingDecision(**({"allowed": True, "path": SharingPath.CONSENT} | changes))


def send_facts(**changes: object) -> SendFacts:
    """Build facts with which every guard lets an offer leave, at any risk."""
    fixed = {
        "sharing": a_sharing(),
        "agreement_live": True,
        "duplicate": False,
        "risk_set_on": date(2026, 11, 13),
        "contact_plan": ContactPlan(channels={}, sensitive=False),
        "conflict": False,
        "safety_plan": True,
        "marac_decided": True,
        "to_lead": True,
    }
    return SendFacts(**(fixed | changes))


def moved(offer: Offer, *actions: Move, at: datetime = MONDAY, every: timedelta = HOUR) -> Offer:
    """Give the offer after some moves, each made by somebody who may, the first one at `at`."""
    for number, action in enumerate(actions):
        offer, _ = make(offer, action, now=at + number * every)
    return offer


def make(
    offer: Offer, action: Move, now: datetime = MONDAY, by: Actor | None = None, **changes: object
) -> tuple[Offer, Event]:
    """Make a move with all that it needs; changes replace arguments of `move`."""
    given = {"expected_version": offer.version, "detail": complete(action)}
    if action == Move.SEND:
        given["facts"] = send_facts()
    actors = ACTORS if offer.direction == Direction.ONWARD else INWARD_ACTORS
    return move(offer, action, by or actors[side_of(action)], now, **(given | changes))


def side_of(action: Move) -> Side:
    """Give whose move it is, written out again so that the table is tried against it."""
    if action in {Move.SEND, Move.ANSWER, Move.WITHDRAW, Move.MARK_ERROR}:
        return Side.LEAD
    return Side.CLOCK if action == Move.EXPIRE else Side.PARTNER


def a_need(**changes: object) -> Need:
    """Build the need of an adult in Hackney for housing advice, at standard risk."""
    fixed = {
        "categories": frozenset({NeedCategory.SHELTER_ACCOMMODATION}),
        "age": 34,
        "borough": Borough.HACKNEY,
        "risk": Band.STANDARD,
    }
    return Need(**(fixed | changes))


def a_service(number: int = 13, **changes: object) -> Service:
    """Build a service for everybody, open since this morning."""
    fixed = {
        "id": ServiceId(UUID(int=number)),
        "organisation_id": PARTNER,
        "name": f"Service {number}",
        "capacity": Capacity(state=CapacityState.OPEN, said_at=MONDAY),
        "agreement_live": True,
        "valid_from": date(2026, 1, 1),
    }
    return Service(**(fixed | changes))
