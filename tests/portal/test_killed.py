"""T-KILL: a server is killed at any instant while offers are moved: what was answered is there, nothing is half done.

Assurance I3 and I5 over real processes: the clients, which live on, know what they were told.
"""

import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

import msgspec
import pytest
from httpx import TransportError
from sqlmodel import col, select

from lvws_core.ids import Reference
from partners.offers import store
from partners.offers.tables import OfferEventRow
from portal.audit.service import verify_chain
from portal.audit.tables import Entry
from tests.assurance import Trial, sizes
from tests.kit import Visitor
from tests.portal.served import Processes, processes
from tests.scene import NEWCOMER, QUESTION, Lead
from tests.staged import Staged

WORKER, CASEWORKER = "shelter_worker", "caseworker"
ENOUGH = 400
"""So many answers a client waits for at most before somebody has to kill the server."""

SOME = 6
"""So many answers come before a server is killed, and up to as many again."""

PATIENCE_SECONDS = 60
_LONGEST_SECONDS = 0.4
_GOLDEN = 0.618_034  # its multiples fall everywhere between nothing and one


@pytest.fixture
def staged(staged_on_each: Staged) -> Staged:
    """Each database in turn."""
    return staged_on_each


class Stands(msgspec.Struct, frozen=True, kw_only=True):
    """An offer as it is committed, and the versions that its timeline and the audit tell of, in their order."""

    id: UUID
    status: str
    version: int
    lines: tuple[int, ...]
    told: tuple[int, ...]


class Pair:
    """A worker who asks and a caseworker who answers, about one offer, as long as the server answers them."""

    def __init__(self, staged: Staged, server: Processes, offer: Reference) -> None:
        self._staged, self.offer = staged, offer
        self._at = {key: self._browser(key, server.address) for key in (WORKER, CASEWORKER)}
        self.answered = self.stands().version  # the last version that a client was told of
        self.in_flight: tuple[str, str, dict[str, Any]] | None = None

    def _browser(self, key: str, address: str) -> Visitor:
        return Visitor(self._staged.app, address).sign_in(key, self._staged.clock)

    def stands(self) -> Stands:
        """Give the offer as it is committed, read by another process than the one that was killed."""
        with self._staged.app.state.database.system(reading=True) as session:
            offer = store.get(session, self.offer).offer
            lines = select(OfferEventRow.detail).where(
                OfferEventRow.offer_id == offer.id, col(OfferEventRow.kind) == "offer.moved"
            )
            told = select(Entry.body).where(Entry.subject_id == offer.id, col(Entry.kind) == "offer.moved")
            return Stands(
                id=offer.id,
                status=offer.status.value,
                version=offer.version,
                lines=tuple(sorted(msgspec.json.decode(row)["version"] for row in session.exec(lines))),
                told=tuple(
                    msgspec.json.decode(row)["detail"]["version"]
                    for row in session.exec(told.order_by(col(Entry.sequence)))
                ),
            )

    def work(self) -> int:
        """Ask and answer in turn until the server is gone; give how many answers came."""
        asks = self.stands().status != "info_needed"
        for number in range(ENOUGH):
            path, key = ("ask", WORKER) if asks else ("answer", CASEWORKER)
            form = {"text": QUESTION, "version": str(self.answered), "_key": f"kill-{self.offer}-{self.answered:08}"}
            self.in_flight = (key, f"/offers/{self.offer}/{path}", form)
            try:
                answer = self._at[key].submit(self.in_flight[1], form)
            except TransportError:
                return number
            assert answer.status_code == 303, f"{path} was answered {answer.status_code}"
            self.answered, self.in_flight, asks = self.answered + 1, None, not asks
        return ENOUGH

    def check(self, trial: Trial) -> None:
        """See that what was answered is there whole, and that what was under way is done once when it is sent again."""
        found = self.stands()
        assert found.version >= self.answered, "I3: an answer was given and the change is lost"
        assert found.version <= self.answered + (self.in_flight is not None), "a change that nobody asked for"
        # Sending made it version 2, and so did opening, which raises none.
        assert found.lines == found.told == (2, *range(2, found.version + 1)), "I5: something is half done"
        if self.in_flight is not None:
            trial.count(under_way=1, under_way_and_committed=found.version > self.answered)
            key, path, form = self.in_flight
            again = Visitor(self._staged.app).sign_in(key, self._staged.clock).submit(path, form)
            assert again.status_code == 303, "I13: the form that was under way cannot be sent again"
            self.answered, self.in_flight = self.answered + 1, None
            assert self.stands().version == self.answered, "I13: it was done twice, or not at all"


def pairs_at(staged: Staged, server: Processes, many: int) -> list[Pair]:
    """Refer so many people, open each offer, and let somebody stand on each side of it."""
    lead, made = Lead(staged.visitor(CASEWORKER)), []
    for number in range(many):
        whom = {**NEWCOMER, "name": f"Newcomer Number{number}", "phone": f"07700 9004{number:02}"}
        offer = lead.send(lead.ready(lead.person(**whom)))
        staged.visitor(WORKER).get(f"/offers/{offer}")
        made.append(Pair(staged, server, offer))
    return made


def killed_while(server: Processes, pairs: list[Pair], number: int) -> int:
    """Let them work, kill the server at an instant that no two numbers share, and give how many answers they had."""
    before = sum(each.answered for each in pairs)
    deadline = time.monotonic() + PATIENCE_SECONDS
    with ThreadPoolExecutor(len(pairs)) as pool:
        working = [pool.submit(each.work) for each in pairs]
        while sum(each.answered for each in pairs) < before + SOME + number % SOME and time.monotonic() < deadline:
            time.sleep(0.01)
        time.sleep(_LONGEST_SECONDS * (number * _GOLDEN % 1))
        server.kill()
        return sum(each.result() for each in working)


@sizes((1, 2), (50, 4))
def test_i3_what_was_answered_outlives_the_killed_server_and_nothing_is_half_done(
    staged: Staged, trial: Trial, size: tuple[int, int]
) -> None:
    (kills, many), database = size, staged.app.state.database
    name, workers = database.engine.dialect.name, 1 if database.is_sqlite else 2
    trial.of("killed", kills=kills, clients=many, database=name, workers=workers)
    with processes(database.url.render_as_string(hide_password=False), workers=workers) as server:
        pairs = pairs_at(staged, server, many)
        for number in range(kills):
            if number:
                server.start()
            trial.count(kills=1, answers=killed_while(server, pairs, number), lost=0)
            for each in pairs:
                each.check(trial)
    with database.system(reading=True) as session:
        assert verify_chain(session, staged.app.state.settings.audit_key).ok
