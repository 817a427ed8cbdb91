"""Who was erased does not come back with a file: the same row is known, another row waits for a human."""

from collections.abc import Iterator
from contextlib import contextmanager

import msgspec
import pytest
from sqlmodel import Session, select

from lvws_core.desk import Desk
from lvws_core.ids import PersonId, Reference, UserId
from lvws_core.policy import Policy
from portal.app import FOLLOWERS
from portal.database import Database
from portal.dependencies import Supplies, desk_at
from portal.intake.importing.model import Line, Sorted
from portal.intake.importing.service import Seen, begin, bring_in, sort_lines
from portal.intake.model import Particulars
from portal.intake.service import take_in
from portal.intake.tables import CaseRow
from portal.people.tables import PersonRow
from portal.rights.erasure import service
from portal.rights.erasure.model import EraseReason
from tests.builders import CONSORTIUM, LEAD, NOW, Clock, Ids, add_consortium, some_settings
from tests.portal.intake.builders import from_police
from tests.portal.intake.importing.files import a_line

SECOND = UserId(CONSORTIUM["lead_manager"].id)
ENDED = {"closed_on": "2026-02-01", "closure_reason": "client_ended"}


class Office(msgspec.Struct, kw_only=True):
    """An installation whose intake takes files in and whose governance erases."""

    supplies: Supplies

    @contextmanager
    def desk(self, key: str) -> Iterator[Desk[Session]]:
        """Open a desk of an account."""
        session = self.supplies.database.open(LEAD, staff_id=CONSORTIUM[key].id, manages=key == "lead_manager")
        with self.supplies.database.transaction(session):
            yield desk_at(self.supplies, session, CONSORTIUM[key].actor, NOW)

    def bring(self, number: int = 1, **changes: str) -> Sorted:
        """Import one line, and give how it was sorted."""
        told = {key: value for key, value in a_line(number, **{**ENDED, **changes}).items() if value}
        with self.desk("lead_manager") as desk:
            found = sort_lines(desk, [Line(row=2, values=told)], Seen(), {})
            bring_in(desk, begin(desk), found.new)
        return found

    def people(self) -> list[Reference]:
        """Give everybody who is there."""
        with self.supplies.database.system() as session:
            statement = select(PersonRow.reference).where(PersonRow.sealed_key.is_not(None))  # type: ignore[union-attr]
            return [Reference(each) for each in session.exec(statement)]

    def erase(self) -> int:
        """Erase the only person, and give how many tokens were kept."""
        (only,) = self.people()
        with self.desk("governance") as desk:
            return service.erase_person(desk, only, EraseReason.ASKED, SECOND).tokens


@pytest.fixture
def office(database_url: str) -> Iterator[Office]:
    """Both databases in turn."""
    database = Database(database_url)
    with database.system() as session:
        add_consortium(session)
    yield Office(
        supplies=Supplies(
            database=database,
            settings=some_settings(database_url),
            clock=Clock(),
            new_id=Ids(after=7000),
            policy=Policy(),
            followers=FOLLOWERS,
        )
    )
    database.dispose()


def test_ret_04_the_same_row_again_is_there_already_and_revives_nobody(office: Office) -> None:
    assert len(office.bring().new) == 1
    assert office.erase() == 3
    again = office.bring()
    assert (again.there, again.new, again.faults, office.people()) == (1, (), (), [])


def test_ret_04_who_declined_and_was_erased_comes_with_another_row_and_waits_for_a_human(office: Office) -> None:
    office.bring(taken_up="no")
    office.erase()
    for changes in ({}, {"name": "Somebody Else"}, {"phone": "07700 900999"}):
        found = office.bring(**{"case_ref": "CR-9999999", **changes})
        assert [(fault.row, fault.column, fault.code) for fault in found.faults] == [(2, "", "erased_before")]
        assert found.new == ()
    assert office.people() == []
    both = {"name": "Somebody Else", "phone": "07700 900999"}
    assert len(office.bring(**{"case_ref": "CR-9999999", **both}).new) == 1


def test_ret_04_of_who_used_the_service_only_the_number_of_the_source_is_kept(office: Office) -> None:
    office.bring(taken_up="yes", taken_up_on="2026-01-10", support_type="immediate")
    assert office.erase() == 1
    assert len(office.bring(case_ref="CR-9999999").new) == 1


def test_ret_04_a_number_that_was_typed_in_and_erased_does_not_come_back_with_a_file(office: Office) -> None:
    with office.desk("lead_manager") as desk:
        case = take_in(desk, from_police(particulars=Particulars(source_reference="CR 0000001")))
        assert case is not None
    with office.supplies.database.system() as session:
        person_id = session.exec(select(PersonRow.id)).one()
    close(office, PersonId(person_id))
    office.erase()
    found = office.bring()
    assert [fault.code for fault in found.faults] == ["erased_before"]
    assert office.people() == []


def close(office: Office, person_id: PersonId) -> None:
    """Close the cases of a person, so that nothing stands against an erasure."""
    with office.supplies.database.system() as session:
        for row in session.exec(select(CaseRow).where(CaseRow.person_id == person_id)):
            row.closed_on = row.received_on
            session.add(row)
