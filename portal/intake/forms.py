"""The form that says who a case is about."""

import msgspec

from lvws_core.errors import Invalid
from lvws_core.forms import FieldError
from lvws_core.ids import Reference, parse_reference

NEW = "new"
"""What is chosen for somebody whom we do not know."""


class PersonForm(msgspec.Struct, frozen=True, kw_only=True):
    """Who it is, as it was chosen: a reference or `new`."""

    person: str = ""
    version: str = ""


class Chosen(msgspec.Struct, frozen=True, kw_only=True):
    """Who it is: somebody known, or None for somebody new."""

    person: Reference | None


def parse_person(form: PersonForm) -> Chosen | tuple[FieldError, ...]:
    """Read who it is."""
    if form.person == NEW:
        return Chosen(person=None)
    try:
        return Chosen(person=parse_reference(form.person))
    except Invalid:
        return (FieldError(field="person", code="required", text="Choose one of these people, or somebody new"),)
