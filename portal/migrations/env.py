"""Alembic's environment: the gated database's own engine, so that every durable setting holds here too."""

from alembic import context
from sqlalchemy import text
from sqlmodel import SQLModel

from portal.database import SYSTEM, Database
from portal.migrations import compared

_LOCK = 72_191_105
"""Two processes that migrate PostgreSQL at once take turns by this number."""


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
                context.run_migrations()
    finally:
        database.dispose()


run(context.config.attributes["url"])
