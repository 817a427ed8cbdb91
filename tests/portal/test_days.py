"""T-SCHED, the calendar part: days go by in process, and whatever falls due is done once, crashes or not.

One life of offers, clearances, gates, problems, consents, capacity and reviews is lived twice, at the same
moments: once as it is meant to be, once with a scheduler that dies at random in the middle of what it does and
begins anew. Both must end alike. The whole trial has 400 days from spring, with both changes of the clocks and
every bank holiday of a year.
"""

import random
import shutil
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
from sqlmodel import col, select

from colocations.placements import store as placements
from colocations.placements.jobs import CLEARANCE_NEARS_END, GATE_NEARS_END, ISSUE_WENT_UP
from colocations.placements.model import Clearance, ClearanceKind
from colocations.sites import store as sites
from colocations.sites.gates import store as gates
from colocations.sites.gates.model import Gate, GateKind, Span
from colocations.sites.issues import store as issues
from colocations.sites.issues.model import Issue, IssueKind
from lvws_core.actors import Actor
from lvws_core.consent.sharing import RecipientKind
from lvws_core.desk import Desk
from lvws_core.ids import Reference
from lvws_core.policy import DEFAULT
from lvws_core.referrals import Detail, Move, OfferStatus, expires_at
from lvws_core.referrals.nudges import due_nudges
from lvws_core.referrals.services import fresh_since
from lvws_core.risk.dash import Band
from lvws_core.times import england_and_wales, london_day
from lvws_core.vocabulary import ClosureReason
from notifications.notices.tables import NoticeRow
from partners.directory import store as directory
from partners.directory.stale.store import untold
from partners.offers import store
from partners.offers.acts import service as acts
from partners.offers.jobs import ESCALATED, REMINDED
from partners.offers.sweeps import store as sweeps
from partners.offers.tables import OfferEffectRow
from portal.app import JOBS
from portal.audit.tables import Entry
from portal.caseload.clocks.model import warns_until
from portal.caseload.clocks.store import ending
from portal.dependencies import Supplies, desk_at
from portal.leases.model import Pace
from portal.scheduler import Job, tick
from tests.assurance import Trial, sizes
from tests.builders import CONSORTIUM, LEAD, SHELTER, Clock, add_consortium
from tests.colocations.builders import a_site
from tests.lending import an_application
from tests.partners.offers.scene import HOUSING, send
from tests.portal.lives import add_a_person, say, takes_people
from tests.staged import later_ids

SPRING = datetime(2026, 3, 25, 6, tzinfo=UTC)
"""Four days before the clocks go forward, nine before Good Friday."""

CALENDAR = england_and_wales()
NOBODY_WAITS = Pace(length=timedelta(0))
"""A lease that is out at once: a scheduler that begins anew finds nobody in its way."""

EFFECTS = (REMINDED, ESCALATED, "offer.moved", CLEARANCE_NEARS_END, GATE_NEARS_END, ISSUE_WENT_UP)

WORKER, CASEWORKER = CONSORTIUM["shelter_worker"].actor, CONSORTIUM["caseworker"].actor
NEXT: Mapping[OfferStatus, tuple[Move, Detail]] = {
    OfferStatus.SENT: (Move.ACKNOWLEDGE, Detail()),
    OfferStatus.ACKNOWLEDGED: (Move.ACCEPT, Detail()),
    OfferStatus.ACCEPTED: (Move.FIRST_CONTACT, Detail()),
    OfferStatus.ACTIVE: (Move.FINISH, Detail()),
    OfferStatus.OUTCOME_DUE: (Move.RECORD_OUTCOME, Detail(outcome=ClosureReason.NEEDS_MET)),
}


class Killed(BaseException):
    """The process is gone in the middle of something."""


class Fate:
    """Kills the scheduler at random, where a job has done its work and not committed, and wherever it takes an id."""

    def __init__(self, seed: int | None) -> None:
        self._chance = None if seed is None else random.Random(seed)  # noqa: S311 - no secret
        self.killed = 0

    def strike(self, among: int) -> None:
        """Kill, once in so many times."""
        if self._chance is not None and self._chance.randrange(among) == 0:
            self.killed += 1
            raise Killed

    def over(self, job: Job) -> Job:
        """Give a job that may die when its work is done."""

        def does(desk: Any) -> Any:
            found = job(desk)
            if found:
                self.strike(3)
            return found

        return does

    def ids(self, new_id: Callable[[], UUID]) -> Callable[[], UUID]:
        """Give ids, each of which may be the last."""

        def give() -> UUID:
            self.strike(12)
            return new_id()

        return give


