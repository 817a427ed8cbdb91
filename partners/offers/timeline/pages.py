"""The timeline and the messages, as a page tells them to one reader."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from lvws_core.consent import DataCategory
from lvws_core.consent.contact import AttemptOutcome, Channel
from lvws_core.ids import UserId
from lvws_core.referrals import Move, SecureRoute, Side
from lvws_core.referrals.bounds import OFFER_BOUNDED, OFFER_LENGTHENED, OFFER_NARROWED
from lvws_core.referrals.codes import REASONS, ExpireReason
from lvws_core.referrals.presence import CANNOT_TAKE
from lvws_core.risk.dash import Band
from lvws_core.times import in_words
from lvws_core.vocabulary import ClosureReason, WhoseChoice
from partners.offers.taking_back.model import RetainBasis, SeenAnswer, StopAnswer
from partners.offers.timeline.model import Attached, TimelineEntry, day_words, told, unread
from partners.offers.waiting.model import DateBand

_TITLES: Mapping[Move, str] = {
    Move.SEND: "Sent",
    Move.ACKNOWLEDGE: "Opened",
    Move.ASK: "Question asked",
    Move.ANSWER: "Question answered",
    Move.ACCEPT: "Accepted",
    Move.WAITLIST: "Put on the waiting list",
    Move.DECLINE: "Declined",
    Move.EXPIRE: "No answer in time",
    Move.FIRST_CONTACT: "First contact recorded",
    Move.NOT_REACHED: "Could not be reached",
    Move.HAND_BACK: "Handed back",
    Move.PAUSE: "Paused",
    Move.RESUME: "Resumed",
    Move.FINISH: "Finished",
    Move.RECORD_OUTCOME: "Outcome recorded",
    Move.WITHDRAW: "Withdrawn",
    Move.MARK_ERROR: "Marked as entered in error",
}

_BESIDE: Mapping[str, str] = {
    "offer.contact_stopped": "Contact stopped",
    "offer.contact_reopened": "Contact opened again",
    "offer.contact_updated": "Safe contact changed",
    "offer.no_safe_hours": "No safe time before first contact is due",
    "offer.reassessed": "Risk changed",
    OFFER_BOUNDED: "Can be opened for a shorter time",
    OFFER_LENGTHENED: "Can be opened for longer",
    OFFER_NARROWED: "No longer shared",
}


class EntryView(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the timeline, in the shape that `timeline` reads."""

    title: str
    by: str
    at_iso: str
    at_words: str
    text: str


class MessageView(msgspec.Struct, frozen=True, kw_only=True):
    """A message, in the shape that `messages` reads; `file` is the number and the words of what is attached."""

    text: str
    sender: str
    at_iso: str
    at_words: str
    ours: bool
    is_new: bool = False
    seen: str = ""
    file: tuple[int, str] | None = None


class Teller(msgspec.Struct, frozen=True, kw_only=True):
    """Tells what happened to one reader: own colleagues by name, the other side as `others`, its team."""

    reader_id: UserId
    side: Side
    colleagues: Mapping[UserId, str]
    others: str
    now: datetime

    def who(self, user_id: UUID | None, side: Side) -> str:
        """Name who did something on a side: "you", a colleague by name, a team, "" for the clock."""
        if user_id is None:
            return ""
        if side != self.side:
            return self.others
        return "you" if user_id == self.reader_id else self.colleagues.get(UserId(user_id), "a colleague")

    def timeline(self, entries: Iterable[TimelineEntry]) -> tuple[EntryView, ...]:
        """Give the lines, newest first; taking on what one has just accepted needs no line of its own."""
        return tuple(reversed([self._entry(entry) for entry in told(entries)]))

    def messages(self, entries: Iterable[TimelineEntry]) -> tuple[MessageView, ...]:
        """Give the messages, oldest first; the other side's that were not there before are new."""
        entries = tuple(entries)
        fresh = frozenset(unread(entries, self.side))
        return tuple(
            MessageView(
                text=entry.message.text,
                sender=_capital(self._by(entry)),
                at_iso=entry.at.isoformat(),
                at_words=in_words(entry.at, self.now),
                ours=entry.side == self.side or entry.is_for_partner,
                is_new=entry.message.id in fresh,
                seen=self._seen(entry),
                file=file_words(entry.message.attached),
            )
            for entry in entries
            if entry.message is not None
        )

    def _entry(self, entry: TimelineEntry) -> EntryView:
        title = _move_title(entry.move, entry) if entry.move is not None else _note_title(entry)
        if entry.is_for_partner and entry.move == Move.ACKNOWLEDGE:
            title = "Received"
        return EntryView(
            title=title,
            by=self._by(entry),
            at_iso=entry.at.isoformat(),
            at_words=in_words(entry.at, self.now),
            text=" ".join((*_more(entry, self.now), *self._assigned(entry), *_heard(entry, self.now))),
        )

    def _by(self, entry: TimelineEntry) -> str:
        """Name who did it, and for whom where the lead recorded it for a partner without an account."""
        if not entry.is_for_partner:
            return self.who(entry.actor_id, entry.side)
        partner = self.others if self.side == Side.LEAD else "your team"
        return f"{self.who(entry.actor_id, Side.LEAD)} for {partner}"

    def _seen(self, entry: TimelineEntry) -> str:
        """Say to the side that wrote it whether the other has had it before it."""
        if entry.message is None or entry.side != self.side:
            return ""
        at = entry.message.read_at
        return "not read yet" if at is None else f"read {in_words(at, self.now)}"

    def _assigned(self, entry: TimelineEntry) -> Iterable[str]:
        worker = entry.detail.get("worker_id")
        if worker is not None and entry.side == self.side:
            yield f"To {self.who(UUID(worker), entry.side)}."


