"""The buttons of an offer: exactly what the library allows this actor now, one of them the next thing to do."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

import msgspec

from lvws_core.actors import Actor, Role
from lvws_core.referrals import Move, Note, OfferStatus
from lvws_core.times import local
from partners.offers.service import OpenOffer

_S = OfferStatus
_ANSWERING = frozenset({_S.SENT, _S.ACKNOWLEDGED})

ELSEWHERE = frozenset({Move.SEND, Move.ACKNOWLEDGE, Move.EXPIRE})
"""The moves without a button: sending is the compose page's, opening acknowledges, and the clock expires."""


class Place(StrEnum):
    """Where a button stands: the one next thing to do, a link beside it, or among the other things."""

    NEXT = "next"
    BESIDE = "beside"
    OTHER = "other"


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

    def place_in(self, status: OfferStatus) -> Place:
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
    _Button(does=Note.REVIEW_ASKED, text="Ask whether it is still needed", path="ask-still-needed", posts=True),
    _Button(does=Move.WITHDRAW, text="Withdraw", path="withdraw"),
    _Button(does=Move.MARK_ERROR, text="Mark as entered in error", path="mark-error"),
)
"""Every button, in the order in which a page shows them."""


def acts_of(opened: OpenOffer, actor: Actor) -> tuple[Act, ...]:
    """Give the buttons for what the actor may do now, the next thing first; an answer has its form instead.

    Source: lifecycle 7: the buttons shown are the commands that the library accepts.
    """
    allowed, status = opened.moves | opened.notes, opened.filed.offer.status
    path = f"/offers/{opened.filed.reference}"
    found = [_act(button, status, path) for button in _BUTTONS if button.does in allowed]
    if opened.recallable_until is not None:
        found.append(_recall(path, opened.recallable_until))
    if Note.ASSIGNED in allowed:
        found.append(_assign(path, actor))
    return tuple(sorted(found, key=lambda act: _ORDER[act.place]))


_ORDER = {place: number for number, place in enumerate(Place)}


def _act(button: _Button, status: OfferStatus, path: str) -> Act:
    return Act(
        does=button.does,
        text=button.texts.get(status, button.text),
        href=f"{path}/{button.path}",
        posts=button.posts,
        place=button.place_in(status),
    )


def _recall(path: str, until: datetime) -> Act:
    text = f"Recall it, until {local(until):%H:%M} while it is unopened"
    return Act(does=Move.WITHDRAW, text=text, href=f"{path}/recall", posts=True, place=Place.BESIDE)


def _assign(path: str, actor: Actor) -> Act:
    text = "Assign to a colleague" if actor.has(Role.PARTNER_MANAGER) else "Take this on yourself"
    return Act(does=Note.ASSIGNED, text=text, href=f"{path}/assign")
