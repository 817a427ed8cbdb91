"""The form by which an invitation is accepted."""

from datetime import datetime

import msgspec

from lvws_core.errors import Invalid
from lvws_core.forms import Faults, FieldError
from portal.auth.model import PASSWORD_LONGEST, PASSWORD_SHORTEST, check_password, code_step

_PASSWORD = {
    "too_short": f"Password must be {PASSWORD_SHORTEST} characters or more. A few words that are no sentence are good",
    "too_long": f"Password must be {PASSWORD_LONGEST} characters or fewer",
    "like_the_account": "Password must not begin with your email address. Choose another",
}


class AcceptForm(msgspec.Struct, kw_only=True):
    """What was typed: a password, a code, and the seed that the page had given."""

    password: str = ""
    code: str = ""
    seed: str = ""
    proof: str = ""


class Chosen(msgspec.Struct, frozen=True, kw_only=True):
    """A password that may be, and the step of the code that shows the app to be set up."""

    password: str
    step: int


def parse_accept(form: AcceptForm, email: str, now: datetime) -> Chosen | tuple[FieldError, ...]:
    """Read the password and the code of this moment, or give every fault.

    Source: ASVS 6.2.1 and 6.5.1; the password is never shown again.
    """
    faults = Faults()
    try:
        check_password(form.password, email=email)
    except Invalid as error:
        faults.add("password", error.code, _PASSWORD[error.code])
    code = "".join(form.code.split())
    step = None
    if not (code.isascii() and code.isdigit() and len(code) == 6):
        faults.add("code", "not_six_digits", "Enter the 6-digit code from your authenticator app")
    elif (step := code_step(form.seed, code, now, last_step=0)) is None:
        faults.add("code", "wrong", "That is not the code of this moment. Enter the one that the app shows now")
    if faults.found or step is None:
        return faults.found
    return Chosen(password=form.password, step=step)
