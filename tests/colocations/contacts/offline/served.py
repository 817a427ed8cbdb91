"""The application in a process of its own, which dies where a trial wants it dead: right after a commit, unanswered."""

import os
import signal
import socket
import subprocess
import sys
import time
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import httpx
import uvicorn
from litestar import Litestar
from litestar.types import Message, Receive, Scope, Send

from portal.app import create_app
from tests.builders import some_settings

URL, DIES = "TESTS_DATABASE_URL", "TESTS_DIES_AFTER_A_COMMIT"
_ENVELOPES = "/api/v1/offline/envelopes"
_PATIENCE_SECONDS = 60
_LOGGED = 201


def application() -> Any:
    """Give the application over the database that the environment names; with `DIES` it answers no first delivery."""
    app: Litestar = create_app(some_settings(os.environ[URL], demo=True), clock=lambda: datetime.now(UTC), new_id=uuid4)
    return Dying(app) if os.environ.get(DIES) else app


class Dying:
    """An application that ends its process when it would answer that an entry is logged: the commit is on the disk."""

    def __init__(self, app: Litestar) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer everything else as the application does."""

        async def dying(message: Message) -> None:
            if scope.get("path") == _ENVELOPES and message.get("status") == _LOGGED:
                os._exit(9)
            await send(message)

        await self._app(scope, receive, dying)  # type: ignore[arg-type]  # the two spell an ASGI application differently


class Server:
    """A server on one port of this machine that may be killed and started again."""

    def __init__(self, url: str) -> None:
        self._url = url
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, *, dies: bool = False) -> None:
        """Start, and wait until it answers; with `dies` it ends after the first commit of a delivery."""
        environment = {**os.environ, URL: self._url, DIES: "yes" if dies else ""}
        command = [sys.executable, "-m", "tests.colocations.contacts.offline.served", str(self.port)]
        self._process = subprocess.Popen(command, env=environment, start_new_session=True)
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while not self._answers():
            assert self._process.poll() is None, "the server ended by itself"
            assert time.monotonic() < deadline, "the server did not start"
            time.sleep(0.05)

    def _answers(self) -> bool:
        try:
            return httpx.get(f"{self.address}/health/ready").status_code == httpx.codes.OK
        except httpx.TransportError:
            return False

    def wait_until_dead(self) -> None:
        """Wait until it has ended by itself."""
        assert self._process is not None
        self._process.wait(_PATIENCE_SECONDS)
        self._process = None

    def kill(self) -> None:
        """Kill it at this instant (SIGKILL)."""
        if self._process is not None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None


if __name__ == "__main__":
    uvicorn.run(
        "tests.colocations.contacts.offline.served:application",
        factory=True,
        host="127.0.0.1",
        port=int(sys.argv[1]),
        access_log=False,
        log_level="critical",
        proxy_headers=False,
        server_header=False,
    )
