"""What was typed becomes a value or a fault at its field; every fault is found at once."""

from datetime import date
from enum import StrEnum

import pytest

from lvws_core.errors import Invalid
from lvws_core.forms import Faults, many
from lvws_core.ids import parse_reference


class Answer(StrEnum):
    YES = "yes"
    NO = "no"


def the_fault(faults: Faults) -> tuple[str, str]:
    (fault,) = faults.found
    assert fault.field == "field"
    return fault.code, fault.text


@pytest.mark.parametrize(("given", "found"), [("a", ("a",)), ("", ()), (["a", "", "b"], ("a", "b"))])
def test_a_field_may_come_once_or_several_times(given: str | list[str], found: tuple[str, ...]) -> None:
    assert many(given) == found


def test_text_is_trimmed_and_composed() -> None:
    faults = Faults()
    assert faults.text("field", "  Zoe\u0308\r\nsays \n", label="Note") == "Zoë\nsays"
    assert faults.found == ()


@pytest.mark.parametrize(
    ("typed", "code", "text"),
    [
        ("\x00", "control_character", "Note contains a character that cannot be stored"),
        ("  ", "required", "Enter note"),
        ("four letters", "too_long", "Note must be 4 characters or fewer"),
    ],
)
def test_text_that_cannot_be_is_a_fault(typed: str, code: str, text: str) -> None:
    faults = Faults()
    assert faults.text("field", typed, label="Note", longest=4) is None
    assert the_fault(faults) == (code, text)


def test_text_may_be_left_out_where_it_is_not_required() -> None:
    faults = Faults()
    assert not faults.text("field", "", label="Note", required=False)
    assert faults.found == ()


@pytest.mark.parametrize(("typed", "code"), [("", "required"), ("perhaps", "unknown_choice")])
def test_a_choice_that_is_none_is_a_fault(typed: str, code: str) -> None:
    faults = Faults()
    assert faults.choice("field", typed, Answer, text="Choose one") is None
    assert the_fault(faults) == (code, "Choose one")


def test_choices_are_a_set_of_what_was_ticked() -> None:
    faults = Faults()
    assert faults.choices("field", ["yes", "no", "yes"], Answer, text="Choose") == frozenset(Answer)
    assert faults.choices("field", "yes", Answer, text="Choose") == frozenset({Answer.YES})
    assert faults.found == ()


@pytest.mark.parametrize(("typed", "code"), [([], "required"), (["yes", "perhaps"], "unknown_choice")])
def test_choices_want_at_least_one_and_only_known_ones(typed: list[str], code: str) -> None:
    faults = Faults()
    assert faults.choices("field", typed, Answer, text="Choose") is None
    assert the_fault(faults) == (code, "Choose")


@pytest.mark.parametrize(("typed", "code"), [("", "required"), ("6", "out_of_range"), ("٣", "out_of_range")])
def test_a_number_wants_plain_digits_within_both_bounds(typed: str, code: str) -> None:
    faults = Faults()
    assert faults.number("field", typed, label="Length", lowest=1, highest=5) is None
    assert the_fault(faults)[0] == code


def test_a_number_is_read() -> None:
    assert Faults().number("field", " 5 ", label="Length", lowest=1, highest=5) == 5


def test_a_day_is_read_from_its_three_parts() -> None:
    assert Faults().day("field", ("29", "2", "2028"), label="Day") == date(2028, 2, 29)


@pytest.mark.parametrize(
    ("parts", "code"),
    [(("", " ", ""), "required"), (("29", "2", "2027"), "not_a_date"), (("x", "2", "2027"), "not_a_date")],
)
def test_a_day_that_is_none_is_a_fault(parts: tuple[str, str, str], code: str) -> None:
    faults = Faults()
    assert faults.day("field", parts, label="Day") is None
    assert the_fault(faults)[0] == code


def test_a_value_is_read_by_a_function_of_the_core() -> None:
    assert Faults().read("field", "7qk2m9", parse_reference, text="Enter a reference") == "7QK2-M9"


def test_what_that_function_refuses_is_a_fault_with_its_code() -> None:
    faults = Faults()
    assert faults.read("field", "7QK2", parse_reference, text="Enter a reference") is None
    assert the_fault(faults) == ("not_a_reference", "Enter a reference")


def test_every_fault_is_found_at_once() -> None:
    faults = Faults()
    faults.text("name", "", label="Name")
    faults.choice("answer", "", Answer, text="Choose one")
    assert [fault.field for fault in faults.found] == ["name", "answer"]


def test_a_function_that_refuses_says_why_by_its_code() -> None:
    with pytest.raises(Invalid, match="not_a_reference"):
        parse_reference("OIL5-U1")
