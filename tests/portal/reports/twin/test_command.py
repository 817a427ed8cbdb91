"""`lvws twin OUT.csv` writes the file."""

from pathlib import Path

from click.testing import CliRunner

from portal.cli import main
from portal.reports.twin.service import COLUMNS


def test_the_command_writes_the_cases_and_says_that_they_are_invented(tmp_path: Path) -> None:
    file = tmp_path / "twin.csv"
    found = CliRunner().invoke(main, ["twin", str(file)])
    assert found.exit_code == 0
    assert "167,030 invented cases" in found.output
    written = file.read_text(encoding="utf-8").splitlines()
    assert written[0] == ",".join(COLUMNS)
    assert (len(written), written[1].split(",")[0], written[-1].split(",")[0]) == (167_031, "Y1-000001", "Y1-167030")


def test_a_file_that_cannot_be_written_is_told_in_one_line(tmp_path: Path) -> None:
    found = CliRunner().invoke(main, ["twin", str(tmp_path / "missing" / "twin.csv")])
    assert found.exit_code == 1
    assert "cannot write" in found.output
