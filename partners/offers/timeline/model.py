"""What happened to an offer, entry by entry, as the store gives it back."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec

from lvws_core.files import FileKind
from lvws_core.ids import UserId
from lvws_core.referrals import Move, Note, Side
from lvws_core.referrals.bounds import OFFER_BOUNDED, OFFER_LENGTHENED, OFFER_NARROWED
from lvws_core.referrals.moves import SIDES
from lvws_core.referrals.moving import OFFER_MOVED
from lvws_core.referrals.notes import NOTES, OFFER_NOTED
from lvws_core.times import in_words

MOMENT_AGO = timedelta(minutes=5)
"""What still counts as "a moment ago" when somebody was quicker."""


class Attached(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a file that travels with a message, without opening it; `size` is in bytes."""

    number: int
    kind: FileKind
    size: int
    scanned: bool


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """Words from one side to the other, opened; `read_at` is when the other side first had them before it."""

    id: UUID
    at: datetime
    author_id: UserId
    text: str
    read_at: datetime | None = None
    attached: Attached | None = None


class TimelineEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that happened to an offer; `actor_id` is None where nobody is named, `at` is aware UTC.

    `confirmed_by` is who at a partner without an account said it, where the lead recorded it.
    """

    at: datetime
    actor_id: UserId | None
    kind: str
    detail: Mapping[str, Any]
    message: Message | None = None
    confirmed_by: str = ""

    @property
    def move(self) -> Move | None:
        """The move, None where it was a note."""
        return Move(self.detail["move"]) if self.kind == OFFER_MOVED else None

    @property
    def note(self) -> Note | None:
        """The note, None where it was a move or stands beside the life."""
        return Note(self.detail["note"]) if self.kind == OFFER_NOTED else None

    @property
    def people(self) -> frozenset[UserId]:
        """The accounts that it names: who did it, and to whom it was assigned."""
        worker = self.detail.get("worker_id")
        found = {self.actor_id, None if worker is None else UserId(UUID(worker))}
        return frozenset(id_ for id_ in found if id_ is not None)

    @property
    def side(self) -> Side:
        """On whose behalf it was done; what stands beside the life of an offer is the lead's."""
        if self.move is not None:
            return SIDES[self.move]
        side = Side.LEAD if self.note is None else NOTES[self.note].side
        return Side(self.detail["side"]) if side is None else side

    @property
    def is_for_partner(self) -> bool:
        """Whether the lead recorded it for a partner without an account."""
        return bool(self.detail.get("for_partner"))

    @property
    def done(self) -> str:
        """What was done, as the end of a sentence: "accepted this"."""
        if self.move is not None:
            return _DONE[self.move]
        return _BESIDE[self.kind] if self.note is None else _NOTED[self.note]


_DONE: Mapping[Move, str] = {
    Move.SEND: "sent this",
    Move.ACKNOWLEDGE: "opened this",
    Move.ASK: "asked a question about this",
    Move.ANSWER: "answered the question",
    Move.ACCEPT: "accepted this",
    Move.WAITLIST: "put this on the waiting list",
    Move.DECLINE: "declined this",
    Move.FIRST_CONTACT: "recorded first contact",
    Move.EXPIRE: "returned this to the lead",
    Move.NOT_REACHED: "returned this because nobody could be reached",
    Move.HAND_BACK: "handed this back",
    Move.PAUSE: "paused this",
    Move.RESUME: "resumed this",
    Move.FINISH: "finished this",
    Move.RECORD_OUTCOME: "recorded the outcome",
    Move.WITHDRAW: "withdrew this",
    Move.MARK_ERROR: "marked this as an error",
}
_NOTED: Mapping[Note, str] = {
    Note.ATTEMPT: "recorded a contact attempt",
    Note.UPDATE: "added an update",
    Note.ASSIGNED: "assigned this",
    Note.STOP_CONFIRMED: "confirmed the stop",
    Note.OUTCOME_ACKNOWLEDGED: "acknowledged the outcome",
    Note.STILL_NEEDED: "said that this is still needed",
    Note.STILL_POSSIBLE: "said that they can still take this",
    Note.REVIEW_ASKED: "asked whether this is still needed",
    Note.MESSAGE: "wrote a message about this",
    Note.DELIVERED: "delivered the pack of this",
}

_BESIDE: Mapping[str, str] = {
    "offer.contact_stopped": "stopped contact",
    "offer.contact_reopened": "opened contact again",
    "offer.contact_updated": "changed the safe-contact plan",
    "offer.no_safe_hours": "found no safe time before first contact is due",
    "offer.reassessed": "changed the level of risk",
    OFFER_BOUNDED: "shortened how long this can be opened",
    OFFER_LENGTHENED: "lengthened how long this can be opened",
    OFFER_NARROWED: "closed a part of what was shared",
}


def ago_words(at: datetime, now: datetime) -> str:
    """Say how long ago something was, as far as it matters: "a moment ago", else when."""
    return "a moment ago" if now - at <= MOMENT_AGO else in_words(at, now)


def day_words(iso: str) -> str:
    """Give a day of an event in words: "Thursday 3 December 2026"."""
    day = date.fromisoformat(iso)
    return f"{day:%A} {day.day} {day:%B %Y}"


def latest_after(entries: tuple[TimelineEntry, ...], version: int) -> TimelineEntry | None:
    """Give the newest thing that happened after a version; `entries` are oldest first."""
    newer = [e for e in told(entries) if e.detail.get("version", 0) > version]
    return newer[-1] if newer else None


def told(entries: Iterable[TimelineEntry]) -> tuple[TimelineEntry, ...]:
    """Give the entries that say something; that who accepts takes it on goes without saying."""
    kept: list[TimelineEntry] = []
    for entry in entries:
        last = kept[-1] if kept else None
        if entry.note == Note.ASSIGNED and last is not None and _took_on(last, entry):
            continue
        kept.append(entry)
    return tuple(kept)


def _took_on(accepted: TimelineEntry, assigned: TimelineEntry) -> bool:
    same = (accepted.at, accepted.actor_id) == (assigned.at, assigned.actor_id)
    return accepted.move == Move.ACCEPT and same


def unread(entries: Iterable[TimelineEntry], side: Side) -> tuple[UUID, ...]:
    """Give the messages of the other side that this side has not had before it."""
    theirs = (e.message for e in entries if e.message is not None and e.side != side)
    return tuple(message.id for message in theirs if message.read_at is None)


def column_of_confirmer(entry_id: UUID) -> str:
    """Name the place that the name of who confirmed something is sealed for."""
    return f"offer_event.confirmer:{entry_id}"


def column_of_message(message_id: UUID) -> str:
    """Name the place that a message is sealed for."""
    return f"message.text:{message_id}"
