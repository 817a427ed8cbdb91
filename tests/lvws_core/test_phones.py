"""A number is found again however it was written."""

import pytest

from lvws_core.phones import is_phone, phone_digits


@pytest.mark.parametrize("text", ["07700 900123", "+44 7700 900123", "+44 (0)7700 900-123", "0044 7700 900123"])
def test_a_british_number_is_the_same_however_it_is_written(text: str) -> None:
    assert phone_digits(text) == "07700900123"


def test_a_number_from_abroad_keeps_its_digits() -> None:
    assert phone_digits("+49 30 123456") == "4930123456"


@pytest.mark.parametrize("text", ["020 7946 0123", "+44 (0)7700 900-123", "123.4567"])
def test_what_can_be_dialled_is_a_number(text: str) -> None:
    assert is_phone(text)


@pytest.mark.parametrize("text", ["", "999", "ask for Kim", "020 7946 0123 ask for Kim", "1" * 16])
def test_anything_else_is_none(text: str) -> None:
    assert not is_phone(text)
