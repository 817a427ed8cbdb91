"""Copies of databases on the PostgreSQL of the tests."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import URL, create_engine, make_url, text
from sqlalchemy.pool import NullPool

from portal.migrations import APP_ROLE

OWNER, APP = "lvws_owner", APP_ROLE
PASSES = "lvws_passes"
"""A role with the rights of the portal's that row security does not bind; only the server of the tests has it."""


@contextmanager
def a_copy(superuser: URL, template: str, name: str) -> Iterator[str]:
    """Give a copy of a database under a name while the block runs, as the role that owns nothing."""
    replaced(superuser, template, name)
    yield superuser.set(username=APP, password=None, database=name).render_as_string(hide_password=False)
    _say(superuser, f"DROP DATABASE {name} WITH (FORCE)")


def replaced(superuser: URL, template: str, name: str) -> None:
    """Put a fresh copy of a database in the place of what has this name; nobody may be connected to the template."""
    _say(
        superuser,
        f"DROP DATABASE IF EXISTS {name} WITH (FORCE)",
        f"CREATE DATABASE {name} OWNER {OWNER} TEMPLATE {template}",
    )


def wall_off(url: str) -> str:
    """Give the same database as the role that sees every row."""
    return make_url(url).set(username=PASSES).render_as_string(hide_password=False)


def analyse(url: str) -> None:
    """Gather statistics as the owner: from another role PostgreSQL takes the command and does nothing."""
    _say(make_url(url).set(username=OWNER), "ANALYZE")


def _say(superuser: URL, *statements: str) -> None:
    engine = create_engine(superuser, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for statement in statements:
            connection.execute(text(statement))
