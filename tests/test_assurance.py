"""The figures of the trials: one entry a trial, the last run of each, whoever writes first."""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.assurance import Trial, write_down


def a_trial(name: str, **figures: float) -> Trial:
    trial = Trial().of(name, rounds=40, database="sqlite")
    trial.count(**figures)
    return trial


def test_a_trial_is_written_with_its_size_its_figures_and_its_result(tmp_path: Path) -> None:
    path = tmp_path / "assurance.json"
    write_down(a_trial("race", winners=40), held=True, path=path)
    assert json.loads(path.read_text()) == {
        "race database=sqlite": {
            "name": "race",
            "size": {"rounds": 40, "database": "sqlite"},
            "counted": {"winners": 40},
            "result": "held",
        }
    }


def test_the_last_run_of_a_trial_counts_and_the_others_stay(tmp_path: Path) -> None:
    path = tmp_path / "assurance.json"
    for trial, held in ((a_trial("race"), True), (a_trial("life"), True), (a_trial("race"), False)):
        write_down(trial, held=held, path=path)
    found = json.loads(path.read_text())
    assert {each["name"]: each["result"] for each in found.values()} == {"race": "broken", "life": "held"}


def test_trials_that_end_at_once_are_all_written(tmp_path: Path) -> None:
    path = tmp_path / "assurance.json"
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: write_down(a_trial(f"trial {n}"), held=True, path=path), range(24)))
    assert len(json.loads(path.read_text())) == 24


def test_figures_add_up_or_keep_the_largest() -> None:
    trial = a_trial("race", winners=1)
    trial.count(winners=1)
    for statements in (3, 5, 4):
        trial.most(statements=statements)
    assert trial.counted == {"winners": 2, "statements": 5}
