"""The form by which an invitation is accepted."""

from datetime import datetime

import msgspec

from lvws_core.forms import Faults, FieldError
from portal.auth.model import Account, code_step
from portal.auth.passwords.forms import look_at
from portal.auth.passwords.model import words_of


class AcceptForm(msgspec.Struct, kw_only=True):
    """What was typed: a password, a code, and the seed that the page had given."""

    password: str = ""
    code: str = ""
    seed: str = ""
    proof: str = ""


class Chosen(msgspec.Struct, frozen=True, kw_only=True):
    """A password that may be, "" where the account keeps its own, and the step of the code that shows the app."""

    password: str
    step: int


def parse_accept(
    form: AcceptForm, account: Account, now: datetime, *, organisations: tuple[str, ...], keeps_password: bool = False
) -> Chosen | tuple[FieldError, ...]:
    """Read the password, unless the account keeps its own, and the code of this moment, or give every fault.

    Source: ASVS 6.2.1 and 6.5.1; the password is never shown again.
    """
    faults = Faults()
    if not keeps_password:
        look_at(faults, form.password, email=account.email, words=words_of(account, *organisations))
    code = "".join(form.code.split())
    step = None
    if not (code.isascii() and code.isdigit() and len(code) == 6):
        faults.add("code", "not_six_digits", "Enter the 6-digit code from your authenticator app")
    elif (step := code_step(form.seed, code, now, last_step=0)) is None:
        faults.add("code", "wrong", "That is not the code of this moment. Enter the one that the app shows now")
    if faults.found or step is None:
        return faults.found
    return Chosen(password="" if keeps_password else form.password, step=step)
