"""The sign-in form: what was typed becomes an attempt, or the faults of an empty field."""

from collections.abc import Mapping

import msgspec

from lvws_core.forms import Faults, FieldError
from portal.auth.model import PASSWORD_LONGEST, Attempt, Refused, normal_email

WRONG = FieldError(
    field="email",
    code="wrong",
    text="The email address, password or code is not right, or the code was used before. Check all three and try again",
)
"""The one neutral sentence for every way in which what was typed can be wrong (assurance 6.3.8)."""

TOO_MANY = FieldError(
    field="email",
    code="too_many_tries",
    text="There were too many tries for this email address. Wait 15 minutes and try again, "
    "or sign in on a computer where you have signed in before",
)
"""Said of an account that does not exist as of one that does."""

REFUSALS: Mapping[Refused, FieldError] = {Refused.WRONG: WRONG, Refused.TOO_MANY_TRIES: TOO_MANY}
"""What is said to each refusal."""


class SignInForm(msgspec.Struct, kw_only=True):
    """The form as it comes from the browser."""

    email: str = ""
    password: str = ""
    code: str = ""


class SignOutForm(msgspec.Struct, kw_only=True):
    """What a page says when its reader signs out: how many entries this browser holds unsent, "" if it cannot tell."""

    unsent: str = ""


def parse(form: SignInForm) -> Attempt | tuple[FieldError, ...]:
    """Read the form: the e-mail in its normal form, the password untouched, the code without spaces."""
    faults = Faults()
    email = read_who(faults, form.email, form.password)
    code = "".join(form.code.split())
    if not (code.isascii() and code.isdigit() and len(code) == 6):
        faults.add("code", "not_six_digits", "Enter the 6-digit code from your authenticator app")
    if email is None or faults.found:
        return faults.found
    return Attempt(email=email, password=form.password, code=code)


def read_who(faults: Faults, email: str, password: str) -> str | None:
    """Give the e-mail in its normal form, None with a fault if there is none; a password that cannot be is one too."""
    found = faults.text("email", email, label="Your email address", longest=254)
    if not password:
        faults.add("password", "required", "Enter your password")
    elif len(password) > PASSWORD_LONGEST:
        faults.add("password", "too_long", f"Password must be {PASSWORD_LONGEST} characters or fewer")
    return None if found is None else normal_email(found)
