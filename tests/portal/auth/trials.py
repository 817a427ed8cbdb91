"""What the trials of sign-in do to a server: guess, sign in by the thousand, and ask while a session ends."""

import threading
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from time import monotonic
from uuid import UUID

import httpx
import msgspec
import pyotp
from sqlmodel import select, update

from lvws_core.actors import Role
from lvws_core.ids import UserId
from portal.audit.service import recorder
from portal.audit.tables import Entry
from portal.auth import service, store
from portal.auth.model import SEED_COLUMN, Account, csrf_token, token_hash
from portal.auth.tables import User
from portal.database import SYSTEM, Database
from portal.settings import Settings
from portal.vault import KeyVault
from tests.builders import CONSORTIUM, NOW, SHELTER
from tests.portal.auth.test_service import CHEAP

PASSWORD, SEED = "correct horse battery", "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
HASH = CHEAP.hash(PASSWORD)
AT_ONCE = 8


class Server(msgspec.Struct, frozen=True):
    """A portal that is served, and the database behind it."""

    address: str
    database: Database
    settings: Settings

    def client(self) -> httpx.Client:
        """Give a browser without a past; cookies are sent by hand, for the portal says that they want https."""
        return httpx.Client(base_url=self.address, timeout=60, limits=httpx.Limits(max_connections=AT_ONCE))

    def causes(self) -> list[str]:
        """Give why each sign-in was refused so far: `wrong` was looked at, `too_many_tries` was not."""
        with self.database.system(reading=True) as session:
            kind = select(Entry.body).where(Entry.kind == "session.refused")
            bodies = session.exec(kind, execution_options=SYSTEM).all()
        return [msgspec.json.decode(body)["detail"]["cause"] for body in bodies]


def enrol(server: Server, user_id: UserId, organisation_id: UUID) -> None:
    """Give an account the password and the codes of the trials."""
    secrets = server.settings.secrets
    vault = KeyVault(secrets.vault_key, secrets.index_key)
    key = vault.new_key(organisation_id, user_id)  # type: ignore[arg-type]
    with server.database.system() as session:
        store.put_password(session, user_id, HASH)
        store.put_seed(session, user_id, vault.seal(key, SEED_COLUMN, SEED), key.wrapped)


def staff(server: Server, many: int) -> list[str]:
    """Make so many accounts, and give their addresses."""
    emails = [f"staff-{n}@example.org" for n in range(many)]
    for n, email in enumerate(emails):
        account = Account(
            id=UserId(UUID(int=0xE0000 + n)),
            organisation_id=SHELTER,
            display_name=f"Staff {n}",
            email=email,
            roles=frozenset({Role.PARTNER_WORKER}),
        )
        with server.database.system() as session:
            store.add_user(session, account)
        enrol(server, account.id, SHELTER)
    return emails


def typed(email: str, password: str = PASSWORD) -> dict[str, str]:
    """Give what somebody types to sign in."""
    return {"email": email, "password": password, "code": pyotp.TOTP(SEED).at(NOW)}


def cookies_of(answer: httpx.Response) -> dict[str, str]:
    """Give the cookies that an answer sets."""
    pairs = (cookie.partition(";")[0].partition("=") for cookie in answer.headers.get_list("set-cookie"))
    return {name: value for name, _, value in pairs}


def guess(server: Server, email: str, many: int, headers: Callable[[int], dict[str, str]]) -> None:
    """Send so many wrong passwords, several at once."""
    with server.client() as client, ThreadPoolExecutor(AT_ONCE) as pool:

        def once(n: int) -> int:
            return client.post("/sign-in", data=typed(email, f"wrong horse {n}"), headers=headers(n)).status_code

        assert set(pool.map(once, range(many))) == {422}


def arrive(server: Server, emails: Sequence[str]) -> list[str]:
    """Let everybody sign in at one moment from one address, every fifth after a mistake; give the ids of sessions."""
    with server.client() as client, ThreadPoolExecutor(AT_ONCE) as pool:

        def come(n: int) -> str:
            if n % 5 == 0:
                client.post("/sign-in", data=typed(emails[n], "mistyped it all"))
            return cookies_of(client.post("/sign-in", data=typed(emails[n]))).get(server.settings.cookie_name, "")

        return list(pool.map(come, range(len(emails))))


def begin(server: Server, key: str) -> str:
    """Begin a session of an account of the consortium, and give its token."""
    mine, token = CONSORTIUM[key], f"{key}-{monotonic()}"
    with server.database.system() as session:
        store.end_all(session, mine.id, NOW)
        record = recorder(session, server.settings.audit_key)
        service.begin(session, record, mine.id, mine.organisation_id, now=NOW, token=token, way="password")
    return token


def post(server: Server, token: str, path: str, **form: str) -> None:
    """Send a form in a session, and see that it is done."""
    sent = {"_csrf": csrf_token(server.settings.secrets.form_key, token_hash(token)), **form}
    with server.client() as client:
        answer = client.post(path, data=sent, headers={"cookie": f"{server.settings.cookie_name}={token}"})
    assert answer.status_code == 303
    assert path == "/sign-out" or answer.headers["location"] != "/sign-in"


def make_manager(server: Server, key: str) -> None:
    """Give an account a role that it may lose."""
    with server.database.system() as session:
        mine = update(User).where(User.id == CONSORTIUM[key].id)  # type: ignore[arg-type]
        session.exec(mine.values(roles=Role.PARTNER_MANAGER.value, disabled_at=None), execution_options=SYSTEM)


VICTIM, MANAGER = "shelter_worker", "shelter_manager"
_THEIRS = f"/team/{CONSORTIUM[VICTIM].id}"
ENDS: dict[str, Callable[[Server, str, str], None]] = {
    "sign-out": lambda server, victim, _: post(server, victim, "/sign-out"),
    "signed out by a manager": lambda server, _, manager: post(server, manager, f"{_THEIRS}/sign-out"),
    "another role": lambda server, _, manager: post(server, manager, f"{_THEIRS}/role", role="partner_worker"),
    "closed": lambda server, _, manager: post(server, manager, f"{_THEIRS}/disable"),
}
"""How somebody who manages a team stops to: each ends the session, or what it may do."""


def race(server: Server, how: str, many: int) -> tuple[int, int]:
    """Ask for a page many times over, several at once, while the right to it ends half way.

    Give how many of those that began before succeeded, and of those that began after the end was answered.
    """
    make_manager(server, VICTIM)
    victim, manager = begin(server, VICTIM), begin(server, MANAGER)
    headers, half = {"cookie": f"{server.settings.cookie_name}={victim}"}, threading.Semaphore(0)

    def ask(_n: int) -> tuple[float, bool]:
        began = monotonic()
        is_in = client.get("/team", headers=headers).status_code == 200
        half.release()
        return began, is_in

    with server.client() as client, ThreadPoolExecutor(AT_ONCE) as pool:
        asking = [pool.submit(ask, n) for n in range(many)]
        for _ in range(many // 4):
            half.acquire()
        ENDS[how](server, victim, manager)
        ended_at = monotonic()
        asked = [each.result() for each in asking]
        asked += pool.map(ask, range(AT_ONCE))
    return sum(ok for began, ok in asked if began <= ended_at), sum(ok for began, ok in asked if began > ended_at)


def raced(server: Server, hows: Iterable[str], many: int) -> tuple[int, int]:
    """Give the two sums over several ways to end."""
    found = [race(server, how, many) for how in hows]
    return sum(before for before, _ in found), sum(after for _, after in found)
