"""The scanner: what ClamAV is sent and what each of its answers means; the scanner itself is a fake."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from lvws_core.errors import Invalid
from portal.scanning import scanner_at


@contextmanager
def a_scanner(path: Path, answer: bytes, heard: list[bytes]) -> Iterator[None]:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listening:
        listening.bind(str(path))
        listening.listen()

        def serve() -> None:
            line, _ = listening.accept()
            with line:
                words = b""
                while not words.endswith(bytes(4)):
                    words += line.recv(65536)
                heard.append(words)
                line.sendall(answer)

        thread = threading.Thread(target=serve)
        thread.start()
        yield
        thread.join(5)


@pytest.mark.parametrize(
    ("answer", "code"),
    [(b"stream: Eicar-Signature FOUND\0", "virus"), (b"INSTREAM size limit exceeded. ERROR\0", "scanner_silent")],
)
def test_what_is_found_and_what_is_not_understood_is_refused(tmp_path: Path, answer: bytes, code: str) -> None:
    scan = scanner_at(str(tmp_path / "clamd"))
    assert scan is not None
    with a_scanner(tmp_path / "clamd", answer, []), pytest.raises(Invalid) as refused:
        scan(b"words")
    assert refused.value.code == code


def test_a_clean_file_passes_and_was_sent_whole(tmp_path: Path) -> None:
    scan, heard, content = scanner_at(str(tmp_path / "clamd")), list[bytes](), b"x" * 100_000
    assert scan is not None
    with a_scanner(tmp_path / "clamd", b"stream: OK\0", heard):
        scan(content)
    assert heard[0].startswith(b"zINSTREAM\0" + (65536).to_bytes(4, "big"))
    assert heard[0].count(b"x") == len(content)


def test_a_scanner_that_is_named_and_does_not_answer_lets_nothing_through(tmp_path: Path) -> None:
    scan = scanner_at(str(tmp_path / "nobody"))
    assert scan is not None
    with pytest.raises(Invalid) as refused:
        scan(b"words")
    assert refused.value.code == "scanner_silent"


def test_without_a_name_there_is_no_scanner() -> None:
    assert scanner_at("") is None
