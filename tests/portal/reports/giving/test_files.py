"""Files of a report: the same table in each, formulas stay text, and LibreOffice opens what we write."""

import csv
import io
import shutil
import subprocess
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path

import msgspec
import pytest
from python_calamine import CalamineWorkbook

from portal.reports.catalogue.year_one.model import TABLE_1
from portal.reports.counting.model import Counted
from portal.reports.defining.model import Definition, Table, table_of
from portal.reports.giving.pages import file_of
from portal.reports.periods.model import span_of
from portal.reports.showing.pages import HELD_BACK
from portal.reports.showing.service import Made

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
APRIL = date(2019, 4, 1)
COUNTS = {
    ("police", "-", "no", "taken_up", "yes"): 30,
    ("police", "-", "no", "open", "no"): 70,
    ("self_referral", "-", "no", "taken_up", "yes"): 3,
    ("self_referral", "-", "no", "open", "no"): 9,
    ("other_agency", "-", "no", "open", "no"): 20,
    ("other_agency", "-", "no", "taken_up", "no"): 8,
}
FORMULA = "=1+1"


def made(definition: Definition = TABLE_1) -> Made:
    counted = [Counted(month=APRIL, key=key, number=number) for key, number in COUNTS.items()]
    table: Table = table_of(definition, span_of(APRIL, 1), counted, protected=True)
    return Made(table=table, counted_at=NOW, protected=True)


def with_a_formula() -> Made:
    line = msgspec.structs.replace(TABLE_1.lines[0], label=FORMULA)
    return made(msgspec.structs.replace(TABLE_1, lines=(line, *TABLE_1.lines[1:])))


def rows_of_workbook(kind: str, report: Made) -> list[list[object]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(file_of(report, kind, NOW).content))
    assert book.sheet_names == ["About", "Table"]
    return book.get_sheet_by_name("Table").to_python()


def test_mon_01_a_small_figure_and_what_gives_it_away_are_held_back() -> None:
    table = made().table
    assert table.number("self_referral", "taken_up") is None
    assert table.number("self_referral", "rate") is None
    hidden = {line for line, column in table.withheld if column == "taken_up"}
    assert len(hidden) > 1


def test_the_same_cells_stand_in_every_file() -> None:
    text = file_of(made(), "csv", NOW).content.decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(text)))
    assert lines[0][:3] == ["Source", "Referrals", "Taken up"]
    assert lines[1][-3:] == ["2019-04-01", "2019-04-30", "table-1 version 1"]
    plain = [line[:5] for line in lines]
    for kind in ("ods", "xlsx"):
        found = rows_of_workbook(kind, made())
        assert [[f"{cell:g}" if isinstance(cell, float) else str(cell) for cell in row] for row in found] == plain
    told = msgspec.json.decode(file_of(made(), "json", NOW).content)
    assert told["lines"][0]["cells"]["referrals"] == 100
    assert told["lines"][1]["held_back"]
    assert {"numerator", "denominator", "period", "definition"} <= set(told["terms"])
    assert HELD_BACK in text


def test_text_that_looks_like_a_formula_stays_text() -> None:
    report = with_a_formula()
    assert f"'{FORMULA}" in file_of(report, "csv", NOW).content.decode("utf-8-sig")
    for kind in ("ods", "xlsx"):
        assert rows_of_workbook(kind, report)[1][0] == FORMULA
    xlsx = zipfile.ZipFile(io.BytesIO(file_of(report, "xlsx", NOW).content))
    assert b"<f>" not in xlsx.read("xl/worksheets/sheet2.xml")
    ods = zipfile.ZipFile(io.BytesIO(file_of(report, "ods", NOW).content))
    assert b"table:formula" not in ods.read("content.xml")


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed on this machine")
def test_libreoffice_opens_both_workbooks_and_formulas_are_text(tmp_path: Path) -> None:
    for kind in ("ods", "xlsx"):
        (tmp_path / f"{kind}.{kind}").write_bytes(file_of(with_a_formula(), kind, NOW).content)
    told = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,2"
    subprocess.run(
        [
            *("soffice", f"-env:UserInstallation=file://{tmp_path / 'profile'}", "--headless", "--convert-to", told),
            *("--outdir", str(tmp_path / "out"), str(tmp_path / "ods.ods"), str(tmp_path / "xlsx.xlsx")),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    for kind in ("ods", "xlsx"):
        found = list(csv.reader((tmp_path / "out" / f"{kind}-Table.csv").read_text("utf-8").splitlines()))
        assert found[1][:2] == [FORMULA, "100"]
