"""The buttons of an offer: exactly what the library allows this actor now, one of them the next thing to do."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from enum import StrEnum

import msgspec
from msgspec.structs import replace

from lvws_core.actors import Actor
from lvws_core.referrals import Move, Note, OfferStatus
from lvws_core.referrals.moving import speaks_for_partner
from lvws_core.referrals.notes import ASSIGNS
from lvws_core.times import local
from partners.offers.model import FiledOffer, retold
from partners.offers.service import OpenOffer

_S = OfferStatus
_ANSWERING = frozenset({_S.SENT, _S.ACKNOWLEDGED})

ELSEWHERE = frozenset({Move.SEND, Move.ACKNOWLEDGE, Move.EXPIRE})
"""The moves without a button: sending is the compose page's, opening acknowledges, and the clock expires.

Only for a partner without an account, which cannot open anything, the lead has one to acknowledge.
"""


class Place(StrEnum):
    """Where a button stands: the one next thing to do, a link beside it, among the other things, or at the messages."""

    NEXT = "next"
    BESIDE = "beside"
    OTHER = "other"
    WORDS = "words"


class Act(msgspec.Struct, frozen=True, kw_only=True):
    """A button or a link; `posts` when pressing it is the act, else it leads to a form."""

    does: Move | Note
    text: str
    href: str
    posts: bool = False
    place: Place = Place.OTHER

    @property
    def is_primary(self) -> bool:
        """Whether it is the one primary button."""
        return self.place == Place.NEXT


class _Button(msgspec.Struct, frozen=True, kw_only=True):
    does: Move | Note
    text: str
    path: str
    posts: bool = False
    next_in: frozenset[OfferStatus] = frozenset()
    beside_in: frozenset[OfferStatus] = frozenset()
    texts: Mapping[OfferStatus, str] = {}
    is_words: bool = False

    def place_in(self, status: OfferStatus) -> Place:
        if self.is_words:
            return Place.WORDS
        if status in self.next_in:
            return Place.NEXT
        return Place.BESIDE if status in self.beside_in else Place.OTHER


_BUTTONS = (
    _Button(
        does=Move.ACCEPT,
        text="Accept",
        path="accept",
        posts=True,
        next_in=_ANSWERING | {_S.WAITLISTED},
        texts={_S.WAITLISTED: "Offer the next place"},
    ),
    _Button(does=Move.ASK, text="Ask a question", path="ask", beside_in=_ANSWERING),
    _Button(does=Move.DECLINE, text="Decline", path="decline", beside_in=_ANSWERING),
    _Button(does=Move.WAITLIST, text="Put on the waiting list", path="waitlist"),
    _Button(does=Move.RESUME, text="Resume support", path="resume", posts=True, next_in=frozenset({_S.PAUSED})),
    _Button(
        does=Note.UPDATE,
        text="Add an update",
        path="update",
        next_in=frozenset({_S.ACTIVE}),
        beside_in=frozenset({_S.PAUSED}),
    ),
    _Button(does=Move.FINISH, text="Finish with outcome", path="finish", beside_in=frozenset({_S.ACTIVE})),
    _Button(
        does=Move.RECORD_OUTCOME,
        text="Finish with outcome",
        path="outcome",
        next_in=frozenset({_S.OUTCOME_DUE}),
    ),
    _Button(does=Note.ATTEMPT, text="Record a contact attempt", path="attempt", next_in=frozenset({_S.ACCEPTED})),
    _Button(
        does=Move.FIRST_CONTACT,
        text="Record first contact",
        path="first-contact",
        beside_in=frozenset({_S.ACCEPTED}),
    ),
    _Button(does=Move.PAUSE, text="Pause support", path="pause"),
    _Button(does=Move.NOT_REACHED, text="The person could not be reached", path="not-reached"),
    _Button(does=Move.HAND_BACK, text="Hand back to the lead", path="hand-back"),
    _Button(
        does=Note.STOP_CONFIRMED,
        text="Confirm that you have stopped",
        path="stop",
        next_in=frozenset({_S.WITHDRAWN}),
    ),
    _Button(
        does=Note.OUTCOME_ACKNOWLEDGED,
        text="Acknowledge the outcome",
        path="acknowledge",
        posts=True,
        next_in=frozenset({_S.COMPLETED}),
    ),
    _Button(
        does=Note.STILL_NEEDED,
        text="Say that it is still needed",
        path="still-needed",
        next_in=frozenset({_S.WAITLISTED}),
    ),
    _Button(
        does=Note.STILL_POSSIBLE,
        text="We can still take this",
        path="still-possible",
        posts=True,
        next_in=frozenset({_S.EXPIRED}),
    ),
    _Button(does=Note.REVIEW_ASKED, text="Ask whether it is still needed", path="ask-still-needed", posts=True),
    _Button(does=Move.WITHDRAW, text="Withdraw", path="withdraw"),
    _Button(does=Move.MARK_ERROR, text="Mark as entered in error", path="mark-error"),
    _Button(does=Note.MESSAGE, text="Write a message", path="message", is_words=True),
    _Button(does=Note.MESSAGE, text="Attach a file", path="attach", is_words=True),
)
"""Every button, in the order in which a page shows them."""

_RECORDING = (
    _Button(does=Note.DELIVERED, text="Deliver the pack", path="deliver", next_in=frozenset({_S.SENT})),
    _Button(
        does=Move.ACKNOWLEDGE, text="Record that they have it", path="recorded/received", beside_in=frozenset({_S.SENT})
    ),
    _Button(
        does=Move.ACCEPT,
        text="Record that they accept",
        path="recorded/accepted",
        next_in=frozenset({_S.ACKNOWLEDGED}),
        beside_in=frozenset({_S.WAITLISTED}),
    ),
    _Button(
        does=Move.DECLINE,
        text="Record that they decline",
        path="recorded/declined",
        beside_in=frozenset({_S.ACKNOWLEDGED}),
    ),
    _Button(does=Move.WAITLIST, text="Record a place on their waiting list", path="recorded/waitlisted"),
    _Button(
        does=Move.FIRST_CONTACT,
        text="Record their first contact",
        path="recorded/first-contact",
        next_in=frozenset({_S.ACCEPTED}),
    ),
    _Button(does=Note.UPDATE, text="Record an update", path="recorded/update", next_in=frozenset({_S.ACTIVE})),
    _Button(
        does=Move.FINISH,
        text="Record that support has ended",
        path="recorded/finished",
        beside_in=frozenset({_S.ACTIVE}),
    ),
    _Button(
        does=Move.RECORD_OUTCOME,
        text="Record the outcome",
        path="recorded/outcome",
        next_in=frozenset({_S.OUTCOME_DUE}),
    ),
    _Button(does=Move.NOT_REACHED, text="Record that they could not reach the person", path="recorded/not-reached"),
    _Button(does=Move.HAND_BACK, text="Record that they hand it back", path="recorded/handed-back"),
    _Button(
        does=Note.STOP_CONFIRMED,
        text="Record that they have stopped",
        path="recorded/stopped",
        next_in=frozenset({_S.WITHDRAWN}),
    ),
)
"""The buttons of a lead that records for a partner without an account, in their order."""

_RECORDED = frozenset(button.does for button in _RECORDING)


def _table(opened: OpenOffer, actor: Actor) -> Iterator[_Button]:
    """Give the buttons from which this actor has some: where it records for a partner, those instead."""
    offer = opened.filed.offer
    if not speaks_for_partner(offer, actor):
        yield from _BUTTONS
        return
    swapped = offer.delivered_at is not None and offer.status == _S.SENT
    for button in _RECORDING:
        if swapped and button.does in {Note.DELIVERED, Move.ACKNOWLEDGE}:
            yield replace(button, next_in=button.beside_in, beside_in=button.next_in)
        else:
            yield button
    yield from (button for button in _BUTTONS if button.does not in _RECORDED)


def acts_of(opened: OpenOffer, actor: Actor) -> tuple[Act, ...]:
    """Give the buttons for what the actor may do now, the next thing first; an answer has its form instead.

    Source: lifecycle 7: the buttons shown are the commands that the library accepts.
    """
    allowed = opened.moves | opened.notes
    path = f"/offers/{opened.filed.reference}"
    found = [_act(button, opened.filed, path) for button in _table(opened, actor) if button.does in allowed]
    if opened.recallable_until is not None:
        found.append(_recall(path, opened.recallable_until))
    if Note.ASSIGNED in allowed:
        found.append(_assign(path, assigns=actor.has(*ASSIGNS[opened.filed.offer.direction])))
    return tuple(sorted(found, key=lambda act: _ORDER[act.place]))


_ORDER = {place: number for number, place in enumerate(Place)}


def _act(button: _Button, filed: FiledOffer, path: str) -> Act:
    status = filed.offer.status
    return Act(
        does=button.does,
        text=retold(button.texts.get(status, button.text), filed),
        href=f"{path}/{button.path}",
        posts=button.posts,
        place=button.place_in(status),
    )


def _recall(path: str, until: datetime) -> Act:
    text = f"Recall it, until {local(until):%H:%M} while it is unopened"
    return Act(does=Move.WITHDRAW, text=text, href=f"{path}/recall", posts=True, place=Place.BESIDE)


def _assign(path: str, *, assigns: bool) -> Act:
    text = "Assign to a colleague" if assigns else "Take this on yourself"
    return Act(does=Note.ASSIGNED, text=text, href=f"{path}/assign")
