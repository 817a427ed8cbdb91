"""Recovery codes as values: how they are made, written and read."""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from lvws_core.ids import UserId
from portal.auth.recovery.model import LENGTH, code_of, hash_of, read, written
from portal.vault import KeyVault
from tests.builders import some_secrets


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_asvs_6_5_3_a_code_is_sixteen_letters_that_are_read_back_however_they_are_typed(entropy: str) -> None:
    code = code_of(entropy)
    assert len(code) == LENGTH
    assert not set(code) & set("01IO")
    assert len(written(code)) == LENGTH + 3
    for typed in (code, written(code), written(code).lower(), f"  {written(code).replace('-', ' ')} "):
        assert read(typed) == code


@given(st.text())
def test_what_is_no_code_is_read_as_none(text: str) -> None:
    found = read(text)
    assert found is None or (len(found) == LENGTH and found.isascii())


def test_asvs_6_5_2_the_hash_is_keyed_and_belongs_to_one_account() -> None:
    secrets, code = some_secrets(), code_of("some entropy")
    vault, other = (
        KeyVault(secrets.vault_key, secrets.index_key),
        KeyVault(secrets.vault_key, bytes(reversed(secrets.index_key))),
    )
    mine, theirs = UserId(UUID(int=1)), UserId(UUID(int=2))
    assert len({hash_of(vault, mine, code), hash_of(vault, theirs, code), hash_of(other, mine, code)}) == 3
