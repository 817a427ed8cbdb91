"""A small scene behind the application: services, people and referrals, made over HTTP as people make them.

Only the directory has no pages yet; it is filled through its store.
"""

import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import msgspec
from httpx import Response
from litestar import Litestar
from sqlmodel import Session, select

from colocations.placements.tables import PlacementRow
from colocations.rota.rooms import store as rooms
from colocations.rota.rooms.model import Room, RoomKind
from colocations.sites import store as sites
from colocations.sites.gates import store as gates
from colocations.sites.model import Site, SiteKind
from lvws_core.actors import Role
from lvws_core.consent import Agreement, AgreementStatus, DataCategory
from lvws_core.consent.contact import Channel, ContactPlan, Safety, Window
from lvws_core.consent.minimum import RecipientKind
from lvws_core.ids import AgreementId, CaseId, OrganisationId, Reference, ServiceId
from lvws_core.risk.dash import QUESTIONS
from lvws_core.vocabulary import Borough, CapacityState, NeedCategory
from partners.directory import store as directory
from partners.directory.model import Terms
from partners.directory.sessions import store as sessions
from partners.directory.sessions.model import Meeting, SessionKind
from portal.auth.tables import Organisation, User
from portal.intake import store as cases
from portal.people.contact_plan.model import SafeContact
from portal.reviews.tables import OverrideRow
from tests.builders import CONSORTIUM, GALOP, HOSPITAL, LEAD, NOW, SHELTER, Clock, Ids
from tests.kit import Visitor

HOUSING, ADVOCACY, YOUTH, INTAKE = (ServiceId(UUID(int=0xE0 + n)) for n in range(4))
NAME, PHONE, WORD = "Wilhelmina Canarybird", "07700 900123", "marmalade"
"""What must never be seen by anyone with whom it was not shared."""

INCIDENT = "Pushed outside the home, for the third time."
MISSING = Reference("2222-22")
QUESTION = "Is an interpreter needed?"

PERSON: Mapping[str, Any] = {
    "name": NAME,
    "birth_date_day": "14",
    "birth_date_month": "3",
    "birth_date_year": "1991",
    "phone": PHONE,
    "address": "1 Canary Row",
    "borough": "hackney",
}
NEWCOMER: Mapping[str, Any] = {**PERSON, "name": "Thessaly Newcomer", "phone": "07700 900456"}
"""Somebody who looks like nobody in the scene."""

