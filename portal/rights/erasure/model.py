"""What erasure goes by, and what came of it: codes, days and counts."""

from collections.abc import Collection, Mapping
from datetime import date, datetime, time
from typing import Any

import msgspec

from lvws_core.ids import PersonId, Reference
from lvws_core.reasons import Reason
from lvws_core.retention import Ending, Keeping, coarse_age, coarse_day
from lvws_core.vocabulary.labelled import Labelled
from portal.intake.terms.model import TakeUp
from portal.rights.register.model import Becomes


class EraseReason(Labelled):
    """Why a record is erased."""

    PERIOD_OVER = "period_over", "It has been kept long enough"
    ASKED = "asked", "The person asked, and nothing stands against it"
    NO_BASIS = "no_basis", "It should not have been recorded"


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """A person with what the length of keeping depends on; nothing sealed is opened for it."""

    person_id: PersonId
    reference: Reference
    keeping: Keeping


class Erased(msgspec.Struct, frozen=True, kw_only=True):
    """What an erasure did: rows by table, and how many tokens stay so that nobody chases the person."""

    rows: Mapping[str, int]
    tokens: int = 0


class Swept(msgspec.Struct, frozen=True, kw_only=True):
    """What a sweep found or did: due people by what became of them, suspended ones by why, and rows by table."""

    due: Mapping[Ending, int] = {}
    suspended: Mapping[str, int] = {}
    rows: Mapping[str, int] = {}
    tokens: int = 0

    @property
    def people(self) -> int:
        """How many people are due."""
        return sum(self.due.values())


def ending_of(take_ups: Collection[TakeUp | None], *, was_referred: bool) -> Ending:
    """Give what became of a person, from the take-up of each of their cases and whether a partner was asked.

    Whatever is not known counts as having used the service, which is kept longest.

    Source: domain section 9.4.
    """
    if was_referred or not take_ups or not set(take_ups) <= {TakeUp.NOT_TAKEN_UP, TakeUp.NO_CONTACT}:
        return Ending.SERVICE_USER
    return Ending.DECLINED if set(take_ups) == {TakeUp.NOT_TAKEN_UP} else Ending.NOT_REACHED


def suspends(reason: Reason) -> bool:
    """Say whether a reason keeps a record whose time is up, rather than saying that its time is not up."""
    return reason.code not in {"not_due", "may_be_erased"}


def left_of(value: Any, becomes: Any, today: date) -> Any:
    """Give what is left of a value: nothing, a fixed one, or what is coarse enough to count and tell nobody.

    Source: RET-02.
    """
    match becomes:
        case Becomes.TODAY:
            return coarse_day(today)
        case Becomes.BAND:
            return coarse_age(value)
        case Becomes.MONTH if isinstance(value, datetime):
            return datetime.combine(coarse_day(value.date()), time(), value.tzinfo)
        case Becomes.MONTH:
            return None if value is None else coarse_day(value)
        case _:
            return becomes
