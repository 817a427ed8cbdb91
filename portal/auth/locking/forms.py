"""The form that opens a lock."""

from collections.abc import Mapping

import msgspec

from lvws_core.forms import FieldError
from portal.auth.locking.model import Unlocking, suffices
from portal.auth.model import PASSWORD_LONGEST, Lock, Refused

WRONG = FieldError(
    field="password",
    code="wrong",
    text="The password or code is not right, or the code was used before. Check it and try again",
)
"""The one neutral sentence for every way in which what was typed can be wrong (assurance 6.3.8)."""

TOO_MANY = FieldError(
    field="password",
    code="too_many_tries",
    text="There were too many tries. Wait 15 minutes and try again; what you had written is kept meanwhile",
)
"""What is said when the next try is not looked at."""

REFUSALS: Mapping[Refused, FieldError] = {Refused.WRONG: WRONG, Refused.TOO_MANY_TRIES: TOO_MANY}
"""What is said to each refusal."""

NOT_YOURS = FieldError(
    field="passkey",
    code="wrong",
    text="The passkey was not accepted. Try again, or use your password or a code",
)
"""The same for a passkey."""


class UnlockForm(msgspec.Struct, kw_only=True):
    """The form as it comes from the browser; `kept` is what the page carried, sealed.

    `answer` is what a passkey said, where one was used instead.
    """

    password: str = ""
    code: str = ""
    answer: str = ""
    kept: str = ""


def parse_unlock(form: UnlockForm, lock: Lock) -> Unlocking | tuple[FieldError, ...]:
    """Read the form: the password untouched, the code without spaces."""
    typed = Unlocking(password=form.password, code="".join(form.code.split()))
    if len(typed.password) > PASSWORD_LONGEST:
        text = f"Password must be {PASSWORD_LONGEST} characters or fewer"
        return (FieldError(field="password", code="too_long", text=text),)
    if typed.code and not (typed.code.isascii() and typed.code.isdigit() and len(typed.code) == 6):
        text = "Enter the 6-digit code from your authenticator app"
        return (FieldError(field="code", code="not_six_digits", text=text),)
    if not suffices(typed, lock):
        return (_too_little(typed, lock),)
    return typed


def _too_little(typed: Unlocking, lock: Lock) -> FieldError:
    if lock is not Lock.AWAY:
        return FieldError(field="password", code="required", text="Enter your password, or a code")
    if typed.password:
        text = "You were away for more than 15 minutes: enter a code as well"
        return FieldError(field="code", code="both_needed", text=text)
    text = "You were away for more than 15 minutes: enter your password and a code"
    return FieldError(field="password", code="both_needed", text=text)
