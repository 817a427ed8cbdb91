import os
import pkgutil
import subprocess
import sys
from pathlib import Path

import lvws_core

LIMIT = 1.5 if sys.version_info < (3, 13) else 1.8  # 3.13 loads what msgspec needs faster, and enumerations not
RUNS = 25  # the best of them: what a busy machine adds to one is not what the library costs
TOOLS = {"__main__", "cases", "life", "policy_diff", "schema", "vectors", "desk", "files", "forms", "paging"}
"""What the command line and the pages of a portal are made of: loaded by whoever names it, by nothing that decides."""
LONG = {"lvws_core.vocabulary.nations"}
"""A list of some 250 names that nothing decides by: loaded when it is named."""

MEASURE = """
from time import process_time
begun = process_time()
import msgspec
between = process_time()
import {names}
print((process_time() - between) / (between - begun))
"""


def every_module_that_decides() -> list[str]:
    names = [module.name for module in pkgutil.walk_packages(lvws_core.__path__, "lvws_core.")]
    return [name for name in names if name.split(".")[1] not in TOOLS and name not in LONG]


def run(code: str, cache: Path) -> str:
    """Run in a fresh interpreter that keeps its compiled modules, as an installed library does."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "COV"))}
    paths = {"PYTHONPATH": str(Path(lvws_core.__file__).parents[1]), "PYTHONPYCACHEPREFIX": str(cache)}
    return subprocess.run(
        [sys.executable, "-c", code], env=kept | paths, capture_output=True, text=True, check=True
    ).stdout


def test_importing_the_library_costs_at_most_one_and_a_half_times_what_msgspec_does(tmp_path: Path) -> None:
    code = MEASURE.format(names=", ".join(every_module_that_decides()))
    run(code, tmp_path)  # compiles everything, the standard library included
    ratios = [float(run(code, tmp_path)) for _ in range(RUNS)]
    print(f"import of lvws_core beside msgspec: best of {RUNS} runs ×{min(ratios):.2f}, limit ×{LIMIT}")
    assert min(ratios) <= LIMIT


def test_importing_what_decides_loads_no_tool_and_no_other_library(tmp_path: Path) -> None:
    names = ", ".join(every_module_that_decides())
    loaded = set(run(f"import {names}, sys\nprint(*sys.modules)", tmp_path).split())
    assert not ({f"lvws_core.{tool}" for tool in TOOLS} | LONG) & loaded
    assert not {"argparse", "hashlib", "calendar", "pathlib", "tomllib", "logging"} & loaded


def test_asking_for_help_loads_nothing_that_decides(tmp_path: Path) -> None:
    code = "import sys, lvws_core.__main__ as m\ntry: m.main(['--help'])\nexcept SystemExit: pass\nprint(*sys.modules)"
    assert not {"lvws_core.cases", "lvws_core.policy"} & set(run(code, tmp_path).split())
