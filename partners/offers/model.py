"""Offers as they are kept: the core's value, what stands beside it, its timeline, and the words for both."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec

from lvws_core.consent.sharing import Receipt
from lvws_core.ids import OfferId, PersonId, Reference, UserId
from lvws_core.policy import Policy
from lvws_core.ports import RecordKey
from lvws_core.referrals import Clock, ClockKind, Custody, Move, Note, Offer, OfferStatus, Side, next_due, sort_key
from lvws_core.referrals.moves import SIDES
from lvws_core.referrals.moving import OFFER_MOVED
from lvws_core.referrals.notes import NOTES
from lvws_core.times import WorkingCalendar, in_words
from lvws_core.vocabulary import NeedCategory
from partners.offers.snapshot.model import SharedContact as SharedContact
from partners.offers.snapshot.model import SharedLine as SharedLine
from partners.offers.snapshot.model import read_snapshot as read_snapshot
from partners.offers.snapshot.model import snapshot_bytes as snapshot_bytes

MOMENT_AGO = timedelta(minutes=5)
"""What still counts as "a moment ago" when somebody was quicker."""


class FiledOffer(msgspec.Struct, frozen=True, kw_only=True):
    """An offer as it is kept.

    `sender` is the lead's team in the words of the inbox. `key` opens the snapshot and the messages;
    `sealed_snapshot` is what was shared, sealed, and `receipt` proves it.
    """

    offer: Offer
    reference: Reference
    person_id: PersonId
    needs: frozenset[NeedCategory]
    sender: str
    key: RecordKey
    sealed_snapshot: bytes
    receipt: Receipt


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """Words from one side to the other, opened."""

    id: UUID
    at: datetime
    author_id: UserId
    text: str


class TimelineEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that happened to an offer; `actor_id` is None for the clock, `at` is aware UTC."""

    at: datetime
    actor_id: UserId | None
    kind: str
    detail: Mapping[str, Any]
    message: Message | None = None

    @property
    def move(self) -> Move | None:
        """The move, None where it was a note."""
        return Move(self.detail["move"]) if self.kind == OFFER_MOVED else None

    @property
    def note(self) -> Note | None:
        """The note, None where it was a move."""
        return None if self.kind == OFFER_MOVED else Note(self.detail["note"])

    @property
    def side(self) -> Side:
        """On whose behalf it was done."""
        move = self.move
        return SIDES[move] if move is not None else NOTES[Note(self.detail["note"])].side

    @property
    def done(self) -> str:
        """What was done, as the end of a sentence: "accepted this"."""
        return _DONE.get(self.move, "changed this") if self.move is not None else "changed this"


_DONE: Mapping[Move, str] = {
    Move.SEND: "sent this",
    Move.ACKNOWLEDGE: "opened this",
    Move.ASK: "asked a question about this",
    Move.ANSWER: "answered the question",
    Move.ACCEPT: "accepted this",
    Move.WAITLIST: "put this on the waiting list",
    Move.DECLINE: "declined this",
    Move.FIRST_CONTACT: "recorded first contact",
    Move.HAND_BACK: "handed this back",
    Move.WITHDRAW: "withdrew this",
}


class Due(msgspec.Struct, frozen=True, kw_only=True):
    """What lists sort and sweep by: what is due first and when (aware UTC), and the key of the order."""

    at: datetime | None
    kind: ClockKind | None
    sort_key: str


def due_of(offer: Offer, reference: Reference, calendar: WorkingCalendar, policy: Policy) -> Due:
    """Give what is due first on an offer; the reference at the end makes the key unlike any other.

    Raises:
        Invalid: A day lies beyond the calendar.

    Source: lifecycle 5.
    """
    clock = next_due(offer, calendar, policy)
    key = f"{sort_key(offer, calendar, policy)} {reference}"
    if clock is None:
        return Due(at=None, kind=None, sort_key=key)
    return Due(at=clock.due_at, kind=clock.kind, sort_key=key)


def side_of(offer: Offer, organisation_id: UUID) -> Side:
    """Give on which side of the offer an organisation stands; an offer to oneself is read as the partner."""
    return Side.PARTNER if offer.organisation_id == organisation_id else Side.LEAD


def team_words(lead: str, sender: str) -> str:
    """Name the lead and its team: "Victim Support, Triage Croydon"."""
    return lead if sender in {"", lead} else f"{lead}, {sender.replace(', ', ' ')}"


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
    until = "you record first contact" if side == Side.PARTNER else f"{partner} records first contact"
    return f"{lead} – until {until}."


def due_sentence(clock: Clock, side: Side, now: datetime) -> tuple[str, str, str]:
    """Give the words before the moment, the moment, and what happens then, as the side reads it.

    Source: lifecycle 5.
    """
    verb = "was due" if clock.due_at <= now else "due"
    thens = _THEN_PARTNER if side == Side.PARTNER else _THEN_LEAD
    return f"{clock.kind.label} {verb}", in_words(clock.due_at, now), thens.get(clock.kind, "")


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


def ago_words(at: datetime, now: datetime) -> str:
    """Say how long ago something was, as far as it matters: "a moment ago", else when."""
    return "a moment ago" if now - at <= MOMENT_AGO else in_words(at, now)


def latest_after(entries: tuple[TimelineEntry, ...], version: int) -> TimelineEntry | None:
    """Give the newest thing that happened after a version; `entries` are oldest first."""
    newer = [e for e in entries if e.detail.get("version", 0) > version and e.note != Note.ASSIGNED]
    return newer[-1] if newer else None


def column_of_message(message_id: UUID) -> str:
    """Name the place that a message is sealed for."""
    return f"message.text:{message_id}"


def key_of(offer: Offer, wrapped: bytes) -> RecordKey:
    """Give the key of an offer's record, which the lead's organisation owns."""
    return RecordKey(organisation_id=offer.lead_organisation_id, record_id=OfferId(offer.id), wrapped=wrapped)
