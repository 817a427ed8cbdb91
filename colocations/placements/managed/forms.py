"""The two fields of where a worker sits at a host, and of who manages them there."""

from typing import Final

import msgspec

from colocations.sites.forms import Typed, text_of
from lvws_core.forms import Faults, FieldError

MOST_LETTERS: Final = 80
"""How long the name of a part of the host may be."""


class Managed(msgspec.Struct, frozen=True, kw_only=True):
    """What was typed of where a worker sits at a host, and who manages them there; either may be empty."""

    line_management: str = ""
    host_department: str = ""


def parse_managed(typed: Typed) -> Managed | tuple[FieldError, ...]:
    """Read where a worker sits and who manages them there. Source: domain 6.2, WIGAN."""
    faults = Faults()
    found = read_managed(faults, typed)
    return faults.found or found


def read_managed(faults: Faults, typed: Typed) -> Managed:
    """Read the two fields into the faults of a form."""
    return Managed(
        line_management=text_of(faults, typed, "line_management", "Who manages them there", longest=MOST_LETTERS),
        host_department=text_of(faults, typed, "host_department", "Where they sit", longest=MOST_LETTERS),
    )
