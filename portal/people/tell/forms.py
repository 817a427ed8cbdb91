"""The form that says that a person was told."""

from uuid import UUID

import msgspec

from lvws_core.errors import Invalid


class TellForm(msgspec.Struct, frozen=True, kw_only=True):
    """Which of the things to tell."""

    entry: str = ""


def parse_entry(form: TellForm) -> UUID:
    """Read which it is.

    Raises:
        Invalid: It is none, so the form did not come from our page.
    """
    try:
        return UUID(form.entry)
    except ValueError as error:
        raise Invalid("entry", "not_an_entry") from error
