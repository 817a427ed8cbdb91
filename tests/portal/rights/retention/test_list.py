"""The list of records kept long enough: looked at week by week, never deleted by itself, true at every moment."""

from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from lvws_core.actors import THE_CLOCK
from lvws_core.ids import PersonId
from lvws_core.policy import Policy
from lvws_core.retention import Ending
from portal.app import FOLLOWERS, JOBS
from portal.audit.tables import Entry
from portal.database import Database
from portal.dependencies import Supplies, desk_at
from portal.people.tables import ContactAttemptRow, PersonRow
from portal.rights.retention import store
from portal.rights.retention.jobs import list_due
from portal.rights.retention.model import PARTS, part_of
from portal.rights.tables import LegalHoldRow
from portal.scheduler import tick
from portal.vault import KeyVault
from tests.builders import CONSORTIUM, LEAD, NOW, Clock, Ids, add_consortium, some_secrets, some_settings
from tests.partners.statements import counted
from tests.portal.rights.planting import BY, plant
from tests.scene import set_services
from tests.staged import Staged

VAULT = KeyVault(some_secrets().vault_key, some_secrets().index_key)
TICKER = UUID(int=0x7E)
MOST = 25
YEARS = timedelta(days=6 * 366)


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.uuids(version=4))
def test_ret_03_in_any_week_each_record_is_looked_at_exactly_once(first: date, person_id: UUID) -> None:
    parts = [part_of(first + timedelta(days=number)) for number in range(PARTS)]
    assert sum(part.after < person_id <= part.last for part in parts) == 1


@pytest.fixture
def supplies(database_url: str) -> Iterator[Supplies]:
    """Both databases in turn, with one person whose record was used last at `NOW`."""
    database = Database(database_url)
    with database.system() as session:
        add_consortium(session)
        set_services(session)
        plant(session, VAULT)
    yield Supplies(
        database=database,
        settings=some_settings(database_url),
        clock=Clock(),
        new_id=Ids(after=7000),
        policy=Policy(),
        followers=FOLLOWERS,
    )
    database.dispose()


def week(supplies: Supplies, *, most: int = 200) -> int:
    """Let the clock look on seven days, one after another, and give how many it looked at."""
    found, clock = 0, supplies.clock
    assert isinstance(clock, Clock)
    for _ in range(PARTS):
        clock.advance(days=1)
        while True:
            with supplies.database.system() as session:
                looked_at = list_due(desk_at(supplies, session, THE_CLOCK, clock.now), most=most)
            found += len(looked_at)
            if not looked_at:
                break
    return found


def due(supplies: Supplies) -> list[PersonId]:
    with supplies.database.open(LEAD, reading=True, staff_id=CONSORTIUM["governance"].id) as session:
        return [each.person_id for each in store.listed(session).items]


def at(supplies: Supplies, length: timedelta) -> None:
    clock = supplies.clock
    assert isinstance(clock, Clock)
    clock.now = NOW + length


def test_ret_03_whose_time_is_up_is_listed_once_and_nothing_is_deleted(supplies: Supplies) -> None:
    at(supplies, timedelta(days=300))
    assert (week(supplies), due(supplies)) == (1, [])
    at(supplies, YEARS)
    assert (week(supplies), len(due(supplies))) == (1, 1)
    assert (week(supplies), len(due(supplies))) == (1, 1)
    with supplies.database.system() as session:
        assert session.exec(select(PersonRow.sealed_key)).one() is not None
        told = session.exec(select(Entry.body).where(Entry.kind == "retention.listed")).all()
    assert len(told) == 1
    assert b'"listed":1' in told[0]