PLAN: Mapping[str, Any] = {
    "safe_mobile_call": "yes",
    "way_mobile_call": PHONE,
    "safe_post": "no",
    "days": ["0", "1", "2", "3", "4"],
    "opens": "10:00",
    "closes": "14:00",
    "voicemail": "no",
    "texts": "no",
    "if_other_answers": "Wrong number",
    "code_word": WORD,
    "sensitive": "yes",
}
DASH: Mapping[str, Any] = {f"answer_{q.key}": "yes" for q in QUESTIONS[:15]} | {"judgement": "agrees"}
CALM: Mapping[str, Any] = {f"answer_{q.key}": "no" for q in QUESTIONS} | {"judgement": "agrees"}
MARAC: Mapping[str, Any] = {
    "borough": "hackney",
    "harmer": "Somebody Example",
    "relationship": "former_partner",
    "has_children": "no",
    "police_incidents": "3",
    "aware": "yes",
    "agreement": "agrees",
    "told": "told",
    "told_how": "In the room, today.",
    "has_notice": "yes",
    "narrative": "Three assaults in a month, the last with a weapon; he is released on Friday.",
}
"""A MARAC referral that lacks nothing."""
ASKED: Mapping[str, Any] = {
    "kind": "access",
    "asker": "person",
    "received_day": "22",
    "received_month": "11",
    "received_year": "2026",
}
"""A request to see what is recorded, the day before the scene."""
_REFERENCE = "[0-9A-Z]{4}-[0-9A-Z]{2}"
CONSENT: Mapping[str, Any] = {
    "reply": "yes",
    "categories": [
        "identity",
        "safe_contact",
        "access_needs",
        "location_borough",
        "need_types",
        "incident_summary",
        "risk_level",
    ],
    "purpose": "support_referral",
    "method": "verbal",
    "alone": "yes",
    "limits_explained": "yes",
    "notice_version": "2026-11",
}
NEED: Mapping[str, Any] = {
    "needs": ["shelter_accommodation"],
    "domestic_abuse": "yes",
    "incident": INCIDENT,
    "safety_plan": "Stays with a friend.",
    "marac": "referred",
}
NECESSITY = "The school saw bruises, and the child goes home at three."
WITHOUT_CONSENT: Mapping[str, Any] = {
    "grounds": ["child_at_risk"],
    "why": NECESSITY,
    "told": "told",
    "options": "A call without names; it would have come too late.",
}
DECLINE: Mapping[str, Any] = {"reason": "capacity", "whose_choice": "service"}
CONTACT: Mapping[str, Any] = {
    "day": "23",
    "month": "11",
    "year": "2026",
    "time": "08:00",
    "channel": "mobile_call",
    "note": "Spoke; met on Friday.",
}
ATTEMPT: Mapping[str, Any] = {
    "result": "no_answer",
    "channel": "mobile_call",
    "on_day": "23",
    "on_month": "11",
    "on_year": "2026",
    "time": "08:00",
}
NOT_REACHED: Mapping[str, Any] = {"reason": "attempts_exhausted", "checked": "yes"}
WAITLIST: Mapping[str, Any] = {"band": "two_weeks"}
HAND_BACK: Mapping[str, Any] = {"reason": "need_changed", "whose_choice": "service"}
LATER: Mapping[str, Any] = {"outcome": "later"}
OUTCOME: Mapping[str, Any] = {
    "outcome": "needs_met",
    "first_shelter_accommodation": "4",
    "last_shelter_accommodation": "1",
}
"""Forms that are complete; each POST of the journey accepts its one."""


class Referral(msgspec.Struct, frozen=True, kw_only=True):
    """A referral that is ready to be sent: the person, the request, and the form that sends it."""

    person: Reference
    reference: Reference
    version: str
    digest: str

    @property
    def path(self) -> str:
        """Its address."""
        return f"/refer/{self.person}/{self.reference}"


class Scene(msgspec.Struct, frozen=True, kw_only=True):
    """What there is, by reference; offers go to Shelter, by how far they have come, and so do their `requests`.

    `foreign` things go from a second lead to Galop, so that neither our lead nor Shelter may see them.
    `case` came in from Galop, about somebody with the number of a person whom the lead knows.
    """

    person: Reference
    referral: Referral
    offers: Mapping[str, Reference]
    foreign_person: Reference
    foreign_referral: Referral
    foreign_offer: Reference
    requests: Mapping[str, Reference] = {}
    case: Reference
    foreign_case: Reference
    override: Reference
    foreign_override: Reference
    marac: Reference
    foreign_marac: Reference
    rights: Reference
    foreign_rights: Reference

    @property
    def offer(self) -> Reference:
        """The offer that was sent and not opened."""
        return self.offers["sent"]


def set_services(session: Session) -> None:
    """Add services in a session of the system: housing and advocacy take everyone, youth work only the young.

    Intake is the lead's own, to which partners refer.
    """
    new_id, everyone = Ids(), frozenset({NeedCategory.SHELTER_ACCOMMODATION})
    for id_, organisation_id, name, kind, terms in (
        (HOUSING, SHELTER, "Housing advice", RecipientKind.SHELTER, Terms(need_categories=everyone)),
        (ADVOCACY, GALOP, "Advocacy", RecipientKind.BY_AND_FOR, Terms(need_categories=everyone)),
        (YOUTH, GALOP, "Youth work", RecipientKind.BY_AND_FOR, Terms(age_max=17)),
        (INTAKE, LEAD, "Intake", RecipientKind.DA_SPECIALIST, Terms()),
    ):
        named = msgspec.structs.replace(terms, organisation_name=_NAMES[organisation_id])
        own: dict[str, Any] = {"service_id": id_, "organisation_id": organisation_id}
        since = date(2026, 1, 1)
        directory.add_service(session, **own, key=name.lower().replace(" ", "_"), name=name, recipient=kind)
        session.flush()
        directory.add_remit(session, remit_id=new_id(), **own, valid_from=since, valid_to=None, terms=named)
        said_at = NOW - timedelta(days=3)
        directory.say_capacity(
            session, capacity_id=new_id(), **own, state=CapacityState.OPEN, places=2, said_at=said_at
        )
    for organisation_id in (SHELTER, GALOP, LEAD):
        directory.add_agreement(session, _agreement(AgreementId(new_id()), organisation_id))


