"""Migrations: one linear history of the schema, run by `lvws migrate` and by nothing else.

Run them as the owner of the schema. On PostgreSQL the web processes connect as a role that owns
nothing; where a role named `lvws_app` exists, each migration gives it the rights it needs.
"""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from portal.database import SYSTEM, Database

APP_ROLE = "lvws_app"
"""The PostgreSQL role of the web processes: reads and writes rows, owns no table."""


def upgrade(url: str, revision: str = "head") -> None:
    """Bring the database at `url` up to a revision, creating what is missing, all of it or nothing."""
    command.upgrade(_config(url), revision)


def downgrade(url: str, revision: str) -> None:
    """Take the database at `url` back to a revision; `base` leaves it empty."""
    command.downgrade(_config(url), revision)


def current(url: str) -> str | None:
    """Give the revision that the database at `url` is at, None when it was never migrated."""
    database = Database(url)
    try:
        with database.engine.connect().execution_options(**SYSTEM, reading=True) as connection:
            return MigrationContext.configure(connection).get_current_revision()
    finally:
        database.dispose()


def head() -> str | None:
    """Give the newest revision that this release knows."""
    return ScriptDirectory.from_config(_config("")).get_current_head()


def known() -> frozenset[str]:
    """Give every revision that this release knows."""
    return frozenset(each.revision for each in ScriptDirectory.from_config(_config("")).walk_revisions())


def compared(_object: object, _name: str | None, kind: str, _reflected: object, _other: object) -> bool:
    """Say whether a comparison with the mapped classes looks at this; foreign keys stand in migrations only."""
    return kind != "foreign_key_constraint"


def draft(url: str, number: str, title: str) -> None:
    """Write a new migration of what the mapped classes have and the database at `url` has not, to be tidied by hand."""
    command.revision(_config(url), message=title, autogenerate=True, rev_id=number)


def _config(url: str) -> Config:
    config = Config(attributes={"url": url})
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    return config
