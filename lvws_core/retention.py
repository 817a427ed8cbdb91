"""Retention: until when a person's record is kept, what suspends its deletion, and what stays of it in the end.

Days are London days. Nothing here knows who somebody is: the facts are dates, codes and counts.
"""

from collections.abc import Iterator
from datetime import date, timedelta

import msgspec

from lvws_core.errors import Invalid
from lvws_core.policy import Policy
from lvws_core.reasons import Reason, because
from lvws_core.times import add_months, day_in_words
from lvws_core.vocabulary.labelled import Labelled
from lvws_core.vocabulary.people import AgeBand

_OF_AGE = 18
_YOUNGEST = {
    AgeBand.UNDER_18: 17,
    AgeBand.FROM_18: 18,
    AgeBand.FROM_25: 25,
    AgeBand.FROM_35: 35,
    AgeBand.FROM_45: 45,
    AgeBand.FROM_55: 55,
    AgeBand.FROM_65: 65,
}


class HoldReason(Labelled):
    """Why a record must not be deleted yet. Source: RET-01."""

    POLICE_REQUEST = "police_request", "The police or a court asked for it"
    INQUEST = "inquest", "An inquest"
    DEATH_REVIEW = "death_review", "A domestic abuse related death review"
    CLAIM = "claim", "A claim or a complaint"
    SUBJECT_ACCESS = "subject_access", "The person asked to see it"


class Ending(Labelled):
    """What became of a person's contact with the service, on which the length of keeping depends."""

    DECLINED = "declined", "Contacted, declined support"
    NOT_REACHED = "not_reached", "Could not be contacted"
    SERVICE_USER = "service_user", "Used the service"


class Keeping(msgspec.Struct, frozen=True, kw_only=True):
    """What the length of keeping depends on.

    `last_contact_on` is the last day on which anything was recorded; `adult_on` the day on which somebody who
    was a child then turns 18, None for an adult or where it is not known. The counts are of what still goes on.

    Raises:
        Invalid: A count is negative.
    """

    last_contact_on: date
    ending: Ending
    adult_on: date | None = None
    open_cases: int = 0
    live_offers: int = 0
    open_marac: int = 0
    standing_stops: int = 0
    holds: frozenset[HoldReason] = frozenset()

    def __post_init__(self) -> None:
        """Refuse counts that cannot be."""
        if min(self.open_cases, self.live_offers, self.open_marac, self.standing_stops) < 0:
            raise Invalid("open", "negative")


class Erasure(msgspec.Struct, frozen=True, kw_only=True):
    """Whether a record may be erased now; `due_on` is the first day on which its time is up, with every reason."""

    allowed: bool
    due_on: date
    reasons: tuple[Reason, ...]


def keep_until(keeping: Keeping, policy: Policy = Policy()) -> date:
    """Give the first day on which a record has been kept long enough.

    Who used the service as a child is kept as many years after the day on which they came of age.

    >>> keep_until(Keeping(last_contact_on=date(2026, 1, 1), ending=Ending.DECLINED)).isoformat()
    '2026-02-12'

    Raises:
        Invalid: The day lies beyond the year 9999.

    Source: TOP-19, domain section 9.4.
    """
    last = keeping.last_contact_on
    match keeping.ending:
        case Ending.DECLINED:
            return _after(last, policy.keep_declined_days)
        case Ending.NOT_REACHED:
            return add_months(last, policy.keep_not_reached_months)
        case _:
            begins = max(last, keeping.adult_on or last)
            return add_months(begins, 12 * policy.keep_service_user_years)


def _after(day: date, days: int) -> date:
    try:
        return day + timedelta(days=days)
    except OverflowError as error:
        raise Invalid("last_contact_on", "out_of_range") from error


def may_erase(keeping: Keeping, on: date, policy: Policy = Policy(), *, is_asked: bool = False) -> Erasure:
    """Decide whether a record may be erased on a day, with every reason against it.

    `is_asked` says that the person asked, or that two people decided: then its time need not be up. A legal
    hold suspends it in any case, and so does whatever still goes on.

    Source: RET-01, RET-03, domain section 9.5.
    """
    due_on = keep_until(keeping, policy)
    against = tuple(_against(keeping, due_on, on, is_asked=is_asked))
    text = "The person asked, and nothing stands against it." if is_asked else "It has been kept long enough."
    reasons = against or (because("may_be_erased", "RET-03", text),)
    return Erasure(allowed=not against, due_on=due_on, reasons=reasons)


def _against(keeping: Keeping, due_on: date, on: date, *, is_asked: bool) -> Iterator[Reason]:
    for hold in sorted(keeping.holds):
        text = f"A legal hold suspends it: {hold.label[0].lower()}{hold.label[1:]}."
        yield because("legal_hold", "RET-01", text)
    if keeping.open_cases:
        yield because("open_case", "RET-03", f"{_many(keeping.open_cases, 'case is', 'cases are')} still open.")
    if keeping.live_offers:
        said = _many(keeping.live_offers, "offer is", "offers are")
        yield because("live_offer", "RET-03", f"{said} still with a partner, or not settled.")
    if keeping.open_marac:
        said = _many(keeping.open_marac, "MARAC referral is", "MARAC referrals are")
        yield because("open_marac", "RET-03", f"{said} not settled.")
    if keeping.standing_stops:
        yield because("contact_stopped", "RET-03", "A stop of contact stands; whoever lifts it decides first.")
    if not is_asked and on < due_on:
        yield because("not_due", "RET-03", f"It is kept until {day_in_words(due_on)}.")


def _many(count: int, one: str, several: str) -> str:
    return f"{count} {one if count == 1 else several}"


def turns_adult_on(age: int | None, on: date) -> date | None:
    """Give the last day on which somebody of this age (completed years) on a day can turn 18; None for an adult.

    Raises:
        Invalid: The age is negative.

    Source: domain section 9.4: longer for some children.
    """
    if age is None or age >= _OF_AGE:
        return None
    if age < 0:
        raise Invalid("age", "negative")
    return add_months(on, 12 * (_OF_AGE - age))


def coarse_day(day: date) -> date:
    """Give the first of the month: what is left of a day when a record is anonymised.

    Source: RET-02.
    """
    return day.replace(day=1)


def coarse_age(age: int | None) -> int | None:
    """Give one age for everybody of an age band, so that counts by band stay what they were.

    Source: RET-02.
    """
    return _YOUNGEST.get(AgeBand.of(age))
