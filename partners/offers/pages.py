"""The page of an offer, for the team that was asked and for the lead that asked."""

from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar

import msgspec

from lvws_core.actors import Actor
from lvws_core.forms import FieldError
from lvws_core.ids import Reference
from lvws_core.ports import Names
from lvws_core.referrals import Clock, Move, Offer, OfferStatus, Side, may_open
from partners.offers.model import custody_words, due_sentence, exactly, sharing_words, team_words
from partners.offers.service import OpenOffer
from partners.offers.snapshot.model import contact_in
from partners.offers.snapshot.pages import ContactPanel, FieldRow, SharedView, contact_panel, view_of
from partners.offers.timeline.pages import EntryView, MessageView, Teller

WITH_A_PAGE = frozenset({Move.ACCEPT, Move.ASK, Move.DECLINE, Move.ANSWER, Move.FIRST_CONTACT})
"""The moves that this version has a button for; which of them a page shows is `allowed_moves`."""


class Onlooker(msgspec.Struct, frozen=True, kw_only=True):
    """Who looks, and when."""

    actor: Actor
    names: Names
    now: datetime


class Tag(msgspec.Struct, frozen=True, kw_only=True):
    """A tag: its words and its colour, or its kind for a risk."""

    text: str
    kind: str


class News(msgspec.Struct, frozen=True, kw_only=True):
    """What the page has to say first; `typed` is what the reader had written and what was not saved."""

    kind: str
    text: str
    heading: str = ""
    typed: str = ""


class Act(msgspec.Struct, frozen=True, kw_only=True):
    """A button or a link for a move; `posts` when pressing it is the act, else it leads to a form."""

    move: Move
    text: str
    href: str
    posts: bool = False
    is_primary: bool = False


class DueView(msgspec.Struct, frozen=True, kw_only=True):
    """What is due: the words before the moment, the moment for machines and people, and what happens then."""

    before: str
    iso: str
    words: str
    exact: str
    then: str
    is_late: bool


class OfferPage(msgspec.Struct, frozen=True, kw_only=True):
    """An offer as one side sees it; what it does not show, that side does not see."""

    template: ClassVar[str] = "offers/offer.html"
    fragment: ClassVar[str] = "offers/_contact.html"

    title: str
    reference: Reference
    version: int
    back: tuple[str, str]
    status: Tag
    risk: Tag
    news: News | None
    contact: ContactPanel | None
    custody: str
    due: DueView | None
    next_words: str
    paused: str
    acts: tuple[Act, ...]
    answering: bool
    answer_text: str
    shared_heading: str
    shared: SharedView | None
    closed: str
    timeline: tuple[EntryView, ...]
    messages: tuple[MessageView, ...]
    errors: tuple[FieldError, ...] = ()
    status_code: int = 200

    @property
    def moves(self) -> frozenset[Move]:
        """The moves that the page offers a button for."""
        return frozenset(act.move for act in self.acts) | ({Move.ANSWER} if self.answering else frozenset())


def offer_page(
    opened: OpenOffer,
    onlooker: Onlooker,
    *,
    news: News | None = None,
    answer_text: str = "",
    errors: tuple[FieldError, ...] = (),
    status_code: int = 200,
) -> OfferPage:
    """Give the page of an opened offer; `answer_text` is what somebody had typed as an answer."""
    filed, offer, now = opened.filed, opened.filed.offer, onlooker.now
    teller = teller_for(opened, onlooker)
    lead, partner = _sides(opened, onlooker.names)
    return OfferPage(
        title=f"Offer {filed.reference}",
        reference=filed.reference,
        version=offer.version,
        back=("/inbox", "Inbox") if opened.side == Side.PARTNER else ("/sent", "Sent"),
        status=status_tag(offer.status, opened.side),
        risk=Tag(text=f"{offer.risk.label} risk", kind=offer.risk.value),
        news=news,
        contact=_contact(opened, now),
        custody=custody_words(offer, opened.side, lead=lead, partner=partner, now=now),
        due=due_view(opened.clock, opened.side, now),
        next_words=_NEXT.get(offer.status, "") if opened.side == Side.LEAD else "",
        paused=_paused(offer, opened.side),
        acts=_acts(opened),
        answering=Move.ANSWER in opened.moves,
        answer_text=answer_text,
        shared_heading=_shared_heading(opened, partner, now),
        shared=_shared(opened, now),
        closed=_closed(offer),
        timeline=teller.timeline(opened.entries),
        messages=teller.messages(opened.entries),
        errors=errors,
        status_code=status_code,
    )


