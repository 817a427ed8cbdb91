"""Fills an empty database: the consortium, and some 300 offers in every state, through the real use cases."""

import random
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from uuid import UUID

import msgspec
from msgspec.structs import replace
from sqlmodel import Session

from colocations.sites.model import Site
from lvws_core.actors import Actor, Role
from lvws_core.consent import Agreement, AgreementStatus, DataCategory
from lvws_core.consent.contact import Channel, ContactPlan, Safety, Window
from lvws_core.consent.minimum import default_minimum
from lvws_core.desk import Desk
from lvws_core.events import Event
from lvws_core.ids import AgreementId, OrganisationId, Reference, ServiceId, UserId, new_reference
from lvws_core.policy import Policy
from lvws_core.ports import Vault
from lvws_core.referrals import Detail, Move, OfferStatus
from lvws_core.risk.dash import Band
from lvws_core.times import england_and_wales
from lvws_core.vocabulary import Borough, ByAndFor, ClosureReason, DeclineReason, NeedCategory, WhoseChoice
from partners.directory import store as directory
from partners.directory.agreements import store as agreements
from partners.directory.agreements.model import AgreementFile, Blocker
from partners.directory.entry import store as entry
from partners.directory.entry.forms import Hours
from partners.directory.model import Terms
from partners.offers import store as offer_store
from partners.offers.acts import service as acts
from partners.offers.asked_again.model import AskedReason
from portal.app import FOLLOWERS
from portal.auth import store as accounts
from portal.auth.model import Account, Organisation
from portal.demo.absences import be_away
from portal.demo.consortium import CONSORTIUM, LEAD, Member, Offered
from portal.demo.contacts import Diary, log_a_fortnight, log_a_quarter, was_placed
from portal.demo.intakes import take_people_in
from portal.demo.marac import MANY, refer_to_marac
from portal.demo.people import SEED, Drawer, Invented
from portal.demo.record import ask_again, describe, tell_what_was_due
from portal.demo.rights import ask_for_rights
from portal.demo.rota import make_rota
from portal.demo.sessions import hold_sessions
from portal.demo.sites import build_sites, place_people
from portal.demo.upkeep import keep_up
from portal.people import store as people_store
from portal.people.consent.model import Alone, Method, Said
from portal.people.consent.service import record_consent
from portal.people.contact_plan.model import SafeContact
from portal.people.contact_plan.service import confirm_contact_plan
from portal.people.model import Identity
from portal.people.risk.model import OF_AGE, Findings
from portal.people.risk.service import record_assessment
from portal.people.service import add_person
from portal.referrals import service as referrals
from portal.referrals.model import Composition, Draft, MaracAnswer, Words

Step = tuple[Move, Detail]
_ASKED = Detail(note="Is an interpreter needed for the first call?")
_DECLINED = tuple(
    Detail(reason=reason, whose_choice=choice)
    for reason, choice in (
        (DeclineReason.CAPACITY, WhoseChoice.SERVICE),
        (DeclineReason.OUT_OF_AREA, WhoseChoice.SERVICE),
        (DeclineReason.DECLINED_BY_CLIENT, WhoseChoice.PERSON),
        (DeclineReason.INSUFFICIENT_INFORMATION, WhoseChoice.SERVICE),
    )
)
_OPENED: tuple[Step, ...] = ((Move.ACKNOWLEDGE, Detail()),)
_TAKEN: tuple[Step, ...] = (*_OPENED, (Move.ACCEPT, Detail()))
_BEGUN: tuple[Step, ...] = (*_TAKEN, (Move.FIRST_CONTACT, Detail()))
_ENDED: tuple[Step, ...] = (*_BEGUN, (Move.FINISH, Detail()))

