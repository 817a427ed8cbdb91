"""The core alone: its wheel needs msgspec and nothing else, and its tests pass against the wheel."""

import doctest
import json
import shutil
import subprocess
import sys
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SETTINGS = """[pytest]
addopts = --strict-markers --import-mode=importlib --assert=plain --hypothesis-profile=quick
pythonpath = .
filterwarnings = error
"""
INSTALLERS = {"pip", "setuptools"}


def run(*command: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(part) for part in command], cwd=cwd, capture_output=True, text=True, check=False)


def ok(*command: str | Path, cwd: Path) -> str:
    done = run(*command, cwd=cwd)
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    return done.stdout


def an_empty_environment(folder: Path) -> Path:
    """Make an environment that sees nothing but the standard library; give its interpreter."""
    venv.create(folder, with_pip=True)
    return folder / ("Scripts" if sys.platform == "win32" else "bin") / "python"


def offer(python: Path, *names: str | Path, cwd: Path) -> None:
    """Install what pip offers, or skip where pip reaches no index."""
    done = run(python, "-m", "pip", "install", "--quiet", "--retries", "1", *names, cwd=cwd)
    if done.returncode:
        pytest.skip(f"pip offers nothing here: {done.stderr.strip().splitlines()[-1]}")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel from a copy of the sources, so that nothing is left beside them."""
    folder = tmp_path_factory.mktemp("core")
    shutil.copytree(ROOT / "lvws_core", folder / "lvws_core", ignore=shutil.ignore_patterns("__pycache__"))
    ok(sys.executable, "-m", "build", "--wheel", "--no-isolation", "lvws_core", "-o", "dist", cwd=folder)
    (built,) = (folder / "dist").glob("*.whl")
    return built


def test_the_wheel_brings_msgspec_and_nothing_else_and_the_tests_of_the_core_pass_against_it(
    wheel: Path, tmp_path: Path
) -> None:
    python = an_empty_environment(tmp_path / "tried")
    offer(python, "msgspec", cwd=tmp_path)
    ok(python, "-m", "pip", "install", "--quiet", wheel, cwd=tmp_path)
    listed = json.loads(ok(python, "-m", "pip", "list", "--format=json", cwd=tmp_path))
    assert {each["name"].replace("_", "-") for each in listed} - INSTALLERS == {"lvws-core", "msgspec"}
    offer(python, "pytest", "hypothesis", cwd=tmp_path)
    away = tmp_path / "away"
    shutil.copytree(ROOT / "tests" / "lvws_core", away / "tests" / "lvws_core")
    (away / "pytest.ini").write_text(SETTINGS, encoding="utf-8")
    found = ok(python, "-c", "import lvws_core; print(lvws_core.__file__)", cwd=away)
    assert Path(found.strip()).is_relative_to(tmp_path / "tried")
    ok(python, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/lvws_core", cwd=away)


def test_the_wheel_holds_the_package_and_nothing_beside_it(wheel: Path, tmp_path: Path) -> None:
    shutil.unpack_archive(wheel, tmp_path / "unpacked", "zip")
    tops = {path.name.split("-")[0] for path in (tmp_path / "unpacked").iterdir()}
    package = tmp_path / "unpacked" / "lvws_core"
    assert tops == {"lvws_core"}
    assert {path.suffix for path in package.rglob("*") if path.is_file()} == {".py", ".typed", ".json"}


def test_the_examples_of_the_readme_hold() -> None:
    tried = doctest.testfile(str(ROOT / "lvws_core" / "README.md"), module_relative=False)
    assert (tried.failed, tried.attempted > 5) == (0, True)
