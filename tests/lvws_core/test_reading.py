import pytest
from hypothesis import given
from hypothesis import strategies as st

from lvws_core.errors import Invalid
from lvws_core.lines import dotted, line_of, parsed
from lvws_core.policy import Length, Lengths, Policy
from lvws_core.reading import raw_json, read_json, read_value
from lvws_core.risk.marac import Circumstances

THRESHOLDS = """
[[marac_thresholds]]
borough = "hackney"
valid_from = 2026-01-01
count = 12
incidents = 2

[[marac_thresholds]]
borough = "{borough}"
valid_from = 2026-01-01
count = {count}
incidents = 2
"""


def refused(text: str) -> tuple[str, str, int | None]:
    with pytest.raises(Invalid) as caught:
        Policy.from_toml(text)
    return caught.value.field, caught.value.code, caught.value.line


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('version = "x"\nnonsense = 3', ("nonsense", "unknown_field", 2)),
        ('version = "x"\n\nescalation_incidents = -1', ("escalation_incidents", "not_positive", 3)),
        ("escalation_incidents = true", ("escalation_incidents", "wrong_type", 1)),
        ("repeat_months = 1000000", ("repeat_months", "too_large", 1)),
        ("decide_reminders = [nan]", ("decide_reminders", "not_a_fraction", 1)),
        ("visible_high_risk_count = 12\nmedium_risk_count = 12", ("medium_risk_count", "out_of_order", 2)),
        ("\nvisible_high_risk_count = 5", ("visible_high_risk_count", "out_of_order", 2)),
        ("# a comment\nversion = ", ("toml", "not_toml", 2)),
        ("a = [", ("toml", "not_toml", 1)),
        ("decide = " + "[" * 5000, ("toml", "too_deep", None)),
        ("[decide]\nmedium = {days = 1}\nhigh = {hours = 0}", ("decide.high", "not_one_positive", 3)),
        ("[decide.medium]\nhours = 'x'", ("decide.medium.hours", "wrong_type", 2)),
        ("[decide]\nhigh = {hours = 1}", ("decide.medium", "required", 1)),
        (THRESHOLDS.format(borough="hackny", count=3), ("marac_thresholds[1].borough", "unknown_value", 9)),
        (THRESHOLDS.format(borough="camden", count=30), ("marac_thresholds[1].count", "out_of_range", 11)),
        (THRESHOLDS.format(borough="hackney", count=3), ("marac_thresholds", "overlapping", 2)),
        ('marac_thresholds = [{borough = "hackny"}]', ("marac_thresholds[0].borough", "unknown_value", 1)),
    ],
)  # fmt: skip
def test_a_policy_that_cannot_be_is_refused_with_its_line(text: str, expected: tuple[str, str, int | None]) -> None:
    assert refused(text) == expected


def test_a_policy_of_nothing_is_the_default() -> None:
    assert Policy.from_toml("") == Policy()


def test_the_words_of_a_refusal_name_the_line() -> None:
    with pytest.raises(Invalid, match=r"^line 2: escalation_incidents: not_positive$"):
        Policy.from_toml("repeat_months = 6\nescalation_incidents = 0")


def test_a_length_is_bounded_in_a_policy() -> None:
    long = Length(hours=10_001)
    with pytest.raises(Invalid) as caught:
        Policy(decide=Lengths(high=None, medium=Length(days=1), standard=long))
    assert (caught.value.field, caught.value.code) == ("decide", "too_large")


@pytest.mark.parametrize(
    ("text", "field", "code"),
    [
        ('{"victim_age": 34, "police_incident": 2}', "police_incident", "unknown_field"),
        ('{"victim_age": "x"}', "victim_age", "wrong_type"),
        ("{}", "victim_age", "required"),
        ('{"victim_age": 3, "borough": "x"}', "borough", "unknown_value"),
        ('{"victim_age": 3, "on": "2026-13-01"}', "on", "not_a_date"),
        ('{"victim_age": -1}', "victim_age", "negative"),
        ('"x"', "value", "wrong_type"),
        ("[", "json", "not_json"),
        ("[" * 100_000, "json", "too_deep"),
    ],
)
def test_json_that_cannot_be_is_refused_with_field_and_code(text: str, field: str, code: str) -> None:
    with pytest.raises(Invalid) as caught:
        read_json(text, Circumstances)
    assert (caught.value.field, caught.value.code) == (field, code)


def test_a_surplus_key_deep_inside_is_found() -> None:
    plan = {"sensitive": True, "channels": {"sms": "yes"}, "windows": [{"days": [1], "opens": "10:00"}]}
    with pytest.raises(Invalid) as caught:
        read_value({"victim_age": 3, "score": {"yes_count": 1, "zzz": plan}}, Circumstances)
    assert caught.value.code == "required"


@given(st.binary(max_size=50) | st.text(max_size=50))
def test_no_text_raises_anything_but_invalid(data: bytes | str) -> None:
    try:
        read_json(data, Circumstances)
        raw_json(data)
    except Invalid:
        return


@given(st.text(alphabet="adecimlnsu_=[]{}\"'\n .0123456789", max_size=60))
def test_no_policy_raises_anything_but_invalid_with_a_line(text: str) -> None:
    lines: list[int | None] = []
    try:
        Policy.from_toml(text)
    except Invalid as error:
        lines.append(error.line)
    assert all(line is None or 1 <= line <= max(len(text.splitlines()), 1) for line in lines)


@given(st.lists(st.from_regex(r"[a-z_]{1,5}", fullmatch=True) | st.integers(0, 9), min_size=1, max_size=4))
def test_a_path_is_read_as_it_is_written(path: list[str | int]) -> None:
    assert parsed(dotted(tuple(path))) == tuple(path)


def test_the_line_of_a_part_that_is_nowhere_is_the_first() -> None:
    assert line_of("a = 1\nb = 2", ("c",)) == 1
