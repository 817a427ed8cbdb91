"""docs/install.md is followed word for word: its blocks are run, in order, in a folder that stands for the machine."""

import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "install.md"
BLOCK = re.compile(r"^```(sh|ini) ?([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PLACES = ("/opt/lvws", "/etc/lvws", "/var/lib/lvws", "/mnt/elsewhere", "/root/safe")
PACKAGES = ("lvws_core", "partners", "colocations", "notifications", "portal")


class Block(msgspec.Struct, frozen=True, kw_only=True):
    """A block of the page: how it is marked, and its text."""

    mark: str
    text: str


def blocks() -> Iterator[Block]:
    for _, mark, text in BLOCK.findall(PAGE.read_text(encoding="utf-8")):
        yield Block(mark=mark, text=text)


def rewritten(text: str, root: Path, port: int) -> str:
    for place in PLACES:
        text = text.replace(place, f"{root}{place}")
    return text.replace("8000", str(port))


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel of the release from a copy of the sources."""
    folder = tmp_path_factory.mktemp("release")
    for name in PACKAGES:
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, folder / name)
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "-o", "dist"]
    done = subprocess.run(build, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (built,) = (folder / "dist").glob("*.whl")
    return built


class Machine:
    """A folder in which the absolute paths of the page are, and what runs there; only the wheel is installed anew."""

    def __init__(self, root: Path, wheel: Path) -> None:
        self.root = root
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        python = Path(sys.executable).parent
        # What the wheel needs is not fetched: the packages of the environment of development stand in for it.
        self.environment = {
            "PATH": f"{python}:{os.defpath}:/usr/sbin:/sbin",
            "HOME": str(root),
            "LANG": "C.UTF-8",
            "WHEEL": str(wheel),
            "PIP_NO_INDEX": "1",
            "PIP_NO_DEPS": "1",
            "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        }
        for path in (ROOT / "deploy").iterdir():
            target = root / "deploy" / path.name
            target.parent.mkdir(exist_ok=True)
            target.write_text(rewritten(path.read_text(encoding="utf-8"), root, self.port), encoding="utf-8")
        (root / "root").mkdir()

    def words(self, text: str) -> list[str]:
        return ["sh", "-euc", rewritten(text, self.root, self.port)]

    def run(self, text: str) -> str:
        done = subprocess.run(
            self.words(text), cwd=self.root, env=self.environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"{text}\n{done.stdout}{done.stderr}"
        if "pip install" in text:
            self._lend_packages()
        return done.stdout

    def serve(self, text: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            self.words(text),
            cwd=self.root,
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def _lend_packages(self) -> None:
        (ours,) = (self.root / "opt/lvws/lib").glob("python3.*/site-packages")
        theirs = next(path for path in sys.path if path.endswith("site-packages"))
        (ours / "zz-lent.pth").write_text(f"{theirs}\n", encoding="utf-8")


def test_the_page_of_installing_is_followed_word_for_word(tmp_path: Path, wheel: Path) -> None:
    machine = Machine(tmp_path, wheel)
    serving: subprocess.Popen[bytes] | None = None
    said = []
    try:
        for block in blocks():
            if block.mark in {"run", "run-while-served"}:
                said.append(machine.run(block.text))
            elif block.mark == "serve":
                serving = machine.serve(block.text)
            if block.mark == "run-while-served" and serving is not None:
                serving.kill() if os.name == "nt" else os.killpg(serving.pid, 15)
                serving.wait(30)
    finally:
        if serving is not None and serving.poll() is None:
            os.killpg(serving.pid, 9)
            serving.wait(30)
    whole = "".join(said)
    assert whole.count("are in order.") == 3
    assert "TOTP seed" in whole
    assert "The backup is good." in whole
    module = machine.run('/opt/lvws/bin/python -c "import portal; print(portal.__file__)"')
    assert module.startswith(f"{tmp_path}/opt/lvws"), "it is the wheel that ran"
    modes = {path.name: path.stat().st_mode & 0o777 for path in (tmp_path / "etc/lvws").iterdir()}
    assert modes == {"secrets.toml": 0o600, "backup.pub": 0o600, "lvws.env": 0o600}
    for name in ("lvws.service", "lvws-scheduler.service", "lvws-backup.service", "lvws-backup.timer"):
        verify_unit(tmp_path / "deploy" / name)


def verify_unit(path: Path) -> None:
    """Check a unit by systemd itself, where it is on the machine."""
    program = shutil.which("systemd-analyze")
    if program is None:
        return
    done = subprocess.run([program, "verify", str(path)], capture_output=True, text=True, check=False)
    about_it = [line for line in done.stderr.splitlines() if path.name in line]
    assert about_it == [], about_it


def test_what_is_not_run_says_why() -> None:
    marks = [block.mark for block in blocks()]
    known = re.compile(r"run|serve|run-while-served|file=deploy/\S+|not-run: .{8,}")
    assert [mark for mark in marks if known.fullmatch(mark) is None] == []
    left_out = [mark.removeprefix("not-run: ") for mark in marks if mark.startswith("not-run: ")]
    print("not run:", *left_out, sep="\n- ")
    assert len(left_out) == 6


def test_a_file_that_the_page_shows_is_the_one_that_is_delivered() -> None:
    shown = {block.mark.removeprefix("file="): block.text for block in blocks() if block.mark.startswith("file=")}
    assert shown
    for name, text in shown.items():
        assert (ROOT / name).read_text(encoding="utf-8") == text


@pytest.mark.parametrize("name", ["lvws.service", "lvws-scheduler.service", "lvws-backup.service"])
def test_each_unit_is_narrow(name: str) -> None:
    text = (ROOT / "deploy" / name).read_text(encoding="utf-8")
    for line in ("User=lvws", "NoNewPrivileges=yes", "ProtectSystem=strict", "IPAddressDeny=any", "UMask=0077"):
        assert line in text.splitlines()