_NAMES = {SHELTER: "Shelter Team", GALOP: "Galop Team", LEAD: "Lead Team"}

SESSIONS = (Reference("4BCD-22"), Reference("5BCD-33"))
"""A session of Shelter's whose one place is taken, and one of Galop's."""


def set_sessions(session: Session) -> None:
    """Add two sessions in a session of the system."""
    for number, (reference, organisation_id) in enumerate(zip(SESSIONS, (SHELTER, GALOP), strict=True)):
        meeting = Meeting(
            id=UUID(int=0xF0 + number),
            reference=reference,
            organisation_id=organisation_id,
            kind=SessionKind.SURGERY,
            title="Advice surgery",
            starts_at=NOW + timedelta(days=2),
            ends_at=NOW + timedelta(days=2, hours=1),
            place="Stratford Library",
            link="https://meet.example.org/advice",
            places=1,
        )
        sessions.add(session, meeting)
        sessions.book(session, meeting, CONSORTIUM["galop_worker"].id, GALOP, NOW)


def _agreement(id_: AgreementId, organisation_id: OrganisationId) -> Agreement:
    return Agreement(
        id=id_,
        organisation_id=organisation_id,
        categories=frozenset(DataCategory),
        status=AgreementStatus.LIVE,
        starts_on=date(2026, 1, 1),
    )