def teller_for(opened: OpenOffer, onlooker: Onlooker) -> Teller:
    """Give who tells the timeline: it knows the reader's colleagues by name and the other side by its team."""
    lead, partner = _sides(opened, onlooker.names)
    ids = frozenset(e.actor_id for e in opened.entries if e.side == opened.side and e.actor_id is not None)
    colleagues = ids - {onlooker.actor.id}
    return Teller(
        reader_id=onlooker.actor.id,
        side=opened.side,
        colleagues=onlooker.names.colleagues(colleagues) if colleagues else {},
        others=partner if opened.side == Side.LEAD else lead,
        now=onlooker.now,
    )


def _sides(opened: OpenOffer, names: Names) -> tuple[str, str]:
    offer = opened.filed.offer
    lead = team_words(names.organisation(offer.lead_organisation_id), opened.filed.sender)
    return lead, names.organisation(offer.organisation_id)


_STATUS: Mapping[OfferStatus, tuple[str, str, str]] = {
    OfferStatus.SENT: ("Needs an answer", "Sent, not opened", "blue"),
    OfferStatus.ACKNOWLEDGED: ("Needs an answer", "Opened, not answered", "blue"),
    OfferStatus.INFO_NEEDED: ("Waiting for the lead", "Needs your reply", "purple"),
    OfferStatus.WAITLISTED: ("On your waiting list", "On their waiting list", "purple"),
    OfferStatus.ACCEPTED: ("Accepted, not yet contacted", "Accepted, not yet contacted", "green"),
    OfferStatus.ACTIVE: ("Support under way", "Support under way", "teal"),
    OfferStatus.DECLINED: ("Declined", "Declined", "grey"),
}


def status_tag(status: OfferStatus, side: Side) -> Tag:
    """Give the tag of a state, in the words of the side that reads it."""
    partner, lead, colour = _STATUS.get(status, (status.label, status.label, "grey"))
    return Tag(text=partner if side == Side.PARTNER else lead, kind=colour)


def due_view(clock: Clock | None, side: Side, now: datetime) -> DueView | None:
    """Give what is due first in words, None where nothing is."""
    if clock is None:
        return None
    before, words, then = due_sentence(clock, side, now)
    iso, late = clock.due_at.isoformat(), clock.due_at <= now
    return DueView(before=before, iso=iso, words=words, exact=exactly(clock.due_at), then=then, is_late=late)


def _paused(offer: Offer, side: Side) -> str:
    if offer.status != OfferStatus.INFO_NEEDED:
        return ""
    return (
        "Your clock stands still until they reply."
        if side == Side.PARTNER
        else "Their clock stands still until you reply."
    )


def _acts(opened: OpenOffer) -> tuple[Act, ...]:
    path = f"/offers/{opened.filed.reference}"
    known = (
        Act(move=Move.ACCEPT, text="Accept", href=f"{path}/accept", posts=True, is_primary=True),
        Act(move=Move.FIRST_CONTACT, text="Record first contact", href=f"{path}/first-contact", is_primary=True),
        Act(move=Move.ASK, text="Ask a question", href=f"{path}/ask"),
        Act(move=Move.DECLINE, text="Decline", href=f"{path}/decline"),
    )
    return tuple(act for act in known if act.move in opened.moves)


def _contact(opened: OpenOffer, now: datetime) -> ContactPanel | None:
    if opened.snapshot is None or opened.side == Side.LEAD:
        return None
    return contact_panel(opened.snapshot, opened.reaches, href=f"/offers/{opened.filed.reference}/number", now=now)


def _shared(opened: OpenOffer, now: datetime) -> SharedView | None:
    if opened.snapshot is None:
        return None
    because = FieldRow(label="Shared because", text=sharing_words(opened.path, opened.filed.offer, now))
    if opened.side == Side.PARTNER:
        return view_of(opened.snapshot, because)
    contact = contact_in(opened.snapshot)
    words = () if contact is None else contact.words
    return view_of(opened.snapshot, FieldRow(label="Safe contact", text=" ".join(words)), because)


def _shared_heading(opened: OpenOffer, partner: str, now: datetime) -> str:
    if opened.side == Side.PARTNER:
        return "What you have been given"
    return f"What {partner} can see" if may_open(opened.filed.offer, now) else f"What {partner} could see"


_NEXT: Mapping[OfferStatus, str] = {
    OfferStatus.DECLINED: "Next: look for someone else. They declined.",
    OfferStatus.EXPIRED: "Next: look for someone else. No answer came in time.",
    OfferStatus.HANDED_BACK: "Next: look for someone else. They handed it back.",
    OfferStatus.NOT_REACHED: "Next: decide what to do. The person could not be reached.",
}
"""What a lead has to do about an offer that came back."""

_SHUT = "What was shared can no longer be opened."


def _closed(offer: Offer) -> str:
    if offer.status == OfferStatus.WITHDRAWN:
        return f"The lead has withdrawn this. Stop any contact that you had planned. {_SHUT}"
    return _SHUT
