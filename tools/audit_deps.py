"""Ask for known weaknesses of every pinned package: `make audit-deps`.

pip-audit looks each of `constraints.txt` up at its advisory service. What it could not look up it calls
skipped and still ends well; here that is told plainly, and is no success.
"""

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

AUDITED, WEAK, NOT_REACHED = 0, 1, 2


def verdict(packages: Sequence[Mapping[str, Any]]) -> tuple[int, list[str]]:
    """Give the exit code and the lines to print for what pip-audit said of each package.

    A package has `name`, and either `version` and `vulns` or a `skip_reason`. The code is 1 when one is
    weak, 2 when one could not be looked up, or none was named at all, 0 otherwise.
    """
    weak = [each for each in packages if each.get("vulns")]
    unknown = [each for each in packages if "skip_reason" in each]
    lines = [f"{each['name']} {each['version']}: {weakness(found)}" for each in weak for found in each["vulns"]]
    if unknown or not packages:
        lines.append(
            f"The advisory database could not be asked about {len(unknown)} of {len(packages)} packages: "
            "nothing is known of them. Run this again where it can be reached."
        )
    lines.append(f"{len(packages) - len(unknown)} packages were looked up, {len(weak)} of them have known weaknesses.")
    return (WEAK if weak else NOT_REACHED if unknown or not packages else AUDITED), lines


def weakness(found: Mapping[str, Any]) -> str:
    """Give the name of a weakness and the versions without it."""
    mended = ", ".join(found["fix_versions"]) or "no version yet"
    return f"{found['id']}, mended in {mended}"


def asked(constraints: Path) -> Sequence[Mapping[str, Any]]:
    """Give what pip-audit says of each pinned package; none where it could not ask at all."""
    command = [sys.executable, "-m", "pip_audit", "--requirement", str(constraints), "--no-deps", "--disable-pip"]
    answer = subprocess.run(
        [*command, "--format", "json", "--progress-spinner", "off"], capture_output=True, text=True, check=False
    )
    try:
        packages: Sequence[Mapping[str, Any]] = json.loads(answer.stdout)["dependencies"]
    except (ValueError, KeyError):
        return ()
    return packages


def main() -> int:
    """Print what is known of the pinned packages; 0 means that each was looked up and none is known to be weak."""
    code, lines = verdict(asked(Path("constraints.txt")))
    print("\n".join(lines))
    return code


if __name__ == "__main__":
    sys.exit(main())
