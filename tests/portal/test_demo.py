"""`lvws demo --once` walks the main job over real HTTP, and fails when a step does."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from portal.demo import journey
from portal.demo.browser import Browser
from portal.demo.consortium import CONSORTIUM, PARTNERS
from portal.demo.running import prepare, served
from portal.demo.seeding import DRAFTS, PATHS

STEPS = [words for words, _ in journey._steps(lambda name: name)]
PATIENCE = 240

BROKEN = """
import sys
from {module} import {owner} as owner
assert hasattr(owner, "{name}")
def broken(*arguments, **named):
    raise {error}
owner.{name} = broken
from portal import demo
sys.exit(demo.run(port=0, once=True))
"""


def run(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
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


def test_the_demonstration_prints_each_step_and_exits_0(tmp_path: Path) -> None:
    done = run(tmp_path, "-c", "from portal.cli import main; main()", "demo", "--once")
    assert done.returncode == 0, done.stdout + done.stderr
    printed = done.stdout
    places = [printed.find(words) for words in STEPS]
    assert -1 not in places
    assert places == sorted(places)
    assert "The audit chain holds" in printed
    assert done.stderr == ""
    assert (tmp_path / "var" / "demo").is_dir()
    assert journey.PERSON not in printed


@pytest.mark.parametrize(
    ("module", "owner", "name", "step"),
    [
        ("partners.offers", "service", "show_number", "The partner opens it"),
        ("partners.offers.acts", "service", "accept", "Two workers press Accept at once"),
    ],
)
def test_with_one_step_broken_the_demonstration_fails_and_names_the_step(
    tmp_path: Path, module: str, owner: str, name: str, step: str
) -> None:
    script = BROKEN.format(module=module, owner=owner, name=name, error='RuntimeError("broken on purpose")')
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


def test_the_day_of_a_caseworker_is_a_day_and_no_heap(tmp_path: Path) -> None:
    demo = prepare(tmp_path / "demo")
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
