"""The forms of a request: raw strings in, commands or faults out."""

import msgspec

from lvws_core.forms import Faults, FieldError
from lvws_core.referrals import CloseReason, Detail

Errors = tuple[FieldError, ...]


class MoveForm(msgspec.Struct, frozen=True, kw_only=True):
    """A move that needs nothing but the version that the page showed."""

    version: str = ""


class CloseForm(msgspec.Struct, frozen=True, kw_only=True):
    """A need that is closed unmet, as it was typed."""

    version: str = ""
    reason: str = ""


class OfferForm(msgspec.Struct, frozen=True, kw_only=True):
    """Who is to be asked next."""

    version: str = ""
    service: str = ""


class AgainForm(msgspec.Struct, frozen=True, kw_only=True):
    """Which expired offer is to be sent anew."""

    version: str = ""
    offer: str = ""


class CoWorkForm(msgspec.Struct, frozen=True, kw_only=True):
    """Whether several partners may work at once: `yes` or `no`."""

    version: str = ""
    granted: str = ""


def parse_close(form: CloseForm) -> Detail | Errors:
    """Read why a need is closed unmet. Source: lifecycle 3."""
    faults = Faults()
    reason = faults.choice("reason", form.reason, CloseReason, text="Choose why the need is closed unmet")
    if faults.found or reason is None:
        return faults.found
    return Detail(reason=reason.value)
