"""Copies of databases on the PostgreSQL of the tests."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import URL, create_engine, text
from sqlalchemy.pool import NullPool

from portal.migrations import APP_ROLE

OWNER, APP = "lvws_owner", APP_ROLE


@contextmanager
def a_copy(superuser: URL, template: str, name: str) -> Iterator[str]:
    """Give a copy of a database under a name while the block runs, as the role that owns nothing."""
    engine = create_engine(superuser, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name} OWNER {OWNER} TEMPLATE {template}"))
    yield superuser.set(username=APP, password=None, database=name).render_as_string(hide_password=False)
    with engine.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
