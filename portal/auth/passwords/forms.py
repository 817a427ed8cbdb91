"""The words for what is wrong with a password, and the form by which one's own is changed."""

from collections.abc import Iterable, Mapping
from typing import Final

import msgspec

from lvws_core.errors import Invalid
from lvws_core.forms import Faults, FieldError
from portal.auth.model import PASSWORD_LONGEST, PASSWORD_SHORTEST
from portal.auth.passwords.model import check_password

_FAULTS: Final[Mapping[str, str]] = {
    "too_short": f"Password must be {PASSWORD_SHORTEST} characters or more. A few words that are no sentence are good",
    "too_long": f"Password must be {PASSWORD_LONGEST} characters or fewer",
    "like_the_account": "Password must not begin with your email address. Choose another",
    "common": "This password is on lists that are used to break in. Choose another, such as a few words of your own",
    "known_words": "Password must be more than your name, your organisation or this service. Add other words",
}


NOT_THE_OLD: Final = FieldError(
    field="old", code="wrong", text="This is not the password that you have now. Check it and try again"
)
"""What is said when the old password is not right."""


class PasswordForm(msgspec.Struct, kw_only=True):
    """The old password and the new one."""

    old: str = ""
    password: str = ""


def look_at(faults: Faults, password: str, *, email: str, words: Iterable[str]) -> None:
    """Add what is wrong with a new password to the faults of a form."""
    try:
        check_password(password, email=email, words=words)
    except Invalid as error:
        faults.add("password", error.code, _FAULTS[error.code])


def parse_change(form: PasswordForm, *, email: str, words: Iterable[str]) -> tuple[FieldError, ...]:
    """Give every fault of a change of password; whether the old one is right is not seen here."""
    faults = Faults()
    if not form.old:
        faults.add("old", "required", "Enter the password that you have now")
    elif len(form.old) > PASSWORD_LONGEST:
        faults.add("old", "too_long", f"Password must be {PASSWORD_LONGEST} characters or fewer")
    look_at(faults, form.password, email=email, words=words)
    return faults.found
