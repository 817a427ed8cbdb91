"""What `make audit-deps` says: weak, unknown and sound packages are told apart."""

from typing import Any

import pytest

from tools.audit_deps import AUDITED, NOT_REACHED, WEAK, verdict

SOUND = {"name": "a", "version": "1", "vulns": []}
BROKEN = {"name": "b", "version": "2", "vulns": [{"id": "PYSEC-1", "fix_versions": ["3"]}]}
UNKNOWN = {"name": "c", "skip_reason": "not found"}


@pytest.mark.parametrize(
    ("packages", "code", "said"),
    [
        ([SOUND], AUDITED, "1 packages were looked up, 0 of them have known weaknesses."),
        ([SOUND, BROKEN], WEAK, "b 2: PYSEC-1, mended in 3"),
        ([SOUND, UNKNOWN], NOT_REACHED, "could not be asked about 1 of 2 packages"),
        ([BROKEN, UNKNOWN], WEAK, "could not be asked about 1 of 2 packages"),
        ([], NOT_REACHED, "0 packages were looked up"),
    ],
)
def test_what_was_not_looked_up_is_told_and_is_no_success(packages: list[Any], code: int, said: str) -> None:
    found, lines = verdict(packages)
    assert found == code
    assert said in "\n".join(lines)