PATHS: dict[OfferStatus, tuple[int, tuple[Step, ...]]] = {
    OfferStatus.SENT: (34, ()),
    OfferStatus.ACKNOWLEDGED: (36, _OPENED),
    OfferStatus.INFO_NEEDED: (18, (*_OPENED, (Move.ASK, _ASKED))),
    OfferStatus.WAITLISTED: (12, (*_OPENED, (Move.WAITLIST, Detail(override="Asked to wait for this service.")))),
    OfferStatus.ACCEPTED: (30, _TAKEN),
    OfferStatus.ACTIVE: (56, _BEGUN),
    OfferStatus.PAUSED: (8, (*_BEGUN, (Move.PAUSE, Detail(reason="person_asked")))),
    OfferStatus.OUTCOME_DUE: (10, _ENDED),
    OfferStatus.COMPLETED: (44, (*_ENDED, (Move.RECORD_OUTCOME, Detail(outcome=ClosureReason.NEEDS_MET)))),
    OfferStatus.DECLINED: (24, (*_OPENED, (Move.DECLINE, Detail()))),
    OfferStatus.EXPIRED: (10, ((Move.EXPIRE, Detail()),)),
    OfferStatus.WITHDRAWN: (8, ((Move.WITHDRAW, Detail(reason="by_person")),)),
    OfferStatus.HANDED_BACK: (
        6,
        (*_TAKEN, (Move.HAND_BACK, Detail(reason="capacity", whose_choice=WhoseChoice.SERVICE))),
    ),
    OfferStatus.NOT_REACHED: (6, (*_TAKEN, (Move.NOT_REACHED, Detail(reason="attempts_exhausted")))),
    OfferStatus.ERROR: (2, ((Move.MARK_ERROR, Detail()),)),
}
"""How many offers are left in each state, and the moves that lead there after sending."""

YOUNG = {
    OfferStatus.SENT: (1, 30),
    OfferStatus.ACKNOWLEDGED: (3, 48),
    OfferStatus.INFO_NEEDED: (6, 40),
    OfferStatus.ACCEPTED: (20, 60),
    OfferStatus.WAITLISTED: (40, 140),
    OfferStatus.OUTCOME_DUE: (60, 200),
}
"""How many hours ago what still waits was sent; everything else is older."""

DRAFTS = 6
"""How many referrals are begun and not sent."""


REFERS_IN, TAKES_IN = "Amara Finch", "Leah Kestrel"
"""Who refers people in, and who takes them in."""


class Staff(msgspec.Struct, frozen=True, kw_only=True):
    """An invented account, for the journey and the sign-in links."""

    actor: Actor
    name: str
    organisation: str
    organisation_key: str


