"""An agreement with what the core does not ask: who drives it, and what holds it up."""

from datetime import date
from enum import StrEnum

import msgspec

from lvws_core.consent import Agreement
from lvws_core.errors import Invalid
from lvws_core.times import add_months


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

    `review_on` is the London day of the next review; None means a year after it starts.

    Source: domain 4.9.
    """

    agreement: Agreement
    owner: str = ""
    review_on: date | None = None
    blockers: tuple[Blocker, ...] = ()
    version: int = 1

    @property
    def reviewed_by(self) -> date:
        """The London day by which it is to be reviewed, at least a year after it starts.

        Source: domain 4.9, review at least yearly.
        """
        return self.review_on or add_months(self.agreement.starts_on, 12)


class Watch(StrEnum):
    """Why an agreement has to be looked at, the most urgent first."""

    ENDED = "ended"
    ENDS_30 = "ends_30"
    NOT_LIVE = "not_live"
    REVIEW_PAST = "review_past"
    ENDS_60 = "ends_60"
    REVIEW_60 = "review_60"


def watches(file: AgreementFile, today: date) -> tuple[Watch, ...]:
    """Give why an agreement has to be looked at on a London day, the most urgent first; none when all is well.

    One that ends today still holds today, and so does its thirtieth day before the end belong to the thirty.

    Source: COLO-03 and domain 4.9, warn 60 and 30 days before any expiry; CONS-50.
    """
    agreement, found = file.agreement, set()
    if agreement.ends_on is not None and agreement.ends_on < today:
        return (Watch.ENDED,)
    if agreement.ends_on is not None and (left := (agreement.ends_on - today).days) <= 60:
        found.add(Watch.ENDS_30 if left <= 30 else Watch.ENDS_60)
    if not agreement.is_live(today):
        found.add(Watch.NOT_LIVE)
    elif (left := (file.reviewed_by - today).days) <= 60:
        found.add(Watch.REVIEW_PAST if left < 0 else Watch.REVIEW_60)
    return tuple(watch for watch in Watch if watch in found)
