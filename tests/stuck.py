"""A browser that does not answer any more: its pages are ended, so that one test fails and not the whole run."""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

PATIENCE_SECONDS = 120
"""No test with a browser takes half as long; the calls that wait without an end of their own may take this long."""

_PROCESSES = Path("/proc")


def end_pages(ours: int) -> None:
    """End every page of the browsers that a process has started; what waited for them goes on or fails."""
    for process in pages_of(ours):
        sys.stderr.write("A page of the browser did not answer and was ended.\n")
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)


def pages_of(ours: int) -> Iterator[int]:
    """Give the processes in which the browsers of a process show their pages; none where the system does not tell."""
    parents = dict(_parents())
    for process in parents:
        above = process
        while above in parents and above != ours:
            above = parents[above]
        if above == ours and _shows_a_page(process):
            yield process


def _parents() -> Iterator[tuple[int, int]]:
    for folder in _PROCESSES.glob("[0-9]*"):
        with suppress(OSError):
            # The name of the program stands in brackets and may hold anything, blanks and brackets too.
            yield int(folder.name), int((folder / "stat").read_text().rpartition(")")[2].split()[1])


def _shows_a_page(process: int) -> bool:
    with suppress(OSError):
        return b"--type=renderer" in (_PROCESSES / str(process) / "cmdline").read_bytes()
    return False
