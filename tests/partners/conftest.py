"""Fixtures of the partner tests: what use cases are handed, in both databases, and a scene of offers."""

from collections.abc import Callable

import pytest
from sqlmodel import Session

from lvws_core.actors import Actor
from lvws_core.events import Event
from lvws_core.ids import new_reference
from lvws_core.policy import Policy
from lvws_core.times import england_and_wales
from partners.offers.service import Desk
from portal.database import Database
from portal.settings import Settings
from portal.vault import KeyVault
from tests.builders import CONSORTIUM, Clock, Ids
from tests.partners.offers.scene import Scene, set_scene

Recorded = list[Event]
DeskFor = Callable[[Session, str], Desk]
DeskOf = Callable[[Session, Actor], Desk]


@pytest.fixture
def app_url(database_url: str) -> str:
    """Both databases in turn, under settings and application too."""
    return database_url


@pytest.fixture
def recorded() -> Recorded:
    """What the desks of a test have recorded, in order."""
    return []


@pytest.fixture
def desk_of(settings: Settings, clock: Clock, new_id: Ids, recorded: Recorded) -> DeskOf:
    """Give what an actor's use cases are handed in a session."""
    vault = KeyVault(settings.secrets.vault_key, settings.secrets.index_key)

    def make(session: Session, actor: Actor) -> Desk:
        return Desk(
            session=session,
            actor=actor,
            now=clock(),
            vault=vault,
            calendar=england_and_wales(),
            policy=Policy(),
            record=recorded.append,
            new_id=new_id,
            new_reference=lambda: new_reference(new_id().bytes),
        )

    return make


@pytest.fixture
def desk_for(desk_of: DeskOf) -> DeskFor:
    """Give what a colleague's use cases are handed in a session, by the colleague's key."""
    return lambda session, key: desk_of(session, CONSORTIUM[key].actor)


@pytest.fixture
def scene(database: Database, desk_of: DeskOf, recorded: Recorded) -> Scene:
    with database.system() as session:
        made = set_scene(lambda actor: desk_of(session, actor))
    recorded.clear()
    return made
