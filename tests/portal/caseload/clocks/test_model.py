"""What is said of the end of a consent, and to whom."""

from datetime import datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from lvws_core.ids import OrganisationId, PersonId, Reference, UserId
from lvws_core.policy import DEFAULT
from lvws_core.times import london_day
from notifications.notices.model import Audience, NoticeKind
from portal.caseload.clocks.model import Ending, EndTold, due_by, to_tell, told_of_end
from portal.caseload.tasks.model import Kind, Task
from tests.builders import NOW

WORKER, COVER = UserId(UUID(int=1)), UserId(UUID(int=2))
ENDING = Ending(
    id=UUID(int=3),
    person_id=PersonId(UUID(int=4)),
    person=Reference("7QK2-M9"),
    organisation_id=OrganisationId(UUID(int=5)),
    ends_at=NOW,
)
MOMENTS = st.integers(0, 365 * 24).map(lambda hours: NOW + timedelta(hours=hours))


def test_cons_22_an_end_is_told_at_its_instant_and_a_fortnight_before() -> None:
    days, second = timedelta(days=DEFAULT.consent_warn_days), timedelta(seconds=1)
    assert to_tell(NOW, EndTold.NOTHING, NOW, DEFAULT) is EndTold.ENDED
    assert to_tell(NOW, EndTold.NOTHING, NOW - second, DEFAULT) is EndTold.SOON
    assert to_tell(NOW, EndTold.NOTHING, NOW - days, DEFAULT) is EndTold.SOON
    assert to_tell(NOW, EndTold.NOTHING, NOW - days - timedelta(days=1), DEFAULT) is None


@given(MOMENTS, st.lists(MOMENTS, max_size=8))
def test_cons_22_whenever_is_looked_each_stage_is_told_once_and_the_end_last(
    ends_at: datetime, looks: list[datetime]
) -> None:
    told, said = EndTold.NOTHING, []
    for at in sorted([*looks, ends_at + timedelta(days=1)]):
        stage = to_tell(ends_at, told, at, DEFAULT)
        if stage is not None:
            told = stage
            said.append(stage)
            assert (ends_at <= at) == (stage is EndTold.ENDED)
    assert said in ([EndTold.ENDED], [EndTold.SOON, EndTold.ENDED])


def test_the_key_worker_and_their_cover_are_told_else_the_managers() -> None:
    both = told_of_end(ENDING, EndTold.SOON, WORKER, COVER)
    assert [(each.audience, each.user_id) for each in both] == [(Audience.TEAM, WORKER), (Audience.TEAM, COVER)]
    (none,) = told_of_end(ENDING, EndTold.ENDED, None, None)
    assert (none.audience, none.user_id, none.kind) == (Audience.MANAGERS, None, NoticeKind.CONSENT_ENDED)
    assert none.due_at == NOW


def test_what_comes_to_its_day_today_is_due_and_what_has_no_day_is_not() -> None:
    def task(at: datetime | None) -> Task:
        return Task(kind=Kind.RISK, about=Reference("7QK2-M9"), href="/", worker_id=WORKER, due_at=at)

    today = london_day(NOW)
    late, soon = NOW - timedelta(days=9), NOW + timedelta(days=1)
    assert due_by([task(late), task(NOW), task(soon), task(None)], today) == 2
