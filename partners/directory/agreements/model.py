"""An agreement with what the core does not ask: who drives it, and what holds it up."""

from datetime import date

import msgspec

from lvws_core.consent import Agreement
from lvws_core.errors import Invalid


class Blocker(msgspec.Struct, frozen=True, kw_only=True):
    """Something that holds an agreement up: who is waited on, for what, since which London day.

    Raises:
        Invalid: Nobody is waited on, or for nothing.

    Source: domain 4.9, `blockers[]`.
    """

    who: str
    what: str
    since: date

    def __post_init__(self) -> None:
        """Refuse a blocker that names nobody or nothing."""
        if not self.who or not self.what:
            raise Invalid("blockers", "required")


class AgreementFile(msgspec.Struct, frozen=True, kw_only=True):
    """An agreement, who drives it at the lead (a name or a post, empty when nobody does), and its blockers.

    Source: domain 4.9.
    """

    agreement: Agreement
    owner: str = ""
    blockers: tuple[Blocker, ...] = ()
    version: int = 1
