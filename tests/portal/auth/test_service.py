from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from itertools import count
from time import sleep
from typing import Any, Literal
from uuid import UUID

import msgspec
import pyotp
import pytest
from argon2 import PasswordHasher
from msgspec.structs import replace

from lvws_core.errors import Invalid, Missing
from lvws_core.ids import OrganisationId, UserId
from portal.audit import store as audit_store
from portal.audit.service import recorder, verify_chain
from portal.auth import service, store
from portal.auth.model import Account, Attempt, NewSession, Organisation, Refused, token_hash
from portal.auth.throttle.model import Knock
from portal.database import Database
from portal.vault import KeyVault
from tests.builders import CONSORTIUM, GALOP, LEAD, NOW, some_secrets

SECRETS = some_secrets()
VAULT = KeyVault(SECRETS.vault_key, SECRETS.index_key)
KEY = SECRETS.audit_key
WORKER, ADMINISTRATOR = CONSORTIUM["caseworker"], CONSORTIUM["administrator"]
ACCOUNT = Account(
    id=WORKER.id,
    organisation_id=LEAD,
    display_name=WORKER.name,
    email=WORKER.email,
    roles=frozenset({WORKER.role}),
)
CHEAP_HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
CHEAP = service.Passwords(CHEAP_HASHER, nobody=CHEAP_HASHER.hash("nobody"), turns=2)
"""Hashes that cost nothing; the real cost has its own test."""
PASSWORD, SEED = "correct horse battery", "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
MINUTE = timedelta(minutes=1)


@pytest.fixture
def new_token() -> Callable[[], str]:
    numbers = count(1)
    return lambda: f"token {next(numbers)}"


@pytest.fixture
def enrolled(database: Database) -> Database:
    """The consortium with one account that can sign in."""
    enrol(database, PASSWORD)
    return database


def enrol(database: Database, password: str) -> None:
    with database.system() as session:
        service.enrol(
            session,
            recorder(session, KEY),
            VAULT,
            ACCOUNT,
            password=password,
            seed=SEED,
            by=None,
            now=NOW,
            passwords=CHEAP,
        )


def an_attempt(now: datetime = NOW, **changes: Any) -> Attempt:
    code = pyotp.TOTP(SEED).at(now)
    return Attempt(**{"email": WORKER.email, "password": PASSWORD, "code": code, **changes})


HERE = Knock(account=WORKER.email, address="192.0.2.1", device="here")


def attempt(
    database: Database, new_token: Callable[[], str], typed: Attempt, now: datetime = NOW, knock: Knock = HERE
) -> NewSession | None:
    """Try to sign in, and give None for whatever refusal."""
    knock = replace(knock, account=typed.email)
    how: dict[str, Any] = {"now": now, "new_token": new_token, "audit_key": KEY, "passwords": CHEAP}
    found = service.sign_in(database, VAULT, typed, knock, **how)
    return None if isinstance(found, Refused) else found


def recorded(database: Database) -> list[tuple[str, UUID | None, UUID, dict[str, object]]]:
    with database.system(reading=True) as session:
        assert verify_chain(session, KEY).ok
        entries = list(audit_store.entries(session))
    return [(e.kind, e.actor_id, e.subject_id, msgspec.json.decode(e.body)["detail"]) for e in entries]


def test_p3_signing_in_opens_a_session_under_a_new_id_of_which_only_the_hash_is_stored(
    enrolled: Database, new_token: Callable[[], str]
) -> None:
    new = attempt(enrolled, new_token, an_attempt())
    assert new == NewSession(token="token 1", user_id=WORKER.id, organisation_id=LEAD)
    found = service.load(enrolled, "token 1", now=NOW)
    assert found is not None
    assert (found.actor, found.id_hash) == (WORKER.actor, token_hash("token 1"))
    assert recorded(enrolled)[-1] == ("session.opened", WORKER.id, WORKER.id, {"way": "password"})


def test_p3_each_sign_in_has_an_id_of_its_own(enrolled: Database, new_token: Callable[[], str]) -> None:
    later = NOW + MINUTE
    one = attempt(enrolled, new_token, an_attempt())
    other = attempt(enrolled, new_token, an_attempt(later), later)
    assert one is not None
    assert other is not None
    assert one.token != other.token


@pytest.mark.parametrize(
    ("changes", "subject", "cause"),
    [
        ({"password": "wrong horse battery"}, WORKER.id, "wrong"),
        ({"code": "000000"}, WORKER.id, "wrong"),
        ({"email": "nobody@example.org"}, UUID(int=0), "unknown_account"),
        ({"email": ADMINISTRATOR.email}, ADMINISTRATOR.id, "wrong"),
    ],
)
def test_p4_whatever_is_wrong_the_answer_is_the_same_and_the_audit_knows(
    enrolled: Database, new_token: Callable[[], str], changes: dict[str, Any], subject: UUID, cause: str
) -> None:
    assert attempt(enrolled, new_token, an_attempt(**changes)) is None
    assert recorded(enrolled)[-1] == ("session.refused", None, subject, {"cause": cause})