class Lead:
    """Somebody at a browser who adds people and refers them: a caseworker onward, a partner's worker in."""

    def __init__(self, visitor: Visitor, asks: tuple[OrganisationId, ...] = (SHELTER, GALOP)) -> None:
        self.visitor, self.asks = visitor, asks

    def _submit(self, path: str, form: Mapping[str, Any], **changes: Any) -> str:
        return led_to(self.visitor.submit(path, form, **changes))

    def person(self, dash: Mapping[str, Any] = DASH, **changes: Any) -> Reference:
        """Add a person with a plan, an assessment, high unless told, and consents for those who are asked."""
        reference = self.added(**changes)
        self._submit(f"/people/{reference}/contact-plan", PLAN, way_mobile_call=changes.get("phone", PHONE))
        self._submit(f"/people/{reference}/risk/new", dash)
        for organisation_id in self.asks:
            self._submit(f"/people/{reference}/consent", CONSENT, organisation=str(organisation_id))
        return reference

    def marac(self, person: Reference) -> Reference:
        """Keep a MARAC referral as a draft, and give its reference."""
        path = self._submit(f"/people/{person}/marac/new", MARAC)
        return Reference(path.partition("?")[0].split("/")[-1])

    def added(self, **changes: Any) -> Reference:
        """Add a person as a new one, whoever looks alike."""
        answer = self.visitor.submit("/people/new", PERSON, **changes)
        if answer.status_code == 200:
            against = hidden(answer.text, "against")
            answer = self.visitor.submit("/people/new", PERSON, known="new", against=against, **changes)
        return Reference(led_to(answer).removeprefix("/people/"))

    def asked(self, person: Reference) -> Reference:
        """Raise a request to see the record, of somebody who is not identified yet, and give its reference."""
        self._submit(f"/people/{person}/rights", ASKED)
        listed = re.search(
            rf'data-label="Request">(?:<a [^>]*>)?({_REFERENCE})', self._page(f"/people/{person}/rights")
        )
        assert listed is not None
        return Reference(listed[1])

    def _page(self, path: str) -> str:
        return str(self.visitor.get(path).text)

    def ready(self, person: Reference, service_id: ServiceId = HOUSING) -> Referral:
        """Compose a referral up to its preview."""
        path = self.composed(person, service_id)
        page = self.visitor.get(f"{path}?open=send").text
        version, digest = hidden(page, "version"), hidden(page, "digest")
        return Referral(person=person, reference=Reference(path.split("/")[-1]), version=version, digest=digest)

    def composed(self, person: Reference, service_id: ServiceId = HOUSING) -> str:
        """Compose a referral up to its last part, whatever stands in the way, and give its address."""
        path = self._submit(f"/refer/{person}", NEED)
        self._submit(f"{path}/service", {"service": str(service_id), "version": self._hidden(path, "version")})
        return path

    def send(self, referral: Referral) -> Reference:
        """Send it, and give the reference of the offer."""
        path = f"{referral.path}/send"
        sent = self._submit(path, {"version": referral.version, "digest": referral.digest})
        return Reference(sent.removeprefix("/offers/"))

    def offer(self, service_id: ServiceId = HOUSING, dash: Mapping[str, Any] = DASH) -> Reference:
        """Send an offer about a new person."""
        return self.send(self.ready(self.person(dash), service_id))

    def override(self, referral: Referral, **changes: Any) -> Reference:
        """Ask to share without consent, and give the reference of the override."""
        self._submit(f"{referral.path}/override/sharing", WITHOUT_CONSENT, version=referral.version, **changes)
        with self.visitor.app.state.database.system(reading=True) as session:
            newest = select(OverrideRow.reference).where(OverrideRow.place == referral.reference)
            return Reference(session.exec(newest).one())

    def _hidden(self, path: str, name: str) -> str:
        return hidden(self.visitor.get(path).text, name)


def referring_in(visitor: Visitor) -> Lead:
    """Give a partner's worker who refers people to the lead."""
    return Lead(visitor, asks=(LEAD,))


def led_to(answer: Response) -> str:
    """Give the path to which a form led, without its query."""
    assert answer.status_code == 303, f"{answer.request.url.path} was answered {answer.status_code}"
    return answer.headers["location"].partition("?")[0]


def hidden(page: str, name: str) -> str:
    """Give the value of the first hidden field of this name on a page."""
    found = re.search(rf'<input type="hidden" name="{name}" value="([^"]*)">', page)
    assert found is not None, f"no field {name}"
    return found[1]


ACTS: Mapping[str, tuple[tuple[str, Mapping[str, Any]], ...]] = {
    "sent": (),
    "acknowledged": (("", {}),),
    "info_needed": (("", {}), ("/ask", {"text": QUESTION})),
    "accepted": (("", {}), ("/accept", {})),
    "active": (("", {}), ("/accept", {}), ("/first-contact", CONTACT)),
    "declined": (("", {}), ("/decline", DECLINE)),
    "standard": (("", {}),),
    "waitlisted": (("", {}), ("/waitlist", WAITLIST)),
    "outcome_due": (("", {}), ("/accept", {}), ("/first-contact", CONTACT), ("/finish", LATER)),
    "withdrawn": (("", {}),),
    "misdirected": (("", {}),),
}
"""What a partner's worker does, step by step, until an offer has come so far; an empty path opens it."""


def act(worker: Visitor, offer: Reference, path: str, form: Mapping[str, Any]) -> Response:
    """Let a worker open an offer and do one act from the page as it is."""
    page = worker.get(f"/offers/{offer}")
    if not path:
        return page
    version = hidden(worker.get(f"/offers/{offer}{path}").text if path in FORMS else page.text, "version")
    return worker.submit(f"/offers/{offer}{path}", form, version=version)


STANDARD = frozenset({"standard", "waitlisted"})
"""The offers about somebody at standard risk, who may wait without an override."""

