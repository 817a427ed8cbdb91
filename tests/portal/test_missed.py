"""P16: an offer that was sent and of which nobody was told is told after all, once."""

from sqlalchemy import delete, select
from sqlmodel import col

from lvws_core.actors import THE_CLOCK
from notifications.notices.tables import NoticeRow
from portal.app import JOBS
from portal.dependencies import desk_at
from portal.missed import tell_of_missed
from portal.scheduler import tick
from tests.notifications.outbox import HOLDER
from tests.staged import Staged


def test_p16_what_was_sent_and_never_told_is_told_once(staged_on_each: Staged) -> None:
    staged_on_each.clock.advance(hours=1)
    with staged_on_each.app.state.database.system() as session:
        desk = desk_at(staged_on_each.app.state.supplies, session, THE_CLOCK, staged_on_each.clock())
        assert tell_of_missed(desk) == ()
        session.execute(delete(NoticeRow).where(col(NoticeRow.reference) == staged_on_each.scene.offer))
        assert tell_of_missed(desk) == (staged_on_each.scene.offer,)
        assert tell_of_missed(desk) == ()
        kinds = session.execute(
            select(NoticeRow.kind, NoticeRow.planned_at).where(col(NoticeRow.reference) == staged_on_each.scene.offer)
        ).all()
    assert [kind for kind, planned in kinds if planned is not None] == ["arrived"]


def test_p16_health_shows_what_waits_who_sweeps_and_when_it_last_did(staged: Staged) -> None:
    visitor = staged.visitor("caseworker")
    assert "sweep held by: nobody" in visitor.get("/health/ready").text
    tick(staged.app.state.supplies, JOBS, HOLDER)
    page = visitor.get("/health/ready").text
    assert page.startswith("ok\noldest unsent delivery: 2026-11-23T08:00:00+00:00\nsweep held by: 0000")
    assert "last sweep: 20" in page
