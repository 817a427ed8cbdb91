"""The form of a countersignature."""

import msgspec

from lvws_core.forms import Faults, FieldError

LONGEST, SHORTEST = 1000, 20
"""Characters of the reason."""


class CountersignForm(msgspec.Struct, frozen=True, kw_only=True):
    """Why the manager agrees, as it was typed; `assessment` is the one that the page showed."""

    reason: str = ""
    assessment: str = ""

    def parse(self) -> tuple[str | None, tuple[FieldError, ...]]:
        """Give the reason, or its fault."""
        faults = Faults()
        reason = faults.text("reason", self.reason, label="Why the lower level is right", longest=LONGEST)
        if reason is not None and len(reason) < SHORTEST:
            faults.add("reason", "too_short", f"Say why in at least {SHORTEST} characters")
        return (None if faults.found else reason), faults.found
