"""The desk: its day is London's, and what it notes is this actor's, now."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from lvws_core.actors import Actor, Role
from lvws_core.desk import Desk
from lvws_core.events import Event
from lvws_core.policy import Policy
from lvws_core.times import england_and_wales

ACTOR: Any = Actor(id=UUID(int=1), organisation_id=UUID(int=2), roles=frozenset({Role.IDVA}))  # type: ignore[arg-type]
UNUSED: Any = None


def a_desk(found: list[Event]) -> Desk[None]:
    return Desk(
        session=None,
        actor=ACTOR,
        now=datetime(2026, 7, 1, 23, 30, tzinfo=UTC),
        vault=UNUSED,
        calendar=england_and_wales(),
        policy=Policy(),
        record=found.append,
        new_id=UNUSED,
        new_reference=UNUSED,
    )


def test_today_is_the_london_day() -> None:
    assert a_desk([]).today == date(2026, 7, 2)


def test_a_note_is_an_event_of_this_actor_now() -> None:
    found: list[Event] = []
    desk = a_desk(found)
    desk.note("person.read", UUID(int=3), fields=["identity"])
    (event,) = found
    assert (event.kind, event.at, event.actor_id, event.subject_id) == ("person.read", desk.now, ACTOR.id, UUID(int=3))
    assert event.organisation_ids == (ACTOR.organisation_id,)
    assert event.detail == {"fields": ["identity"]}


def test_a_note_may_concern_other_organisations() -> None:
    found: list[Event] = []
    a_desk(found).note("offer.read", UUID(int=3), UUID(int=4), UUID(int=5))
    assert found[0].organisation_ids == (UUID(int=4), UUID(int=5))
