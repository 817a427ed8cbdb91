"""COLO-03: in no state that can be reached does a shift stand on a date on which its worker is not cleared."""

from datetime import date, time, timedelta
from uuid import UUID

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from msgspec.structs import replace

from colocations.placements.model import NEEDED, Clearance, Placement, against_shift, at_site
from colocations.rota.cover.model import candidates, in_place, who_could
from colocations.rota.leave.model import Leave, is_away
from colocations.rota.model import Facts, Shift, Standing, against, clashes, coverage, standing_of, standing_shifts
from colocations.sites.gates.model import Gate, GateKind, Span
from colocations.sites.hours.model import days_from
from colocations.sites.model import SiteKind
from lvws_core.ids import UserId
from tests.builders import NOW
from tests.colocations.builders import BEGUN, TODAY, met_gates
from tests.colocations.rota.builders import ANNA, BELA, ELSEWHERE, SITE, a_shift, clearances_of, placed

DAYS = st.integers(0, 9).map(lambda n: TODAY + timedelta(days=n))
WORKERS, PLACES = st.sampled_from((ANNA, BELA)), st.sampled_from((SITE, ELSEWHERE))
STARTS = st.integers(7, 15)


class Rota(RuleBasedStateMachine):
    """Checks come and go, gates open and close, people go on leave; shifts are put there, covered and called off."""

    def __init__(self) -> None:
        super().__init__()
        self.held: dict[UserId, list[Clearance]] = {who: list(clearances_of(who)) for who in (ANNA, BELA)}
        self.placements: list[Placement] = [placed(who, site) for who in (ANNA, BELA) for site in (SITE, ELSEWHERE)]
        self.gates: dict[UUID, list[Gate]] = {site.id: list(met_gates()) for site in (SITE, ELSEWHERE)}
        self.leaves: list[Leave] = []
        self.shifts: list[Shift] = []

    @property
    def facts(self) -> Facts:
        """What is so now."""
        return Facts(
            sites={site.id: site for site in (SITE, ELSEWHERE)},
            gates={site_id: tuple(gates) for site_id, gates in self.gates.items()},
            placements=tuple(self.placements),
            clearances={who: tuple(held) for who, held in self.held.items()},
            leaves=tuple(self.leaves),
        )

    @rule(who=WORKERS, kind=st.sampled_from(sorted(NEEDED[SiteKind.HOSPITAL])), last=DAYS)
    def a_check_runs_out(self, who: UserId, kind: object, last: date) -> None:
        self.held[who] = [
            replace(c, expires_on=last) if c.kind is kind and c.issued_on <= last else c for c in self.held[who]
        ]

    @rule(who=WORKERS, number=st.integers(0, 9), day=DAYS)
    def a_check_is_given_up(self, who: UserId, number: int, day: date) -> None:
        at = number % len(self.held[who])
        self.held[who][at] = replace(self.held[who][at], given_up_on=day)

    @rule(who=WORKERS, day=DAYS)
    def every_check_is_renewed(self, who: UserId, day: date) -> None:
        self.held[who] += clearances_of(who, issued_on=day)

    @rule(number=st.integers(0, 3), last=DAYS)
    def a_placement_ends(self, number: int, last: date) -> None:
        self.placements[number] = replace(self.placements[number], ends_on=last)

    @rule(site=PLACES, kind=st.sampled_from(GateKind), last=DAYS, met=st.booleans())
    def a_gate_closes_or_opens(self, site: object, kind: GateKind, last: date, *, met: bool) -> None:
        spans = (Span(first=BEGUN),) if met else (Span(first=BEGUN, last=last),)
        site_id = SITE.id if site is SITE else ELSEWHERE.id
        self.gates[site_id] = [replace(g, spans=spans) if g.kind is kind else g for g in self.gates[site_id]]

    @rule(who=WORKERS, first=DAYS, length=st.integers(0, 3))
    def somebody_goes_on_leave(self, who: UserId, first: date, length: int) -> None:
        self.leaves.append(Leave(worker_id=who, first=first, last=first + timedelta(days=length)))

    @rule()
    def a_leave_is_called_off(self) -> None:
        self.leaves = self.leaves[1:]

    @rule(who=WORKERS, site=PLACES, day=DAYS, start=STARTS)
    def a_shift_is_put_there(self, who: UserId, site: object, day: date, start: int) -> None:
        site_id = SITE.id if site is SITE else ELSEWHERE.id
        number = UUID(int=len(self.shifts) + 1)
        made = a_shift(day, time(start), time(start + 4), id=number, worker_id=who, site_id=site_id)
        if not against(self.facts, made, self.shifts):
            assert standing_of(self.facts, made)[0] is Standing.STANDS
            self.shifts.append(made)

    @rule(number=st.integers(0, 20))
    def a_shift_is_called_off(self, number: int) -> None:
        if self.shifts:
            at = number % len(self.shifts)
            self.shifts[at] = replace(self.shifts[at], cancelled_at=NOW)

    @rule(number=st.integers(0, 20))
    def a_shift_that_fell_is_covered(self, number: int) -> None:
        fallen = [s for s in self.shifts if standing_of(self.facts, s)[0] in {Standing.AWAY, Standing.CANNOT_STAND}]
        if not fallen:
            return
        shift = fallen[number % len(fallen)]
        for each in candidates(self.facts, shift, self.shifts, (ANNA, BELA)):
            if each.reasons:
                continue
            made = in_place(shift, each.worker_id, UUID(int=len(self.shifts) + 1))
            assert not is_away(each.worker_id, self.leaves, shift.day)
            assert not clashes(made, self.shifts)
            assert standing_of(self.facts, made)[0] is Standing.STANDS
            self.shifts.append(made)
            return

    @rule(number=st.integers(0, 20))
    def a_gap_is_filled(self, number: int) -> None:
        days = coverage(SITE, standing_shifts(self.facts, self.shifts), days_from(TODAY, 10))
        gaps = [period for day in days for period in day.uncovered]
        if not gaps:
            return
        made = a_shift(id=UUID(int=len(self.shifts) + 1), period=gaps[number % len(gaps)])
        for each in who_could(self.facts, lambda who: replace(made, worker_id=who), self.shifts, (ANNA, BELA)):
            taken = replace(made, worker_id=each.worker_id)
            assert bool(each.reasons) == bool(against(self.facts, taken, self.shifts))
            if not each.reasons:
                assert standing_of(self.facts, taken)[0] is Standing.STANDS
                self.shifts.append(taken)
                return

    @invariant()
    def no_shift_stands_on_a_lapsed_date(self) -> None:
        facts = self.facts
        for each in standing_shifts(facts, self.shifts):
            site, own = facts.sites[each.site_id], [p for p in self.placements if p.worker_id == each.worker_id]
            held = tuple(self.held[each.worker_id])
            assert against_shift(site, facts.gates[site.id], own, held, each.day) == ()
            for kind in NEEDED[SiteKind.HOSPITAL]:
                assert any(c.counts(each.day) for c in at_site(held, site.id) if c.kind is kind)
            assert not is_away(each.worker_id, self.leaves, each.day)

    @invariant()
    def nobody_is_at_two_places_at_once(self) -> None:
        for each in self.shifts:
            assert each.cancelled_at is not None or not clashes(each, self.shifts)

    @invariant()
    def what_does_not_stand_covers_nothing(self) -> None:
        standing = standing_shifts(self.facts, self.shifts)
        for day in coverage(SITE, standing, days_from(TODAY, 10)):
            if day.expected is not None and not [s for s in standing if s.day == day.day and s.site_id == SITE.id]:
                assert day.uncovered == (day.expected,)


Rota.TestCase.settings = settings(max_examples=25, stateful_step_count=25)
test_colo_03_no_shift_on_a_lapsed_date_in_any_reachable_state = Rota.TestCase
