"""Scanning for viruses: the one place that speaks to ClamAV, over its socket on this machine (assurance P12)."""

import socket
from collections.abc import Callable

from lvws_core.errors import Invalid

_CHUNK, _PATIENCE_SECONDS = 64 * 1024, 20.0

Scanner = Callable[[bytes], None]
"""Raises `Invalid` on the field `file` where a file must not be kept: `virus`, or `scanner_silent`."""


def scanner_at(path: str) -> Scanner | None:
    """Give the scanner behind a socket, None where none is named."""
    return None if not path else lambda content: _scan(path, content)


def _scan(path: str, content: bytes) -> None:
    try:
        answer = _ask(path, content)
    except OSError as error:  # a scanner that is named and does not answer lets nothing through
        raise Invalid("file", "scanner_silent") from error
    if answer.endswith(b"FOUND"):
        raise Invalid("file", "virus")
    if not answer.endswith(b"OK"):
        raise Invalid("file", "scanner_silent")


def _ask(path: str, content: bytes) -> bytes:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
        line.settimeout(_PATIENCE_SECONDS)
        line.connect(path)
        line.sendall(b"zINSTREAM\0")
        for start in range(0, len(content), _CHUNK):
            chunk = content[start : start + _CHUNK]
            line.sendall(len(chunk).to_bytes(4, "big") + chunk)
        line.sendall(bytes(4))
        answer = b"".join(iter(lambda: line.recv(4096), b""))
    return answer.rstrip(b"\0\n ")
