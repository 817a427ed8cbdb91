"""What a page sends when a passkey was used or made."""

from typing import Final

import msgspec

from lvws_core.errors import Invalid
from lvws_core.forms import FieldError
from portal.auth.passkeys.model import NAME_LONGEST, check_name

WRONG: Final = FieldError(
    field="passkey",
    code="wrong",
    text="The passkey was not accepted. Try again, or sign in another way",
)
"""The one neutral sentence for every way in which a passkey can fail (assurance 6.3.8)."""

NOT_MADE: Final = FieldError(
    field="passkey",
    code="not_made",
    text="The passkey could not be set up. Try again, or choose another way",
)
"""The same while one is set up."""

_NAME: Final = {
    "required": "Enter a name for this passkey, such as the device it is on",
    "too_long": f"The name must be {NAME_LONGEST} characters or fewer",
}


class PasskeyForm(msgspec.Struct, kw_only=True):
    """What the browser answered, as JSON, and the owner's name for the device where one is made."""

    answer: str = ""
    name: str = ""


def parse_name(form: PasskeyForm) -> str | tuple[FieldError, ...]:
    """Read the name of a new passkey, or give the fault."""
    try:
        return check_name(form.name)
    except Invalid as error:
        return (FieldError(field="name", code=error.code, text=_NAME[error.code]),)
