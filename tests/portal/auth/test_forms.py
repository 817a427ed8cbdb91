import pytest

from portal.auth.forms import SignInForm, parse
from portal.auth.model import Attempt


def a_form(**changes: str) -> SignInForm:
    typed = {"email": "leah@example.org", "password": " a long password ", "code": "123456"}
    return SignInForm(**{**typed, **changes})


def test_email_is_normalised_password_left_alone_and_spaces_in_the_code_forgiven() -> None:
    found = parse(a_form(email=" Leah@Example.org ", code=" 123 456 "))
    assert found == Attempt(email="leah@example.org", password=" a long password ", code="123456")


def test_an_empty_form_has_a_fault_at_each_field_in_order() -> None:
    found = parse(SignInForm())
    assert not isinstance(found, Attempt)
    assert [(fault.field, fault.code) for fault in found] == [
        ("email", "required"),
        ("password", "required"),
        ("code", "not_six_digits"),
    ]


@pytest.mark.parametrize("code", ["12345", "1234567", "abcdef", "١٢٣٤٥٦"])
def test_a_code_is_six_plain_digits(code: str) -> None:
    found = parse(a_form(code=code))
    assert not isinstance(found, Attempt)
    assert [fault.code for fault in found] == ["not_six_digits"]


def test_a_password_of_megabytes_is_not_hashed() -> None:
    found = parse(a_form(password="x" * 129))
    assert not isinstance(found, Attempt)
    assert [fault.code for fault in found] == ["too_long"]


def test_a_control_character_in_the_email_is_a_fault() -> None:
    found = parse(a_form(email="leah\x00@example.org"))
    assert not isinstance(found, Attempt)
    assert found[0].code == "control_character"
