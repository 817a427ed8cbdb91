"""The forms of legal holds."""

from datetime import date
from uuid import UUID

import msgspec

from lvws_core.errors import Invalid
from lvws_core.forms import Faults, FieldError
from lvws_core.retention import HoldReason
from portal.rights.holds.model import Held
from portal.rights.requests.forms import past_day


class HoldForm(msgspec.Struct, frozen=True, kw_only=True):
    """A hold as it was typed; without a day it is since today."""

    reason: str = ""
    since_day: str = ""
    since_month: str = ""
    since_year: str = ""

    def parse(self, today: date) -> Held | tuple[FieldError, ...]:
        """Read a hold; what has to be put right is explained."""
        faults = Faults()
        reason = faults.choice("reason", self.reason, HoldReason, text="Choose why the record must be kept")
        parts = (self.since_day, self.since_month, self.since_year)
        typed = any(part.strip() for part in parts)
        since = past_day(faults, "since", parts, today, label="The day since which it is held") if typed else today
        if faults.found or reason is None or since is None:
            return faults.found
        return Held(reason=reason, since=since)


class LiftForm(msgspec.Struct, frozen=True, kw_only=True):
    """Which hold is lifted."""

    hold: str = ""

    @property
    def id(self) -> UUID:
        """The hold's id.

        Raises:
            Invalid: It is none, so the form did not come from our page.
        """
        try:
            return UUID(self.hold)
        except ValueError as error:
            raise Invalid("hold", "not_an_id") from error
