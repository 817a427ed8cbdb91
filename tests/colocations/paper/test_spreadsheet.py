"""The spreadsheet of a month in LibreOffice itself, where it is installed: it opens, and a formula stays text."""

import csv
import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest

from colocations.contacts.model import ContactKind
from colocations.paper.export.model import HEADINGS, Given, Month
from colocations.paper.export.pages import file_of
from tests.builders import NOW

SOFFICE = shutil.which("soffice")
PATIENCE_SECONDS = 120
FORMULAS = ("=1+1", '=HYPERLINK("http://example.org";"A&E")', "+2", "@SUM(1)")


def a_row(department: str) -> Given:
    cells = (date(2026, 10, 5), "Client contact", department, "Bedside", 15, "Support", "Supported")
    return Given(cells=(*cells, *[None] * (len(HEADINGS) - len(cells) - 1), "no"), kind=ContactKind.CLIENT, minutes=15)


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice (soffice) is not installed here")
def test_libreoffice_opens_the_month_and_what_looks_like_a_formula_stays_text(tmp_path: Path) -> None:
    given = file_of(Month(year=2026, number=10), tuple(map(a_row, FORMULAS)), NOW)
    (tmp_path / "month.ods").write_bytes(given.content)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [str(SOFFICE), profile, "--headless", "--convert-to", "csv", "--outdir", str(tmp_path)]
    subprocess.run([*command, str(tmp_path / "month.ods")], check=True, capture_output=True, timeout=PATIENCE_SECONDS)
    with (tmp_path / "month.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0] == list(HEADINGS)
    assert tuple(row[2] for row in rows[1:]) == FORMULAS
    assert [row[4] for row in rows[1:]] == ["15"] * len(FORMULAS)
