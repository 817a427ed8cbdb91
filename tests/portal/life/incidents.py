"""The life of referrals with what goes wrong in it and what a manager allows: the whole machine.

An offer goes to the wrong recipient, contact is not safe, a guard is set aside, several partners work
at once, the lead asks the next one, and two press at the same moment.
"""

import re

from hypothesis import strategies as st
from hypothesis.stateful import rule
from sqlmodel import select

from lvws_core.ids import OrganisationId, Reference
from lvws_core.referrals import LIVE
from portal.reviews.tables import OverrideRow
from tests.builders import CONSORTIUM, LEAD
from tests.portal.life import checks, hands
from tests.portal.life.choices import causes, chances, grounds, partners, people, picks, readers, where
from tests.portal.life.hands import Posted
from tests.portal.life.machine import Life
from tests.portal.life.settled import SERVICES, confirm
from tests.portal.life.world import LEADS, lead_of, team_of
from tests.scene import CONSENT, NEED, WITHOUT_CONSENT, YOUTH, heard, hidden, led_to

WHY = "Their manager agreed on the telephone; she turns eighteen in two days."


def has_offers(life: Life) -> bool:
    """Say whether anything has been sent yet."""
    return bool(life.world.about)


class WholeLife(Life):
    """One consortium from its first referral on, on its bad days too."""

    # --- What goes wrong -----------------------------------------------------------------------

    @rule(which=picks, pick=picks)
    @where(has_offers)
    def it_went_to_the_wrong_recipient(self, which: int, pick: int) -> None:
        """Take back what is under way: closed in the same second, clock C runs, and an entry opens."""
        world, reference = self.world, self.offer(which)
        if world.offers()[reference].status not in LIVE:
            return
        key, path = LEADS[pick % 2], f"/offers/{reference}/withdraw"
        values = {"reason": "wrong_recipient", "note": "", "_key": f"astray-{world.seen['requests']:012}"}
        values["version"] = hidden(hands.get(world, key, path).text, "version")
        self.press(posted := Posted(key=key, path=path, values=values), 1)
        assert posted.location is not None, "a live offer could not be taken back from the wrong recipient"
        checks.i2_withdrawn_is_withdrawn_at_once(world, reference)
        checks.clock_c_runs_and_information_governance_looks_into_it(world, reference)
        world.seen["taken back from the wrong recipient"] += 1

    @rule(which=picks, side=readers, pick=picks, cause=causes)
    @where(has_offers)
    def contact_is_not_safe(self, *, which: int, side: str, pick: int, cause: str) -> None:
        """Report it from either side of an offer: nobody sees a number of this person any more."""
        world, reference = self.world, self.offer(which)
        key = self.reader(reference, side, pick)
        form = {"cause": cause, "words": "", "_key": f"unsafe-{world.seen['requests']:012}"}
        answer = hands.post(world, Posted(key=key, path=f"/offers/{reference}/unsafe", values=form))
        if answer.status_code != 303:
            return
        person = world.about[reference].person
        world.stopped.add(person.reference)
        world.touched |= {each for each, sent in world.about.items() if sent.person == person}
        world.kept = world.offers()
        checks.nobody_sees_the_number(world, person)
        world.seen["contact stopped"] += 1

    @rule(pick=picks)
    @where(lambda self: self.world.stopped)
    def the_lead_opens_contact_again(self, pick: int) -> None:
        """Confirm the plan with the person anew, and lift every report that the page shows."""
        world, lead = self.world, lead_of(self.world)
        reference = sorted(world.stopped)[pick % len(world.stopped)]
        world.wait(minutes=1)
        confirm(lead.visitor, next(each for each in world.people if each.reference == reference))
        page = lead.visitor.get(f"/people/{reference}/safety").text
        form = {"reason": "She has a new telephone.", "digest": hidden(page, "digest")}
        assert lead.visitor.submit(f"/people/{reference}/open-contact", form).status_code == 303
        world.stopped.discard(reference)
        world.touched |= {each for each, sent in world.about.items() if sent.person.reference == reference}
        world.seen["contact opened again"] += 1

    @rule(which=picks, sides=st.tuples(readers, readers), acts=st.tuples(picks, picks), chance=chances)
    @where(has_offers)
    def two_press_at_the_same_moment(
        self, which: int, sides: tuple[str, str], acts: tuple[int, int], chance: int
    ) -> None:
        """Send two forms of one offer at once, or one of them twice: what one has changed, the other does not."""
        forms = [self.fill(which, side, pick, chance) for side, pick in zip(sides, acts, strict=True)]
        found = [each for each in forms if each is not None]
        if not found:
            return
        before = self.world.offers()[found[0].reference].version
        pair = (found[0], found[-1] if chance % 3 else found[0])
        answers = hands.post_together(self.world, pair)
        went = [posted for posted, answer in zip(pair, answers, strict=True) if answer.status_code == 303]
        if pair[0] is pair[1]:
            led = {answer.headers.get("location") for answer in answers}
            assert len(went) != 1, "I13: the same form was answered in two ways"
            assert len(led) == 1, "I13: the same form led to two places"
        else:
            overtaking = [each.path for each in went if each.overtakes_others]
            assert len(overtaking) < 2, f"P15: two forms of version {before} were both carried out: {overtaking}"
        self.world.seen["pressed at the same moment"] += 1
        self.world.seen["one of two came too late"] += len(went) == 1

    # --- What a manager allows -----------------------------------------------------------------

    @rule(who=people, to=partners, ground=grounds, agrees=st.booleans())
    def it_is_shared_without_consent(self, *, who: int, to: OrganisationId, ground: str, agrees: bool) -> None:
        """Ask to share without consent; a second person agrees or not, but where the law waits for nobody."""
        world, person, lead = self.world, self.world.people[who], lead_of(self.world)
        if world.agreed[person.reference, to].is_live(world.now):
            return
        self.prepare(person, to, asks=False)
        with self.refusable("sending without consent refused"):
            path = lead.composed(person.reference, SERVICES[to])
            wanted = {"categories": CONSENT["categories"], "version": lead._hidden(f"{path}?open=share", "version")}
            led_to(lead.visitor.submit(f"{path}/share", wanted))
            form = {"grounds": [ground], "version": lead._hidden(f"{path}/override/sharing", "version")}
            led_to(lead.visitor.submit(f"{path}/override/sharing", {**WITHOUT_CONSENT, **form}))
            request = Reference(path.rpartition("/")[2])
            override = self.override_of(request)
            agreed = self.second_person_says(override, agrees=agrees)
            reference = lead.send(self.composed_up_to(path))
            assert agreed or ground != "child_at_risk", "CONS-04: it was sent although nobody else agreed"
            self.sent(reference, person, request, to, consented=False)
            self.governance_knows(override)
            world.seen["sent without consent"] += 1

    def composed_up_to(self, path: str) -> hands.Referral:
        """Give what the last part of the page would send."""
        page = hands.get(self.world, LEADS[0], f"{path}?open=send").text
        return hands.referral_on(page, path)

    def second_person_says(self, override: Reference, *, agrees: bool) -> bool:
        """Answer as the lead's manager, if it waits for her; give whether she agreed."""
        manager = self.world.visitors["lead_manager"]
        answer = {"answer": "agree" if agrees else "refuse"}
        said = manager.submit(f"/overrides/{override}/second", answer).status_code == 303
        return said and agrees

    def override_of(self, request: Reference) -> Reference:
        """Give the newest override of a request that was not sent yet."""
        with self.world.app.state.database.system(reading=True) as session:
            rows = session.exec(select(OverrideRow.reference).where(OverrideRow.place == request)).all()
        return Reference(rows[-1])

    def governance_knows(self, override: Reference) -> None:
        """Find the override of what was sent on the list of information governance, and no name on it."""
        listed = hands.get(self.world, "governance", "/overrides?show=all").text
        assert str(override) in listed, "an override is not on the list"
        assert not any(person.canaries[0] in listed for person in self.world.people)

    @rule(who=people, days=st.just(None))
    def a_manager_sets_the_rules_of_a_service_aside(self, who: int, days: None) -> None:
        """Ask a service for the young about somebody who is not."""
        world, person, manager = self.world, self.world.people[who], lead_of(self.world, "lead_manager")
        to = OrganisationId(CONSORTIUM["galop_worker"].organisation_id)
        self.prepare(person, to, asks=True, days=days)
        with self.refusable("sending to the unfit refused"):
            path = manager._submit(f"/refer/{person.reference}", NEED)
            form = {"service": str(YOUTH), "version": manager._hidden(path, "version"), "why": WHY}
            led_to(manager.visitor.submit(f"{path}/override/eligibility", form))
            request = Reference(path.rpartition("/")[2])
            override = self.override_of(request)
            reference = lead_of(world).send(self.composed_up_to(path))
            self.sent(reference, person, request, to)
            self.governance_knows(override)
            world.seen["rules of a service set aside"] += 1

    @rule(who=people, other=people, to=partners)
    def they_stand_on_two_sides(self, who: int, other: int, to: OrganisationId) -> None:
        """Note that two are parties to one conflict; then only a manager refers one to the partner of the other."""
        world, manager = self.world, lead_of(self.world, "lead_manager")
        person, against = world.people[who], world.people[other]
        if who == other:
            return
        form = {"other": str(against.reference)}
        manager.visitor.submit(f"/people/{person.reference}/conflicts/party", form)
        self.prepare(person, to, asks=True)
        with self.refusable("sending into a conflict refused"):
            path = manager.composed(person.reference, SERVICES[to])
            version = hidden(hands.get(world, "lead_manager", f"{path}/override/conflict").text, "version")
            led_to(manager.visitor.submit(f"{path}/override/conflict", {"version": version, "why": WHY}))
            request = Reference(path.rpartition("/")[2])
            override = self.override_of(request)
            reference = manager.send(self.composed_up_to(path))
            self.sent(reference, person, request, to)
            self.governance_knows(override)
            world.seen["conflict set aside"] += 1

    @rule(which=picks, to=partners, co_work=st.sampled_from((None, "yes", "yes", "no")))
    @where(has_offers)
    def another_partner_is_asked(self, which: int, to: OrganisationId, co_work: str | None) -> None:
        """Ask one more partner for the same need: beside the others where the manager allows it, or after them."""
        world, sent = self.world, self.world.about[self.offer(which)]
        lead, path = lead_of(world), f"/requests/{sent.request}"
        if co_work is not None:
            self.press_on_request(path, "co-work", "lead_manager", granted=co_work)
        self.prepare(sent.person, to, asks=True)
        with self.refusable("asking another refused"):
            led = self.press_on_request(path, "offer", LEADS[0], service=str(SERVICES[to]))
            assert led, "no field for another partner"
            reference = lead.send(self.composed_up_to(led))
            self.sent(reference, sent.person, sent.request, to)
            world.seen["another partner was asked"] += 1
            world.seen["partners at work together"] += world.offers()[reference].offer.co_work

    def press_on_request(self, path: str, act: str, key: str, **form: str) -> str:
        """Press a button of a request's page; give where it led, nothing where it was refused."""
        page = hands.get(self.world, key, path).text
        version = re.search(r'name="version" value="(\d+)"', page)
        sent = {"version": version[1] if version else "0", **form}
        answer = self.world.visitors[key].submit(f"{path}/{act}", sent)
        assert answer.status_code in {303, 403, 404, 409, 422}, f"{act} was answered {answer.status_code}"
        self.world.seen[f"request: {act} {answer.status_code}"] += 1
        assert CONSORTIUM[key].organisation_id == LEAD
        return str(answer.headers.get("location", "")).partition("?")[0]

    @rule(which=picks)
    @where(has_offers)
    def the_pack_is_delivered_and_everything_is_recorded(self, which: int) -> None:
        """Deliver by hand to a partner without an account, and record that it has it, accepts, and has met them."""
        reference = self.offer(which)
        if team_of(self.world, reference):
            return
        said = dict(heard(self.world.now))
        steps = (
            ("deliver", {"route": "by_hand"}),
            ("recorded/received", said),
            ("recorded/accepted", said),
            ("recorded/first-contact", {**said, "channel": "mobile_call"}),
        )
        for act, form in steps:
            self.record(reference, act, form)

    def record(self, reference: Reference, act: str, form: dict[str, str]) -> None:
        """Record one thing as the lead, where the page of it opens."""
        path = f"/offers/{reference}/{act}"
        page = hands.get(self.world, LEADS[0], path)
        if page.status_code == 200:
            key = f"record-{self.world.seen['requests']:012}"
            values = {**form, "version": hidden(page.text, "version"), "_key": key}
            self.press(posted := Posted(key=LEADS[0], path=path, values=values), 1)
            self.world.seen[f"recorded {act}"] += posted.location is not None