FORMS = frozenset(
    {"/ask", "/decline", "/first-contact", "/waitlist", "/finish", "/withdraw", "/assign", "/stop", "/hand-back"}
)
"""The acts whose form has a page of its own."""


SITES = (Reference("4444-44"), Reference("5555-55"))
"""A site of the lead's, where the IDVA is placed; and one of the hospital's own, which the lead must not know of."""


ROOM = UUID(int=0x5B)
"""A private room at the lead's site."""


def set_sites(session: Session) -> None:
    """Add the two sites, each gate open."""
    for number, (reference, owner) in enumerate(zip(SITES, (LEAD, HOSPITAL), strict=True)):
        site = Site(
            id=UUID(int=0x51 + number),
            reference=reference,
            organisation_id=owner,
            name="Alder Hospital",
            kind=SiteKind.HOSPITAL,
            borough=Borough.HACKNEY,
            ods_code="RQXM1",
            host_organisation_id=HOSPITAL,
            departments=("A&E", "Maternity"),
            added_on=date(2026, 9, 1),
        )
        sites.add(session, site)
        gates.add_all(session, site)
    room = Room(id=ROOM, site_id=UUID(int=0x51), name="Room 3", door_title="Room 3", kind=RoomKind.PRIVATE, capacity=3)
    rooms.add(session, room, LEAD)
    idva, begins = CONSORTIUM["idva"].id, date(2026, 9, 1)
    row = PlacementRow(
        id=UUID(int=0x5A), owner_organisation_id=LEAD, site_id=UUID(int=0x51), worker_id=idva, starts_on=begins
    )
    session.add(row)


def set_scene(app: Litestar, clock: Clock, reached: tuple[str, ...] = tuple(ACTS)) -> Scene:
    """Fill an application that has the consortium; everything happens two hours before the clock's moment."""
    now, clock.now = clock.now, clock.now - timedelta(hours=2)
    with app.state.database.system() as session:
        set_services(session)
        set_sessions(session)
        set_sites(session)
    lead = Lead(Visitor(app).sign_in("caseworker", clock))
    worker, manager = (Visitor(app).sign_in(key, clock) for key in ("shelter_worker", "shelter_manager"))
    person = lead.person()
    made = {status: lead.ready(lead.person(CALM if status in STANDARD else DASH)) for status in reached}
    offers = {status: lead.send(referral) for status, referral in made.items()}
    for status, offer in offers.items():
        for path, form in ACTS[status]:
            act(manager if path == "/waitlist" else worker, offer, path, form)
    if "withdrawn" in offers:
        act(lead.visitor, offers["withdrawn"], "/withdraw", {"reason": "by_person"})
    case = _case(app, lead.visitor, clock)
    if "misdirected" in offers:
        act(lead.visitor, offers["misdirected"], "/withdraw", {"reason": "wrong_recipient"})
    override = lead.override(lead.ready(lead.person()))
    change_role(app, Role.LEAD_CASEWORKER)
    other = Lead(Visitor(app).sign_in("sponsor", clock))
    foreign = other.person()
    scene = Scene(
        person=person,
        referral=lead.ready(person),
        offers=offers,
        foreign_person=foreign,
        foreign_referral=other.ready(foreign, ADVOCACY),
        foreign_offer=other.offer(ADVOCACY),
        requests={status: referral.reference for status, referral in made.items()},
        case=case,
        foreign_case=_foreign_case(app, case, clock),
        override=override,
        foreign_override=other.override(other.ready(other.person(), ADVOCACY)),
        marac=Lead(Visitor(app).sign_in("idva", clock)).marac(person),
        foreign_marac=other.marac(foreign),
        rights=lead.asked(person),
        foreign_rights=other.asked(foreign),
    )
    change_role(app, Role.HOST_SPONSOR)
    clock.now = now
    return scene


def _case(app: Litestar, lead: Visitor, clock: Clock) -> Reference:
    galop = referring_in(Visitor(app).sign_in("galop_worker", clock))
    offer = galop.send(galop.ready(galop.person(), INTAKE))
    act(lead, offer, "/accept", {})
    return offer


