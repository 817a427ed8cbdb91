"""The application in processes of its own: served by uvicorn as in operation, killed where a test wants it killed."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

import httpx
import uvicorn
from litestar import Litestar

from portal.app import create_app
from tests.builders import Clock, some_settings

URL = "TESTS_DATABASE_URL"
_PATIENCE_SECONDS = 120
_FACTORY = "tests.portal.served:application"


def application() -> Litestar:
    """Give the application over the database that the environment names; its clock stands as in every test."""
    return create_app(some_settings(os.environ[URL]), clock=Clock(), new_id=uuid4)


class Processes:
    """A server of so many processes on one port of this machine, which may be killed and started again."""

    def __init__(self, url: str, workers: int) -> None:
        self._url, self._workers = url, workers
        with socket.create_server(("127.0.0.1", 0)) as free:
            self._port = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{self._port}"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start, and wait until it answers."""
        command = [sys.executable, "-m", "tests.portal.served", str(self._port), str(self._workers)]
        self._process = subprocess.Popen(command, env={**os.environ, URL: self._url}, start_new_session=True)
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while not self._answers():
            assert self._process.poll() is None, "the server ended by itself"
            assert time.monotonic() < deadline, "the server did not start"
            time.sleep(0.05)

    def _answers(self) -> bool:
        try:
            return httpx.get(f"{self.address}/health/ready").status_code == 200
        except httpx.TransportError:
            return False

    def kill(self) -> None:
        """Kill every process of it at this instant (SIGKILL): none has a chance to tidy up."""
        if self._process is not None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None


@contextmanager
def processes(url: str, *, workers: int) -> Iterator[Processes]:
    """Give a running server while the block runs."""
    made = Processes(url, workers)
    try:
        made.start()
        yield made
    finally:
        made.kill()


if __name__ == "__main__":
    uvicorn.run(
        _FACTORY,
        factory=True,
        host="127.0.0.1",
        port=int(sys.argv[1]),
        workers=int(sys.argv[2]),
        access_log=False,
        log_level="critical",
        proxy_headers=False,
        server_header=False,
        timeout_worker_healthcheck=_PATIENCE_SECONDS,  # on a busy machine a process needs longer than five seconds
    )
