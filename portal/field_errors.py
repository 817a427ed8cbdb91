"""The fault at one field, in the shape that the form macros read."""

from collections.abc import Iterable

from lvws_core.forms import FieldError


def field_error(errors: Iterable[FieldError], field: str) -> dict[str, str] | None:
    """Give the `errorMessage` option for `field`, or None when it has no fault.

    A field with several faults shows the first; the summary at the top lists them all. It is a
    global of the template environment, because a template's macro can give nothing but text.
    """
    return next(({"text": e.text} for e in errors if e.field == field), None)