class Life:
    """One life: what people do is drawn from its own chance, so that two lives of a seed are the same."""

    def __init__(self, supplies: Supplies, clock: Clock, fate: Fate) -> None:
        self.supplies, self.clock, self._fate = supplies, clock, fate
        self._chance = random.Random(7)  # noqa: S311 - no secret
        self._open: list[Reference] = []
        self.sent = self.ticks = 0

    def begin(self) -> None:
        """Set what is there on the first day: a service, a site with its gates."""
        with self.supplies.database.system() as session:
            directory.add_service(
                session,
                service_id=HOUSING,
                organisation_id=SHELTER,
                key="housing",
                name="Housing advice",
                recipient=RecipientKind.SHELTER,
            )
            takes_people(session, london_day(self.clock()))
            sites.add(session, site := a_site(added_on=london_day(self.clock())))
            gates.add_all(session, site)
            self._say_capacity(session, 9)
            for _ in range(3):
                self._add_a_person(session, 200, 28)

    def desk(self, session: Any, actor: Actor) -> Desk[Any]:
        """Give an actor's desk at this moment."""
        return desk_at(self.supplies, session, actor, self.clock())

    def a_while(self) -> None:
        """Let some hours go by, or days without a scheduler; somebody does something, then what is due is done."""
        away = self._chance.random() < 0.04
        self.clock.advance(minutes=self._chance.randrange(20, 4000 if away else 600))
        with self.supplies.database.system() as session:
            self._do_something(session)
        self._sweep()

    def _do_something(self, session: Any) -> None:
        if self._chance.random() < 0.25:
            self.sent += 1
            risk = self._chance.choice(list(Band))
            self._open.append(send(self.desk(session, CASEWORKER), self.sent, risk=risk, at=self.clock()))
        for reference in self._open:
            if self._chance.random() < 0.05:
                self._go_on(session, reference)
        if self._chance.random() < 0.03:
            self._add_a_clearance(session)
        if self._chance.random() < 0.03:
            self._add_an_issue(session)
        if self._chance.random() < 0.02:
            self._meet_a_gate(session)
        if self._chance.random() < 0.03:
            self._say_capacity(session, self._chance.randrange(15))
        if self._chance.random() < 0.06:
            self._add_a_person(session, self._chance.randrange(1, 500), self._chance.randrange(20, 40))

    def _go_on(self, session: Any, reference: Reference) -> None:
        offer = store.get(session, reference).offer
        if offer.status in NEXT:
            action, detail = NEXT[offer.status]
            acts.make(self.desk(session, WORKER), reference, action, offer.version, detail=detail, text=detail.note)

    def _add_a_clearance(self, session: Any) -> None:
        today, kind = london_day(self.clock()), self._chance.choice([ClearanceKind.DBS, ClearanceKind.INDUCTION])
        until = today + timedelta(days=self._chance.randrange(1, 90))
        worker, at_site = CONSORTIUM["idva"].id, None if kind is ClearanceKind.DBS else a_site().id
        id_ = UUID(int=self._chance.getrandbits(128))
        placements.record(
            session,
            Clearance(id=id_, worker_id=worker, kind=kind, issued_on=today, expires_on=until, site_id=at_site),
            LEAD,
        )

    def _add_an_issue(self, session: Any) -> None:
        id_ = UUID(int=self._chance.getrandbits(128))
        kind = self._chance.choice(list(IssueKind))
        worker = CONSORTIUM["idva"].id
        issue = Issue(
            id=id_, site_id=a_site().id, kind=kind, opened_at=self.clock(), opened_by=worker, words="It fails"
        )
        issues.add(session, issue, LEAD)

    def _meet_a_gate(self, session: Any) -> None:
        site = a_site()
        before = gates.one(gates.of_sites(session, [site.id])[site.id], GateKind.AGREEMENT.value)
        today = london_day(self.clock())
        last = today + timedelta(days=self._chance.randrange(1, 80))
        after: Gate = msgspec.structs.replace(before, started_on=today, spans=(Span(first=today, last=last),))
        gates.put(session, site.id, before, after)

    def _say_capacity(self, session: Any, days_ago: int) -> None:
        say(session, UUID(int=self._chance.getrandbits(128)), self.clock() - timedelta(days=days_ago))

    def _add_a_person(self, session: Any, hours: int, days_ago: int) -> None:
        ends_at, plan_at = self.clock() + timedelta(hours=hours), self.clock() - timedelta(days=days_ago)
        worker_id = CASEWORKER.id if self._chance.random() < 0.7 else None
        add_a_person(session, UUID(int=self._chance.getrandbits(128)), worker_id, ends_at=ends_at, plan_at=plan_at)

    def _sweep(self) -> None:
        dying = msgspec.structs.replace(self.supplies, new_id=self._fate.ids(self.supplies.new_id))
        jobs = {name: self._fate.over(job) for name, job in JOBS.items()}
        while True:
            self.ticks += 1
            try:
                swept = tick(dying, jobs, self.supplies.new_id(), NOBODY_WAITS)
            except Killed:
                continue
            assert swept is not None
            assert not swept.failed
            return

    def missed(self) -> int:
        """Give how much is due by now and not done."""
        now, found = self.clock(), 0
        with self.supplies.database.system() as session:
            for reference in tuple(self._open):
                offer = store.get(session, reference).offer
                at = expires_at(offer, CALENDAR, DEFAULT)
                found += at is not None and at <= now
                due, _ = due_nudges(offer, now, CALENDAR, DEFAULT)
                found += len({nudge.key for nudge in due} - sweeps.said(session, offer.id))
                if offer.status in {OfferStatus.EXPIRED, OfferStatus.COMPLETED} and not due:
                    self._open.remove(reference)
            today = london_day(now)
            found += len(placements.running_out(session, today, 10)) + len(gates.running_out(session, today, 10))
            found += len(ending(session, now, warns_until(now, DEFAULT), 10))
            found += len(untold(session, today, fresh_since(today), 10))
            waiting = issues.not_gone_up(session, now, 100)
            found += sum(issue.goes_up_at(CALENDAR, DEFAULT.site_issue_working_days) <= now for issue, _ in waiting)
        return found

    def told(self) -> tuple[Counter[Any], Counter[Any]]:
        """Give every notice and every effect by the clock, whatever ids they have, with how often each is there."""
        with self.supplies.database.system() as session:
            notices = Counter(
                (
                    row.kind,
                    row.reference,
                    row.audience,
                    row.user_id,
                    row.owner_organisation_id,
                    row.at,
                    row.due_at,
                    row.many,
                )
                for row in session.exec(select(NoticeRow))
            )
            bodies = session.exec(select(Entry.kind, Entry.body).where(col(Entry.kind).in_(EFFECTS)))
            effects = Counter((kind, _without_ids(body)) for kind, body in bodies)
            early = [row for row in session.exec(select(OfferEffectRow)) if _moment(row.key) > row.at.astimezone(UTC)]
        assert not early
        return notices, effects


