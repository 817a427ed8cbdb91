"""What the board, the host's counts and the spreadsheet ask of contacts, on each database."""

from datetime import timedelta
from uuid import UUID

import pytest

from colocations.board.numbers import store
from colocations.board.numbers.model import Recent
from colocations.contacts.model import ContactKind, StaffRole
from colocations.contacts.tables import ContactRow
from colocations.paper import store as paper
from colocations.paper.export import store as export
from portal.database import Database
from tests.builders import CONSORTIUM, LEAD, NOW
from tests.colocations.builders import TODAY
from tests.scene import set_sites

SITE, IDVA = UUID(int=0x51), CONSORTIUM["idva"].id


def a_row(number: int, *, back: int, **changes: object) -> ContactRow:
    at = NOW - timedelta(days=back)
    values = {
        "kind": "client",
        "minutes": 20,
        "purpose": "support",
        "outcome": "supported",
        "department": "A&E",
        "linked_at": at,
        "about": "reference",
        **changes,
    }
    fixed = {"owner_organisation_id": LEAD, "site_id": SITE, "author_id": IDVA, "at": at, "received_at": at}
    return ContactRow(id=UUID(int=number), reference=f"22{number:02}-22", digest=b"", **fixed, **values)


ROWS = (
    {"back": 1},
    {"back": 9, "referral": "7QK2-M9"},
    {"back": 2, "kind": "consultation", "outcome": "led_to_referral", "minutes": 5},
    {"back": 3, "kind": "training", "outcome": "done", "audience": b'{"nurse":4}', "about": None, "minutes": 60},
    {"back": 3, "kind": "training", "outcome": "cancelled", "about": None, "minutes": 60},
    {"back": 1, "is_apart": True},
    {"back": 40},
)


@pytest.fixture
def filled(database: Database) -> Database:
    with database.system() as session:
        set_sites(session)
        for number, row in enumerate(ROWS, start=1):
            session.add(a_row(number, **row))
    return database


def test_four_weeks_are_counted_without_what_is_apart_and_what_did_not_take_place(filled: Database) -> None:
    with filled.transaction(filled.open(LEAD, reading=True, staff_id=IDVA)) as session:
        found = store.recent(session, (SITE,), TODAY)
        assert store.recent(session, (), TODAY) == {}
    assert found == {SITE: Recent(weeks=(0, 0, 1, 2), referrals=2, client_minutes=40, minutes=105)}


def test_the_entries_of_some_days_hold_codes_and_numbers_alone(filled: Database) -> None:
    with filled.transaction(filled.open(LEAD, reading=True, staff_id=IDVA)) as session:
        found = [entry for _, entry in store.entries(session, (SITE,), TODAY - timedelta(days=3), TODAY)]
    kinds = sorted(entry.kind for entry in found)
    assert kinds == [ContactKind.CLIENT, ContactKind.CONSULTATION, ContactKind.TRAINING]
    assert sum(entry.is_referral for entry in found) == 1
    assert {role: n for entry in found for role, n in entry.audience.items()} == {StaffRole.NURSE: 4}


def test_a_month_is_given_out_and_what_is_there_already_is_known(filled: Database) -> None:
    with filled.transaction(filled.open(LEAD, reading=True, staff_id=IDVA)) as session:
        given = export.given(session, SITE, NOW - timedelta(days=10), NOW)
        known = paper.there(session, IDVA, [UUID(int=1), UUID(int=99)])
    assert [each.minutes for each in given] == [20, 60, 60, 5, 20]
    assert known == {UUID(int=1)}
