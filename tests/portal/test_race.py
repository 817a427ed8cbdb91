"""T-RACE: many people accept one offer at the same moment, on each database; one wins, the others are told who."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID

import pytest
from httpx import Response
from sqlalchemy import func
from sqlmodel import select

from lvws_core.actors import Role
from lvws_core.ids import Reference, UserId
from partners.offers.tables import OfferEventRow, OfferRow
from portal.audit.tables import Entry
from portal.auth import store as accounts
from portal.auth.model import token_hash
from portal.auth.tables import User
from tests.assurance import Trial, sizes
from tests.builders import SHELTER
from tests.kit import Visitor
from tests.portal.served import processes
from tests.scene import Lead, hidden
from tests.staged import Staged


@pytest.fixture
def staged(staged_on_each: Staged) -> Staged:
    """Each database in turn."""
    return staged_on_each


class Team:
    """So many workers of one partner, each at a browser of their own."""

    def __init__(self, staged: Staged, many: int, address: str = "") -> None:
        self._staged, self._address = staged, address
        self.names = {UserId(UUID(int=0x7000 + n)): f"Worker {n:02}" for n in range(many)}
        with staged.app.state.database.system() as session:
            for id_, name in self.names.items():
                email, role = f"{name.replace(' ', '')}@example.org", Role.PARTNER_WORKER.value
                session.add(User(id=id_, organisation_id=SHELTER, display_name=name, email=email, roles=role))
        self.browsers = {id_: self._signed_in(id_) for id_ in self.names}

    def _signed_in(self, id_: UserId) -> Visitor:
        visitor = Visitor(self._staged.app, self._address)
        visitor.token = f"token-{id_.int}"
        with self._staged.app.state.database.system() as session:
            accounts.add_session(session, token_hash(visitor.token), id_, self._staged.clock())
        visitor.cookies.set(self._staged.app.state.settings.cookie_name, visitor.token)
        return visitor

    def accept(self, offer: Reference) -> dict[UserId, Response]:
        """Let everybody press accept on the page as it is, at the same moment."""
        opened = next(iter(self.browsers.values())).get(f"/offers/{offer}")
        version, together = hidden(opened.text, "version"), Barrier(len(self.browsers))

        def press(browser: Visitor) -> Response:
            together.wait(30)
            return browser.submit(f"/offers/{offer}/accept", version=version)

        with ThreadPoolExecutor(len(self.browsers)) as pool:
            return dict(zip(self.browsers, pool.map(press, self.browsers.values()), strict=True))


@sizes((3, 16), (40, 64))
def test_i4_many_accept_at_once_one_wins_and_the_others_are_told_who(
    staged: Staged, trial: Trial, size: tuple[int, int]
) -> None:
    rounds, many = size
    trial.of("race", rounds=rounds, people=many, database=staged.app.state.database.engine.dialect.name)
    race(staged, Team(staged, many), trial, rounds)


@sizes((2, 8), (40, 64))
def test_i4_over_the_network_two_processes_let_one_win_as_well(
    staged: Staged, trial: Trial, size: tuple[int, int]
) -> None:
    (rounds, many), database = size, staged.app.state.database
    workers = 1 if database.is_sqlite else 2  # SQLite has one writing process, in operation too
    name = database.engine.dialect.name
    trial.of("race over the network", rounds=rounds, people=many, database=name, workers=workers)
    with processes(database.url.render_as_string(hide_password=False), workers=workers) as server:
        race(staged, Team(staged, many, server.address), trial, rounds)


def race(staged: Staged, team: Team, trial: Trial, rounds: int) -> None:
    """Let a team accept so many offers, one after the other, all of them at once."""
    lead, many = Lead(staged.visitor("caseworker")), len(team.names)
    for _ in range(rounds):
        offer = lead.offer()
        answers = team.accept(offer)
        won = [id_ for id_, answer in answers.items() if answer.status_code == 303]
        lost = [answer for answer in answers.values() if answer.status_code == 409]
        assert (len(won), len(lost)) == (1, many - 1)
        told = [f"{team.names[won[0]]} accepted this a moment ago." in answer.text for answer in lost]
        trial.count(rounds=1, winners=len(won), losers=len(lost), told_who=sum(told))
        assert all(told)
        assert taken(staged, offer) == ("accepted", won[0], 1, 1)


def taken(staged: Staged, offer: Reference) -> tuple[str, UUID | None, int, int]:
    """Give the state, who has it, and how often acceptance stands in the timeline and in the audit."""
    with staged.app.state.database.system(reading=True) as session:
        row = session.exec(select(OfferRow).where(OfferRow.reference == offer)).one()
        lines = session.exec(
            select(func.count()).where(
                OfferEventRow.offer_id == row.id, OfferEventRow.kind == "offer.moved", OfferEventRow.new == "accepted"
            )
        ).one()
        bodies = session.exec(select(Entry.body).where(Entry.subject_id == row.id, Entry.kind == "offer.moved")).all()
        told = sum(b'"new":"accepted"' in body for body in bodies)
        return row.status, row.assigned_to, lines, told