def _without_ids(body: bytes) -> bytes:
    said = msgspec.json.decode(body)
    return msgspec.json.encode({name: value for name, value in said.items() if name not in {"id", "sequence"}})


def _moment(key: str) -> datetime:
    return datetime.fromisoformat(key.split(" ", 2)[2])


def lived(template: Path, at: Path, days: int, fate: Fate, trial: Trial) -> tuple[Counter[Any], Counter[Any]]:
    """Live so many days, see after each sweep that nothing is missed, and give what was told."""
    clock = Clock(SPRING)
    url = f"sqlite:///{shutil.copy(template, at)}"
    with an_application(url, clock, later_ids(), owner=__name__) as app:
        with app.state.database.system() as session:
            add_consortium(session)
        life = Life(app.state.supplies, clock, fate)
        life.begin()
        while clock() < SPRING + timedelta(days=days):
            life.a_while()
            assert life.missed() == 0
        trial.count(offers=life.sent, ticks=life.ticks)
        return life.told()


@sizes(16, 400)
def test_p16_days_go_by_and_each_thing_due_is_done_once_whenever_the_scheduler_dies(
    sqlite_template: Path, tmp_path: Path, trial: Trial, size: int
) -> None:
    trial.of("days", days=size)
    fate = Fate(seed=3)
    calm = lived(sqlite_template, tmp_path / "calm.sqlite", size, Fate(seed=None), trial)
    stormy = lived(sqlite_template, tmp_path / "stormy.sqlite", size, fate, trial)
    notices, effects = calm
    trial.count(killed=fate.killed, notices=notices.total(), effects=effects.total())
    assert fate.killed > size / 4
    assert set(effects.values()) == {1}
    assert calm == stormy
    told = Counter[str]()
    for notice, times in notices.items():
        told[notice[0]] += times
    assert all(told[kind] for kind in ("consent_ends", "consent_ended", "capacity_stale", "reviews_due")), told
