"""Year one in a database, counted: made once a run, for nobody changes it."""

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlmodel import Session

from lvws_core.actors import THE_CLOCK, Actor
from lvws_core.desk import Desk
from lvws_core.events import Event
from lvws_core.ids import Reference
from lvws_core.policy import Policy
from lvws_core.referrals.allocation import WorkerRole
from lvws_core.times import england_and_wales
from portal.database import Database
from portal.demo.year_one import Whose, load
from portal.reports.counting.jobs import count_cases
from portal.vault import KeyVault
from tests.builders import CONSORTIUM, LEAD, Ids, add_consortium, some_secrets
from tests.lending import a_database
from tests.twin import the_twin

COUNTED_AT = datetime(2026, 11, 22, 9, tzinfo=UTC)
MANAGER = CONSORTIUM["lead_manager"].actor
ANALYST = CONSORTIUM["analyst"].actor
WHOSE = Whose(
    organisation_id=LEAD,
    taker=CONSORTIUM["caseworker"].id,
    workers=dict.fromkeys(WorkerRole, CONSORTIUM["caseworker"].id),
)


def forget(_: Event) -> None:
    """Record nothing."""


def a_desk(
    session: Session,
    actor: Actor = THE_CLOCK,
    at: datetime = COUNTED_AT,
    record: Callable[[Event], None] = forget,
) -> Desk[Session]:
    """Give the desk of somebody, or of the clock; what it records is kept nowhere unless told."""
    keys = some_secrets()

    return Desk(
        session=session,
        actor=actor,
        now=at,
        vault=KeyVault(keys.vault_key, keys.index_key),
        calendar=england_and_wales(),
        policy=Policy(),
        record=record,
        new_id=Ids(),
        new_reference=lambda: Reference("2222-22"),
    )


def count_all(database: Database, at: datetime = COUNTED_AT) -> int:
    """Count until nothing is left to be counted; give how many months it was."""
    for months in range(200):
        with database.system() as session:
            if not count_cases(a_desk(session, at=at)):
                return months
    raise AssertionError("it does not end")


@pytest.fixture(scope="session")
def year_one(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """The 167,030 cases in a database, counted."""
    file = shutil.copy(sqlite_template, tmp_path_factory.mktemp("year_one") / "portal.sqlite")
    with a_database(f"sqlite:///{file}") as made:
        with made.system() as session:
            add_consortium(session)
            for _ in load(session, the_twin(), WHOSE):
                pass
        count_all(made)
        yield made
