"""Alembic's environment: the gated database's own engine, so that every durable setting holds here too.

On PostgreSQL row security is lifted before and set up anew after, in the same transaction: a policy keeps a
column from being dropped, and what the release knows of the tables is true at its newest revision alone.
Between two revisions every role but the owner sees no row.
"""

from alembic import context
from sqlalchemy import text
from sqlmodel import SQLModel

from portal import row_security
from portal.database import SYSTEM, Database
from portal.migrations import APP_ROLE, compared

_LOCK = 72_191_105
"""Two processes that migrate PostgreSQL at once take turns by this number."""


def _newest() -> tuple[str, ...]:
    return tuple(context.script.get_heads())


def run(url: str) -> None:
    """Run the migrations that are asked for inside one transaction."""
    database = Database(url)
    try:
        with database.engine.connect().execution_options(**SYSTEM) as connection:
            context.configure(
                connection=connection,
                target_metadata=SQLModel.metadata,
                transactional_ddl=True,
                include_object=compared,
            )
            with context.begin_transaction():
                if not database.is_sqlite:
                    connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
                    row_security.lift(connection)
                context.run_migrations()
                if not database.is_sqlite and context.get_context().get_current_heads() == _newest():
                    row_security.set_up(connection, APP_ROLE)
    finally:
        database.dispose()


run(context.config.attributes["url"])