class Seeder:
    """Fills one database inside one transaction; the same seed and day give the same content again."""

    def __init__(
        self, session: Session, vault: Vault, record: Callable[[Event], None], *, now: datetime, seed: int = SEED
    ) -> None:
        self.session, self.vault, self.record, self.now = session, vault, record, now
        self.policy, self.calendar = Policy(), england_and_wales()
        self.rng = random.Random(seed)
        self.drawer = Drawer(now.date(), seed)
        self.staff: list[Staff] = []
        self.services: dict[ServiceId, OrganisationId] = {}
        self.hosts: dict[str, OrganisationId] = {}
        self.live: Site

    def new_id(self) -> UUID:
        """Give an id from the seeded source, so that the demonstration is the same each time."""
        return UUID(int=self.rng.getrandbits(128), version=4)

    def new_reference(self) -> Reference:
        """Give a reference from the seeded source."""
        return new_reference(self.rng.randbytes(8))

    def consortium(self) -> None:
        """Add every organisation with its accounts, services and agreement."""
        for member in CONSORTIUM:
            self._member(member)

    def _member(self, member: Member) -> None:
        organisation_id = OrganisationId(self.new_id())
        accounts.add_organisation(
            self.session, Organisation(id=organisation_id, key=member.key, name=member.name, kind=member.kind)
        )
        if member.kind == "host":
            self.hosts[member.key] = organisation_id
        for worker in member.staff:
            user_id = UserId(self.new_id())
            email = worker.name.lower().replace(" ", ".") + f"@{member.key.replace('_', '-')}.example"
            roles = frozenset(worker.roles)
            account = Account(
                id=user_id,
                organisation_id=organisation_id,
                display_name=worker.name,
                email=email,
                roles=roles,
                team=worker.team,
            )
            accounts.add_user(self.session, account)
            actor = Actor(id=user_id, organisation_id=organisation_id, roles=roles)
            found = Staff(actor=actor, name=worker.name, organisation=member.name, organisation_key=member.key)
            self.staff.append(found)
        for offered in member.services:
            self._service(organisation_id, member.name, offered)

    def _service(self, organisation_id: OrganisationId, organisation_name: str, offered: Offered) -> None:
        service_id = ServiceId(self.new_id())
        self.services[service_id] = organisation_id
        today = self.now.date()
        directory.add_service(
            self.session,
            service_id=service_id,
            organisation_id=organisation_id,
            key=offered.key,
            name=offered.name,
            recipient=offered.recipient,
            off_portal=offered.off_portal,
        )
        terms = Terms(
            organisation_name=organisation_name,
            age_min=offered.age_min,
            need_categories=offered.needs,
            crimes=offered.crimes,
            gender_rule=offered.gender_rule,
            by_and_for=offered.by_and_for,
            conflict_checks=offered.checks,
            boroughs=offered.boroughs,
            risk_levels=offered.risk_levels,
        )
        directory.add_remit(
            self.session,
            remit_id=self.new_id(),
            service_id=service_id,
            organisation_id=organisation_id,
            valid_from=date(2019, 4, 1),
            valid_to=None,
            terms=terms,
        )
        directory.say_capacity(
            self.session,
            capacity_id=self.new_id(),
            service_id=service_id,
            organisation_id=organisation_id,
            state=offered.capacity,
            places=offered.places,
            said_at=self.now - timedelta(days=offered.said_days_ago),
        )
        week = Window(days=offered.days, opens=offered.opens, closes=offered.closes)
        entry.put_hours(self.session, service_id, organisation_id, Hours(windows=(week,), open_on_holidays=False))
        agreements.add(self.session, self._agreement(organisation_id, today))

    def _agreement(self, organisation_id: OrganisationId, today: date) -> AgreementFile:
        """Give a live agreement; every third one ends within a month and waits for somebody."""
        ends_soon = len(self.services) % 3 == 0
        blocker = Blocker(who="Their signatory", what="The annex on retention", since=today - timedelta(days=18))
        agreement = Agreement(
            id=AgreementId(self.new_id()),
            organisation_id=organisation_id,
            categories=frozenset(DataCategory),
            status=AgreementStatus.LIVE,
            starts_on=today - timedelta(days=400),
            ends_on=today + timedelta(days=25) if ends_soon else None,
        )
        return AgreementFile(
            agreement=agreement,
            owner="Partnerships lead",
            review_on=today + timedelta(days=200),
            blockers=(blocker,) if ends_soon else (),
        )

    def offers(self) -> None:
        """Add people with one referral each, until every state has the offers that `PATHS` asks for."""
        under_way: list[Reference] = []
        for status, (count, steps) in PATHS.items():
            for _ in range(count):
                sent = self._referral(status, steps)
                under_way += [sent] if status is OfferStatus.ACTIVE else []
        for reference, reason in zip(under_way, AskedReason, strict=False):
            partner = offer_store.get(self.session, reference).offer.organisation_id
            ask_again(self._desk(self._who(partner, Move.ACCEPT), self.now), reference, reason)
        self._away()
        for _ in range(DRAFTS):
            begun = self.now - timedelta(hours=self.rng.randint(2, 200))
            self._draft(self._caseworker(begun), self.drawer.draw())
        tell_what_was_due(self._caseworker(self.now), self.now)

    def sessions(self) -> None:
        """Add the sessions that partners hold, with bookings."""
        hold_sessions(self._desk, (found.actor for found in self.staff), self.now)

    def sites(self) -> None:
        """Add the host sites, each as far as it has come."""
        coordinator = self._with_role(Role.COLOCATION_COORDINATOR)[0].actor
        sites = build_sites(self._desk, coordinator, self.hosts, self.now)
        workers, self.live = [found.actor for found in self._with_role(Role.IDVA)], sites[0]
        place_people(self._desk, coordinator, workers[0], self.live, self.now)
        live = [site for site in sites if site.opened_on is not None]
        make_rota(self._desk, coordinator, workers, live, self.now)

    def marac(self) -> None:
        """Refer three people to a MARAC, in a state each."""
        author, idva = (self._with_role(role)[0].actor for role in (Role.LEAD_CASEWORKER, Role.IDVA))
        desk = self._desk(author, self.now - timedelta(days=3))
        adults = (
            each
            for each in iter(self.drawer.draw, None)
            if each.domestic_abuse and each.born.year < self.now.year - OF_AGE
        )
        people = [self._person(desk, each) for each in islice(adults, MANY)]
        refer_to_marac(self._desk, people, author, idva, self.now)

    def rights(self) -> None:
        """Let two people ask about their own records, and hold the record of a third."""
        worker, governs = (
            self._with_role(role)[0].actor for role in (Role.LEAD_CASEWORKER, Role.INFORMATION_GOVERNANCE)
        )
        desk = self._desk(worker, self.now - timedelta(days=30))
        people = [self._person(desk, self.drawer.draw()) for _ in range(3)]
        ask_for_rights(self._desk, people, worker, governs, self.now)

    def contacts(self) -> None:
        """Log a fortnight of contacts of each worker at the live site, most of them about three people."""
        idvas = [found.actor for found in self._with_role(Role.IDVA)]
        desk = self._desk(idvas[0], self.now - timedelta(days=15))
        people = [self._person(desk, self.drawer.draw()) for _ in range(3)]
        finder = people_store.finder(self.session)
        for idva in idvas:
            diary = Diary(desk_of=self._desk, author=idva, site=self.live, people=people, find_person=finder)
            if was_placed(diary, self.now):
                log_a_fortnight(diary, self.now)
            if idva == idvas[0]:
                log_a_quarter(diary, self.now)

    def intakes(self) -> None:
        """Add people whom the inbound team took in."""
        take_people_in(self._desk, (found.actor for found in self.staff), self.drawer, self.now)
        be_away(self._desk, (found.actor for found in self.staff if found.organisation_key == LEAD.key), self.now)

    def good_day(self) -> None:
        """Do what fell due in the last weeks, but for a little."""
        keep_up(self._desk, [found.actor for found in self.staff], self._partner, self.now)

    def _partner(self, organisation_id: OrganisationId) -> Actor:
        return self._who(organisation_id, Move.ACCEPT)

    def _referral(self, status: OfferStatus, steps: tuple[Step, ...]) -> Reference:
        invented = self.drawer.draw()
        urgent = invented.level is Band.HIGH and status in YOUNG
        begun = self._an_hour_ago() if urgent else self._working_moment(self._age_of(status))
        desk = self._caseworker(begun)
        draft = self._draft(desk, invented)
        describe(desk, draft.person_reference)
        composed = referrals.compose(desk, draft.person_reference, draft.reference)
        reference = referrals.send(desk, composed, digest=composed.digest, sender=self._team(desk.actor))
        at = begun
        for action, detail in steps:
            at = min(at + timedelta(minutes=self.rng.randint(10, 40 if urgent else 150)), self.now)
            self._make(reference, action, detail, at)
        return reference

    def referrals_in(self) -> None:
        """Let Galop refer two people to the lead: one waits for an answer, one is a case under way."""
        for steps in ((), _BEGUN):
            self._referral_in(steps)

    def _referral_in(self, steps: tuple[Step, ...]) -> None:
        sender = next(found for found in self.staff if found.name == REFERS_IN)
        at = self._working_moment(timedelta(days=3)) if steps else self._an_hour_ago()
        desk = self._desk(sender.actor, at)
        draft = self._draft(desk, self.drawer.draw())
        composed = referrals.compose(desk, draft.person_reference, draft.reference)
        reference = referrals.send(desk, composed, digest=composed.digest, sender=sender.organisation)
        taker = next(found.actor for found in self.staff if found.name == TAKES_IN)
        for action, detail in steps:
            at = min(at + timedelta(minutes=self.rng.randint(10, 40)), self.now)
            version = offer_store.get(self.session, reference).offer.version
            acts.make(self._desk(taker, at), reference, action, version, detail=detail)

    def _away(self) -> None:
        """Send one offer to a service without an account; its pack is still to be delivered."""
        invented = next(drawn for drawn in iter(self.drawer.draw, None) if drawn.level is Band.HIGH)
        theirs = replace(invented, borough=Borough.CROYDON, needs=frozenset({NeedCategory.MENTAL_PHYSICAL_HEALTH}))
        desk = self._desk(self._with_role(Role.LEAD_CASEWORKER)[0].actor, self._an_hour_ago())
        draft = self._draft(desk, theirs, away=True)
        composed = referrals.compose(desk, draft.person_reference, draft.reference)
        referrals.send(desk, composed, digest=composed.digest, sender=self._team(desk.actor))

    def _make(self, reference: Reference, action: Move, detail: Detail, at: datetime) -> None:
        offer = offer_store.get(self.session, reference).offer
        desk = self._desk(self._who(offer.organisation_id, action), at)
        chosen = self.rng.choice(_DECLINED) if action is Move.DECLINE else detail
        acts.make(desk, reference, action, offer.version, detail=chosen, text=chosen.note)

    def _desk(self, actor: Actor, at: datetime) -> Desk[Session]:
        def record(event: Event) -> None:
            self.record(event)
            for follower in FOLLOWERS.get(event.kind, ()):
                follower(desk, event)

        desk = Desk(
            session=self.session,
            actor=actor,
            now=at,
            vault=self.vault,
            calendar=self.calendar,
            policy=self.policy,
            record=record,
            new_id=self.new_id,
            new_reference=self.new_reference,
        )
        return desk

    def _caseworker(self, at: datetime) -> Desk[Session]:
        """Give the desk of one of the lead's caseworkers."""
        return self._desk(self.rng.choice(self._with_role(Role.LEAD_CASEWORKER)).actor, at)

    def _age_of(self, status: OfferStatus) -> timedelta:
        """How long ago a referral in this state was sent: what waits for an answer is young."""
        return timedelta(hours=self.rng.randint(*YOUNG.get(status, (24 * 8, 24 * 90))))

    def _an_hour_ago(self) -> datetime:
        """Give a moment of the last hours: high risk is answered in real hours, weekends included."""
        return self.now - timedelta(minutes=self.rng.randint(40, 240))

    def _working_moment(self, age: timedelta) -> datetime:
        """Give a moment about that long ago, inside a working day."""
        moment = self.now - age
        while not self.calendar.is_working_day(moment.date()):
            moment -= timedelta(days=1)
        hour = time(self.rng.randint(9, 15), self.rng.choice((5, 20, 35, 50)))
        return min(datetime.combine(moment.date(), hour, UTC), self.now - timedelta(minutes=30))

    def _draft(self, desk: Desk[Session], invented: Invented, *, away: bool = False) -> Draft:
        person = self._person(desk, invented)
        wants = self.rng.choice(
            (frozenset(), frozenset(), frozenset({ByAndFor.LGBT}), frozenset({ByAndFor.DEAF_DISABLED}))
        )
        high = invented.level is Band.HIGH
        composition = Composition(
            needs=invented.needs,
            domestic_abuse=invented.domestic_abuse,
            crime=invented.crime,
            wants_by_and_for=wants,
            marac=MaracAnswer.REFERRED if high else None,
        )
        words = Words(incident=invented.incident, safety_plan="Stays with a friend for now." if high else "")
        return self._settle(desk, referrals.start(desk, person, composition, words), away=away)

    def _settle(self, desk: Desk[Session], draft: Draft, *, away: bool) -> Draft:
        """Choose an eligible service, record the consent for it, and keep the minimum ticked."""
        composed = referrals.compose(desk, draft.person_reference, draft.reference)
        able = [m for m in composed.matches if m.eligible and not self._is_out(composed, m.service.id, away=away)]
        chosen = self.rng.choice(able[:3])
        listed = composed.listed[chosen.service.id]
        said = Said(
            organisation_id=listed.organisation_id,
            agreed=True,
            categories=default_minimum(listed.recipient),
            method=Method.VERBAL,
            alone=Alone.YES,
            limits_explained=True,
        )
        record_consent(desk, draft.person_reference, said)
        return referrals.choose_service(desk, composed, chosen.service.id)

    def _is_out(self, composed: referrals.Composed, service_id: ServiceId, *, away: bool) -> bool:
        """Say whether a conflict forbids a service, or whether it has an account where none is wanted, or none."""
        composition, listed = composed.draft.composition, composed.listed[service_id]
        return listed.off_portal != away or bool(listed.conflicts(domestic_abuse=composition.domestic_abuse))

    def _person(self, desk: Desk[Session], invented: Invented) -> Reference:
        identity = Identity(
            name=invented.name,
            birth_date=invented.born,
            phone=invented.phone,
            address=invented.address,
            borough=invented.borough,
        )
        person = add_person(desk, identity)
        confirm_contact_plan(desk, person.reference, _contact(invented))
        years = desk.now.year - invented.born.year - 1
        record_assessment(desk, person.reference, Findings(answers=invented.answers, age=years))
        return person.reference

    def _with_role(self, role: Role) -> list[Staff]:
        return [found for found in self.staff if role in found.actor.roles]

    def _team(self, actor: Actor) -> str:
        name = next(found.name for found in self.staff if found.actor.id == actor.id)
        return next(worker.team for worker in LEAD.staff if worker.name == name)

    def _who(self, organisation_id: OrganisationId, action: Move) -> Actor:
        """Give an actor who may make the move: the clock, somebody of the lead, or of the partner."""
        if action is Move.EXPIRE:
            nobody = UserId(UUID(int=0))
            return Actor(id=nobody, organisation_id=organisation_id, roles=frozenset({Role.CLOCK}))
        if action in {Move.WITHDRAW, Move.MARK_ERROR, Move.ANSWER}:
            return self._with_role(Role.LEAD_MANAGER)[0].actor
        role = Role.PARTNER_MANAGER if action is Move.WAITLIST else Role.PARTNER_WORKER
        theirs = [f.actor for f in self._with_role(role) if f.actor.organisation_id == organisation_id]
        return self.rng.choice(theirs)


def _contact(invented: Invented) -> SafeContact:
    weekdays = Window(days=frozenset(range(5)), opens=time(10), closes=time(14))
    plan = ContactPlan(
        channels={Channel.MOBILE_CALL: Safety.YES, Channel.POST: Safety.NO},
        sensitive=invented.domestic_abuse,
        windows=(weekdays,) if invented.domestic_abuse else (),
        voicemail_ok=Safety.NO,
        text_ok=Safety.NO,
        say_if_other_answers="wrong number",
    )
    return SafeContact(plan=plan, ways={Channel.MOBILE_CALL: invented.phone})