def _heard(entry: TimelineEntry, now: datetime) -> Iterable[str]:
    """Say who confirmed what the lead recorded for a partner, how and when, or by which way a pack went."""
    if entry.detail.get("route"):
        yield f"{SecureRoute(entry.detail['route']).label}."
    if entry.is_for_partner:
        at = in_words(datetime.fromisoformat(entry.detail["heard_at"]), now)
        how = SecureRoute(entry.detail["heard_how"]).label.partition(",")[0].partition(" (")[0].lower()
        yield f"Confirmed by {entry.confirmed_by or 'somebody there'}, {how}, {at}."


def file_words(attached: Attached | None) -> tuple[int, str] | None:
    """Give the number of an attached file, and its kind, size and whether it was scanned in words."""
    if attached is None:
        return None
    size = f"{max(attached.size // 1024, 1)} KB" if attached.size < 1024 * 1024 else f"{attached.size / 1048576:.1f} MB"
    unscanned = "" if attached.scanned else ", not scanned for viruses"
    return attached.number, f"{attached.kind.label}, {size}{unscanned}"


def _move_title(move: Move, entry: TimelineEntry) -> str:
    is_nobody_left = move == Move.EXPIRE and entry.detail.get("reason") == ExpireReason.CANNOT_TAKE
    return CANNOT_TAKE.text if is_nobody_left else _TITLES[move]


def _note_title(entry: TimelineEntry) -> str:
    return entry.note.label if entry.note is not None else _BESIDE[entry.kind]


def _more(entry: TimelineEntry, now: datetime) -> Iterable[str]:
    detail, move = entry.detail, entry.move
    if move is not None and move in REASONS and detail.get("reason"):
        yield f"{REASONS[move](detail['reason']).label}."
    if detail.get("whose_choice"):
        yield f"{WhoseChoice(detail['whose_choice']).label}’s choice.".replace("The service’s", "The service’s own")
    if detail.get("result"):
        yield f"{AttemptOutcome(detail['result']).label}."
    if detail.get("channel"):
        at = detail.get("reached_at") or detail.get("tried_at")
        moment = f", {in_words(datetime.fromisoformat(at), now)}" if at else ""
        yield f"{Channel(detail['channel']).label}{moment}."
    if detail.get("band"):
        yield f"A place {DateBand(detail['band']).label.lower()}."
    if detail.get("until"):
        yield f"{'Expected by' if move == Move.WAITLIST else 'Until'} {day_words(detail['until'])}."
    yield from _stopped(detail)
    if detail.get("before"):
        yield f"From {Band(detail['before']).label.lower()} to {Band(detail['risk']).label.lower()}."
    yield from _outcome(detail)
    yield from _readable(entry, now)
    if move == Move.EXPIRE:
        yield "It returned to the lead."


def _readable(entry: TimelineEntry, now: datetime) -> Iterable[str]:
    """Say until when it can be opened now, or which part of it no longer can."""
    if entry.kind in {OFFER_BOUNDED, OFFER_LENGTHENED}:
        yield f"Until {in_words(datetime.fromisoformat(entry.detail['visible_until']), now)}."
    if entry.detail.get("closed"):
        yield f"{'; '.join(DataCategory(key).label for key in entry.detail['closed'])}."


def _stopped(detail: Mapping[str, Any]) -> Iterable[str]:
    if detail.get("answer"):
        yield f"{StopAnswer(detail['answer']).label}."
    if detail.get("basis"):
        yield f"{RetainBasis(detail['basis']).label}."
    yield from (f"{SeenAnswer(seen).label}." for seen in detail.get("seen", ()))


def _outcome(detail: Mapping[str, Any]) -> Iterable[str]:
    if not detail.get("outcome"):
        return
    yield f"{ClosureReason(detail['outcome']).label}."
    counted = ((detail.get(f"needs_{how}", 0), how) for how in ("improved", "unchanged", "worsened"))
    if changes := ", ".join(f"{number} {how}" for number, how in counted if number):
        yield f"Needs: {changes}."


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
