"""Files of cases as the police and other systems send them: generated line by line, all invented."""

import csv
import io
from collections.abc import Iterator, Mapping
from datetime import date, timedelta

HEADINGS = (
    *("case_ref", "received_on", "reported_on", "source", "force", "agency", "crime_category", "da_level", "epr"),
    *("borough_gss", "age", "taken_up", "taken_up_on", "support_type", "closed_on", "closure_reason", "involvement"),
    *("name", "birth_date", "phone", "address", "postcode", "safe_call", "safe_text", "voicemail"),
)
_CRIMES = ("non_crime", "violence_with_injury", "burglary_dwelling", "other_theft", "fraud_forgery")
_FIRST = date(2026, 1, 5)

FAULTS: Mapping[str, tuple[str, str]] = {
    "received_on": ("31/02/2026", "not_a_date"),
    "phone": ("ring the neighbour", "not_a_phone"),
    "postcode": ("M1 1AE", "outside_london"),
    "name": ("=HYPERLINK(1)", "formula"),
    "crime_category": ("jaywalking", "unknown_choice"),
    "birth_date": ("1990-13-01", "not_a_date"),
    "age": ("210", "out_of_range"),
    "epr": ("perhaps", "unknown_choice"),
    "safe_call": ("maybe", "unknown_choice"),
    "case_ref": ("", "required"),
}
"""A wrong value for a column, and the code that it must be refused with."""


def a_line(number: int, **changes: str) -> dict[str, str]:
    """Give the line of a case by its number: most come from the police, some by themselves, some through another."""
    received = _FIRST + timedelta(days=number % 300)
    is_police, is_self = number % 10 < 8, number % 10 == 8
    has_ended = number % 4 == 0
    return {
        "case_ref": f"CR-{number:07}",
        "received_on": received.isoformat(),
        "reported_on": (received - timedelta(days=1)).isoformat() if is_police else "",
        "source": "police" if is_police else "self_referral" if is_self else "other_agency",
        "force": "metropolitan_police_service" if is_police else "",
        "agency": "" if is_police or is_self else "Alder Advice",
        "crime_category": _CRIMES[number % len(_CRIMES)],
        "da_level": ("", "high", "", "low_medium")[number % 4],
        "epr": ("no", "yes", "")[number % 3],
        "borough_gss": f"E09{number % 33 + 1:06}",
        "age": "",
        "taken_up": ("yes", "no", "no_contact", "")[number % 4],
        "taken_up_on": received.isoformat() if number % 4 == 0 else "",
        "support_type": "immediate" if number % 4 == 0 else "",
        "closed_on": (received + timedelta(days=3)).isoformat() if has_ended else "",
        "closure_reason": "needs_met" if has_ended else "",
        "involvement": "victim",
        "name": f"Sample {number:07}",
        "birth_date": (date(1950, 1, 1) + timedelta(days=number * 7 % 18_000)).isoformat(),
        "phone": f"07700 {number:07}",
        "address": f"{number % 90 + 1} Sample Street",
        "postcode": "E8 1EA",
        "safe_call": ("yes", "no")[number % 2],
        "safe_text": "no",
        "voicemail": "no",
    } | changes


def lines(many: int, faults: Mapping[int, tuple[str, str]] = {}) -> Iterator[str]:
    """Give a file line by line: the headings, then `many` cases; `faults` put a value in a column of a row."""
    yield _written(dict(zip(HEADINGS, HEADINGS, strict=True)))
    for number in range(many):
        column, value = faults.get(number + 2, ("", ""))
        yield _written(a_line(number, **{column: value} if column else {}))


def a_file(many: int, faults: Mapping[int, tuple[str, str]] = {}) -> str:
    """Give a whole file as text."""
    return "".join(lines(many, faults))


def seeded(many: int, faulty: int) -> dict[int, tuple[str, str]]:
    """Give so many faults over the rows of a file, each kind in turn, by row: the column and the wrong value."""
    kinds = [(column, value) for column, (value, _) in FAULTS.items()]
    return {2 + n * many // faulty: kinds[n % len(kinds)] for n in range(faulty)}


def _written(line: Mapping[str, str]) -> str:
    made = io.StringIO()
    csv.writer(made).writerow(line[each] for each in HEADINGS)
    return made.getvalue()
