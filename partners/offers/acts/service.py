"""Acting on an offer: a move or a note with its words, from a page that showed a version, or what came first."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec
from msgspec.structs import replace

from lvws_core.consent.contact import Channel
from lvws_core.errors import Conflict
from lvws_core.events import Event
from lvws_core.ids import Reference, UserId
from lvws_core.reasons import Reason
from lvws_core.referrals import Detail, Heard, Move, Note, Offer, SecureRoute, annotate, move
from lvws_core.times import utc
from partners.offers import store
from partners.offers.model import FiledOffer
from partners.offers.service import Desk, OpenOffer, file, open_offer, tell_of_late_hours
from partners.offers.timeline.model import TimelineEntry, latest_after

_NOTHING_MORE = Detail()


class Overtaken(msgspec.Struct, frozen=True, kw_only=True):
    """What happened instead of an act that came too late, and the offer as it is now; nothing was written.

    `by` is the newest thing that happened since the actor's page was made, None if that is not known;
    `reasons` are those of the refusal.
    """

    opened: OpenOffer
    by: TimelineEntry | None
    reasons: tuple[Reason, ...] = ()


def make(
    desk: Desk,
    reference: Reference,
    action: Move,
    version: int,
    *,
    detail: Detail = _NOTHING_MORE,
    text: str = "",
    told: Mapping[str, Any] = {},
    confirmed_by: str = "",
) -> FiledOffer | Overtaken:
    """Make a move from a page that showed `version`, with words that go along; or say what came first.

    `told` are codes that the event says besides; `confirmed_by` is who said it at a partner without
    an account.

    Raises:
        Missing: There is none for this actor's organisation.
        NotAllowed: The move is not the actor's to make.
        Invalid: A part of the detail is missing.
    """
    filed = store.get(desk.session, reference, to_change=True)
    try:
        changed = move(filed.offer, action, desk.actor, desk.now, version, detail, policy=desk.policy)
        made = _kept(desk, filed, changed, text=text, told=told, confirmed_by=confirmed_by)
    except Conflict as conflict:
        return _overtaken(desk, reference, version, conflict)
    return _taken_on(desk, made) if action == Move.ACCEPT and not confirmed_by else made


def mark(
    desk: Desk,
    reference: Reference,
    note: Note,
    version: int,
    *,
    worker_id: UserId | None = None,
    text: str = "",
    told: Mapping[str, Any] = {},
    heard: Heard | None = None,
    route: SecureRoute | None = None,
    confirmed_by: str = "",
) -> FiledOffer | Overtaken:
    """Make a note from a page that showed `version`, with words that go along; or say what came first.

    `told` are codes that the event says besides; `worker_id` is to whom it is assigned; `route` how a
    pack was delivered; `heard` and `confirmed_by` how and from whom the lead heard what it records
    for a partner without an account.

    Raises:
        Missing: There is none for this actor's organisation.
        NotAllowed: The note is not the actor's to make.
    """
    filed = store.get(desk.session, reference, to_change=True)
    try:
        changed = annotate(
            filed.offer, note, desk.actor, desk.now, version, worker_id=worker_id, heard=heard, route=route
        )
        return _kept(desk, filed, changed, text=text, told=told, confirmed_by=confirmed_by)
    except Conflict as conflict:
        return _overtaken(desk, reference, version, conflict)


def _kept(
    desk: Desk,
    filed: FiledOffer,
    changed: tuple[Offer, Event],
    *,
    text: str,
    told: Mapping[str, Any],
    confirmed_by: str,
) -> FiledOffer:
    after, event = changed
    told_event = replace(event, detail={**event.detail, **told})
    return file(desk, filed, after, told_event, text, confirmed_by=confirmed_by)


def _overtaken(desk: Desk, reference: Reference, version: int, conflict: Conflict) -> Overtaken:
    opened = open_offer(desk, reference)
    return Overtaken(opened=opened, by=latest_after(opened.entries, version), reasons=conflict.reasons)


def _taken_on(desk: Desk, made: FiledOffer) -> FiledOffer:
    """Assign what was just accepted to who accepted it, so that the team sees whose it is; first contact is due now."""
    taken, event = annotate(made.offer, Note.ASSIGNED, desk.actor, desk.now, made.offer.version)
    kept = file(desk, made, taken, event)
    tell_of_late_hours(desk, kept)
    return kept


class FirstContact(msgspec.Struct, frozen=True, kw_only=True):
    """What is told about the first contact: when (aware), on which channel, and how it went, in words."""

    at: datetime
    channel: Channel
    note: str = ""


def accept(desk: Desk, reference: Reference, version: int) -> FiledOffer | Overtaken:
    """Accept an offer, for the whole team, and take it on; if somebody was quicker, say who.

    Raises:
        Missing: There is none for this actor's organisation.
        NotAllowed: It is not the actor's to accept.
    """
    return make(desk, reference, Move.ACCEPT, version)


def record_first_contact(
    desk: Desk, reference: Reference, version: int, contact: FirstContact
) -> FiledOffer | Overtaken:
    """Record that the person was really reached; custody moves to the partner.

    Raises:
        Missing: There is none for this actor's organisation.
        NotAllowed: It is not the actor's to record.

    Source: lifecycle 1.
    """
    told = {"channel": contact.channel.value, "reached_at": utc(contact.at).isoformat()}
    return make(desk, reference, Move.FIRST_CONTACT, version, text=contact.note, told=told)


def ask(desk: Desk, reference: Reference, version: int, question: str) -> FiledOffer | Overtaken:
    """Ask the lead a question; the clock of the answer stands still until the lead replies."""
    return make(desk, reference, Move.ASK, version, detail=Detail(note=question), text=question)


def answer(desk: Desk, reference: Reference, version: int, words: str) -> FiledOffer | Overtaken:
    """Answer the partner's question; the clock runs on."""
    return make(desk, reference, Move.ANSWER, version, text=words)


def decline(desk: Desk, reference: Reference, version: int, detail: Detail, text: str) -> FiledOffer | Overtaken:
    """Decline an offer with a coded reason and whose choice it was; the words go to the lead."""
    return make(desk, reference, Move.DECLINE, version, detail=detail, text=text)
