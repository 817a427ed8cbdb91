"""`lvws import`: checks first, takes in on confirmation, goes on where it was killed, says rows and never names."""

import io
import resource
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from click.testing import CliRunner, Result

from lvws_core.policy import Policy
from portal.app import FOLLOWERS
from portal.cli import main
from portal.database import Database
from portal.dependencies import Supplies
from portal.importing import import_file, importer
from portal.intake.importing.model import BATCH, Fault
from portal.settings import from_environment
from portal.telling import Telling
from tests.assurance import Trial, sizes
from tests.partners.statements import counted
from tests.portal.intake.importing.files import FAULTS, lines, seeded

_MOST_MEGABYTES = 400


class Installation:
    """An installation from nothing with one account, and a file to import."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.file = folder, folder / "cases.csv"
        secrets = folder / "secrets.toml"
        self.settings = {
            "LVWS_DATABASE_URL": f"sqlite:///{folder / 'portal.sqlite'}",
            "LVWS_SECRETS_FILE": str(secrets),
            "LVWS_ORGANISATION": "Alder Victim Service",
        }
        for words in (
            ("keys", "new", str(secrets)),
            ("migrate",),
            ("organisation", "add", "lead", "Lead", "--kind", "lead"),
            ("user", "invite", "sam@example.org", "--name", "S", "--organisation", "lead", "--role", "lead_manager"),
        ):
            assert self.run(*words).exit_code == 0

    def run(self, *words: str) -> Result:
        return CliRunner(env=self.settings).invoke(main, list(words))

    def write(self, many: int, faulty: int = 0) -> dict[int, tuple[str, str]]:
        wrong = seeded(many, faulty)
        with self.file.open("w", encoding="utf-8", newline="") as file:
            file.writelines(lines(many, wrong))
        return wrong

    def imported(self, *words: str) -> Result:
        return self.run("import", str(self.file), *words)


@pytest.fixture
def installed(tmp_path: Path) -> Installation:
    return Installation(tmp_path)


@sizes(300, 167_030)
def test_a_file_is_checked_then_taken_in_and_importing_it_again_changes_nothing(
    installed: Installation, trial: Trial, size: int
) -> None:
    faulty = min(1000, size // 10)
    wrong, report = installed.write(size, faulty), installed.folder / "faults.csv"
    checked = installed.imported("--report", str(report))
    assert checked.exit_code == 1, checked.output
    assert f"{size - faulty:,} can be taken in, 0 there already, {faulty:,} left out" in checked.stdout
    told = [line.split(",")[:3] for line in report.read_text(encoding="utf-8").splitlines()[1:]]
    assert told == [[str(row), column, FAULTS[column][1]] for row, (column, _) in sorted(wrong.items())]
    taken = installed.imported("--confirm")
    assert taken.exit_code == 0, taken.output
    assert f"{size - faulty:,} taken in, 0 there already, {faulty:,} left out" in taken.stdout
    again = installed.imported("--confirm")
    assert f"0 taken in, {size - faulty:,} there already, {faulty:,} left out" in again.stdout
    assert "Sample" not in checked.output + taken.output + again.output
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    trial.of("import", cases=size, seeded_faults=faulty).most(peak_megabytes=megabytes)
    trial.count(faults_told=len(told))
    if size > 100_000:
        assert megabytes <= _MOST_MEGABYTES


class Killed(BaseException):
    """What ends a process at once."""


class OneBatch:
    """A teller with whom the process ends after the first batch."""

    def fault(self, fault: Fault) -> None:
        raise AssertionError(fault)

    def progress(self, done: int) -> None:
        raise Killed(done)


class Listener:
    """A teller that nobody needs to hear."""

    def fault(self, fault: Fault) -> None:
        raise AssertionError(fault)

    def progress(self, done: int) -> None:
        """Hear nothing of it."""


@contextmanager
def supplied(installed: Installation) -> Iterator[Supplies]:
    settings = from_environment(installed.settings)
    database = Database(settings.database_url)
    yield Supplies(
        database=database,
        settings=settings,
        clock=lambda: datetime.now(UTC),
        new_id=uuid4,
        policy=Policy(),
        followers=FOLLOWERS,
    )
    database.dispose()


def test_an_import_that_was_killed_goes_on_where_it_was(installed: Installation) -> None:
    installed.write(BATCH + 20)
    with supplied(installed) as supplies, pytest.raises(Killed):
        import_file(supplies, installed.file, importer(supplies, "sam@example.org"), OneBatch())
    assert f"20 taken in, {BATCH} there already" in installed.imported("--confirm").stdout
    assert "every one holds" in installed.run("audit", "verify").stdout


def test_a_line_more_costs_no_statement_more(installed: Installation) -> None:
    sent = []
    with supplied(installed) as supplies:
        for many in (10, 60):
            installed.write(many)
            with counted(supplies.database) as seen:
                import_file(supplies, installed.file, importer(supplies, "sam@example.org"), Listener())
            sent.append(len(seen))
    assert sent[0] == sent[1] <= 40, sent


def test_the_template_is_printed_and_a_file_must_be_named(installed: Installation) -> None:
    assert installed.run("import", "--template").stdout.startswith("case_ref,received_on,reported_on,source,force")
    assert installed.run("import").exit_code == 2


def test_what_is_no_text_and_who_may_not_import_are_refused_in_a_plain_line(installed: Installation) -> None:
    installed.file.write_bytes(b"PK\x03\x04\x00\x00")
    assert "Save it as CSV" in installed.imported().output
    installed.write(1)
    assert installed.imported("--by", "nobody@example.org").exit_code == 1
    words = ("--name", "A", "--organisation", "lead", "--role", "analyst")
    assert installed.run("user", "invite", "ana@example.org", *words).exit_code == 0
    assert "may not take cases in" in installed.imported("--by", "ana@example.org").output
    assert installed.imported().exit_code == 0, "one account that may is enough without --by"


class Terminal(io.StringIO):
    """What the bar takes for a terminal."""

    def isatty(self) -> bool:
        return True


def test_on_a_terminal_a_bar_moves_from_the_first_byte_to_the_last_and_a_file_of_output_has_none(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for stream, moves in ((Terminal(), True), (io.StringIO(), False)):
        monkeypatch.setattr(sys, "stderr", stream)
        with Telling(2_000_000, None) as telling:
            for done in range(0, 2_000_001, 250_000):
                telling.progress(done)
        drawn = stream.getvalue()
        assert ("100%" in drawn) is moves, drawn
        assert "Reading" in drawn