def test_p4_a_code_works_once(enrolled: Database, new_token: Callable[[], str]) -> None:
    assert attempt(enrolled, new_token, an_attempt()) is not None
    assert attempt(enrolled, new_token, an_attempt()) is None
    assert attempt(enrolled, new_token, an_attempt(NOW + MINUTE), NOW + MINUTE) is not None


def test_p4_after_five_wrong_passwords_from_one_place_the_right_one_waits_there_and_not_on_a_known_device(
    enrolled: Database, new_token: Callable[[], str]
) -> None:
    known = replace(HERE, device="known")
    assert attempt(enrolled, new_token, an_attempt(), knock=known) is not None
    for _ in range(5):
        assert attempt(enrolled, new_token, an_attempt(password="wrong")) is None
    soon = NOW + MINUTE
    assert attempt(enrolled, new_token, an_attempt(soon), soon) is None
    assert recorded(enrolled)[-1][-1] == {"cause": "too_many_tries"}
    assert attempt(enrolled, new_token, an_attempt(soon), soon, known) is not None
    later = NOW + 15 * MINUTE
    assert attempt(enrolled, new_token, an_attempt(later), later) is not None


def test_p4_one_hash_is_computed_whether_or_not_there_is_such_an_account_and_none_when_it_is_too_much(
    enrolled: Database,
) -> None:
    class Counting(service.Passwords):
        def match(self, password: str, password_hash: str | None) -> bool:
            checked.append(password_hash is None)
            return super().match(password, password_hash)

    checked: list[bool] = []
    passwords = Counting(CHEAP_HASHER, nobody=CHEAP_HASHER.hash("nobody"), turns=2)
    how: dict[str, Any] = {"now": NOW, "new_token": str, "audit_key": KEY, "passwords": passwords}
    found = []
    for email in (WORKER.email, "nobody@example.org", ADMINISTRATOR.email):
        typed, knock = an_attempt(email=email, password="wrong"), replace(HERE, account=email)
        found.append([service.sign_in(enrolled, VAULT, typed, knock, **how) for _ in range(7)])
    assert found == [[Refused.WRONG] * 5 + [Refused.TOO_MANY_TRIES] * 2] * 3
    assert checked == [False] * 5 + [True] * 10


def test_p4_the_hash_of_nobody_costs_what_a_real_one_costs_and_opens_for_no_one() -> None:
    hasher, nobody = service.PASSWORDS._hasher, service.PASSWORDS._nobody
    assert not hasher.check_needs_rehash(nobody)
    assert (hasher.memory_cost, hasher.time_cost) == (64 * 1024, 3)
    assert not service.PASSWORDS.match("x", None)


def test_p4_no_more_than_two_hashes_are_computed_at_once() -> None:
    class Slow(PasswordHasher):
        def verify(self, *_given: object) -> Literal[True]:
            running.append(len(running))
            most.append(len(running))
            sleep(0.01)
            running.pop()
            return True

    running: list[int] = []
    most: list[int] = []
    passwords = service.Passwords(Slow(), nobody="", turns=2)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _n: passwords.match("x", "y"), range(16)))
    assert max(most) == 2


def test_p4_a_password_is_not_enough_without_a_seed(enrolled: Database, new_token: Callable[[], str]) -> None:
    with enrolled.system() as session:
        store.put_password(session, ADMINISTRATOR.id, CHEAP.hash(PASSWORD))
    assert attempt(enrolled, new_token, an_attempt(email=ADMINISTRATOR.email)) is None


def test_t34_a_closed_account_neither_signs_in_nor_stays_signed_in(
    enrolled: Database, new_token: Callable[[], str]
) -> None:
    new = attempt(enrolled, new_token, an_attempt())
    with enrolled.system() as session:
        service.disable_user(session, recorder(session, KEY), WORKER.id, by=ADMINISTRATOR.id, now=NOW)
    assert new is not None
    assert service.load(enrolled, new.token, now=NOW) is None
    assert attempt(enrolled, new_token, an_attempt(NOW + MINUTE), NOW + MINUTE) is None
    kinds = [kind for kind, *_ in recorded(enrolled)]
    assert kinds == ["user.enrolled", "session.opened", "user.disabled", "session.closed", "session.refused"]


def test_p3_use_is_written_once_a_minute_and_keeps_the_session_for_fifteen_more(
    enrolled: Database, new_token: Callable[[], str]
) -> None:
    attempt(enrolled, new_token, an_attempt())

    def seen(minutes: float) -> datetime | None:
        signed_in = service.load(enrolled, "token 1", now=NOW + minutes * MINUTE)
        with enrolled.system(reading=True) as session:
            found = store.load_session(session, token_hash("token 1"))
        return found[0].seen_at if found and signed_in else None

    assert [seen(0.9), seen(1), seen(15.9)] == [NOW, NOW + MINUTE, NOW + 15.9 * MINUTE]
    assert seen(30.9) is None


