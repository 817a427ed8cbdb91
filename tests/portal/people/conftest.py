"""Fixtures of the people tests: a session of the lead's caseworker, a vault, and what was recorded."""

from collections.abc import Iterator

import pytest
from sqlmodel import Session

from lvws_core.events import Event
from portal.database import Database
from portal.settings import Secrets
from portal.vault import KeyVault
from tests.builders import LEAD


@pytest.fixture
def vault(secrets: Secrets) -> KeyVault:
    return KeyVault(secrets.vault_key, secrets.index_key)


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """A transaction of the lead's organisation."""
    with database.transaction(database.open(LEAD)) as opened:
        yield opened


@pytest.fixture
def recorded() -> list[Event]:
    """Every event that was recorded, in order; `recorded.append` is the `record` of a desk."""
    return []
