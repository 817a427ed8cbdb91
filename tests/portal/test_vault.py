"""The vault: what was sealed opens in its own place and nowhere else (P8)."""

from uuid import UUID

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lvws_core.errors import Invalid
from lvws_core.ports import RecordKey
from portal.vault import KeyVault
from tests.builders import LEAD, SHELTER, some_secrets

VAULT = KeyVault(some_secrets().vault_key, some_secrets().index_key)
RECORD, OTHER_RECORD = UUID(int=1), UUID(int=2)
COLUMN = "person.identity"
texts = st.text(max_size=200)


def a_key(organisation_id: UUID = LEAD, record_id: UUID = RECORD) -> RecordKey:
    return VAULT.new_key(organisation_id, record_id)  # type: ignore[arg-type]


@given(texts)
def test_what_was_sealed_opens_again(text: str) -> None:
    key = a_key()
    assert VAULT.open(key, COLUMN, VAULT.seal(key, COLUMN, text)) == text


@given(texts)
def test_the_same_text_never_gives_the_same_bytes_twice(text: str) -> None:
    key = a_key()
    assert VAULT.seal(key, COLUMN, text) != VAULT.seal(key, COLUMN, text)


@given(st.text(min_size=4, max_size=100))
def test_neither_the_bytes_nor_the_key_show_the_text(text: str) -> None:
    key = a_key()
    assert text.encode() not in VAULT.seal(key, COLUMN, text) + key.wrapped


@given(texts, st.data())
def test_altered_bytes_open_nothing(text: str, data: st.DataObject) -> None:
    key = a_key()
    sealed = bytearray(VAULT.seal(key, COLUMN, text))
    sealed[data.draw(st.integers(0, len(sealed) - 1))] ^= data.draw(st.integers(1, 255))
    with pytest.raises(Invalid, match="cannot_be_opened"):
        VAULT.open(key, COLUMN, bytes(sealed))


@given(texts, st.data())
def test_bytes_cut_short_or_made_longer_open_nothing(text: str, data: st.DataObject) -> None:
    key = a_key()
    sealed = VAULT.seal(key, COLUMN, text)
    cut = sealed[: data.draw(st.integers(0, len(sealed) - 1))]
    for wrong in (cut, sealed + b"\x00", b""):
        with pytest.raises(Invalid):
            VAULT.open(key, COLUMN, wrong)


def test_a_ciphertext_moved_to_another_column_opens_nothing() -> None:
    key = a_key()
    with pytest.raises(Invalid):
        VAULT.open(key, "person.notes", VAULT.seal(key, COLUMN, "text"))


def test_a_ciphertext_moved_to_another_record_opens_nothing_with_either_key() -> None:
    mine, other = a_key(), a_key(record_id=OTHER_RECORD)
    sealed = VAULT.seal(mine, COLUMN, "text")
    moved_key = msgspec.structs.replace(mine, record_id=OTHER_RECORD)
    for key in (other, moved_key):
        with pytest.raises(Invalid):
            VAULT.open(key, COLUMN, sealed)


def test_a_ciphertext_moved_to_another_organisation_opens_nothing() -> None:
    mine, other = a_key(), a_key(SHELTER)
    sealed = VAULT.seal(mine, COLUMN, "text")
    moved_key = msgspec.structs.replace(mine, organisation_id=SHELTER)
    for key in (other, moved_key):
        with pytest.raises(Invalid):
            VAULT.open(key, COLUMN, sealed)


def test_a_wrapped_key_is_no_ciphertext_of_a_column() -> None:
    key = a_key()
    with pytest.raises(Invalid):
        VAULT.open(key, "key", key.wrapped)


def test_without_the_wrapped_key_nothing_opens_any_more() -> None:
    key = a_key()
    sealed = VAULT.seal(key, COLUMN, "text")
    with pytest.raises(Invalid):
        VAULT.open(msgspec.structs.replace(key, wrapped=b""), COLUMN, sealed)
    with pytest.raises(Invalid):
        VAULT.open(a_key(), COLUMN, sealed)


def test_another_vault_key_opens_nothing() -> None:
    key = a_key()
    stranger = KeyVault(bytes(32), some_secrets().index_key)
    with pytest.raises(Invalid):
        stranger.open(key, COLUMN, VAULT.seal(key, COLUMN, "text"))


@pytest.mark.parametrize("written", ["Zoë Ashe", "  zoë   ASHE ", "Zoe\u0308 Ashe", "ZOË\tashe"])
def test_the_index_finds_the_same_name_however_it_is_written(written: str) -> None:
    assert VAULT.index("name", written) == VAULT.index("name", "Zoë Ashe")


def test_the_index_keeps_kinds_and_keys_apart() -> None:
    indexes = {
        VAULT.index("name", "07700 900123"),
        VAULT.index("phone", "07700 900123"),
        VAULT.index("phone", "07700 900124"),
        KeyVault(some_secrets().vault_key, bytes(32)).index("phone", "07700 900123"),
    }
    assert len(indexes) == 4
    assert {len(index) for index in indexes} == {32}
