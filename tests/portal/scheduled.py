"""The scheduler in processes of its own, as in operation: killed, stopped and let go on where a test wants it."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from portal.app import JOBS, create_app
from portal.leases.model import Pace
from portal.scheduler import run
from tests.builders import some_settings
from tests.portal.served import URL

AHEAD, LENGTH = "TESTS_AHEAD_SECONDS", "TESTS_LEASE_SECONDS"


class Scheduling:
    """So many processes that each look for what is due; their clock goes on by so much before the machine's."""

    def __init__(self, url: str, many: int, ahead: timedelta, pace: Pace) -> None:
        told = {URL: url, AHEAD: str(ahead.total_seconds()), LENGTH: str(pace.length.total_seconds())}
        self._environment = {**os.environ, **told}
        self._processes = [self._started() for _ in range(many)]

    def _started(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen([sys.executable, "-m", "tests.portal.scheduled"], env=self._environment)

    def kill(self, number: int) -> None:
        """Kill one at this instant and put a new one in its place."""
        self._processes[number].kill()
        self._processes[number].wait()
        self._processes[number] = self._started()

    def stop(self, number: int) -> None:
        """Let one stand still, with whatever it holds."""
        self._processes[number].send_signal(signal.SIGSTOP)

    def go_on(self, number: int) -> None:
        """Let one go on where it stood still."""
        self._processes[number].send_signal(signal.SIGCONT)

    def alive(self) -> int:
        """Give how many have not ended by themselves."""
        return sum(each.poll() is None for each in self._processes)

    def end(self) -> None:
        """Kill all of them."""
        for each in self._processes:
            each.kill()
            each.wait()


@contextmanager
def scheduling(url: str, many: int, ahead: timedelta, pace: Pace) -> Iterator[Scheduling]:
    """Give running schedulers while the block runs."""
    made = Scheduling(url, many, ahead, pace)
    try:
        yield made
    finally:
        made.end()


def quick(length: timedelta) -> Pace:
    """Give a pace in the proportions of the one in operation."""
    return Pace(every=length / 4, length=length, patience=length / 2)


def main() -> None:
    """Look for what is due until killed."""
    ahead = timedelta(seconds=float(os.environ[AHEAD]))
    app = create_app(some_settings(os.environ[URL]), clock=lambda: datetime.now(UTC) + ahead, new_id=uuid4)
    run(app.state.supplies, JOBS, threading.Event(), quick(timedelta(seconds=float(os.environ[LENGTH]))))


if __name__ == "__main__":
    main()