def test_t8_a_page_that_looks_for_news_by_itself_does_not_keep_an_empty_desk_open(
    enrolled: Database, new_token: Callable[[], str]
) -> None:
    attempt(enrolled, new_token, an_attempt())
    polls = [service.load(enrolled, "token 1", now=NOW + n * MINUTE, by_itself=True) for n in range(16)]
    assert [found is not None for found in polls] == [True] * 15 + [False]


def test_p3_the_absolute_limit_holds_however_busy_the_session_is(
    enrolled: Database, new_token: Callable[[], str]
) -> None:
    attempt(enrolled, new_token, an_attempt())
    alive = [service.load(enrolled, "token 1", now=NOW + n * 10 * MINUTE) is not None for n in range(62)]
    assert alive == [True] * 60 + [False] * 2


def test_p3_an_unknown_id_is_never_adopted(enrolled: Database) -> None:
    assert service.load(enrolled, "planted", now=NOW) is None
    with enrolled.system(reading=True) as session:
        assert store.load_session(session, token_hash("planted")) is None


def test_t10_a_request_that_read_the_session_before_sign_out_does_not_revive_it(
    enrolled: Database, new_token: Callable[[], str]
) -> None:
    attempt(enrolled, new_token, an_attempt())
    later = NOW + 2 * MINUTE
    service.sign_out(enrolled, "token 1", actor=WORKER.actor, now=later, audit_key=KEY)
    assert not service._touch(enrolled, token_hash("token 1"), later, "")
    assert service.load(enrolled, "token 1", now=later) is None


def test_signing_out_twice_is_recorded_once(enrolled: Database, new_token: Callable[[], str]) -> None:
    attempt(enrolled, new_token, an_attempt())
    for _ in range(2):
        service.sign_out(enrolled, "token 1", actor=WORKER.actor, now=NOW, audit_key=KEY)
    assert [kind for kind, *_ in recorded(enrolled)].count("session.closed") == 1


def test_a_new_password_ends_the_sessions_of_the_account(enrolled: Database, new_token: Callable[[], str]) -> None:
    attempt(enrolled, new_token, an_attempt())
    enrol(enrolled, PASSWORD + "!")
    assert service.load(enrolled, "token 1", now=NOW) is None


def test_a_password_that_breaks_a_rule_changes_nothing(enrolled: Database) -> None:
    with pytest.raises(Invalid):
        enrol(enrolled, "short")
    assert len(recorded(enrolled)) == 1


def test_a_link_signs_in_once_and_both_steps_are_recorded(database: Database, new_token: Callable[[], str]) -> None:
    with database.system() as session:
        service.invite(session, recorder(session, KEY), WORKER.id, token="link", by=ADMINISTRATOR.id, now=NOW)
    opened = [service.open_link(database, "link", now=NOW, new_token=new_token, audit_key=KEY) for _ in range(2)]
    assert opened == [NewSession(token="token 1", user_id=WORKER.id, organisation_id=LEAD), None]
    assert recorded(database) == [
        ("user.invited", ADMINISTRATOR.id, WORKER.id, {}),
        ("session.opened", WORKER.id, WORKER.id, {"way": "link"}),
    ]


def test_a_link_lasts_a_day(database: Database, new_token: Callable[[], str]) -> None:
    with database.system() as session:
        service.invite(session, recorder(session, KEY), WORKER.id, token="link", by=None, now=NOW)
    late = NOW + timedelta(hours=24)
    assert service.open_link(database, "link", now=late, new_token=new_token, audit_key=KEY) is None


def test_new_organisations_and_accounts_are_recorded_by_codes_only(database: Database) -> None:
    organisation = Organisation(id=OrganisationId(UUID(int=500)), key="ash", name="Ash House", kind="partner")
    account = msgspec.structs.replace(
        ACCOUNT, id=UserId(UUID(int=501)), organisation_id=organisation.id, email="ada@example.org"
    )
    with database.system() as session:
        record = recorder(session, KEY)
        service.create_organisation(session, record, organisation, now=NOW)
        service.create_user(session, record, account, by=None, now=NOW)
    assert recorded(database) == [
        ("organisation.created", None, organisation.id, {"kind": "partner"}),
        ("user.created", None, account.id, {"roles": ["lead_caseworker"]}),
    ]


def test_what_concerns_no_account_is_missing(database: Database) -> None:
    nobody = UserId(UUID(int=9))
    with database.system() as session:
        record = recorder(session, KEY)
        for use in (service.end_sessions_of, service.disable_user):
            with pytest.raises(Missing):
                use(session, record, nobody, by=None, now=NOW)
        with pytest.raises(Missing):
            service.invite(session, record, nobody, token="link", by=None, now=NOW)
    assert recorded(database) == []


def test_an_account_is_closed_within_an_organisations_session_too(database: Database) -> None:
    worker = CONSORTIUM["galop_worker"]
    with database.transaction(database.open(GALOP)) as session:
        record = recorder(session, KEY)
        service.invite(session, record, worker.id, token="link", by=None, now=NOW)
        service.disable_user(session, record, worker.id, by=None, now=NOW)
        service.disable_user(session, record, worker.id, by=None, now=NOW)
    assert [kind for kind, *_ in recorded(database)] == ["user.invited", "user.disabled"]
