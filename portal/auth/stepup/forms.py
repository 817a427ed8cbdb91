"""The form of the step-up."""

import msgspec

from lvws_core.forms import FieldError
from portal.auth.locking.model import Unlocking


class ConfirmForm(msgspec.Struct, kw_only=True):
    """The form as it comes from the browser; `kept` is what the page carried, sealed.

    `answer` is what a passkey said, where one was used instead.
    """

    code: str = ""
    answer: str = ""
    kept: str = ""


def parse_confirm(form: ConfirmForm) -> Unlocking | tuple[FieldError, ...]:
    """Read the form: the code without spaces. A password is no proof here: whoever reads the screen may know it."""
    code = "".join(form.code.split())
    if not (code.isascii() and code.isdigit() and len(code) == 6):
        text = "Enter the 6-digit code from your authenticator app"
        return (FieldError(field="code", code="not_six_digits", text=text),)
    return Unlocking(code=code)
