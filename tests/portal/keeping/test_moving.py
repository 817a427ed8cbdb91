"""`lvws move`: everything of an embedded database is in PostgreSQL, the same, and the source is as it was (T-MIG)."""

import hashlib
import time

import pytest
from click.testing import Result
from sqlalchemy import text

from lvws_core.ports import SYSTEM
from portal.keeping import copying
from portal.keeping.manifest import differences, manifest_of
from portal.leases import store as leases
from portal.operations import system, verify_audit
from tests.assurance import Trial, sizes
from tests.builders import NOW, Ids
from tests.portal.keeping.installation import Installation, opened, recorded

pytestmark = pytest.mark.postgres


def moved(its: Installation, to: str) -> Result:
    return its.run("move", "--to", to)


def at(its: Installation, url: str) -> Installation:
    """The same installation over another database."""
    return Installation(its.folder, url)


def differ(its: Installation, other: Installation) -> list[str]:
    found = []
    for each in (its, other):
        with system(each.settings, reading=True) as session:
            found.append(manifest_of(session, NOW))
    return list(differences(*found))


def test_everything_is_there_the_same_opens_and_the_source_is_as_it_was(
    installation: Installation, owner_url: str, postgres_url: str
) -> None:
    before = hashlib.sha256(installation.database.read_bytes()).digest()
    result = moved(installation, owner_url)
    there = at(installation, owner_url)
    assert (result.exit_code, "as lvws_app" in result.output) == (0, True), result.output
    assert differ(installation, there) == []
    assert opened(there.settings) == opened(installation.settings)
    assert verify_audit(there.settings).checked == verify_audit(installation.settings).checked == 20
    assert hashlib.sha256(installation.database.read_bytes()).digest() == before
    assert at(installation, postgres_url).run("check").exit_code == 0


def test_a_database_that_is_not_empty_is_refused(installation: Installation, owner_url: str) -> None:
    assert moved(installation, owner_url).exit_code == 0
    again = moved(installation, owner_url)
    assert (again.exit_code, "not empty" in again.output) == (1, True)


@pytest.mark.parametrize("to", ["sqlite:///x.sqlite", "mysql://x/y"])
def test_another_kind_of_database_is_refused(installation: Installation, to: str) -> None:
    result = moved(installation, to)
    assert (result.exit_code, "PostgreSQL" in result.output) == (1, True)


def test_a_portal_that_runs_is_not_moved(installation: Installation, owner_url: str) -> None:
    with system(installation.settings) as session:
        leases.take(session, "sweep", Ids()())
    result = moved(installation, owner_url)
    assert (result.exit_code, "is running" in result.output) == (1, True)


def test_a_source_that_changed_since_the_move_began_is_refused(installation: Installation, owner_url: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(copying, "add", _stop)
        assert moved(installation, owner_url).exit_code == 1
    with system(installation.settings) as session:
        recorded(session, NOW, 1)
    result = moved(installation, owner_url)
    assert (result.exit_code, "another state" in result.output) == (1, True)


def test_what_is_altered_on_the_way_is_found(installation: Installation, owner_url: str) -> None:
    add = copying.add

    def alter(session: object, table: copying.Table, rows: copying.Rows) -> None:
        changed = [{**row, "reference": "2222-22"} if table.name == "person" else row for row in rows]
        add(session, table, changed)  # type: ignore[arg-type]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(copying, "add", alter)
        result = moved(installation, owner_url)
    assert (result.exit_code, "person has other rows" in result.output) == (1, True)


def _stop(*_: object) -> None:
    raise KeyboardInterrupt


@sizes(1, 20)
def test_a_move_that_was_killed_goes_on_where_it_was(
    installation: Installation, owner_url: str, trial: Trial, size: int
) -> None:
    with system(installation.settings) as session:
        recorded(session, NOW, 1_000 * (size + 2))
    trial.of("move, killed", kills=size)
    there = at(installation, owner_url)
    for number in range(size):
        running = installation.begin("move", "--to", owner_url)
        while entries(there) < 1_000 * (number + 1) and running.poll() is None:
            time.sleep(0.05)
        trial.count(kills=1, under_way=running.poll() is None)
        running.kill()
        running.communicate()
    result = moved(installation, owner_url)
    assert result.exit_code == 0 or "not empty" in result.output
    assert trial.counted["under_way"]
    assert differ(installation, there) == []


def entries(its: Installation) -> int:
    with system(its.settings, reading=True) as session:
        return int(
            session.connection().execute(text("SELECT count(*) FROM entry"), execution_options=SYSTEM).scalar_one()
        )
