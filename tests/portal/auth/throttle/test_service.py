"""The throttle in the database: who is admitted whatever others try, and the same from however many processes."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import msgspec
import pytest
from sqlmodel import Session, select

from portal.auth.throttle.model import LIMITS, Knock
from portal.auth.throttle.service import admit, forget_tries, succeed
from portal.auth.throttle.tables import TriesRow
from portal.database import SYSTEM, Database
from portal.vault import KeyVault
from tests.builders import NOW, some_secrets

VAULT = KeyVault(some_secrets().vault_key, some_secrets().index_key)
OWNER = Knock(account="idva@example.org", address="192.0.2.1", device="hers")
STRANGER = Knock(account=OWNER.account, address="203.0.113.1", device="his")
LATER = NOW + LIMITS.rest


def from_(knock: Knock, n: int) -> Knock:
    """Give the same knock from another address and device each time."""
    return msgspec.structs.replace(knock, address=f"198.51.100.{n % 200}", device=f"device {n}")


def tries(session: Session, knock: Knock, many: int) -> int:
    return sum(admit(session, VAULT, from_(knock, n), NOW) for n in range(many))


def test_t_login_of_many_tries_on_an_account_ten_are_looked_at_and_its_known_device_still_gets_in(
    database: Database,
) -> None:
    with database.system() as session:
        assert admit(session, VAULT, OWNER, NOW)
        succeed(session, VAULT, OWNER, NOW)
        assert tries(session, STRANGER, 60) == LIMITS.account
        elsewhere = msgspec.structs.replace(OWNER, address="192.0.2.99")
        assert [admit(session, VAULT, elsewhere, NOW) for _ in range(11)] == [True] * 10 + [False]
        assert not admit(session, VAULT, msgspec.structs.replace(OWNER, device="new"), NOW)


def test_t_login_an_account_that_does_not_exist_is_counted_alike(database: Database) -> None:
    nobody = msgspec.structs.replace(STRANGER, account="nobody@example.org")
    with database.system() as session:
        assert tries(session, nobody, 30) == LIMITS.account


def test_t35_a_thousand_accounts_behind_one_address_are_all_admitted_though_some_of_them_mistype(
    database: Database,
) -> None:
    with database.system() as session:
        for n in range(300):
            knock = Knock(account=f"staff-{n}@example.org", address="192.0.2.1", device=f"desk {n}")
            assert admit(session, VAULT, knock, NOW)
            if n % 2:  # the first try was wrong
                assert admit(session, VAULT, knock, NOW)
            succeed(session, VAULT, knock, NOW)


def test_p4_at_one_address_five_are_looked_at_and_two_where_much_goes_wrong(database: Database) -> None:
    with database.system() as session:
        assert [admit(session, VAULT, STRANGER, NOW) for _ in range(6)] == [True] * 5 + [False]
        for n in range(LIMITS.noisy):
            admit(session, VAULT, msgspec.structs.replace(STRANGER, account=f"{n}@example.org"), NOW)
        other = msgspec.structs.replace(STRANGER, account="other@example.org")
        assert [admit(session, VAULT, other, NOW) for _ in range(3)] == [True, True, False]


def test_p4_a_session_has_tries_of_its_own_and_they_are_ten(database: Database) -> None:
    inside = msgspec.structs.replace(OWNER, device="a session", is_inside=True)
    with database.system() as session:
        tries(session, OWNER, 40)
        assert [admit(session, VAULT, inside, NOW) for _ in range(11)] == [True] * 10 + [False]
        assert admit(session, VAULT, inside, LATER)


def test_a_right_one_is_taken_back_and_gives_strangers_no_more_tries(database: Database) -> None:
    with database.system() as session:
        assert tries(session, STRANGER, 9) == 9
        for n in range(5):
            knock = msgspec.structs.replace(OWNER, device=f"right {n}")
            assert admit(session, VAULT, knock, NOW)
            succeed(session, VAULT, knock, NOW)
        assert tries(session, STRANGER, 9) == 1


def test_t_login_however_many_ask_at_once_ten_are_admitted(database: Database) -> None:
    def attempt(n: int) -> bool:
        with database.system() as session:
            return admit(session, VAULT, from_(STRANGER, n), NOW)

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(attempt, range(40))) == LIMITS.account


@pytest.mark.parametrize("known", [False, True])
def test_what_rested_is_forgotten_and_a_known_device_is_not(database: Database, known: bool) -> None:
    with database.system() as session:
        admit(session, VAULT, OWNER, NOW)
        if known:
            succeed(session, VAULT, OWNER, NOW)
    swept = []
    for now in (LATER - timedelta(seconds=1), LATER, NOW + LIMITS.known):
        with database.system() as session:
            swept.append(len(forget_tries(Sweep(session=session, now=now))))  # type: ignore[arg-type]
    assert swept == ([0, 3, 1] if known else [0, 3, 0])


class Sweep(msgspec.Struct):
    """The two things of a desk that a sweep of the throttle needs."""

    session: Session
    now: object


def test_neither_name_nor_address_nor_token_is_in_the_database(database: Database) -> None:
    with database.system() as session:
        admit(session, VAULT, OWNER, NOW)
        rows = session.exec(select(TriesRow.key_hash), execution_options=SYSTEM).all()
    assert len(rows) == 3
    assert all(len(key) == 32 for key in rows)
