"""An installation with the consortium in it and a person of whom every sealed kind of row is there."""

import shutil
from pathlib import Path

import pytest

from portal.database import Database
from portal.vault import KeyVault
from tests.builders import NOW, add_consortium, some_secrets
from tests.portal.keeping.installation import Installation, recorded
from tests.portal.rights.planting import plant
from tests.scene import set_services


@pytest.fixture(scope="session")
def planted_file(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the consortium, and one person with every kind of row, canaries in each red field."""
    path = Path(shutil.copy(sqlite_template, tmp_path_factory.mktemp("planted") / "portal.sqlite"))
    database, secrets = Database(f"sqlite:///{path}"), some_secrets()
    with database.system() as session:
        add_consortium(session)
        set_services(session)
        plant(session, KeyVault(secrets.vault_key, secrets.index_key))
        recorded(session, NOW, 20)
    database.dispose()
    return path


@pytest.fixture
def installation(planted_file: Path, tmp_path: Path) -> Installation:
    """An installation on SQLite, in a folder of its own."""
    made = Installation(tmp_path)
    shutil.copy(planted_file, made.database)
    made.database.chmod(0o600)
    some_secrets().write(made.secrets)
    return made
