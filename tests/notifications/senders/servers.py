"""Real servers on loopback that answer as they are told: a mail server, and a stand-in for GOV.UK Notify."""

import asyncio
import json
import socket
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope


class Mailbox:
    """What a mail server took, and what it answers instead: by command, a status line, or an act."""

    def __init__(self) -> None:
        self.taken: list[Envelope] = []
        self.answers: dict[str, str] = {}
        self.seconds = 0.0
        self.cuts = False

    async def handle_RCPT(self, _server: SMTP, _session: Any, envelope: Envelope, address: str, _options: Any) -> str:  # noqa: N802
        """Take a recipient, or answer as told."""
        if "RCPT" in self.answers:
            return self.answers["RCPT"]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _session: Any, envelope: Envelope) -> str:  # noqa: N802
        """Take a message, or answer as told."""
        await asyncio.sleep(self.seconds)
        if "DATA" in self.answers:
            return self.answers["DATA"]
        self.taken.append(envelope)
        if self.cuts:
            assert server.transport is not None
            server.transport.abort()
        return "250 OK"

    @property
    def references(self) -> list[str]:
        """The ids of the messages taken, in order."""
        lines = [line for envelope in self.taken for line in _text(envelope).splitlines()]
        return [line[13:49] for line in lines if line.startswith("Message-ID: <")]


def _text(envelope: Envelope) -> str:
    content = envelope.content
    return content.decode() if isinstance(content, bytes) else str(content)


@contextmanager
def a_mail_server(mailbox: Mailbox) -> Generator[int]:
    """Serve mail on a free port of loopback while the block runs; gives the port."""
    port = free_port()
    controller = Controller(mailbox, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield port
    finally:
        controller.stop()


def free_port() -> int:
    """Give a port of loopback where nobody listens."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


class Stub:
    """What the stand-in of Notify took, and what it answers instead: statuses in turn, 0 for a lost answer.

    With a `trickle` the answer comes a byte at a time, so many seconds apart.
    """

    def __init__(self) -> None:
        self.taken: list[dict[str, Any]] = []
        self.statuses: list[int] = []
        self.body: str | None = None
        self.paths: list[str] = []
        self.trickle = 0.0


@contextmanager
def a_notify(stub: Stub) -> Generator[str]:
    """Serve the two calls of Notify that are used, on a free port of loopback; gives the address."""

    class Answering(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            stub.paths.append(self.path)
            status = stub.statuses.pop(0) if stub.statuses else 201
            if status in {0, 201}:
                stub.taken.append(asked)
            self._answer(status, {"id": "1"} if status == 201 else {"errors": [{"error": "E", "message": "no"}]})

        def do_GET(self) -> None:
            stub.paths.append(self.path)
            wanted = self.path.partition("reference=")[2]
            found = [{"id": "1"} for each in stub.taken if each["reference"] == wanted]
            self._answer(200, {"notifications": found})

        def _answer(self, status: int, body: Any) -> None:
            if status == 0:
                self.connection.shutdown(socket.SHUT_RDWR)
                return
            for _ in range(30 if stub.trickle else 0):
                self.wfile.write(b" ")
                time.sleep(stub.trickle)
            content = (stub.body if stub.body is not None else json.dumps(body)).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_arguments: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
