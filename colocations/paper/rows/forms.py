"""A row of the paper log becomes what the form of a contact says, or every fault with its column."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

import msgspec

from colocations.contacts.forms import parse_contact
from colocations.contacts.model import (
    About,
    ContactKind,
    Feedback,
    Logged,
    Manner,
    Outcome,
    Purpose,
    Safe,
    StaffRole,
    TrainingLevel,
)
from colocations.paper.model import LAYOUT
from colocations.sites.forms import Typed
from lvws_core.forms import Many
from lvws_core.ids import Reference
from lvws_core.spreadsheets import Fault, Line, day_of, plain, without_formula
from lvws_core.vocabulary.labelled import Labelled

Values = dict[str, Many]

_NOON: Final = "12:00"
_LISTS: Final[Mapping[str, type[Labelled]]] = {
    "kind": ContactKind,
    "manner": Manner,
    "purpose": Purpose,
    "outcome": Outcome,
    "about": About,
    "safe": Safe,
    "staff_role": StaffRole,
    "level": TrainingLevel,
    "feedback": Feedback,
}
_DAYS: Final[Mapping[str, str]] = {
    "day": "on",
    "call_back_on": "call_back",
    "disclosed_on": "disclosed",
    "discharge_on": "discharge",
}
_YES_NO: Final = ("inpatient", "apart")
_COLUMN_OF: Final[Mapping[str, str]] = {
    **{field: column for column, field in _DAYS.items()},
    "minutes_other": "minutes",
    "call_back_time": "call_back_on",
    "site": "",
}


class _Wrong(msgspec.Struct, frozen=True, kw_only=True):
    """Why a cell is none of its column: a code, and what follows the column's name in the sentence."""

    code: str
    text: str


_FORMULA: Final = _Wrong(code="formula", text=" begins with =, +, - or @ as a formula does: write ' before it")
_NOT_A_DAY: Final = _Wrong(code="not_a_date", text=" must be a real date, written as 2026-10-22 or 22/10/2026")
_NOT_YES_NO: Final = _Wrong(code="unknown_choice", text=": write yes or no, or nothing")
_NOT_HEADS: Final = _Wrong(code="not_heads", text=": write roles and numbers, as nurse 4; doctor 2")


def read_row(line: Line, site: Reference, now: datetime) -> Logged | tuple[Fault, ...]:
    """Read a row as if its form had been filled in at a site; `now` is aware. Else give every fault with its column.

    A row without a time was at noon: the same row says the same whenever it is read.
    """
    values, faults = _typed(line)
    found = parse_contact(Typed(values={**values, "site": site}), now)
    if isinstance(found, Logged):
        return tuple(faults) or found
    known = {fault.column for fault in faults}
    for error in found:
        column = column_of(error.field)
        if column not in known:
            faults.append(Fault(row=line.row, column=column, code=error.code, text=error.text))
    order = list(LAYOUT.labels)
    return tuple(sorted(faults, key=lambda fault: order.index(fault.column) if fault.column else len(order)))


def column_of(field: str) -> str:
    """Give the column of a field of the form; "" where it is the whole row that is wrong."""
    return "trained" if field.startswith("audience_") else _COLUMN_OF.get(field, field)


def _typed(line: Line) -> tuple[Values, list[Fault]]:
    """Give the fields of the form as a row says them, and what of it no form could hold."""
    values: Values = {"time": _NOON}
    faults: list[Fault] = []
    for column, said in line.values.items():
        text = without_formula(said)
        match _FORMULA if text is None else _cell(column, text):
            case _Wrong() as wrong:
                words = f"{LAYOUT.labels[column]}{wrong.text}"
                faults.append(Fault(row=line.row, column=column, code=wrong.code, text=words))
            case read:
                values |= read
    return values, faults


def _cell(column: str, text: str) -> Values | _Wrong:
    """Give what a cell says in the fields of the form."""
    if column in _LISTS:
        key = _key_of(column, text)
        listed = _Wrong(code="unknown_choice", text=f": write one of {', '.join(_LISTS[column])}")
        return {column: key} if key else listed
    if column in _DAYS:
        day = day_of(text)
        return _NOT_A_DAY if day is None else _parts(column, day)
    if column in _YES_NO:
        return {column: plain(text)} if plain(text) in {"yes", "no"} else _NOT_YES_NO
    return _heads(text) if column == "trained" else {column: text}


def _key_of(column: str, text: str) -> str:
    words = {plain(word): each.value for each in _LISTS[column] for word in (each.label, each.value)}
    return words.get(plain(text), "")


def _parts(column: str, day: date) -> Values:
    field = _DAYS[column]
    parts: Values = {f"{field}_day": str(day.day), f"{field}_month": str(day.month), f"{field}_year": str(day.year)}
    return {**parts, "call_back_time": _NOON} if field == "call_back" else parts


def _heads(text: str) -> Values | _Wrong:
    """Read roles with numbers, with a semicolon or a comma between them."""
    found: Values = {}
    for part in filter(str.strip, text.replace(",", ";").split(";")):
        role, _, number = part.strip().rpartition(" ")
        key = _key_of("staff_role", role)
        if not key or not (number.isascii() and number.isdigit()) or f"audience_{key}" in found:
            return _NOT_HEADS
        found[f"audience_{key}"] = number
    return found or _NOT_HEADS
