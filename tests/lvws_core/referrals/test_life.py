"""The life of one request and its offers: lifecycle 7 as invariants of a machine that several actors drive."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from lvws_core.actors import Actor, Role
from lvws_core.errors import Conflict, DomainError
from lvws_core.events import Event
from lvws_core.ids import OfferId, OrganisationId
from lvws_core.referrals import (
    TERMINAL,
    Custody,
    Detail,
    Direction,
    Move,
    Note,
    Offer,
    OfferStatus,
    RequestMove,
    RequestStatus,
    SecureRoute,
    allowed_moves,
    allowed_notes,
    allowed_request_moves,
    annotate,
    expires_at,
    may_open,
    move,
    move_request,
    replay,
    request_status,
)
from lvws_core.referrals.clocks import ClockKind, clocks
from lvws_core.referrals.moves import SET_ASIDE
from lvws_core.risk.dash import Band
from lvws_core.times import england_and_wales
from tests.lvws_core.builders.referrals import (
    ALICE,
    ALICES_MANAGER,
    BOB,
    BOBS_MANAGER,
    CHARLIE,
    CLOCK,
    HEARD,
    INTAKE,
    LEAD,
    MONDAY,
    PARTNER,
    STRANGER,
    a_request,
    an_actor,
    an_offer,
    complete,
    send_facts,
)

CALENDAR = england_and_wales()
ANALYST = an_actor(Role.ANALYST, PARTNER)
ACTORS = (ALICE, ALICES_MANAGER, BOB, BOBS_MANAGER, CHARLIE, INTAKE, CLOCK, ANALYST)
CLOSING = Detail(reason="no_service_available")

ENDING = {Move.WITHDRAW, Move.MARK_ERROR, Move.DECLINE, Move.HAND_BACK, Move.NOT_REACHED}
actors, picks = st.sampled_from(ACTORS), st.integers(0, 8)
waits = st.sampled_from([timedelta(minutes=5), timedelta(hours=5), timedelta(days=1), timedelta(days=9)])


class Referral(RuleBasedStateMachine):
    """One request with up to nine offers to two partners, some of them co-work."""

    direction, sender = Direction.ONWARD, ALICE

    def __init__(self) -> None:
        super().__init__()
        self.now = MONDAY
        self.request = a_request()
        self.drafts: list[Offer] = []
        self.offers: list[Offer] = []
        self.events: list[list[Event]] = []
        self.dues: dict[tuple[UUID, ClockKind, datetime], datetime] = {}
        self.closed: set[UUID] = set()

    def keep(self, place: int, offer: Offer, event: Event) -> None:
        before = self.offers[place]
        assert before.status not in TERMINAL or before.status == offer.status
        self.offers[place] = offer
        self.events[place].append(event)

    def make(self, offer: Offer, action: Move, by: Actor, *, version: int | None = None) -> tuple[Offer, Event]:
        others = [other for other in self.offers if other.id != offer.id]
        facts = send_facts(
            to_lead=offer.organisation_id == LEAD,
            duplicate=any(other.is_live for other in others),
            risk_set_on=self.now.date(),
            request_status=request_status(self.request, self.offers),
        )
        expected = offer.version if version is None else version
        return move(offer, action, by, self.now, expected, complete(action), facts)

    def guards_admit(self, offer: Offer) -> bool:
        alone = offer.co_work or not any(other.is_live for other in self.offers)
        there = self.direction == Direction.ONWARD or offer.organisation_id == LEAD
        return there and alone and request_status(self.request, self.offers) not in SET_ASIDE

    @initialize(bands=st.tuples(*[st.sampled_from(Band)] * 3))
    def begin(self, bands: tuple[Band, ...]) -> None:
        for place, band in enumerate(bands):
            self.draft(band, co_work=place == 1, off_portal=place == 2, to=(PARTNER, STRANGER, PARTNER)[place])

    @precondition(lambda self: len(self.offers) < 9)
    @rule(
        risk=st.sampled_from(Band),
        co_work=st.booleans(),
        off_portal=st.booleans(),
        to=st.sampled_from([PARTNER, STRANGER]),
    )
    def draft(self, risk: Band, *, co_work: bool, off_portal: bool, to: OrganisationId) -> None:
        made = OfferId(UUID(int=100 + len(self.offers)))
        offer = an_offer(
            id=made,
            organisation_id=self.asked(to),
            lead_organisation_id=self.sender.organisation_id,
            direction=self.direction,
            risk=risk,
            co_work=co_work,
            off_portal=off_portal and self.direction == Direction.ONWARD,
            created_at=self.now,
        )
        self.drafts.append(offer)
        self.offers.append(offer)
        self.events.append([])

    def asked(self, to: OrganisationId) -> OrganisationId:
        """Give who is asked: inward the lead in the place of the partner."""
        return LEAD if self.direction == Direction.INWARD and to == PARTNER else to

    def buttons(self) -> list[tuple[int, Move, Actor]]:
        """Give what can be pressed: place, move and actor, the guards being met."""
        return [
            (place, action, actor)
            for place, offer in enumerate(self.offers)
            for actor in ACTORS
            for action in sorted(allowed_moves(offer, actor))
            if action != Move.EXPIRE and (action != Move.SEND or self.guards_admit(offer))
        ]

    @precondition(lambda self: self.buttons())
    @rule(data=st.data())
    def somebody_presses_a_button(self, data: st.DataObject) -> None:
        place, action, actor = data.draw(st.sampled_from(self.buttons()))
        self.keep(place, *self.make(self.offers[place], action, actor))

    @rule(presses=st.lists(st.tuples(st.integers(0, 99), waits), min_size=3, max_size=9))
    def work_goes_on(self, presses: list[tuple[int, timedelta]]) -> None:
        """Press buttons that end nothing, one after the other, so that lives get long."""
        for number, wait in presses:
            going_on = [button for button in self.buttons() if button[1] not in ENDING]
            if going_on:
                place, action, actor = going_on[number % len(going_on)]
                self.keep(place, *self.make(self.offers[place], action, actor))
                self.now += wait / 10

    @precondition(lambda self: self.offers)
    @rule(pick=picks, actor=actors)
    def every_button_and_no_other_is_accepted(self, pick: int, actor: Actor) -> None:
        offer = self.offers[pick % len(self.offers)]
        for action in Move:
            try:
                self.make(offer, action, actor)
            except DomainError:
                assert action not in allowed_moves(offer, actor) or (
                    action == Move.SEND and not self.guards_admit(offer)
                )
            else:
                assert action in allowed_moves(offer, actor)

    @precondition(lambda self: self.offers)
    @rule(pick=picks, actor=actors)
    def whoever_comes_with_an_old_version_changes_nothing(self, pick: int, actor: Actor) -> None:
        offer = self.offers[pick % len(self.offers)]
        for action in allowed_moves(offer, actor):
            with pytest.raises(Conflict):
                self.make(offer, action, actor, version=offer.version - 1)

    @precondition(lambda self: self.offers)
    @rule(pick=picks, note=st.sampled_from(Note), actor=actors)
    def note(self, pick: int, note: Note, actor: Actor) -> None:
        place = pick % len(self.offers)
        offer = self.offers[place]
        try:
            noted = annotate(offer, note, actor, self.now, offer.version, heard=HEARD, route=SecureRoute.BY_HAND)
        except DomainError:
            assert note not in allowed_notes(offer, actor)
        else:
            assert note in allowed_notes(offer, actor)
            self.keep(place, *noted)

    @rule(wait=waits)
    def time_passes(self, wait: timedelta) -> None:
        self.now += wait

    @precondition(lambda self: self.offers)
    @rule()
    def the_clock_sweeps(self) -> None:
        """Expire what is due; nobody sees more than before."""
        for place, offer in enumerate(self.offers):
            due_at = expires_at(offer, CALENDAR)
            if due_at is not None and due_at <= self.now:
                expired, event = self.make(offer, Move.EXPIRE, CLOCK)
                assert expired.visible_until is not None
                assert set(expired.organisation_ids) <= set(offer.organisation_ids)
                self.keep(place, expired, event)

    @precondition(lambda self: any(offer.is_live for offer in self.offers))
    @rule(to=st.sampled_from([PARTNER, STRANGER]))
    def consent_is_withdrawn(self, to: OrganisationId) -> None:
        """Withdraw every live offer to one organisation; it opens none of them again."""
        reason = Detail(reason="consent_withdrawn")
        for place, offer in enumerate(self.offers):
            if offer.organisation_id == self.asked(to) and offer.is_live:
                self.keep(place, *move(offer, Move.WITHDRAW, self.sender, self.now, offer.version, reason))
                assert not may_open(self.offers[place], self.now)

    @rule(action=st.sampled_from(RequestMove), actor=actors)
    def move_the_request(self, action: RequestMove, actor: Actor) -> None:
        """Move the request where it is offered; what ends it is tried, but kept only late in its life."""
        offered = action in allowed_request_moves(self.request, self.offers, actor)
        try:
            moved, event = move_request(
                self.request, action, actor, self.now, self.request.version, self.offers, CLOSING
            )
        except DomainError:
            assert not offered
        else:
            assert offered
            assert event.old == request_status(self.request, self.offers)
            assert event.new == request_status(moved, self.offers)
            if action not in {RequestMove.CLOSE_UNMET, RequestMove.MARK_ERROR} or len(self.offers) > 7:
                self.request = moved

    @invariant()
    def at_most_one_offer_is_live_unless_co_work(self) -> None:
        assert sum(offer.is_live and not offer.co_work for offer in self.offers) <= 1

    @invariant()
    def the_lead_has_custody_of_all_that_no_partner_has_in_hand(self) -> None:
        for offer in self.offers:
            in_hand = offer.status in {OfferStatus.ACTIVE, OfferStatus.PAUSED, OfferStatus.OUTCOME_DUE}
            assert offer.custody == (Custody.PARTNER if in_hand else Custody.LEAD)

    @invariant()
    def the_lead_records_only_for_partners_without_an_account(self) -> None:
        for offer, events in zip(self.offers, self.events, strict=True):
            for event in events:
                assert offer.off_portal or "for_partner" not in event.detail
                assert ("heard_how" in event.detail) == ("for_partner" in event.detail)

    @invariant()
    def every_ending_has_a_reason_and_an_actor(self) -> None:
        for offer in self.offers:
            if offer.is_terminal:
                assert offer.reason
                assert (offer.ended_by is None) == (offer.status == OfferStatus.EXPIRED)
                assert (offer.outcome is not None) == (offer.status == OfferStatus.COMPLETED)
                assert offer.visible_until is not None or offer.frozen_at is not None

    @invariant()
    def what_was_closed_to_a_partner_stays_closed(self) -> None:
        for offer in self.offers:
            if offer.sent_at is not None and not may_open(offer, self.now):
                self.closed.add(offer.id)
            assert offer.id not in self.closed or not may_open(offer, self.now)

    @invariant()
    def replaying_the_events_gives_the_same_offer_and_clocks(self) -> None:
        for draft, offer, events in zip(self.drafts, self.offers, self.events, strict=True):
            again = replay(draft, events)
            assert again == offer
            assert clocks(again, CALENDAR) == clocks(offer, CALENDAR)

    @invariant()
    def a_due_instant_never_moves_earlier(self) -> None:
        for offer in self.offers:
            for clock in clocks(offer, CALENDAR):
                key = (offer.id, clock.kind, clock.starts_at)
                assert clock.due_at >= self.dues.get(key, clock.due_at)
                self.dues[key] = clock.due_at

    @invariant()
    def nothing_that_lives_waits_unseen(self) -> None:
        for offer in self.offers:
            running = [clock for clock in clocks(offer, CALENDAR) if not clock.paused]
            assert running or not offer.is_live or offer.status == OfferStatus.PAUSED

    @invariant()
    def the_request_is_open_while_an_offer_lives(self) -> None:
        status = request_status(self.request, self.offers)
        if any(offer.is_live for offer in self.offers):
            assert status in {
                RequestStatus.OPEN,
                RequestStatus.ON_HOLD,
                RequestStatus.CLOSED_UNMET,
                RequestStatus.ERROR,
            }
        else:
            assert status != RequestStatus.OPEN or any(o.status == OfferStatus.COMPLETED for o in self.offers)


class ReferralIn(Referral):
    """The same life turned round: a partner refers in, and what it drafts for another partner never leaves."""

    direction, sender = Direction.INWARD, BOB

    @invariant()
    def nothing_goes_from_partner_to_partner(self) -> None:
        assert all(offer.sent_at is None for offer in self.offers if offer.organisation_id != LEAD)

    @invariant()
    def nobody_but_the_clock_acts_on_both_sides(self) -> None:
        for offer in self.offers:
            assert not (allowed_moves(offer, BOB) & allowed_moves(offer, ALICE))


TestReferral = Referral.TestCase
TestReferral.settings = settings(max_examples=150, stateful_step_count=40, deadline=None)
TestReferralIn = ReferralIn.TestCase
TestReferralIn.settings = settings(max_examples=100, stateful_step_count=40, deadline=None)
