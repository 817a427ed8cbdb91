"""What there is to make: `make help` leaves nothing out."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.mark.skipif(shutil.which("make") is None, reason="no make on this machine")
def test_make_help_lists_every_target_that_says_what_it_does() -> None:
    told = re.findall(r"^([\w-]+):.*##", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    # Under `make test` the make above would speak through this one.
    alone = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    listed = subprocess.run(["make", "help"], cwd=ROOT, env=alone, capture_output=True, text=True, check=True).stdout
    assert [line.split()[0] for line in listed.splitlines()] == told
    assert {"bench-core", "assure"} <= set(told)
