"""The rule of limits: which readings count, which are never stopped, and from which count on what happens."""

from collections.abc import Sequence
from typing import Final

from lvws_core.events import Event
from lvws_core.policy import DEFAULT, Policy
from lvws_core.vocabulary import Labelled

COUNTED: Final = frozenset({"person.read", "case.read", "offer.read"})
"""The kinds of events that say that a record was opened; the record is their subject."""

SAFETY: Final = frozenset({"contact_plan", "contact_attempts"})
"""The fields that say how somebody is reached without danger."""


class Verdict(Labelled):
    """What a count of distinct records in an hour leads to."""

    FREE = "free", "Nothing"
    WATCHED = "watched", "A reviewer is told"
    LAST = "last", "The reviewer is told that the limit is reached"
    OVER = "over", "It stops until a reason is given"


def verdict(records: int, policy: Policy = DEFAULT) -> Verdict:
    """Give what follows from how many distinct records somebody opened in an hour, this one included.

    Source: assurance P6, T16.
    """
    if records > policy.records_stopped:
        return Verdict.OVER
    if records == policy.records_stopped:
        return Verdict.LAST
    return Verdict.WATCHED if records > policy.records_watched else Verdict.FREE


def may_stop(events: Sequence[Event]) -> bool:
    """Say whether what happened in a request may be refused for the count.

    Only a request that did nothing but read records; never one that changes something, shows a number, or reads
    nothing but how somebody is reached.
    """
    opened = [event for event in events if event.kind in COUNTED]
    is_safety = all(_fields(event) and _fields(event) <= SAFETY for event in opened)
    return bool(opened) and not is_safety and all(_is_reading(event) for event in events)


def _fields(event: Event) -> frozenset[str]:
    return frozenset(str(each) for each in event.detail.get("fields") or ())


def _is_reading(event: Event) -> bool:
    return event.kind.endswith((".read", ".sought"))
