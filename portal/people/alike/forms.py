"""The forms with which a human decides whether two people are the same."""

import msgspec

from lvws_core.errors import Invalid
from lvws_core.forms import FieldError
from lvws_core.ids import Reference, parse_reference
from portal.people.model import Person

NEW = "new"
"""The answer that it is none of those who look alike."""


class ApartForm(msgspec.Struct, frozen=True, kw_only=True):
    """Who is not the same person, by reference."""

    other: str = ""


def decision_of(known: str, against: str, found: tuple[Person, ...]) -> Reference | str | FieldError | None:
    """Read the choice among those who look alike: a reference, `NEW`, or None where it is still to be asked.

    `against` are the references among whom somebody chose; where others look alike by now, it is asked anew.
    """
    if not found:
        return NEW
    references = {person.reference for person in found}
    if set(against.split()) != references:
        return None
    if known == NEW:
        return NEW
    try:
        chosen = parse_reference(known)
    except Invalid:
        chosen = Reference("")
    if chosen in references:
        return chosen
    return FieldError(field="known", code="required", text="Choose whether it is one of these people")
