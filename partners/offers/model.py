"""Offers as they are kept: the core's value, what stands beside it, its timeline, and the words for both."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from uuid import UUID

import msgspec

from lvws_core.consent import DataCategory
from lvws_core.consent.sharing import Article6, Receipt, SharingPath
from lvws_core.ids import OfferId, PersonId, Reference
from lvws_core.policy import Policy
from lvws_core.ports import RecordKey
from lvws_core.referrals import (
    Clock,
    ClockKind,
    Custody,
    Direction,
    Offer,
    OfferStatus,
    RequestStatus,
    Side,
    expires_at,
    may_open,
    next_due,
    sort_key,
)
from lvws_core.referrals.nudges import nudges
from lvws_core.risk.dash import Band
from lvws_core.times import WorkingCalendar, day_in_words, in_words, london_day, utc
from lvws_core.vocabulary import NeedCategory
from partners.offers.waiting.model import place_key, place_of


class FoundBy(msgspec.Struct, frozen=True, kw_only=True):
    """Under which keyed indexes a partner finds an offer; None where nothing of the kind was shared."""

    name: bytes | None = None
    phone: bytes | None = None
    other_phone: bytes | None = None


NOT_FOUND = FoundBy()
"""What is found by its reference alone."""


class FiledOffer(msgspec.Struct, frozen=True, kw_only=True):
    """An offer as it is kept.

    `sender` is the lead's team in the words of the inbox. `key` opens the snapshot and the messages;
    `sealed_snapshot` is what was shared, sealed, and `receipt` proves it; `sealed_update` is what was
    told after that, over it. Since `contact_stopped_at` (aware UTC) nobody may contact the person;
    `awaiting` are the categories on which the lead has something new that the partner was not told.
    `request_reference` is the lead's own, and `set_aside` the state in which the lead has put the
    request, None while it has not.
    `found_by` is given at sending and never read again.
    """

    offer: Offer
    reference: Reference
    person_id: PersonId
    needs: frozenset[NeedCategory]
    sender: str
    key: RecordKey
    sealed_snapshot: bytes
    receipt: Receipt
    found_by: FoundBy = NOT_FOUND
    contact_stopped_at: datetime | None = None
    sealed_update: bytes = b""
    awaiting: frozenset[DataCategory] = frozenset()
    request_reference: Reference | None = None
    set_aside: RequestStatus | None = None


class Due(msgspec.Struct, frozen=True, kw_only=True):
    """What lists sort and sweep by: what is due first and when (aware UTC), and the key of the order.

    `waiting_key` is the key of the waiting list, None for what does not wait; `nudge_at` is the first
    moment at which a clock of the offer has something to say, said or not; `expires_at` when it returns
    by itself, None where it never does.
    """

    at: datetime | None
    kind: ClockKind | None
    sort_key: str
    waiting_key: str | None = None
    nudge_at: datetime | None = None
    expires_at: datetime | None = None


def due_of(offer: Offer, reference: Reference, calendar: WorkingCalendar, policy: Policy) -> Due:
    """Give what is due first on an offer; the reference at the end makes the key unlike any other.

    A stop to be confirmed comes before everything else, whenever it is due: somebody may still be
    calling (TOP-07).

    Raises:
        Invalid: A day lies beyond the calendar.

    Source: lifecycle 5.
    """
    clock = next_due(offer, calendar, policy)
    key = f"{sort_key(offer, calendar, policy)} {reference}"
    nudge_at = next((nudge.at for nudge in nudges(offer, calendar, policy)), None)
    if clock is None:
        return Due(at=None, kind=None, sort_key=key, nudge_at=nudge_at)  # whatever can expire has a clock
    waiting = place_key(place_of(offer, reference, clock.due_at)) if offer.status == OfferStatus.WAITLISTED else None
    first = f"0{key}" if clock.kind == ClockKind.STOP else key
    return Due(
        at=clock.due_at,
        kind=clock.kind,
        sort_key=first,
        waiting_key=waiting,
        nudge_at=nudge_at,
        expires_at=expires_at(offer, calendar, policy),
    )


CAME_BACK = frozenset(
    {
        *(OfferStatus.DECLINED, OfferStatus.EXPIRED, OfferStatus.HANDED_BACK),
        *(OfferStatus.NOT_REACHED, OfferStatus.WITHDRAWN),
    }
)
"""States in which an offer is over and its need waits for the lead again. Source: lifecycle 3."""


def return_key(offer: Offer, due: Due) -> str | None:
    """Give the key that sorts what came back, high risk first and the oldest first in it; None if it has not.

    The reference, at the end of the other key, makes it unlike any other.
    """
    if offer.status not in CAME_BACK or offer.ended_at is None:
        return None
    reference = due.sort_key.rpartition(" ")[2]
    return f"{Band.HIGH.rank - offer.risk.rank}{utc(offer.ended_at):%Y%m%d%H%M%S} {reference}"


def opens(offer: Offer, at: datetime) -> bool:
    """Say whether the partner may open at that moment (aware) what was shared with it.

    An offer that nobody answered in time keeps its place in the partner's list for a while, but
    nothing of the person. What the core allows is only ever narrowed here.

    Source: lifecycle 7; assurance I2.
    """
    return offer.status != OfferStatus.EXPIRED and may_open(offer, at)


def rests_on_consent(filed: FiledOffer) -> bool:
    """Say whether what was shared left because the person agreed, and on no other basis. Source: domain 4.4, TOP-08."""
    return filed.receipt.basis.article_6 == Article6.CONSENT


def side_of(offer: Offer, organisation_id: UUID) -> Side:
    """Give on which side of the offer an organisation stands; an offer to oneself is read as the partner."""
    return Side.PARTNER if offer.organisation_id == organisation_id else Side.LEAD


def team_words(lead: str, sender: str) -> str:
    """Name the lead and its team: "Victim Support, Triage Croydon"."""
    return lead if sender in {"", lead} else f"{lead}, {sender.replace(', ', ' ')}"


def lead_word(filed: FiledOffer) -> str:
    """Name the side that sent it, in the middle of a sentence: "the lead", or the partner that referred in."""
    return "the lead" if filed.offer.direction == Direction.ONWARD else filed.sender


def retold(text: str, filed: FiledOffer) -> str:
    """Give words of ours that speak of the lead with the name of who sent it, where a partner referred in.

    Never for words of people.
    """
    if filed.offer.direction == Direction.ONWARD:
        return text
    return text.replace("The lead", filed.sender).replace("the lead", filed.sender)


def custody_words(offer: Offer, side: Side, *, lead: str, partner: str, now: datetime) -> str:
    """Say who is responsible now, and until when or since when; both sides read the same fact.

    `lead` and `partner` are names in words. Source: lifecycle 1.
    """
    if offer.custody == Custody.PARTNER:
        since = "" if offer.contacted_at is None else f", since first contact on {in_words(offer.contacted_at, now)}"
        since = since.replace(" on today", " today").replace(" on tomorrow", " tomorrow")
        return f"{partner}{since}."
    if not offer.is_live or offer.status == OfferStatus.DRAFT:
        return f"{lead}."
    theirs = f"{partner} has made first contact" if offer.off_portal else f"{partner} records first contact"
    until = "you record first contact" if side == Side.PARTNER else theirs
    return f"{lead} – until {until}."


def due_sentence(clock: Clock, side: Side, now: datetime) -> tuple[str, str, str]:
    """Give the words before the moment, the moment, and what happens then, as the side reads it.

    Source: lifecycle 5.
    """
    words, what = in_words(clock.due_at, now), _WHAT.get(clock.kind, clock.kind.label)
    if clock.due_at <= now:
        return f"{what} was due", words, _LATE.get((clock.kind, side), "")
    thens = _THEN_PARTNER if side == Side.PARTNER else _THEN_LEAD
    return f"{what} due", words, thens.get(clock.kind, "")


_WHAT: Mapping[ClockKind, str] = {
    ClockKind.ACKNOWLEDGE: "Opening",
    ClockKind.ANSWER: "Reply",
    ClockKind.STOP: "Word that contact has stopped",
}
"""What is due, where the label of the clock does not stand before "due"."""


_LATE: Mapping[tuple[ClockKind, Side], str] = {
    (ClockKind.DECIDE, Side.PARTNER): "it can return to the lead at any moment",
    (ClockKind.DECIDE, Side.LEAD): "it can come back to you at any moment",
}
_THEN_PARTNER: Mapping[ClockKind, str] = {
    ClockKind.DECIDE: "then it returns to the lead",
    ClockKind.FIRST_CONTACT: "then your manager is told",
    ClockKind.UPDATE: "then the lead sees it as quiet",
    ClockKind.OUTCOME: "then your manager is told",
    ClockKind.ANSWER: "then the lead's manager is told",
    ClockKind.STOP: "then information governance is told",
}
_THEN_LEAD: Mapping[ClockKind, str] = {
    ClockKind.DECIDE: "then it comes back to you",
    ClockKind.ANSWER: "then your manager is told",
    ClockKind.FIRST_CONTACT: "then their manager is told",
    ClockKind.LOOP: "then your manager is told",
}


def exactly(moment: datetime) -> str:
    """Give a moment with its whole date, however near it is: "Tuesday 24 November, 17:00"."""
    return in_words(moment, moment - timedelta(days=2))


def sharing_words(path: SharingPath, offer: Offer, now: datetime, given_on: date | None = None) -> str:
    """Say why this was shared, and until when it can be opened: "Consent given 21 November, until 20 May".

    `given_on` is the London day of the consent, None where it rests on none.

    Source: TOP-08; the paths of domain 4.4.
    """
    today = london_day(now)
    because = _BECAUSE.get(path, "A recorded basis")
    if path == SharingPath.CONSENT and given_on is not None:
        because = f"Consent given {day_near(given_on, today)}"
    until = "" if offer.visible_until is None else f", until {last_day(offer.visible_until, now)}"
    return f"{because}{until}"


def day_near(day: date, today: date) -> str:
    """Give a day in words, with its year only where that is not this one: "21 November"."""
    words = day_in_words(day)
    return words.removesuffix(f" {today.year}")


def last_day(end: datetime, now: datetime) -> str:
    """Give the last moment before an end in words: the day, or the time where the end is close."""
    if end - now <= timedelta(days=2):
        return in_words(end, now)
    return day_near(london_day(end - timedelta(microseconds=1)), london_day(now))


_BECAUSE: Mapping[SharingPath, str] = {
    SharingPath.CONSENT: "The person consented",
    SharingPath.COURT_ORDER: "A court ordered it",
    SharingPath.DANGER_TO_LIFE: "There is a danger to life",
    SharingPath.CHILD_AT_RISK: "A child is at risk",
    SharingPath.ADULT_AT_RISK: "An adult is at risk",
    SharingPath.MARAC_CRITERION: "A MARAC criterion is met",
    SharingPath.LACKS_CAPACITY: "The person cannot decide this, and it is in their best interests",
}


def key_of(offer: Offer, wrapped: bytes) -> RecordKey:
    """Give the key of an offer's record, which the lead's organisation owns."""
    return RecordKey(organisation_id=offer.lead_organisation_id, record_id=OfferId(offer.id), wrapped=wrapped)
