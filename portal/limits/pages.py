"""The page that asks why somebody needs more records than an hour allows."""

from typing import ClassVar

import msgspec

from lvws_core.forms import FieldError
from lvws_core.policy import Policy
from portal.limits.forms import LONGEST, own_path


class StoppedPage(msgspec.Struct, frozen=True, kw_only=True):
    """How many were opened, who is told, and the form; `to` is where it goes on."""

    template: ClassVar[str] = "limits/stopped.html"

    title: str = "Many records in an hour"
    status_code: int = 429
    about: tuple[str, ...]
    to: str
    reason: str = ""
    longest: int = LONGEST
    errors: tuple[FieldError, ...] = ()


def stopped_page(policy: Policy, *, to: str, reason: str = "", errors: tuple[FieldError, ...] = ()) -> StoppedPage:
    """Give the page."""
    return StoppedPage(
        about=(
            f"You have opened {policy.records_stopped} records within an hour.",
            "Your own cases and your team’s open offers are not counted.",
            "If you need to go on, say why. You can then go on at once, for an hour.",
            "Somebody of another team is told, reads your reason and looks at what you opened.",
            "What you write and save, and how people are reached safely, is never stopped.",
        ),
        to=own_path(to),
        reason=reason,
        errors=errors,
    )
