"""The rules of absences: exactly one looks after each case, and nobody is given what they may not know."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from lvws_core.ids import UserId
from notifications.notices.model import About, Audience, NoticeKind, Told, with_cover
from portal.caseload.absence.forms import AbsenceForm, parse_absence
from portal.caseload.absence.model import Absence, Asked, Known, Seer, against, looks_after, may_cover
from tests.builders import LEAD, NOW

TODAY = NOW.date()
STAFF = [UserId(UUID(int=0x100 + n)) for n in range(5)]
days = st.integers(-5, 5).map(lambda n: TODAY + timedelta(days=n))
accounts = st.sampled_from(STAFF)
absences = st.builds(
    Absence,
    id=st.uuids(),
    worker_id=accounts,
    cover_id=st.none() | accounts,
    starts_on=days,
    ends_on=days,
    recorded_by=accounts,
    recorded_at=st.just(NOW),
    ended_at=st.none() | st.just(NOW),
)
knowns = st.builds(Known, connected=st.frozensets(accounts), team=st.none() | st.frozensets(accounts))


@given(st.none() | accounts, st.lists(absences, max_size=6), days, st.frozensets(accounts), knowns)
def test_at_each_moment_exactly_one_of_worker_cover_and_manager_looks_after_a_case(
    worker: UserId | None, every: list[Absence], day: date, opened: frozenset[UserId], known: Known
) -> None:
    post = looks_after(worker, every, day, open_accounts=opened, known=known)
    running = [each for each in every if each.worker_id == worker and each.runs_on(day)]
    if post.seer is Seer.MANAGER:
        assert post.user_id is None
        assert worker not in opened or running
    elif post.seer is Seer.WORKER:
        assert post.user_id == worker
        assert worker in opened
        assert not running
    else:
        assert post.user_id in opened
        assert post.user_id not in known.connected
        assert any(each.cover_id == post.user_id for each in running)
        assert not any(each.worker_id == post.user_id and each.runs_on(day) for each in every)


@given(absences, knowns)
def test_top_17_an_absence_gives_no_access_that_who_is_away_and_who_recorded_it_do_not_have(
    absence: Absence, known: Known
) -> None:
    may = may_cover(absence, known)
    assert not (may and absence.cover_id in known.connected)
    if known.team is not None and absence.cover_id not in known.team:
        assert may == (
            absence.cover_id is not None
            and absence.cover_id not in known.connected
            and absence.worker_id in known.team
            and absence.recorded_by in known.team
        )


def an_absence(first: int, last: int, worker: UserId = STAFF[0], cover: UserId | None = STAFF[1]) -> Absence:
    return Absence(
        id=UUID(int=1),
        worker_id=worker,
        cover_id=cover,
        starts_on=TODAY + timedelta(days=first),
        ends_on=TODAY + timedelta(days=last),
        recorded_by=worker,
        recorded_at=NOW,
    )


@given(st.integers(-3, 9), st.integers(0, 5))
def test_an_absence_is_refused_exactly_where_it_shares_a_day_with_another_one(first: int, length: int) -> None:
    known = an_absence(2, 4)
    asked = Asked(starts_on=TODAY + timedelta(days=first), ends_on=TODAY + timedelta(days=first + length))
    shared = set(range(first, first + length + 1)) & {2, 3, 4}
    found = {error.code for error in against(asked, STAFF[0], [known], {}, TODAY)}
    assert ("overlaps" in found) == bool(shared)
    ended = replace(known, ended_at=NOW)
    assert "overlaps" not in {error.code for error in against(asked, STAFF[0], [ended], {}, TODAY)}


@pytest.mark.parametrize(
    ("asked", "known", "code", "field"),
    [
        (Asked(starts_on=TODAY, ends_on=TODAY - timedelta(days=1)), (), "before_start", "ends_on"),
        (Asked(starts_on=date(2026, 1, 5), ends_on=date(2026, 1, 6)), (), "over", "ends_on"),
        (Asked(starts_on=TODAY, ends_on=TODAY + timedelta(days=400)), (), "too_long", "ends_on"),
        (Asked(starts_on=TODAY, ends_on=TODAY, cover_id=STAFF[4]), (), "not_a_cover", "cover"),
        (Asked(starts_on=TODAY, ends_on=TODAY, cover_id=STAFF[1]), (an_absence(0, 0, STAFF[1]),), "away", "cover"),
        (Asked(starts_on=TODAY, ends_on=TODAY), (an_absence(0, 0, STAFF[2], STAFF[0]),), "covers", "starts_on"),
    ],
)
def test_each_bad_absence_has_its_own_words_at_its_own_field(
    asked: Asked, known: tuple[Absence, ...], code: str, field: str
) -> None:
    found = against(asked, STAFF[0], known, {STAFF[1]: "A colleague"}, TODAY)
    assert (field, code) in {(error.field, error.code) for error in found}
    assert all(error.text and not error.text.endswith(".") for error in found)


def test_the_form_reads_london_days_and_says_what_is_missing() -> None:
    typed = AbsenceForm(starts_on_day="31", starts_on_month="2", starts_on_year="2026", cover="somebody")
    found = parse_absence(typed)
    assert isinstance(found, tuple)
    assert {(error.field, error.code) for error in found} == {
        ("starts_on", "not_a_date"),
        ("ends_on", "required"),
        ("cover", "required"),
    }


def test_what_is_told_to_one_is_told_to_their_cover_too_and_to_nobody_else() -> None:
    one = Told(organisation_id=LEAD, audience=Audience.TEAM, kind=NoticeKind.ACCEPTED, user_id=STAFF[0])
    team = replace(one, user_id=None)
    about = About(reference="7QK2-M9", sender_id=STAFF[0], cover_id=STAFF[1])  # type: ignore[arg-type]
    assert [each.user_id for each in with_cover((one, team), about)] == [STAFF[0], None, STAFF[1]]
    assert with_cover((one, team), replace(about, cover_id=None)) == (one, team)
