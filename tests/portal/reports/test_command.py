"""`lvws report`: the list, files of a whole period, and each question that has no answer in one line."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from portal.cli import main

YEAR = ("--from", "2019-04-01", "--to", "2020-03-31")


@pytest.fixture
def ready(sqlite_url: str, tmp_path: Path) -> dict[str, str]:
    settings = {
        "LVWS_DATABASE_URL": sqlite_url,
        "LVWS_SECRETS_FILE": str(tmp_path / "secrets.toml"),
        "LVWS_ORGANISATION": "Alder Victim Service",
    }
    assert CliRunner(env=settings).invoke(main, ["keys", "new", settings["LVWS_SECRETS_FILE"]]).exit_code == 0
    return settings


def run(settings: dict[str, str], *words: str) -> Result:
    return CliRunner(env=settings).invoke(main, ["report", *words])


def test_the_list_says_what_each_report_counts() -> None:
    found = run({}, "--list")
    assert found.exit_code == 0
    assert "table-1 (version 1)" in found.output


def test_a_report_is_written_in_every_format(ready: dict[str, str], tmp_path: Path) -> None:
    found = run(ready, "table-2", *YEAR, "--format", "csv,ods,xlsx,json", "--folder", str(tmp_path))
    assert found.exit_code == 0, found.output
    made = {path.suffix for path in tmp_path.glob("table-2-2019-04-01-2020-03-31.*")}
    assert made == {".csv", ".ods", ".xlsx", ".json"}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("table-9",), "there is no report table-9"),
        (("table-1", *YEAR, "--format", "pdf"), "there is no format 'pdf'"),
        (("table-1", *YEAR, "--version", "9"), "There is no such version"),
        (("table-1", "--from", "2020-03-31", "--to", "2019-04-01"), "ends before it begins"),
        (("table-1", "--from", "2019-04-02", "--to", "2019-04-03"), "Only whole months"),
        ((), "Name a report"),
    ],
)
def test_what_cannot_be_is_said_in_one_line(ready: dict[str, str], words: tuple[str, ...], said: str) -> None:
    found = run(ready, *words)
    assert found.exit_code != 0
    assert said in found.output
    assert "Traceback" not in found.output
