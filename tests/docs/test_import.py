"""The page about importing names every column and every code."""

import re
from pathlib import Path

from portal.intake.importing.columns.model import COLUMNS

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "import.md").read_text(encoding="utf-8")


def test_every_column_and_each_of_its_old_headings_is_told() -> None:
    assert [name for each in COLUMNS for name in (each.key, *each.aliases) if f"`{name}`" not in TEXT] == []


def test_every_code_of_a_fault_is_told() -> None:
    code = re.compile(r'(?:code=|faults\.add\([^,]+, |_fault\([^,]+, )"([a-z_]+)"')
    files = [*(ROOT / "portal/intake/importing").rglob("*.py"), ROOT / "portal/intake/model.py"]
    found = {name for path in files for name in code.findall(path.read_text(encoding="utf-8"))}
    assert [name for name in sorted(found) if f"`{name}`" not in TEXT] == []
