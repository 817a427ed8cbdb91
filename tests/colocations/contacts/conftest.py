"""The desk of the IDVA who is placed at the site, on each database."""

from collections.abc import Iterator
from contextlib import contextmanager

import msgspec
import pytest

from colocations.contacts.service import Desk
from lvws_core.errors import Missing
from lvws_core.events import Event
from lvws_core.ids import PersonId, Reference, new_reference
from lvws_core.policy import Policy
from lvws_core.ports import FoundPerson
from lvws_core.times import england_and_wales
from portal.database import Database
from portal.vault import KeyVault
from tests.builders import CONSORTIUM, Clock, Ids, some_secrets
from tests.scene import set_sites

KNOWN = FoundPerson(id=PersonId(Ids(after=700)()), reference=Reference("7QK2-M9"))
"""The one person whom `find_person` gives."""


def find_person(reference: Reference) -> FoundPerson:
    """Give the one person, whom this actor may open."""
    if reference != KNOWN.reference:
        raise Missing
    return KNOWN


class Log(msgspec.Struct, frozen=True, kw_only=True):
    """A database with the sites in it, desks there, and what they recorded."""

    database: Database
    clock: Clock
    new_id: Ids
    events: list[Event]

    @contextmanager
    def desk(self, key: str = "idva") -> Iterator[Desk]:
        """Give the desk of an account, in a transaction of its own."""
        actor, secrets = CONSORTIUM[key].actor, some_secrets()
        with self.database.transaction(self.database.open(actor.organisation_id, staff_id=actor.id)) as session:
            yield Desk(
                session=session,
                actor=actor,
                now=self.clock(),
                vault=KeyVault(secrets.vault_key, secrets.index_key),
                calendar=england_and_wales(),
                policy=Policy(),
                record=self.events.append,
                new_id=self.new_id,
                new_reference=lambda: new_reference(self.new_id().bytes),
            )


@pytest.fixture
def log(database: Database, clock: Clock) -> Log:
    with database.system() as session:
        set_sites(session)
    return Log(database=database, clock=clock, new_id=Ids(after=800), events=[])
