"""The form by which somebody is invited anew."""

import msgspec

from lvws_core.forms import Faults, FieldError
from portal.auth.reinviting.model import Check


class ReinviteForm(msgspec.Struct, kw_only=True):
    """How it was seen that it is they."""

    check: str = ""


def parse_check(form: ReinviteForm) -> Check | tuple[FieldError, ...]:
    """Read how it was seen, or give the fault."""
    faults = Faults()
    check = faults.choice("check", form.check, Check, text="Select how you saw that it is they")
    return faults.found if check is None else check
