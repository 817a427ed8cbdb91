"""Logs: nothing is written that is not on the list (P11)."""

import json
import logging
import re

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st

from portal.app import JOBS
from portal.logs import ALLOWED, allowed_only, configure


@given(st.dictionaries(st.text(max_size=20), st.text(), max_size=8))
def test_a_key_that_is_not_on_the_list_is_dropped_with_its_value(event: dict[str, object]) -> None:
    assert set(allowed_only(None, "info", event)) <= ALLOWED


@pytest.mark.parametrize("key", ["name", "address", "path", "query", "url", "user", "email", "body", "exception"])
def test_the_list_has_no_key_that_could_hold_a_person(key: str) -> None:
    assert key not in ALLOWED


def test_p11_a_job_is_named_by_its_own_name_in_words_that_are_nobodys() -> None:
    assert allowed_only(None, "error", {"event": "job_failed", "job": "remind and tell"})["job"] == "remind and tell"
    assert all(re.fullmatch("[a-zA-Z ]+", name) for name in JOBS)


def test_a_line_is_json_with_the_allowed_keys_alone(capfd: pytest.CaptureFixture[str]) -> None:
    configure()
    try:
        structlog.get_logger("portal").error("unexpected", error_id="ab12", name="Zoë Ashe")
    finally:
        structlog.reset_defaults()
    line = "".join(capfd.readouterr())
    assert json.loads(line) | {"timestamp": ""} == {
        "event": "unexpected",
        "error_id": "ab12",
        "level": "error",
        "timestamp": "",
    }


def test_loggers_that_would_print_addresses_are_silenced() -> None:
    configure()
    structlog.reset_defaults()
    for name in ("uvicorn.access", "httpx", "httpcore"):
        assert not logging.getLogger(name).isEnabledFor(logging.INFO)
    for name in ("notifications_python_client", "apscheduler.executors.default"):
        assert not logging.getLogger(name).isEnabledFor(logging.ERROR), "it prints a trace with what was in hand"