def test_ret_03_who_is_used_again_leaves_the_list_and_a_run_that_is_repeated_finds_nothing(supplies: Supplies) -> None:
    at(supplies, YEARS)
    week(supplies)
    with supplies.database.system() as session:
        (person_id,) = session.exec(select(PersonRow.id)).all()
        row = {"owner_organisation_id": LEAD, "person_id": person_id, "recorded_by": BY, "channel": "post"}
        moments = {"tried_at": supplies.clock(), "recorded_at": supplies.clock()}
        session.add(ContactAttemptRow(id=UUID(int=0xAB), outcome="spoke", **row, **moments))
    assert (week(supplies), due(supplies)) == (1, [])
    with supplies.database.system() as session:
        desk = desk_at(supplies, session, THE_CLOCK, supplies.clock())
        assert list_due(desk) == ()


def test_ret_03_a_batch_at_a_time_goes_on_where_it_stopped(supplies: Supplies) -> None:
    with supplies.database.system() as session:
        row = {"owner_organisation_id": LEAD, "created_at": NOW, "created_by": BY, "sealed_key": b"key"}
        for number in range(5):
            indexes = {"sealed_identity": b"", "name_index": b"", "reference": f"AAAA-0{number}"}
            session.add(PersonRow(id=UUID(int=(number + 1) << 120), **row, **indexes))
    at(supplies, YEARS + YEARS)
    assert (week(supplies, most=2), len(due(supplies))) == (6, 6)


def test_the_scheduler_knows_the_job(supplies: Supplies) -> None:
    swept = tick(supplies, JOBS, TICKER)
    assert swept is not None
    assert "list records kept long enough" in swept.done


def listed_person(staged: Staged, *numbers: int) -> None:
    """Put people on the list whose records are long unused."""
    with staged.app.state.database.system() as session:
        for number in numbers:
            person_id = UUID(int=0xBB0000 + number)
            row = {"owner_organisation_id": LEAD, "created_by": BY, "sealed_key": b"key", "sealed_identity": b""}
            reference, created = f"BBB0-{number:02}", NOW - YEARS - YEARS
            session.add(PersonRow(id=person_id, reference=reference, created_at=created, name_index=b"", **row))
            session.flush()
            due = store.Due(person_id=PersonId(person_id), due_on=NOW.date(), ending=Ending.SERVICE_USER)
            store.relist(session, LEAD, [due.person_id], [due], NOW.date())


def test_ret_01_the_page_says_whose_time_is_up_and_what_suspends_it(staged: Staged) -> None:
    listed_person(staged, 0, 1)
    with staged.app.state.database.system() as session:
        whose = {"owner_organisation_id": LEAD, "person_id": UUID(int=0xBB0001)}
        days = {"since": NOW.date(), "review_on": NOW.date()}
        session.add(LegalHoldRow(id=UUID(int=0xAC), reason="inquest", held_by=BY, held_at=NOW, **whose, **days))
    governance = staged.visitor("governance")
    assert "Records kept long enough" in governance.get("/rights").text
    page = governance.get("/rights/due").text
    first, second = page.split("BBB0-01")[0], page.split("BBB0-01")[-1]
    assert "Can be erased" in first
    assert "Suspended" in second
    assert "A legal hold suspends it: an inquest." in second


@pytest.mark.parametrize("path", ["/rights/due", "/rights", "/rights/{rights}/readings"])
def test_the_lists_cost_as_many_statements_however_many_there_are(staged_on_each: Staged, path: str) -> None:
    staged, costs = staged_on_each, []
    governance, address = staged.visitor("governance"), path.replace("{rights}", staged.scene.rights)
    for numbers in (range(3), range(3, 24)):
        listed_person(staged, *numbers)
        for number in numbers:
            caseworker = staged.visitor("caseworker")
            asked = {"kind": "objection", "asker": "person", "words": f"{number}"}
            day = {"received_day": "20", "received_month": "11", "received_year": "2026"}
            assert caseworker.submit(f"/people/{staged.scene.person}/rights", {**asked, **day}).status_code == 303
        governance.get(address)
        with counted(staged.app.state.database) as statements:
            assert governance.get(address).status_code == 200
        costs.append(len(statements))
    assert costs[0] == costs[1]
    assert costs[0] <= MOST
