"""Consents that end are told of exactly once a stage, to whoever answers for the person."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from sqlalchemy import update
from sqlmodel import col, select

from lvws_core.actors import THE_CLOCK
from notifications.notices.tables import NoticeRow
from portal.auth.tables import User
from portal.caseload.absence import store as absences
from portal.caseload.absence.model import Absence
from portal.caseload.clocks.jobs import tell_of_reviews, warn_of_consents
from portal.database import SYSTEM
from portal.dependencies import desk_at
from portal.people.tables import ConsentRow
from tests.builders import CONSORTIUM, LEAD
from tests.staged import Staged

KINDS = ("consent_ends", "consent_ended")


def swept(staged: Staged, most: int = 50) -> int:
    with staged.app.state.database.system() as session:
        return len(warn_of_consents(desk_at(staged.app.state.supplies, session, THE_CLOCK, staged.clock()), most=most))


def told(staged: Staged, *kinds: str) -> list[tuple[str, UUID | None]]:
    with staged.app.state.database.system(reading=True) as session:
        rows = session.exec(select(NoticeRow).where(col(NoticeRow.kind).in_(kinds)), execution_options=SYSTEM)
        return sorted(((row.kind, row.user_id) for row in rows), key=str)


def all_end(staged: Staged, days: int) -> int:
    """Let every consent of the scene end so many days from now; give how many there are to tell of."""
    with staged.app.state.database.system() as session:
        ends = update(ConsentRow).values(expires_at=staged.clock() + timedelta(days=days))
        session.execute(ends, execution_options=SYSTEM)
        rows = session.exec(select(ConsentRow).where(ConsentRow.status == "active"), execution_options=SYSTEM)
        return len(rows.all())


def away(staged: Staged, first: date, last: date) -> None:
    with staged.app.state.database.system() as session:
        absence = Absence(
            id=UUID(int=0xAB5),
            worker_id=CONSORTIUM["caseworker"].id,
            cover_id=CONSORTIUM["colleague"].id,
            starts_on=first,
            ends_on=last,
            recorded_by=CONSORTIUM["lead_manager"].id,
            recorded_at=staged.clock(),
        )
        absences.add(session, absence, LEAD)


def test_cons_22_an_end_is_told_once_before_and_once_when_it_comes(staged_on_each: Staged) -> None:
    staged = staged_on_each
    many = all_end(staged, days=10)
    assert many > 2
    worker, cover = CONSORTIUM["caseworker"].id, CONSORTIUM["colleague"].id
    assert (swept(staged, 1), swept(staged), swept(staged)) == (1, many - 1, 0), "a small batch starves nobody"
    before = told(staged, "consent_ends")
    assert worker in {user for _, user in before}
    today = staged.clock().date()
    away(staged, today, today + timedelta(days=30))
    staged.clock.advance(days=10)
    assert (swept(staged), swept(staged)) == (many, 0)
    after = [user for _, user in told(staged, "consent_ended")]
    assert after.count(cover) == [user for _, user in before].count(cover) + after.count(worker)
    page = staged.visitor("caseworker").get("/notices")
    assert "Nothing more is shared under a consent that has ended" in page.text
    assert f'href="/people/{staged.scene.person}/consent"' in page.text


def test_cons_22_what_was_asked_again_in_time_is_not_told_of(staged: Staged) -> None:
    all_end(staged, days=100)
    assert swept(staged) == 0
    with staged.app.state.database.system() as session:
        rows = session.exec(select(ConsentRow).where(ConsentRow.status == "active"), execution_options=SYSTEM).all()
        first = rows[0].model_dump()
        soon = {"id": UUID(int=0xC0), "expires_at": staged.clock() + timedelta(days=1)}
        session.add(ConsentRow(**{**first, **soon}))
        session.flush()
    assert swept(staged) == 0


def test_nobody_who_could_hear_it_means_the_managers(staged: Staged) -> None:
    key = "caseworker"
    many = all_end(staged, days=1)
    with staged.app.state.database.system() as session:
        closed = update(User).where(col(User.id) == CONSORTIUM[key].id).values(disabled_at=staged.clock())
        session.execute(closed, execution_options=SYSTEM)
    before = told(staged, *KINDS)
    assert swept(staged) == many
    assert before == []
    assert None in {user for _, user in told(staged, *KINDS)}
    assert CONSORTIUM[key].id not in {user for _, user in told(staged, *KINDS)}


def looked(staged: Staged, most: int = 10) -> int:
    with staged.app.state.database.system() as session:
        return len(tell_of_reviews(desk_at(staged.app.state.supplies, session, THE_CLOCK, staged.clock()), most=most))


def reviews_told(staged: Staged) -> dict[UUID, int]:
    with staged.app.state.database.system(reading=True) as session:
        rows = session.exec(select(NoticeRow).where(NoticeRow.kind == "reviews_due"), execution_options=SYSTEM)
        return {row.user_id: row.many for row in rows if row.user_id is not None and row.many is not None}


def test_risk_37_reviews_are_told_once_a_working_day_and_to_the_cover(staged_on_each: Staged) -> None:
    staged, monday = staged_on_each, datetime(2027, 2, 8, 9, tzinfo=UTC)
    worker, cover = CONSORTIUM["caseworker"].id, CONSORTIUM["colleague"].id
    staged.clock.advance(minutes=(monday - timedelta(days=1) - staged.clock()) // timedelta(minutes=1))
    assert looked(staged) == 0, "nobody is told on a Sunday"
    staged.clock.advance(days=1)
    assert sum(looked(staged, 1) for _ in range(9)) >= 1, "whoever has nothing due stands in nobody's way"
    first = reviews_told(staged)
    assert first[worker] > 0
    page = staged.visitor("caseworker").get("/notices").text
    assert f"{first[worker]} reviews are due: see My day" in page
    assert (looked(staged), looked(staged)) == (0, 0), "once a day"
    away(staged, monday.date(), monday.date() + timedelta(days=9))
    staged.clock.advance(days=1)
    assert looked(staged) > 0
    with staged.app.state.database.system(reading=True) as session:
        rows = session.exec(
            select(NoticeRow).where(NoticeRow.kind == "reviews_due", NoticeRow.at > monday + timedelta(hours=1)),
            execution_options=SYSTEM,
        )
        second = {row.user_id: row.many for row in rows}
    assert worker not in second
    assert (second[cover] or 0) >= 1
