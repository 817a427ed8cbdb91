"""The form by which somebody signs in with a recovery code."""

import msgspec

from lvws_core.forms import Faults, FieldError
from portal.auth.forms import read_who
from portal.auth.model import Attempt
from portal.auth.recovery.model import read


class RecoveryForm(msgspec.Struct, kw_only=True):
    """The form as it comes from the browser."""

    email: str = ""
    password: str = ""
    recovery: str = ""


def parse_recovery(form: RecoveryForm) -> Attempt | tuple[FieldError, ...]:
    """Read the form: the e-mail in its normal form, the password untouched, the recovery code without its hyphens."""
    faults = Faults()
    email, code = read_who(faults, form.email, form.password), read(form.recovery)
    if code is None:
        faults.add("recovery", "not_a_code", "Enter a recovery code: 16 letters and digits, such as 7KQ2-…")
    if email is None or code is None or faults.found:
        return faults.found
    return Attempt(email=email, password=form.password, code=code)
