"""A live site with two cleared workers in a database, and a desk for anybody of the lead's."""

from collections.abc import Callable

import pytest
from litestar import Litestar
from sqlmodel import Session

from colocations.rota.rooms.model import Room
from colocations.rota.service import Desk
from lvws_core.actors import Actor, Role
from lvws_core.events import Event
from lvws_core.ids import UserId
from lvws_core.policy import Policy
from lvws_core.times import england_and_wales
from portal.auth.tables import User
from portal.database import Database
from portal.settings import Settings
from portal.vault import KeyVault
from tests.builders import LEAD, Clock, Ids
from tests.colocations.conftest import Sited
from tests.colocations.rota.builders import BELA, ROOMS
from tests.colocations.rota.set_live import set_live
from tests.scene import SITES

DeskOf = Callable[[Session, UserId, Role], Desk]
Recorded = list[Event]


@pytest.fixture
def recorded() -> Recorded:
    """What the desks of a test have recorded, in order."""
    return []


@pytest.fixture
def desk_of(settings: Settings, clock: Clock, new_id: Ids, recorded: Recorded) -> DeskOf:
    """Give what the use cases of a worker are handed in a session."""
    vault = KeyVault(settings.secrets.vault_key, settings.secrets.index_key)

    def make(session: Session, worker_id: UserId, role: Role = Role.IDVA) -> Desk:
        return Desk(
            session=session,
            actor=Actor(id=worker_id, organisation_id=LEAD, roles=frozenset({role})),
            now=clock(),
            vault=vault,
            calendar=england_and_wales(),
            policy=Policy(),
            record=recorded.append,
            new_id=new_id,
            new_reference=lambda: SITES[0],
        )

    return make


@pytest.fixture
def live(database: Database) -> Database:
    """Each database in turn with the live sites in it."""
    with database.transaction(database.open(LEAD)) as session:
        set_live(session)
    return database


@pytest.fixture
def sited(app: Litestar, clock: Clock) -> Sited:
    """The application with the live sites in it, and a second account that works on site."""
    with app.state.database.transaction(app.state.database.open(LEAD)) as session:
        set_live(session)
    with app.state.database.system() as session:
        bela = User(
            id=BELA, organisation_id=LEAD, display_name="Bela Brambling", email="bela@example.org", roles="idva"
        )
        session.add(bela)
    return Sited(app=app, clock=clock)


def room_called(name: str) -> Room:
    """Give one of the rooms."""
    return next(room for room in ROOMS if room.name == name)