def _foreign_case(app: Litestar, case: Reference, clock: Clock) -> Reference:
    # Beside ours, for an organisation that is nobody's of ours.
    with app.state.database.system() as session:
        ours = cases.get(session, case)
        theirs = msgspec.structs.replace(
            ours,
            id=CaseId(UUID(int=0xCA5E)),
            reference=Reference("3333-33"),
            organisation_id=HOSPITAL,
            offer_id=None,
            created_at=clock(),
        )
        cases.add(session, theirs)
    return theirs.reference


def change_role(app: Litestar, role: Role) -> None:
    """Make the sponsor's account a second lead for a moment: the consortium of the tests has one lead."""
    with app.state.database.system() as session:
        account = session.get(User, CONSORTIUM["sponsor"].id)
        account.roles = role.value


def a_contact() -> SafeContact:
    """Build the plan that `PLAN` types."""
    weekdays = Window(days=frozenset(range(5)), opens=time(10), closes=time(14))
    plan = ContactPlan(
        channels={Channel.MOBILE_CALL: Safety.YES, Channel.POST: Safety.NO},
        sensitive=True,
        windows=(weekdays,),
        voicemail_ok=Safety.NO,
        text_ok=Safety.NO,
        say_if_other_answers="Wrong number",
        has_code_word=True,
    )
    return SafeContact(plan=plan, ways={Channel.MOBILE_CALL: PHONE}, code_word=WORD)


AWAY, TEAM = ServiceId(UUID(int=0xAA)), OrganisationId(UUID(int=0xAF))
"""A service whose partner has no account here, and that partner."""

WHO = "Dana Reed, duty worker"
"""Who there confirms what the lead records."""


def set_away(session: Session) -> None:
    """Add them, in a session of the system, beside the services of the scene."""
    new_id, own = Ids(), {"service_id": AWAY, "organisation_id": TEAM}
    for _ in range(100):  # the scene has taken the first of them
        new_id()
    session.add(Organisation(id=TEAM, key="away_team", name="Croydon IDVA", kind="partner"))
    session.flush()
    terms = Terms(organisation_name="Croydon IDVA", need_categories=frozenset({NeedCategory.SHELTER_ACCOMMODATION}))
    directory.add_service(
        session, **own, key="away", name="IDVA", recipient=RecipientKind.DA_SPECIALIST, off_portal=True
    )
    session.flush()
    directory.add_remit(session, remit_id=new_id(), **own, valid_from=date(2026, 1, 1), valid_to=None, terms=terms)
    said: dict[str, Any] = {"state": CapacityState.OPEN, "places": 2, "said_at": NOW - timedelta(days=3)}
    directory.say_capacity(session, capacity_id=new_id(), **own, **said)
    directory.add_agreement(session, _agreement(AgreementId(new_id()), TEAM))


def ready_for_away(lead: Lead) -> Referral:
    """Compose a referral of somebody new to the partner without an account, up to its preview."""
    person = lead.person(CALM)
    led_to(lead.visitor.submit(f"/people/{person}/consent", CONSENT, organisation=str(TEAM)))
    return lead.ready(person, AWAY)


def heard(now: datetime, **own: Any) -> Mapping[str, Any]:
    """Give the form of something that they said at a moment, with what belongs to it."""
    day = {"heard_day": now.day, "heard_month": now.month, "heard_year": now.year, "time": f"{now:%H:%M}"}
    return {"confirmed_by": WHO, "heard_how": "duty_telephone", **day, **own}


def record(lead: Lead, offer: Reference, path: str, form: Mapping[str, Any]) -> str:
    """Record as the lead what they said, and give the page that answers."""
    version = hidden(lead.visitor.get(f"/offers/{offer}/{path}").text, "version")
    answer = lead.visitor.submit(f"/offers/{offer}/{path}", form, version=version)
    assert answer.status_code == 303, answer.text
    return str(lead.visitor.get(answer.headers["location"]).text)
