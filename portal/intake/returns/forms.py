"""The form that sends an intake back to whoever took it in."""

import msgspec

from lvws_core.forms import Faults, FieldError, Many, many
from portal.intake.returns.model import Gap


class ReturnForm(msgspec.Struct, frozen=True, kw_only=True):
    """What was missing or wrong, as it was ticked."""

    gaps: Many = ""
    version: str = ""

    def parse(self) -> frozenset[Gap] | tuple[FieldError, ...]:
        """Give the gaps, or the fault."""
        faults = Faults()
        gaps = faults.choices("gaps", self.gaps, Gap, text="Choose what was missing or wrong")
        return faults.found if gaps is None else gaps

    @property
    def ticked(self) -> tuple[str, ...]:
        """The keys that were ticked."""
        return many(self.gaps)
