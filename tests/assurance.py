"""The trials of assurance: sampled with every push, whole in `make assure`, which writes down what they counted."""

import fcntl
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

FIGURES = Path(__file__).parents[1] / "var" / "assurance.json"
"""What the whole trials counted, by name."""

_REPORT = pytest.StashKey[pytest.TestReport]()


class Trial:
    """What one trial counts: its size, then whatever it finds, as counts and ratios and never as seconds."""

    def __init__(self) -> None:
        self.name = ""
        self.size: dict[str, int | str] = {}
        self.counted: dict[str, int | float] = {}

    def of(self, name: str, **size: int | str) -> "Trial":
        """Name the trial and say how large it is."""
        self.name, self.size = name, size
        return self

    def count(self, **figures: float) -> None:
        """Add figures to those counted before, name by name."""
        for name, figure in figures.items():
            self.counted[name] = self.counted.get(name, 0) + figure

    def most(self, **figures: float) -> None:
        """Keep the largest of the figures of a name."""
        for name, figure in figures.items():
            self.counted[name] = max(self.counted.get(name, figure), figure)


def sizes(sample: Any, whole: Any) -> pytest.MarkDecorator:
    """Give the two sizes of a trial, for its argument `size`: the whole one is marked `assure`."""
    ids = [f"sample-{sample}", f"whole-{whole}"]
    return pytest.mark.parametrize("size", [sample, pytest.param(whole, marks=pytest.mark.assure)], ids=ids)


@pytest.fixture
def trial(request: pytest.FixtureRequest) -> Iterator[Trial]:
    """Count in a trial; a whole one is written down when it is over, however it ended."""
    made = Trial()
    yield made
    if made.name and request.node.get_closest_marker("assure") and _REPORT in request.node.stash:
        write_down(made, held=passed(request.node))


def passed(item: pytest.Item) -> bool:
    """Say whether a test that was called has passed."""
    report = item.stash.get(_REPORT, None)
    return report is not None and report.passed


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Leave the report of the call where the fixture finds it."""
    report = yield
    if report.when == "call":
        item.stash[_REPORT] = report
    return report


def write_down(trial: Trial, *, held: bool, path: Path = FIGURES) -> None:
    """Put the figures of a trial beside those of the others, in the place of its last run."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)  # the trials of two workers end when they end
        file.seek(0)
        found = json.loads(file.read() or "{}")
        found[_key(trial)] = {
            "name": trial.name,
            "size": trial.size,
            "counted": trial.counted,
            "result": "held" if held else "broken",
        }
        file.truncate(0)
        file.write(json.dumps(dict(sorted(found.items())), indent=2) + "\n")


def _key(trial: Trial) -> str:
    words = (f"{name}={value}" for name, value in trial.size.items() if isinstance(value, str))
    return " ".join((trial.name, *words))
