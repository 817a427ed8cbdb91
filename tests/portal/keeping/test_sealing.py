"""Sealed files: whole, or refused; whoever seals cannot open (P22)."""

import io
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from portal.keeping import sealing
from portal.keeping.sealing import MAGIC, UnsealError
from portal.settings import SettingsError

KEY = X25519PrivateKey.generate()
SIZE = 64
parts = st.lists(st.binary(max_size=3 * SIZE), max_size=5)


@pytest.fixture(autouse=True, scope="module")
def small_chunks() -> "object":
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sealing, "CHUNK", SIZE)
        yield


def sealed(*content: bytes, key: X25519PrivateKey = KEY) -> bytes:
    into = io.BytesIO()
    sealing.seal(content, key.public_key(), into)
    return into.getvalue()


def opened(text: bytes, key: X25519PrivateKey = KEY) -> bytes:
    return b"".join(sealing.unseal(io.BytesIO(text), key))


@given(parts)
def test_what_was_sealed_opens_again_however_it_was_cut(content: list[bytes]) -> None:
    assert opened(sealed(*content)) == b"".join(content)


@given(parts, st.data())
def test_t_raw_altered_or_cut_off_anywhere_it_does_not_open(content: list[bytes], data: st.DataObject) -> None:
    whole = sealed(*content)
    altered = bytearray(whole)
    altered[data.draw(st.integers(0, len(whole) - 1))] ^= data.draw(st.integers(1, 255))
    for wrong in (bytes(altered), whole[: data.draw(st.integers(0, len(whole) - 1))], whole + b"\0"):
        with pytest.raises(UnsealError):
            opened(wrong)


def test_chunks_left_out_swapped_or_repeated_do_not_open() -> None:
    whole = sealed(bytes(5 * SIZE))
    start, step = len(MAGIC) + 32, SIZE + 16
    chunks = [whole[at : at + step] for at in range(start, len(whole), step)]
    assert len(chunks) == 5
    for wrong in (chunks[:-1], chunks[1:], [chunks[1], chunks[0], *chunks[2:]], [*chunks[:2], *chunks[1:]]):
        with pytest.raises(UnsealError):
            opened(whole[:start] + b"".join(wrong))


def test_another_key_opens_nothing_and_the_text_is_not_in_it() -> None:
    with pytest.raises(UnsealError, match="another key"):
        opened(sealed(b"text"), X25519PrivateKey.generate())
    assert b"text" not in sealed(b"text")
    assert sealed(b"text") != sealed(b"text")


@pytest.mark.parametrize("wrong", ["missing", "text", "other half"])
def test_a_key_that_is_none_is_refused_in_words(tmp_path: Path, wrong: str) -> None:
    private, public = tmp_path / "private.pem", tmp_path / "public.pem"
    sealing.new_pair(private, public)
    if wrong == "missing":
        private.unlink(), public.unlink()
    elif wrong == "text":
        private.write_text("x"), public.write_text("x")
    else:
        private.rename(tmp_path / "x"), public.rename(private), (tmp_path / "x").rename(public)
    with pytest.raises(SettingsError):
        sealing.private_key(private)
    with pytest.raises(SettingsError):
        sealing.public_key(public)


def test_the_private_half_is_its_owners_alone_and_never_written_over(tmp_path: Path) -> None:
    private, public = tmp_path / "private.pem", tmp_path / "public.pem"
    sealing.new_pair(private, public)
    assert private.stat().st_mode & 0o777 == 0o600
    with pytest.raises(FileExistsError):
        sealing.new_pair(private, public)
    private.chmod(0o640)
    with pytest.raises(SettingsError, match="600"):
        sealing.private_key(private)
