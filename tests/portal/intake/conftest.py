"""Fixtures of the intake tests: desks of the lead's staff over one SQLite file, each in its own scope."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from lvws_core.actors import reads_own_intakes_only
from lvws_core.events import Event
from portal.database import Database
from portal.people.service import Desk
from portal.settings import Secrets
from portal.vault import KeyVault
from tests.builders import CONSORTIUM, Ids, add_consortium
from tests.lending import a_database
from tests.portal.intake.builders import a_desk_of

DeskOf = Callable[[str], Desk]


@pytest.fixture
def vault(secrets: Secrets) -> KeyVault:
    return KeyVault(secrets.vault_key, secrets.index_key)


@pytest.fixture
def recorded() -> list[Event]:
    """Every event that was recorded, in order."""
    return []


@pytest.fixture
def cases(sqlite_url: str) -> Iterator[Database]:
    """A database with the consortium in it and nothing else."""
    with a_database(sqlite_url) as made:
        with made.system() as session:
            add_consortium(session)
        yield made


@pytest.fixture
def desk_of(cases: Database, vault: KeyVault, recorded: list[Event], new_id: Ids) -> Iterator[DeskOf]:
    """Give the desk of an account by its key, in a transaction that ends before the next desk is given."""
    with ExitStack() as opened:

        def give(key: str) -> Desk:
            opened.close()
            actor = CONSORTIUM[key].actor
            own = actor.id if reads_own_intakes_only(actor) else None
            session = opened.enter_context(cases.transaction(cases.open(actor.organisation_id, worker_id=own)))
            return a_desk_of(actor, session, vault, recorded, new_id)

        yield give
