"""The form that lets somebody on past the limit."""

import re
from typing import Final

import msgspec

from lvws_core.forms import Faults, FieldError
from lvws_core.policy import Policy
from lvws_core.reasons import substance

LONGEST: Final = 1000
_OURS: Final = re.compile(r"/(?!/)[\w/.-]{0,200}", re.ASCII)


class MoreForm(msgspec.Struct, kw_only=True):
    """What was typed; `to` is the page that was stopped."""

    reason: str = ""
    to: str = "/"


def parse_more(form: MoreForm, policy: Policy) -> str | tuple[FieldError, ...]:
    """Read the reason; it may not be padding."""
    faults = Faults()
    reason = faults.text("reason", form.reason, label="Why you need more records now", longest=LONGEST)
    if reason and substance(reason) < policy.reason_characters:
        text = f"Say why you need more records now, in at least {policy.reason_characters} characters"
        faults.add("reason", "too_short", text)
    return faults.found if reason is None or faults.found else reason


def own_path(to: str) -> str:
    """Give an address if it is one of the portal's own pages, else the first page."""
    return to if _OURS.fullmatch(to) else "/"
