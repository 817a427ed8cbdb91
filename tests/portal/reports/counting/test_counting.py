"""Counting: what changed is counted again, and the counts are always those of counting everything anew."""

from datetime import UTC, date, datetime
from uuid import UUID

from sqlalchemy import update
from sqlmodel import col, select

from colocations.contacts.tables import ContactRow
from colocations.sites.tables import SiteRow
from portal.audit.service import recorder
from portal.database import SYSTEM, Database
from portal.demo.year_one import load
from portal.intake.tables import CaseRow
from portal.reports import store as cases
from portal.reports.catalogue.service import report
from portal.reports.counting import store
from portal.reports.counting.jobs import PACE, count_cases
from portal.reports.counting.model import CONTACTS, DIMENSIONS
from portal.reports.periods.model import Span
from portal.reports.showing.service import make
from tests.builders import CONSORTIUM, LEAD, some_secrets
from tests.portal.reports.conftest import COUNTED_AT, MANAGER, WHOSE, a_desk, count_all
from tests.staged import Staged
from tests.twin import the_twin

YEAR = Span(first=date(2019, 4, 1), last=date(2020, 3, 31))
SOME = the_twin()[::400]


def filled(database: Database) -> None:
    with database.system() as session:
        assert sum(load(session, SOME, WHOSE)) == len(SOME)


def kept(database: Database) -> dict[str, dict[object, int]]:
    with database.system(reading=True) as session:
        return {
            name: {(each.month, each.key): each.number for each in store.read(session, name, YEAR.first, YEAR.last)}
            for name in DIMENSIONS
        }


def anew(database: Database) -> dict[str, dict[object, int]]:
    with database.system(reading=True) as session:
        return {name: dict(found) for name, found in cases.counts(session, YEAR.first, YEAR.last).items()}


def test_the_counts_are_those_of_the_cases_and_follow_every_change(database: Database) -> None:
    filled(database)
    assert count_all(database) == 12
    assert kept(database) == anew(database)
    with database.system() as session:
        case_id = session.exec(select(CaseRow.id).limit(1), execution_options=SYSTEM).one()
        changed = update(CaseRow).where(col(CaseRow.id) == case_id).values(source="other_agency", take_up="taken_up")
        session.execute(changed, execution_options=SYSTEM)
        desk = a_desk(session, MANAGER, record=recorder(session, some_secrets().audit_key))
        desk.note("case.take_up", case_id)
    assert kept(database) != anew(database)
    assert count_all(database) == 0, "not within the minute"
    assert count_all(database, COUNTED_AT + PACE) == 1
    assert kept(database) == anew(database)


def test_a_case_that_left_its_month_is_taken_out_of_it(database: Database) -> None:
    filled(database)
    count_all(database)
    with database.system() as session:
        case_id = session.exec(select(CaseRow.id).limit(1), execution_options=SYSTEM).one()
        moved = update(CaseRow).where(col(CaseRow.id) == case_id).values(received_on=date(2020, 3, 1))
        session.execute(moved, execution_options=SYSTEM)
        desk = a_desk(session, MANAGER, record=recorder(session, some_secrets().audit_key))
        desk.note("case.mended", case_id, fields=["received_on"])
    count_all(database, COUNTED_AT + PACE)
    assert kept(database) == anew(database)


def test_a_run_that_was_broken_off_goes_on_where_it_was(database: Database) -> None:
    filled(database)
    for _ in range(3):
        with database.system() as session:
            count_cases(a_desk(session))
    with database.system(reading=True) as session:
        found = store.mark(session)
    assert found is not None
    assert len(found.pending) == 9
    assert count_all(database) == 9
    assert kept(database) == anew(database)


def test_a_period_that_is_not_whole_is_counted_from_the_cases_themselves(database: Database) -> None:
    filled(database)
    span = Span(first=date(2019, 4, 10), last=date(2019, 9, 5))
    with database.system(reading=True) as session:
        table = make(a_desk(session, MANAGER), report("table-1"), span, protected=False).table
    inside = [case for case in SOME if span.first <= case.received_on <= span.last]
    assert table.number("all", "referrals") == len(inside)
    assert table.number("all", "taken_up") == sum(case.taken_up is True for case in inside)


def test_contacts_at_sites_are_counted_but_for_those_with_the_hosts_own_staff(staged: Staged) -> None:
    database, day = staged.app.state.database, date(2020, 2, 3)
    with database.system() as session:
        site_id = session.exec(select(SiteRow.id).limit(1), execution_options=SYSTEM).one()
        for number, is_apart in enumerate((False, False, True)):
            session.add(_a_contact(site_id, number, is_apart=is_apart))
    with database.system() as session:
        assert cases.counts_of(session, CONTACTS, day, day) == {(date(2020, 2, 1), ("training", "no")): 2}
    count_all(database)
    with database.system() as session:
        session.add(_a_contact(site_id, 3, is_apart=False))
        desk = a_desk(session, MANAGER, record=recorder(session, some_secrets().audit_key))
        desk.note("site_contact.logged", UUID(int=0xC0 + 3))
    assert count_all(database, COUNTED_AT + PACE) == 1
    with database.system(reading=True) as session:
        assert [each.number for each in store.read(session, CONTACTS, day.replace(day=1), day)] == [3]


def _a_contact(site_id: UUID, number: int, *, is_apart: bool) -> ContactRow:
    at = datetime(2020, 2, 3, 10, number, tzinfo=UTC)
    return ContactRow(
        id=UUID(int=0xC0 + number),
        owner_organisation_id=LEAD,
        reference=f"CCC{number}-22",
        site_id=site_id,
        author_id=CONSORTIUM["idva"].id,
        kind="training",
        at=at,
        minutes=30,
        purpose="training",
        outcome="done",
        received_at=at,
        digest=b"",
        is_apart=is_apart,
    )
