"""The life of referrals over HTTP: six people at their browsers, a clock and a sweep, in any order at all.

Every page and every form is the product's own. After each step the invariants of assurance section 3.3
are checked, by what the pages show and by what the database holds.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from lvws_core.ids import OrganisationId, Reference
from lvws_core.referrals import LIVE
from tests.builders import SHELTER
from tests.portal.life import checks, hands
from tests.portal.life.choices import NO, acts, chances, lengths, partners, people, picks, readers, waits, where, words
from tests.portal.life.hands import Acts, Posted
from tests.portal.life.settled import SERVICES, Someone, agree, confirm
from tests.portal.life.world import LEADS, Agreed, Sent, World, between, lead_of, strangers_to, team_of

MOST_LOOKED_AT = 3
"""So many offers are looked at again after time has passed."""

ASSESSED_DAYS = 20
"""After so long the lead assesses and confirms anew before it refers again."""


class Life(RuleBasedStateMachine):
    """One consortium from its first referral on."""

    def __init__(self, world: World, seen: Counter[str]) -> None:
        super().__init__()
        self.world, self.total, self.assessed_at = world, seen, world.now
        self.held: list[Posted] = []
        self.done: list[Posted] = []
        self.ledger = checks.Ledger(after=max((each.sequence for each in world.told(0)), default=0))
        self.dues = checks.Dues()

    def teardown(self) -> None:
        """Look once more, in every list."""
        try:
            checks.i10_the_lists_show_what_lives(self.world)
        finally:
            self.total.update(self.world.seen)
            self.total["examples"] += 1

    def offer(self, pick: int) -> Reference:
        """Choose one of the offers that were sent, mostly one that is not over."""
        every, live = list(reversed(self.world.about)), self.live()[::-1]
        chosen = live if live and pick % 8 else every
        return chosen[pick // 8 % len(chosen)]

    def live(self) -> list[Reference]:
        """Give what was sent and is not over."""
        kept = self.world.kept
        return [each for each in self.world.about if each in kept and kept[each].status in LIVE]

    def some_that_live(self) -> set[Reference]:
        """Give a few of what is under way, others with every step."""
        live = self.live()
        first = self.world.seen["steps"] % (len(live) or 1)
        return set((live[first:] + live[:first])[:MOST_LOOKED_AT])

    def reader(self, reference: Reference, side: str, pick: int) -> str:
        """Choose one of the two who stand on a side of an offer, or of those who do not know of it."""
        team, strangers = team_of(self.world, reference) or LEADS, strangers_to(self.world, reference)
        return {"lead": LEADS, "team": team, "stranger": strangers}[side][pick % 2]

    @initialize(first=partners)
    def the_first_day(self, first: OrganisationId) -> None:
        """Begin with two referrals."""
        self.refer(0, first)
        self.refer(1, SHELTER)

    # --- What people do ----------------------------------------------------------------------------

    @rule(who=people, to=partners, asks=st.booleans(), days=lengths)
    def refer(self, who: int, to: OrganisationId, *, asks: bool = True, days: int | None = None) -> None:
        """Send an offer about somebody, unless something stands in the way; perhaps ask for consent first."""
        person, lead = self.world.people[who], lead_of(self.world)
        self.prepare(person, to, asks=asks, days=days)
        with self.refusable("sending refused"):
            ready = lead.ready(person.reference, SERVICES[to])
            self.sent(lead.send(ready), person, ready.reference, to)

    def prepare(self, person: Someone, to: OrganisationId, *, asks: bool, days: int | None = None) -> None:
        """Ask for a consent that is needed, and confirm anew what has become old."""
        if asks and not self.world.agreed[person.reference, to].is_live(self.world.now):
            self.say(person, to, days)
        if (self.world.now - self.assessed_at).days > ASSESSED_DAYS:
            for each in self.world.people:
                confirm(lead_of(self.world).visitor, each)
            self.assessed_at = self.world.now

    @contextmanager
    def refusable(self, word: str) -> Iterator[None]:
        """Let something be sent, or be refused; refused, nothing has left."""
        before = set(self.world.offers())
        try:
            yield
        except AssertionError as refused:
            if not str(refused).startswith(("/", "no field")):
                raise
            assert set(self.world.offers()) <= before, "an offer left although sending was refused"
            self.world.seen[word] += 1

    def sent(
        self, reference: Reference, person: Someone, request: Reference, to: OrganisationId, *, consented: bool = True
    ) -> None:
        """Take note of an offer that has left."""
        world = self.world
        agreed = world.agreed[person.reference, to] if consented else None
        assert agreed is None or agreed.is_live(world.now), "I1: it was sent without a consent"
        until = agreed and agreed.ends_at
        world.about[reference] = Sent(person=person, request=request, to=to, agreed=agreed, until=until)
        world.touched.add(reference)

    @rule(which=picks, side=readers, pick=picks, chance=chances, times=st.sampled_from((1, 1, 1, 2, 3)))
    @where(lambda self: self.world.about)
    def somebody_acts(self, *, which: int, side: str, pick: int, chance: int, times: int) -> None:
        """Press what the page offers; some press twice."""
        posted = self.fill(which, side, pick, chance)
        if posted is not None:
            self.press(posted, times)

    @rule(which=picks, days=st.integers(1, 4), presses=st.lists(st.tuples(picks, chances), min_size=4, max_size=8))
    @where(lambda self: self.world.about)
    def work_goes_on(self, which: int, days: int, presses: list[tuple[int, int]]) -> None:
        """Press only what ends nothing, one after the other, both sides in turn, so that lives get long."""
        for number, (pick, chance) in enumerate(presses):
            posted = self.fill(which, "lead" if number % 3 == 2 else "team", pick, chance, of=hands.going_on)
            if posted is not None:
                self.press(posted, 1)
        self.world.wait(hours=days * 5)

    @rule(which=picks, pick=picks, chance=chances)
    @where(lambda self: self.world.about)
    def a_team_answers(self, which: int, pick: int, chance: int) -> None:
        """Take it on, decline it, ask or put it on the list, where the page offers that."""
        posted = self.fill(which, "team", pick, chance, of=hands.answers)
        if posted is not None:
            self.press(posted, 1)

    def fill(self, which: int, side: str, pick: int, chance: int, *, of: Acts = hands.anything) -> Posted | None:
        """Fill in a form of an offer as somebody on a side of it, one of these acts."""
        reference = self.offer(which)
        key = self.reader(reference, side, chance)
        return hands.fill(self.world, key, reference, pick=pick, chance=chance, of=of)

    def press(self, posted: Posted, times: int) -> None:
        """Send a form once, or several times as an impatient finger does."""
        before = self.world.offers()[posted.reference].version
        answer = hands.post(self.world, posted)
        if answer.status_code != 303:
            return
        stale = posted.heeds_versions and posted.values["version"] != f"{before}"
        assert not stale, f"P15: a form of version {posted.values['version']} changed version {before}: {posted.path}"
        posted.location = answer.headers["location"]
        self.done.append(posted)
        for _ in range(times - 1):
            checks.i13_the_same_form_again_is_the_same_answer(self.world, posted)

    @rule(which=picks, sides=st.tuples(readers, readers), acts=st.tuples(picks, picks), chance=chances)
    @where(lambda self: self.world.about)
    def two_have_the_same_page_open(
        self, which: int, sides: tuple[str, str], acts: tuple[int, int], chance: int
    ) -> None:
        """Let two fill in what the same page offers, then send both, one after the other."""
        filled = [self.fill(which, side, pick, chance) for side, pick in zip(sides, acts, strict=True)]
        for posted in filled:
            if posted is not None:
                self.press(posted, 1)

    @rule(which=picks, side=readers, pick=picks, chance=chances)
    @where(lambda self: self.world.about)
    def somebody_leaves_a_form_open(self, *, which: int, side: str, pick: int, chance: int) -> None:
        """Fill in a form and go for lunch."""
        posted = self.fill(which, side, pick, chance)
        if posted is not None:
            self.held.append(posted)

    @rule(pick=picks)
    @where(lambda self: self.held)
    def somebody_comes_back_and_sends_it(self, pick: int) -> None:
        """Send a form that was filled in a while ago; whatever changed meanwhile decides."""
        self.press(self.held.pop(pick % len(self.held)), 1)

    @rule(pick=picks)
    @where(lambda self: self.done)
    def a_form_of_the_past_is_sent_again(self, pick: int) -> None:
        """Go back in the browser's history and send again."""
        checks.i13_the_same_form_again_is_the_same_answer(self.world, self.done[pick % len(self.done)])

    @rule(which=picks, side=readers, pick=picks, act=acts)
    @where(lambda self: self.world.about)
    def somebody_sends_a_form_that_no_page_gave(self, which: int, side: str, pick: int, act: tuple[str, str]) -> None:
        """Send a complete form of any act, whether the page offers it or not."""
        reference = self.offer(which)
        checks.only_what_is_allowed_is_done(self.world, self.reader(reference, side, pick), reference, *act)

    # --- What people say ---------------------------------------------------------------------------

    @rule(which=picks, days=words)
    @where(lambda self: self.world.about)
    def somebody_says_yes_or_no(self, which: int, days: int | None) -> None:
        """Record what the person of an offer says about its partner now."""
        sent = self.world.about[self.offer(which)]
        self.say(sent.person, sent.to, days)

    def say(self, person: Someone, to: OrganisationId, days: int | None) -> None:
        """Record a yes or a no; after a no nothing is read any more."""
        world = self.world
        before = world.agreed[person.reference, to]
        agreed = Agreed() if days == NO else Agreed(given_at=world.now, days=days)
        back = {} if before.given_at else {"raised": "yes"}  # after a no nobody is asked: they come back to it
        assert agree(lead_of(world).visitor, person.reference, to, **agreed.form(), **back) == 303
        world.agreed[person.reference, to] = agreed
        world.touched |= (those := between(world, person, to))
        for reference in those:
            sent = world.about[reference]
            sent.bound(agreed.ends_at)
            if days == NO:
                self.close(reference, taken_back=before.given_at is not None)
        world.seen["consents withdrawn" if days == NO else "consents given"] += 1

    def close(self, reference: Reference, *, taken_back: bool) -> None:
        """See that a no ends an offer; what was shared without a consent ends only where one is taken back."""
        sent = self.world.about[reference]
        if not sent.closed and (sent.agreed is not None or taken_back):
            sent.closed = True
            checks.i2_withdrawn_is_withdrawn_at_once(self.world, reference)

    # --- What time does ----------------------------------------------------------------------------

    @rule(length=waits, sweeps=st.booleans())
    def time_passes(self, length: dict[str, float], *, sweeps: bool) -> None:
        """Let the clock move, and perhaps let the sweep return what nobody answered; look at everything again."""
        self.world.wait(**length)
        self.world.touched |= self.some_that_live()
        if sweeps:
            self.world.sweep()
            checks.i10_nothing_is_overdue_after_the_sweep(self.world)

    # --- After every step --------------------------------------------------------------------------

    @invariant()
    def everything_holds(self) -> None:
        """Check what is committed, then look at what was touched as everybody."""
        world = self.world
        before, world.kept, world.seen["steps"] = world.kept, world.offers(), world.seen["steps"] + 1
        for reference, kept in world.kept.items():
            world.seen[f"reached {kept.status}"] += reference not in before or kept.status != before[reference].status
        if world.seen["steps"] % 10 == 0 and world.file is not None:
            checks.i3_what_was_answered_is_in_the_files(world)
        checks.i4_at_most_one_is_taken(world.kept)
        self.ledger.i5_every_change_is_told_once(world)
        checks.i10_nothing_waits_unseen(world.kept)
        self.dues.i11_never_move_earlier(world.kept)
        for reference in sorted(world.touched & set(world.about)):
            checks.pages_show_what_the_database_holds(world, world.kept[reference])
            world.seen["offers looked at"] += 1
        world.touched.clear()
