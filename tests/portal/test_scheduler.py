"""The scheduler: what is due is done once, by one process, and a job that fails keeps no other from being done."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
import structlog
from litestar import Litestar
from sqlalchemy.exc import OperationalError

from lvws_core.errors import Missing
from lvws_core.referrals import OfferStatus
from partners.offers import store
from portal.app import JOBS
from portal.leases import store as leases
from portal.leases.model import PACE, Lease, Pace
from portal.scheduler import SWEEP, Swept, beside, logged, run, tick
from portal.standing import standing
from tests.builders import Clock
from tests.kit import Visitor
from tests.partners.conftest import desk_of, recorded
from tests.partners.offers.scene import Scene, set_scene
from tests.scene import NAME

__all__ = ["desk_of", "recorded"]
ONE, TWO = UUID(int=1), UUID(int=2)
As = Callable[[str], Visitor]


@pytest.fixture
def app_url(database_url: str) -> str:
    """Both databases in turn."""
    return database_url


@pytest.fixture
def scene(app: Litestar, desk_of: Any) -> Scene:
    with app.state.database.system() as session:
        return set_scene(lambda actor: desk_of(session, actor))


def test_clock_d_what_nobody_answered_returns_by_itself_and_both_sides_are_told(
    app: Litestar, client_for: As, clock: Clock, scene: Scene
) -> None:
    clock.advance(days=30)
    swept = tick(app.state.supplies, JOBS, ONE)
    assert swept is not None
    assert swept.done["return unanswered offers"] == 4
    with app.state.database.system(reading=True) as session:
        assert store.get(session, scene.offer).offer.status == OfferStatus.EXPIRED
    told = "Nobody answered in time: it has returned to you"
    assert told in client_for("caseworker").get("/notices").text
    assert told in client_for("lead_manager").get("/notices").text
    assert "it has gone back to who sent it" in client_for("shelter_worker").get("/notices").text


def test_a_silent_partner_is_reminded_and_then_both_managers_are_told(
    app: Litestar, client_for: As, clock: Clock, scene: Scene
) -> None:
    clock.advance(minutes=5)  # sent two hours ago at high risk: to be opened by now
    assert tick(app.state.supplies, JOBS, ONE) is not None
    page = client_for("shelter_worker").get("/notices").text
    assert "Reminder: opening the offer was due today 10:00" in page
    assert scene.offer in page
    clock.advance(hours=2)
    assert tick(app.state.supplies, JOBS, ONE) is not None
    late = "Not done in time: opening the offer was due today 10:00"
    assert late in client_for("shelter_manager").get("/notices").text
    assert late in client_for("lead_manager").get("/notices").text
    assert late not in client_for("shelter_worker").get("/notices").text


@pytest.mark.usefixtures("scene")
def test_p16_a_second_tick_finds_nothing(app: Litestar, clock: Clock) -> None:
    clock.advance(days=30)
    first, second = tick(app.state.supplies, JOBS, ONE), tick(app.state.supplies, JOBS, ONE)
    assert first is not None
    assert second == Swept(done=dict.fromkeys(JOBS, 0))
    assert sum(first.done.values()) > 0


@pytest.mark.usefixtures("scene")
def test_p16_a_second_process_stays_quiet_while_the_first_holds_the_lease(app: Litestar, clock: Clock) -> None:
    clock.advance(days=30)
    assert tick(app.state.supplies, {}, ONE) is not None
    assert tick(app.state.supplies, JOBS, TWO) is None


def test_p19_the_lease_runs_by_the_clock_of_the_database(app: Litestar, clock: Clock) -> None:
    with app.state.database.system() as session:
        lease = leases.take(session, SWEEP, ONE)
        now = leases.now_of(session)
    assert isinstance(lease, Lease)
    assert abs(now - (lease.until - PACE.length)) < timedelta(seconds=5)
    assert abs(now - clock()) > timedelta(minutes=1)  # the test's own clock stands still elsewhere
    with app.state.database.system() as session:
        assert leases.last_sweep(session, SWEEP) is None
        assert leases.swept(session, SWEEP, lease)
        assert isinstance(leases.last_sweep(session, SWEEP), datetime)
        stale = Lease(holder=TWO, term=1, until=lease.until)
        assert not leases.swept(session, SWEEP, stale)


@pytest.mark.usefixtures("scene")
@pytest.mark.parametrize("error", [OperationalError("", {}, Exception(NAME)), KeyError(NAME), Missing()])
def test_p11_a_job_that_fails_keeps_no_other_from_being_done_and_is_logged_without_what_it_held(
    app: Litestar, clock: Clock, error: Exception
) -> None:
    def broken(_desk: object) -> tuple[object, ...]:
        raise error

    clock.advance(days=30)
    with structlog.testing.capture_logs() as lines:
        swept = tick(app.state.supplies, {"broken": broken, **JOBS}, ONE)
    assert swept is not None
    assert swept.failed == ("broken",)
    assert swept.done["return unanswered offers"] == 4
    assert [(line["event"], line["error"]) for line in lines] == [("job_failed", type(error).__name__)]
    assert "test_scheduler" in lines[0]["where"]
    assert lines[0]["job"] == "broken"
    assert NAME not in str(lines)
    with app.state.database.system(reading=True) as session:
        assert leases.last_sweep(session, SWEEP) is None, "a monitor sees that no sweep was whole"
        found = standing(session, clock())
    assert [(each.name, each.error) for each in found.failing] == [("broken", type(error).__name__)]
    assert "job that fails: broken, since 20" in "\n".join(found.lines())


def test_p16_a_job_is_said_to_fail_since_it_first_did_until_it_works_again(app: Litestar) -> None:
    errors: list[Exception] = [KeyError(), KeyError(), ValueError()]

    def job(_desk: object) -> tuple[object, ...]:
        if errors:
            raise errors.pop()
        return ()

    seen = []
    for _ in range(4):
        tick(app.state.supplies, {"remind": job}, ONE)
        with app.state.database.system(reading=True) as session:
            seen.append(leases.failing(session))
    assert [[each.error for each in found] for found in seen] == [["ValueError"], ["KeyError"], ["KeyError"], []]
    assert len({each.since for found in seen for each in found}) == 1


def test_p16_a_job_that_hangs_is_named_with_the_moment_since_which_it_runs(app: Litestar, clock: Clock) -> None:
    begun, goes_on = threading.Event(), threading.Event()

    def hangs(_desk: object) -> tuple[object, ...]:
        begun.set()
        goes_on.wait(20)
        return ()

    ticking = threading.Thread(target=tick, args=(app.state.supplies, {"quick": lambda _: (), "hangs": hangs}, ONE))
    ticking.start()
    try:
        assert begun.wait(20)
        with app.state.database.system(reading=True) as session:
            meanwhile = standing(session, clock()).lines()
    finally:
        goes_on.set()
        ticking.join()
    assert [line.partition(" 20")[0] for line in meanwhile[3:]] == ["job that runs: hangs, since"]
    with app.state.database.system(reading=True) as session:
        assert standing(session, clock()).lines()[3:] == ()


def test_p11_what_stops_a_tick_is_logged_by_its_type_alone() -> None:
    def broken(text: str) -> None:
        raise RuntimeError(text)

    with structlog.testing.capture_logs() as lines:
        logged(broken, NAME)
    assert [(line["event"], line["error"]) for line in lines] == [("tick_failed", "RuntimeError")]
    assert NAME not in str(lines)


def test_it_ticks_in_a_thread_until_it_is_told_to_stop(app: Litestar) -> None:
    ticked, until = threading.Event(), threading.Event()

    def job(_desk: object) -> tuple[object, ...]:
        ticked.set()
        until.set()
        return ()

    run(app.state.supplies, {"job": job}, until)
    assert ticked.is_set()


def test_beside_a_web_server_it_ticks_on_the_embedded_database_alone(app: Litestar) -> None:
    ticked = threading.Event()

    def job(_desk: object) -> tuple[object, ...]:
        ticked.set()
        return ()

    with beside(app.state.supplies, {"job": job}):
        assert ticked.wait(5 if app.state.database.is_sqlite else 0.5) == app.state.database.is_sqlite


def test_p16_whoever_has_lost_the_lease_on_the_way_does_nothing_more(app: Litestar) -> None:
    done = []

    def job(name: str) -> Callable[[object], tuple[object, ...]]:
        def does(_desk: object) -> tuple[object, ...]:
            done.append(name)
            return ()

        return does

    class Between(dict[str, Any]):
        def items(self) -> Any:
            yield "one", job("one")
            assert tick(app.state.supplies, {}, TWO) is not None
            yield "two", job("two")

    assert tick(app.state.supplies, Between(), ONE, Pace(length=timedelta(0))) is None
    assert done == ["one"]
