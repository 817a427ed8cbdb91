"""Logs: JSON lines with an allow-list of keys, so that nothing sensitive can be written by accident (P11)."""

import logging
from collections.abc import MutableMapping
from typing import Any

import structlog

ALLOWED = frozenset(
    {
        *("event", "level", "timestamp", "error_id", "error", "where"),
        *("route", "method", "status", "milliseconds", "count"),
        "job",  # by its own name from `portal.app.JOBS`
    }
)
"""Keys that may be logged; any other is dropped, value and all."""


def allowed_only(_logger: object, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Drop every key that is not on the list."""
    return {key: value for key, value in event.items() if key in ALLOWED}


def where(error: BaseException) -> str:
    """Say where something went wrong: the last modules and lines, and nothing of what was in their hands."""
    frames, trace = [], error.__traceback__
    while trace is not None:
        frames.append(f"{trace.tb_frame.f_globals.get('__name__', '?')}:{trace.tb_lineno}")
        trace = trace.tb_next
    return " ".join(frames[-6:])


def configure() -> None:
    """Send structured lines to standard error and silence the loggers that would print addresses."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            allowed_only,
            structlog.processors.JSONRenderer(),
        ],
        logger_factory=structlog.WriteLoggerFactory(file=None),
    )
    for name in ("uvicorn.access", "httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.WARNING)
    # They would print what was refused, or a trace with what a job had in its hands.
    for name in ("notifications_python_client", "apscheduler"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
