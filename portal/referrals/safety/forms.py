"""The forms of opening contact again and of telling partners what changed."""

import msgspec

from lvws_core.forms import Faults, FieldError
from partners.offers.safety.forms import LONGEST

Errors = tuple[FieldError, ...]


class OpenForm(msgspec.Struct, frozen=True, kw_only=True):
    """Why contact is opened again, and the digest of what the page showed."""

    reason: str = ""
    digest: str = ""


class TellForm(msgspec.Struct, frozen=True, kw_only=True):
    """The digest of what the page showed."""

    digest: str = ""


def parse_open(form: OpenForm) -> str | Errors:
    """Read why contact is opened again; a reason is needed. Source: TOP-11."""
    faults = Faults()
    reason = faults.text("reason", form.reason, label="Why it is safe again", longest=LONGEST)
    return faults.found if reason is None else reason
