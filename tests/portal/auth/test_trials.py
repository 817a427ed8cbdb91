"""T-SESS and T-LOGIN: guessing, a hospital at nine, and sessions that end while they are used (assurance section 4).

Each trial is run once more with its protection taken out, and must then find what it looks for.
"""

from base64 import urlsafe_b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

import msgspec
import pytest
import uvicorn
from sqlalchemy import URL

from portal.app import create_app
from portal.auth import service
from portal.auth.throttle.model import LIMITS
from portal.database import Database
from tests.assurance import Trial, sizes
from tests.builders import CONSORTIUM, Clock, Ids, add_consortium, some_settings
from tests.portal.auth.conftest import served
from tests.portal.auth.trials import (
    ENDS,
    Server,
    arrive,
    cookies_of,
    enrol,
    guess,
    raced,
    staff,
    typed,
)
from tests.portal.served import processes
from tests.postgres import a_copy

OWNER = CONSORTIUM["caseworker"]


@contextmanager
def server_at(url: str, address: str) -> Iterator[Server]:
    """Fill the empty database of a portal that is served, and give both."""
    server = Server(address, Database(url), some_settings(url))
    with server.database.system() as session:
        add_consortium(session)
    enrol(server, OWNER.id, OWNER.organisation_id)
    yield server
    server.database.dispose()


@pytest.fixture
def proxies() -> frozenset[str]:
    """Which proxies are trusted; a test may name others."""
    return frozenset()


@pytest.fixture
def one(sqlite_url: str, proxies: frozenset[str]) -> Iterator[Server]:
    """One web process on SQLite."""
    settings = msgspec.structs.replace(some_settings(sqlite_url), trusted_proxies=proxies)
    app = create_app(settings, clock=Clock(), new_id=Ids())
    with served(app) as address, server_at(sqlite_url, address) as server:
        yield server


@pytest.fixture(scope="module")
def two(postgres: URL) -> Iterator[Server]:
    """Two web processes on one PostgreSQL, for all trials of this module."""
    with (
        a_copy(postgres, "lvws_template", "lvws_trials") as url,
        processes(url, workers=2) as running,
        server_at(url, running.address) as server,
    ):
        yield server


@pytest.fixture(params=["one", pytest.param("two", marks=pytest.mark.postgres)])
def server(request: pytest.FixtureRequest) -> Server:
    """One process, and two."""
    found: Server = request.getfixturevalue(request.param)
    return found


def spoofed(n: int) -> dict[str, str]:
    return {"x-forwarded-for": f"203.0.113.{n % 250}, 198.51.100.{n % 250}", "forwarded": f"for=192.0.2.{n % 250}"}


def device_of(server: Server) -> str:
    """Sign the owner in, and give the cookie by which the device is known."""
    with server.client() as client:
        answer = client.post("/sign-in", data=typed(OWNER.email))
    return cookies_of(answer).get("__Host-known", "")


def gets_in(server: Server, cookie: str) -> bool:
    """Say whether the owner's try is looked at; the code was used already, so right and wrong differ from refused."""
    with server.client() as client:
        answer = client.post("/sign-in", data=typed(OWNER.email), headers={"cookie": f"__Host-known={cookie}"})
    return "There were too many tries" not in answer.text


@sizes(100, 10_000)
def test_t_login_of_all_the_guesses_from_one_place_five_are_looked_at_whatever_their_headers_say(
    server: Server, trial: Trial, size: int
) -> None:
    trial.of("T-LOGIN guesses", tries=size, database=server.settings.database_url.partition(":")[0])
    device = device_of(server)
    before = server.causes().count("wrong")
    guess(server, OWNER.email, size, spoofed)
    looked_at = server.causes().count("wrong") - before
    trial.count(tries=size, looked_at=looked_at, owner_admitted=gets_in(server, device))
    assert looked_at == LIMITS.pair
    assert gets_in(server, device)
    assert not gets_in(server, "somebody else's")


@pytest.mark.parametrize("proxies", [frozenset({"127.0.0.1"})])
@sizes(60, 10_000)
def test_t_login_from_ever_new_addresses_ten_are_looked_at_and_the_owners_device_still_gets_in(
    one: Server, trial: Trial, size: int
) -> None:
    # It also shows what the spoofed headers of the trial above would do if a stranger were taken for a proxy.
    trial.of("T-LOGIN addresses", tries=size)
    device = device_of(one)
    guess(one, OWNER.email, size, spoofed)
    looked_at = one.causes().count("wrong")
    trial.count(tries=size, looked_at=looked_at, owner_admitted=gets_in(one, device))
    assert looked_at == LIMITS.account
    assert gets_in(one, device)


@sizes(40, 1_000)
def test_t_login_t35_everybody_behind_one_address_signs_in_at_nine(server: Server, trial: Trial, size: int) -> None:
    trial.of("T-LOGIN arrival", accounts=size, database=server.settings.database_url.partition(":")[0])
    tokens = arrive(server, staff(server, size))
    trial.count(accounts=size, signed_in=sum(map(bool, tokens)))
    assert all(len(urlsafe_b64decode(f"{token}=")) >= 16 for token in tokens)  # 128 bits and more (ASVS 7.2.3)
    assert len(set(tokens)) == size


@sizes(25, 250)
def test_t_sess_nothing_that_begins_after_the_end_succeeds_however_it_ends(
    server: Server, trial: Trial, size: int
) -> None:
    trial.of("T-SESS", requests=size * len(ENDS), database=server.settings.database_url.partition(":")[0])
    before, after = raced(server, ENDS, size)
    trial.count(requests=size * len(ENDS), before=before, after=after)
    assert before > 0
    assert after == 0


def test_a_portal_that_remembered_who_is_signed_in_would_be_found(one: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    look = lru_cache(lambda database, token: LOOK(database, token, now=Clock()()))
    monkeypatch.setattr(service, "look", lambda database, token, **_: look(database, token))
    assert all(raced(one, [how], 16)[1] > 0 for how in ENDS)


LOOK = service.look


def test_a_portal_that_counted_no_tries_would_be_found(one: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "admit", lambda *_: True)
    guess(one, OWNER.email, 2 * LIMITS.account, spoofed)
    assert one.causes().count("wrong") > LIMITS.account


def test_t35_a_server_that_believed_whoever_forwards_would_be_found(sqlite_url: str) -> None:
    app = create_app(some_settings(sqlite_url), clock=Clock(), new_id=Ids())
    trusting = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_config=None))  # it trusts 127.0.0.1
    with served(app, trusting) as address, server_at(sqlite_url, address) as server:
        guess(server, OWNER.email, 3 * LIMITS.pair, spoofed)
        assert server.causes().count("wrong") > LIMITS.pair


def test_a_portal_that_knew_no_device_would_be_found(one: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    device = device_of(one)
    admit = service.admit
    monkeypatch.setattr(
        service, "admit", lambda s, v, knock, now: admit(s, v, msgspec.structs.replace(knock, device="?"), now)
    )
    guess(one, OWNER.email, 2 * LIMITS.pair, spoofed)
    assert not gets_in(one, device)
