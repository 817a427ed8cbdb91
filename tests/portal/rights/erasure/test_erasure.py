"""Erasure: nothing that told who somebody is can be found again, and what counts still counts."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session, select

from lvws_core.desk import Desk
from lvws_core.errors import Conflict, Missing, NotAllowed
from lvws_core.ids import Reference, UserId
from lvws_core.policy import Policy
from lvws_core.retention import Ending
from partners.offers.tables import OfferRow
from portal.app import FOLLOWERS
from portal.audit.service import verify_chain
from portal.audit.tables import Entry
from portal.dependencies import Supplies, desk_at
from portal.intake.tables import CaseRow
from portal.intake.terms.model import TakeUp
from portal.people.model import Identity
from portal.people.suppression.model import tokens_of
from portal.people.tables import PersonRow
from portal.referrals.tables import RequestRow
from portal.rights.erasure import service
from portal.rights.erasure.model import EraseReason, ending_of
from portal.vault import KeyVault
from tests.builders import CONSORTIUM, LEAD, NOW, Clock, Ids, add_consortium, some_secrets, some_settings
from tests.lending import a_database
from tests.portal.rights.planting import CANARY, Planted, every_cell, plant
from tests.scene import set_services

SECOND = CONSORTIUM["lead_manager"].id
VAULT = KeyVault(some_secrets().vault_key, some_secrets().index_key)


@pytest.fixture
def supplies(sqlite_url: str) -> Iterator[Supplies]:
    settings = some_settings(sqlite_url)
    with a_database(sqlite_url) as database:
        with database.system() as session:
            add_consortium(session)
            set_services(session)
        yield Supplies(
            database=database,
            settings=settings,
            clock=Clock(),
            new_id=Ids(after=7000),
            policy=Policy(),
            followers=FOLLOWERS,
        )


def at_desk(supplies: Supplies, session: Session) -> Desk[Session]:
    return desk_at(supplies, session, CONSORTIUM["governance"].actor, NOW)


def planted(supplies: Supplies, **changes: dict[str, object]) -> Planted:
    with supplies.database.system() as session:
        return plant(session, VAULT, **changes)


def erase(supplies: Supplies, person: Planted) -> None:
    session = supplies.database.open(LEAD, staff_id=CONSORTIUM["governance"].id)
    with supplies.database.transaction(session):
        service.erase_person(at_desk(supplies, session), Reference(person.reference), EraseReason.ASKED, SECOND)


def test_ret_02_no_canary_of_any_sealed_column_index_or_key_is_left_in_any_row_or_in_the_file(
    supplies: Supplies, sqlite_url: str
) -> None:
    person = planted(supplies)
    with supplies.database.system() as session:
        before = [value for _, value in every_cell(session)]
    assert person.secrets <= set(before)
    erase(supplies, person)
    with supplies.database.system() as session:
        after = list(every_cell(session))
    assert [table for table, value in after if value in person.secrets] == []
    assert [table for table, value in after if CANARY.encode() in value] == []
    path = sqlite_url.removeprefix("sqlite:///")
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    raw = Path(path).read_bytes()
    assert [value for value in person.secrets if value in raw] == []


def test_ret_02_what_counts_still_counts_by_month_band_and_code(supplies: Supplies) -> None:
    person = planted(supplies)
    erase(supplies, person)
    with supplies.database.system() as session:
        case = session.exec(select(CaseRow).where(CaseRow.person_id == person.person_id)).one()
    assert (case.age, case.received_on, case.closed_on) == (35, date(2026, 1, 1), date(2026, 1, 1))
    assert (case.take_up, case.erased_on) == ("not_taken_up", date(2026, 11, 1))


def test_ret_03_it_is_logged_with_counts_and_never_values_and_the_chain_still_holds(supplies: Supplies) -> None:
    person = planted(supplies)
    erase(supplies, person)
    with supplies.database.system() as session:
        body = session.exec(select(Entry.body).where(Entry.kind == "person.erased")).one()
        assert verify_chain(session, supplies.settings.audit_key).ok
    assert b'"contact_plan":1' in body
    assert b'"reason":"asked"' in body
    assert CANARY.encode() not in body


def test_ret_03_doing_it_again_finds_nobody_and_neither_does_anybody_else(supplies: Supplies) -> None:
    person = planted(supplies)
    erase(supplies, person)
    with pytest.raises(Missing):
        erase(supplies, person)
    with supplies.database.open(LEAD, staff_id=SECOND, manages=True) as session:
        for row in (PersonRow, CaseRow, OfferRow, RequestRow):
            assert session.exec(select(row)).all() == []


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"legal_hold": {"lifted_at": None, "reason": "inquest"}}, "legal_hold"),
        ({"rights_request": {"answered_at": None, "kind": "access"}}, "legal_hold"),
        ({"case": {"closed_on": None}}, "open_case"),
        ({"offer": {"status": "active"}}, "live_offer"),
        ({"marac_referral": {"status": "listed"}}, "open_marac"),
        ({"safety_stop": {"lifted_at": None}}, "contact_stopped"),
    ],
)
def test_ret_01_what_goes_on_or_is_held_is_not_erased_and_nothing_changes(
    supplies: Supplies, changes: dict[str, dict[str, object]], code: str
) -> None:
    person = planted(supplies, **changes)
    with pytest.raises(Conflict) as refused:
        erase(supplies, person)
    assert [reason.code for reason in refused.value.reasons] == [code]
    with supplies.database.system() as session:
        assert person.secrets <= {value for _, value in every_cell(session)}


@pytest.mark.parametrize(
    ("second", "code"),
    [(None, "no_second_person"), (CONSORTIUM["governance"].id, "second_person_is_first")],
)
def test_nobody_erases_a_record_alone(supplies: Supplies, second: UserId | None, code: str) -> None:
    planted(supplies)
    with supplies.database.system() as session, pytest.raises(NotAllowed) as refused:
        service.erase_person(at_desk(supplies, session), Reference("5555-55"), EraseReason.ASKED, second)
    assert [reason.code for reason in refused.value.reasons] == [code]


TAKE_UPS = st.lists(st.none() | st.sampled_from(TakeUp), max_size=4)


@given(TAKE_UPS, st.booleans())
def test_top_19_only_who_declined_every_time_and_was_never_referred_is_kept_for_weeks(
    take_ups: list[TakeUp | None], was_referred: bool
) -> None:
    found = ending_of(take_ups, was_referred=was_referred)
    declined = bool(take_ups) and all(each is TakeUp.NOT_TAKEN_UP for each in take_ups) and not was_referred
    assert (found is Ending.DECLINED) == declined


def test_ret_04_the_token_is_of_nobody_and_finds_who_comes_again() -> None:
    identity = Identity(name="Wren  Example", birth_date=date(1990, 5, 1), phone="07700 900 123")
    tokens = tokens_of(VAULT, identity)
    again = Identity(name="wren example", birth_date=date(1990, 5, 1), phone="+447700900123")
    assert tokens == tokens_of(VAULT, again)
    assert all(b"wren" not in token.lower() and len(token) == 32 for token in tokens)
    assert not tokens & {VAULT.index("phone", "07700900123"), VAULT.index("name", identity.name)}
    other = KeyVault(some_secrets().vault_key, bytes(32))
    assert not tokens & tokens_of(other, identity)
