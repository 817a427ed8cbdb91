"""The whole code: imports point the right way, slices have one shape, nothing reads the clock on its own."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("lvws_core", "partners", "colocations", "notifications", "portal")
SLICE_FILES = {
    "__init__.py",
    "model.py",
    "service.py",
    "tables.py",
    "store.py",
    "forms.py",
    "pages.py",
    "web.py",
    "jobs.py",
}
ADAPTERS = ROOT / "notifications" / "senders"
"""One adapter a file (ADR 15)."""
SLICES = [
    ROOT / "partners",
    ROOT / "colocations",
    ROOT / "notifications",
    *(
        ROOT / "portal" / name
        for name in (
            "auth",
            "audit",
            "people",
            "reviews",
            "sharing",
            "intake",
            "referrals",
            "caseload",
            "reports",
            "rights",
            "admin",
        )
    ),
]
SHELL = {"app.py", "asgi.py", "cli.py", "commands.py", "settings.py", "scheduler.py", "__main__.py"}
CLOCKS_AND_CHANCE = {"now", "utcnow", "today", "uuid4", "uuid1", "environ", "getenv"}
REGISTRY = re.compile(
    r"(pypi|pythonhosted|npmjs|registry)\.(python\.)?(org|com)|--index-url|--extra-index", re.IGNORECASE
)


def sources() -> Iterator[Path]:
    for package in PACKAGES:
        yield from (path for path in (ROOT / package).rglob("*.py") if "versions" not in path.parts)


def trees() -> Iterator[tuple[str, ast.Module]]:
    for path in sources():
        yield str(path.relative_to(ROOT)), ast.parse(path.read_text(encoding="utf-8"))


def test_every_import_contract_is_kept() -> None:
    program = Path(sys.executable).with_name("lint-imports")
    found = subprocess.run([program, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stdout


@pytest.mark.parametrize("folder", SLICES, ids=lambda folder: folder.name)
def test_a_slice_holds_only_the_files_of_the_one_shape(folder: Path) -> None:
    assert {path.name for path in folder.rglob("*.py") if path.parent != ADAPTERS} <= SLICE_FILES


def test_only_the_shell_reads_the_clock_makes_ids_or_looks_at_the_environment() -> None:
    found = [
        f"{name}:{node.lineno} {node.attr}"
        for name, tree in trees()
        if Path(name).name not in SHELL and not name.startswith("portal/demo/")
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in CLOCKS_AND_CHANCE and isinstance(node.ctx, ast.Load)
        if isinstance(node.value, ast.Name) and node.value.id in {"datetime", "date", "time", "os", "uuid"}
    ]
    assert found == []


def test_only_the_shell_imports_uuid4() -> None:
    found = [
        name
        for name, tree in trees()
        if Path(name).name not in SHELL and not name.startswith("portal/demo/")
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module in {"uuid", "os"}
        if CLOCKS_AND_CHANCE & {alias.name for alias in node.names}
    ]
    assert found == []


def test_no_session_engine_or_client_is_made_when_a_module_is_imported() -> None:
    makers = {"Session", "create_engine", "Database", "GatedSession", "Client", "TestClient", "KeyVault"}
    found = [
        f"{name}:{statement.lineno}"
        for name, tree in trees()
        for statement in tree.body
        if isinstance(statement, (ast.Assign, ast.AnnAssign)) and isinstance(statement.value, ast.Call)
        if getattr(statement.value.func, "id", getattr(statement.value.func, "attr", "")) in makers
    ]
    assert found == []


LATE = {
    *("portal/cli.py", "portal/told.py", "portal/keeping/commands.py"),
    *("lvws_core/__main__.py", "lvws_core/consent/receipt.py", "lvws_core/times.py"),
}
"""Where a module is loaded by the one thing that needs it (ADR 7)."""


def test_imports_stand_at_the_top_but_for_the_lazy_ones_of_the_command_line() -> None:
    found = [
        f"{name}:{inner.lineno}"
        for name, tree in trees()
        if name not in LATE
        for node in ast.walk(tree)
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
        for inner in ast.walk(node)
        if isinstance(inner, (ast.Import, ast.ImportFrom))
    ]
    assert found == []


def test_every_public_name_says_what_it_gives() -> None:
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    found = []
    for name, tree in trees():
        owners = [tree, *(n for n in tree.body if isinstance(n, ast.ClassDef) and not n.name.startswith("_"))]
        public = [n for owner in owners for n in owner.body if isinstance(n, kinds) and not n.name.startswith("_")]
        found += [f"{name}:{node.name}" for node in public if ast.get_docstring(node) is None]
        found += [name] if ast.get_docstring(tree) is None else []
    assert found == []


def test_nothing_in_the_tree_names_a_package_registry() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    mine = {"tests/architecture/test_tree.py"}
    texts = [ROOT / name for name in listed if name not in mine and not name.endswith((".png", ".ico", ".woff2"))]
    found = [str(p) for p in texts if p.exists() and REGISTRY.search(p.read_text(encoding="utf-8", errors="replace"))]
    assert found == []
