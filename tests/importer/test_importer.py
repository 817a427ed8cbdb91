import runpy
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

import lvws_core

PROGRAM = Path(__file__).with_name("program.py")
MISUSES = {
    "score({'isolated': 'yes'})": "dict-item",
    "score(['yes'])": "arg-type",
    "Circumstances(age=3)": "call-arg",
    "decide_marac(Circumstances(victim_age=3)).referred": "attr-defined",
    "decide_marac(Circumstances(victim_age='3'))": "arg-type",
}
"""What the types of the library must not let pass, with the code of the complaint."""


def checked(folder: Path, *files: Path) -> subprocess.CompletedProcess[str]:
    """Run mypy strict with nothing of this project's configuration, on the library as it was found."""
    (folder / "mypy.ini").write_text("[mypy]\n", encoding="utf-8")
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file", str(folder / "mypy.ini")]
    environment = {"MYPYPATH": str(Path(lvws_core.__file__).parents[1]), "PATH": ""}
    names = [str(file) for file in files]
    return subprocess.run([*command, *names], cwd=folder, env=environment, capture_output=True, text=True, check=False)


def test_the_program_runs() -> None:
    runpy.run_path(str(PROGRAM), run_name="__main__")


@pytest.mark.skipif(find_spec("mypy") is None, reason="mypy is not installed")
def test_mypy_strict_accepts_the_program_and_refuses_each_misuse(tmp_path: Path) -> None:
    misuse = tmp_path / "misuse.py"
    imports = "from lvws_core.risk.dash import score\nfrom lvws_core.risk.marac import Circumstances, decide_marac\n"
    misuse.write_text(imports + "\n".join(MISUSES), encoding="utf-8")
    told = checked(tmp_path, PROGRAM, misuse).stdout
    assert [line for line in told.splitlines() if "program.py" in line] == []
    for number, code in enumerate(MISUSES.values(), start=imports.count("\n") + 1):
        assert any(f"misuse.py:{number}:" in line and f"[{code}]" in line for line in told.splitlines()), (code, told)
