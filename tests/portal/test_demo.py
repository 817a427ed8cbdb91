"""`lvws demo --once` walks the main job over real HTTP, and fails when a step does."""

import os
import pickle
import re
import shutil
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from portal.database import Database
from portal.demo import journey
from portal.demo.browser import Browser
from portal.demo.consortium import CONSORTIUM, PARTNERS
from portal.demo.running import Demo, served
from portal.demo.seeding import DRAFTS, PATHS

STEPS = [words for words, _ in journey._steps(lambda name: name)]
PATIENCE = 240
Done = subprocess.CompletedProcess[str]

WHOLE = """
import pickle, shutil
from pathlib import Path
from portal.demo import running
prepare = running.prepare
def kept():
    demo = prepare()
    demo.database.dispose()
    shutil.copytree(running.FOLDER, "kept")
    Path("kept.demo").write_bytes(pickle.dumps((demo.settings, demo.staff)))
    return demo
running.prepare = kept
from portal.cli import main
main()
"""
"""The command itself; beside it a copy of the consortium is kept, so that it is invented once for all tests."""

BROKEN = """
import sys
from portal import demo
from portal.demo import running
from {module} import {owner} as owner
assert hasattr(owner, "{name}")
def broken(*arguments, **named):
    raise {error}
owner.{name} = broken
from pathlib import Path
from tests.portal.test_demo import copied
running.prepare = lambda: copied(Path({kept!r}), running.FOLDER)
sys.exit(demo.run(port=0, once=True))
"""


def copied(kept: Path, folder: Path) -> Demo:
    """Give a copy of the consortium that was kept, in a folder that is not there yet."""
    settings, staff = pickle.loads(kept.with_suffix(".demo").read_bytes())  # noqa: S301 - we wrote it ourselves
    url = f"sqlite:///{shutil.copytree(kept, folder) / 'portal.sqlite'}"
    settings = msgspec.structs.replace(settings, database_url=url)
    return Demo(settings=settings, database=Database(url), staff=staff)


def run(folder: Path, *command: str) -> Done:
    root = Path(__file__).parents[2]
    environment = {**os.environ, "PYTHONPATH": str(root), "PYTHONWARNINGS": "error"}
    return subprocess.run(
        [sys.executable, *command],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> tuple[Done, Path]:
    """Run the command once; give what it said, and the folder in which it ran."""
    folder = tmp_path_factory.mktemp("demonstration")
    return run(folder, "-c", WHOLE, "demo", "--once"), folder


def test_the_demonstration_prints_each_step_and_exits_0(
    demonstration: tuple[Done, Path],
) -> None:
    done, folder = demonstration
    assert done.returncode == 0, done.stdout + done.stderr
    printed = done.stdout
    places = [printed.find(words) for words in STEPS]
    assert -1 not in places
    assert places == sorted(places)
    assert "The audit chain holds" in printed
    assert done.stderr == ""
    assert (folder / "var" / "demo").is_dir()
    assert journey.PERSON not in printed


@pytest.mark.parametrize(
    ("at", "step"),
    [
        (("partners.offers", "service", "show_number"), "The partner opens it"),
        (("partners.offers.acts", "service", "accept"), "Two workers press Accept at once"),
    ],
)
def test_with_one_step_broken_the_demonstration_fails_and_names_the_step(
    demonstration: tuple[Done, Path], tmp_path: Path, at: tuple[str, str, str], step: str
) -> None:
    module, owner, name = at
    kept, error = str(demonstration[1] / "kept"), 'RuntimeError("broken on purpose")'
    script = BROKEN.format(module=module, owner=owner, name=name, error=error, kept=kept)
    done = run(tmp_path, "-c", script)
    assert done.returncode not in {0, None}
    before = STEPS.index(next(words for words in STEPS if words.startswith(step)))
    assert all(words in done.stdout for words in STEPS[:before])
    assert not any(words in done.stdout for words in STEPS[before:])
    assert "FAILED" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_invented_consortium_has_some_300_offers_in_every_state() -> None:
    counts = {status: count for status, (count, _) in PATHS.items()}
    assert 280 <= sum(counts.values()) + DRAFTS <= 330
    assert min(counts.values()) > 0


def test_the_invented_consortium_has_six_partners_and_staff_in_every_role() -> None:
    from portal.cli import ROLES  # noqa: PLC0415 - a constant of the command line

    assert len(PARTNERS) == 6
    assert {role.value for member in CONSORTIUM for worker in member.staff for role in worker.roles} == set(ROLES)


def test_the_day_of_a_caseworker_is_a_day_and_no_heap(demonstration: tuple[Done, Path], tmp_path: Path) -> None:
    demo = copied(demonstration[1] / "kept", tmp_path / "demo")
    with served(demo) as address:
        leah = Browser(address).open(demo.link("Leah Kestrel")).open("/my-day")
        page = leah.text()
        leah.close()
    late = re.search(r"(\d+) of them late", page)
    ahead = re.search(r"(\d+) in the next seven days", page)
    assert ahead is not None
    assert (int(late[1]) if late else 0) <= 15 < int(ahead[1])
    for line in ("Make contact", "Contact is stopped", "Tell the person", "Confirm the safe-contact plan again"):
        assert line in page
    assert "Finish the referral that you began" in page
