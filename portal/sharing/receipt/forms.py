"""The forms of a receipt: that the person wants the full one, and a code to check."""

import msgspec

from lvws_core.forms import Faults, FieldError

LONGEST_CODE = 60


class FullForm(msgspec.Struct, kw_only=True):
    """That the person asked for the full form, as it was ticked."""

    asked: str = ""
    place: str = ""


class CodeForm(msgspec.Struct, kw_only=True):
    """The code on a printed receipt, as it was typed."""

    code: str = ""


def faults_of_full(form: FullForm) -> tuple[FieldError, ...]:
    """Give what has to be settled before names stand on paper: that it is wanted, and where it will be kept."""
    faults = Faults()
    if form.asked != "yes":
        faults.add("asked", "required", "Give the full form only when the person has asked for it: tick that they have")
    if form.place != "yes":
        faults.add("place", "required", "Talk about a safe place for it first, then tick that you have")
    return faults.found


def parse_code(form: CodeForm) -> str | tuple[FieldError, ...]:
    """Read the code of a receipt."""
    faults = Faults()
    code = faults.text("code", form.code, label="The check code on the paper", longest=LONGEST_CODE)
    return faults.found if code is None else code
