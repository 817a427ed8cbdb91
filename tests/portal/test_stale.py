"""ROUTE-11: capacity that goes stale is told to whoever said it, once for each word."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from lvws_core.actors import THE_CLOCK
from lvws_core.consent.sharing import RecipientKind
from lvws_core.ids import ServiceId
from lvws_core.policy import DEFAULT
from lvws_core.times import london_day
from lvws_core.vocabulary import CapacityState
from notifications.notices.tables import NoticeRow
from partners.directory import store
from partners.directory.model import Terms
from portal.dependencies import desk_at
from portal.stale import tell_of_stale_capacity
from tests.builders import SHELTER
from tests.staged import Staged

SERVICES = [ServiceId(UUID(int=0xCA0 + number)) for number in range(3)]
"""The first is told of, the second takes nothing any more, the third has no account."""


def add_services(staged: Staged) -> None:
    today = london_day(staged.clock())
    with staged.app.state.database.system() as session:
        for number, service_id in enumerate(SERVICES):
            whose = {"service_id": service_id, "organisation_id": SHELTER}
            store.add_service(
                session,
                **whose,
                key=f"stale-{number}",
                name="Drop-in",
                recipient=RecipientKind.SHELTER,
                off_portal=number == 2,
            )
            over = today - timedelta(days=1) if number == 1 else None
            begun = today - timedelta(days=9)
            remit_id = UUID(int=0xCB0 + number)
            store.add_remit(session, **whose, remit_id=remit_id, valid_from=begun, valid_to=over, terms=Terms())
    for number in range(3):
        say(staged, number, staged.clock())


def say(staged: Staged, number: int, at: datetime) -> None:
    with staged.app.state.database.system() as session:
        store.say_capacity(
            session,
            capacity_id=UUID(int=0xCC0 + number + int(at.timestamp())),
            service_id=SERVICES[number],
            organisation_id=SHELTER,
            state=CapacityState.OPEN,
            places=2,
            said_at=at,
        )


def swept(staged: Staged, most: int = 100) -> list[str]:
    with staged.app.state.database.system() as session:
        desk = desk_at(staged.app.state.supplies, session, THE_CLOCK, staged.clock())
        return [key for key in tell_of_stale_capacity(desk, most=most) if key.startswith("stale-")]


def test_route_11_a_word_that_is_too_old_is_told_of_once_and_a_new_one_anew(staged_on_each: Staged) -> None:
    staged = staged_on_each
    add_services(staged)
    staged.clock.advance(days=DEFAULT.capacity_stale_days)
    assert swept(staged) == [], "on the last day it counts"
    staged.clock.advance(days=1)
    assert (swept(staged), swept(staged)) == (["stale-0"], [])
    say(staged, 0, staged.clock())
    assert swept(staged) == []
    staged.clock.advance(days=DEFAULT.capacity_stale_days + 1)
    assert (swept(staged), swept(staged)) == (["stale-0"], [])
    with staged.app.state.database.system(reading=True) as session:
        wanted = select(NoticeRow.audience, NoticeRow.owner_organisation_id).where(
            col(NoticeRow.reference) == "stale-0"
        )
        assert session.execute(wanted).all() == [("managers", SHELTER)] * 2
    page = staged.visitor("shelter_manager").get("/notices").text
    assert 'href="/directory/stale-0/capacity"' in page
    assert "Stale-0" in page
    assert "Capacity was last said too long ago and counts as not known: confirm it" in page
    assert "stale-0" not in staged.visitor("shelter_worker").get("/notices").text
