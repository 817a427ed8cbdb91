"""The page of an offer, for the team that was asked and for the lead that asked."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import ClassVar

import msgspec

from lvws_core.actors import Actor
from lvws_core.consent import DataCategory
from lvws_core.forms import FieldError
from lvws_core.ids import Reference
from lvws_core.ports import Names
from lvws_core.referrals import (
    Clock,
    ClockKind,
    Direction,
    Move,
    Note,
    Offer,
    OfferStatus,
    PauseReason,
    RequestStatus,
    Side,
    closed_since,
)
from lvws_core.times import in_words, london_day
from partners.offers.buttons.pages import Act, Place, acts_of
from partners.offers.inward.pages import back_of, case_link, named, need_words, next_words
from partners.offers.model import (
    CAME_BACK,
    custody_words,
    due_sentence,
    exactly,
    opens,
    retold,
    sharing_words,
    team_words,
)
from partners.offers.panel.pages import panel_of, risk_age
from partners.offers.safety.pages import StopView, hours_words, stop_view
from partners.offers.service import OpenOffer
from partners.offers.snapshot.model import contact_in
from partners.offers.snapshot.pages import (
    ContactPanel,
    FieldRow,
    SharedView,
    view_of,
)
from partners.offers.timeline.model import day_words
from partners.offers.timeline.pages import EntryView, MessageView, Teller


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
    """What the page has to say first; `typed` is what the reader had written and what was not saved.

    `code` is that of a refusal.
    """

    kind: str
    text: str
    heading: str = ""
    typed: str = ""
    code: str = ""


class DueView(msgspec.Struct, frozen=True, kw_only=True):
    """What is due: the words before the moment, the moment for machines and people, and what happens then."""

    before: str
    iso: str
    words: str
    exact: str
    then: str
    is_late: bool


class OfferPage(msgspec.Struct, frozen=True, kw_only=True):
    """An offer as one side sees it; what it does not show, that side does not see.

    `state_href` is asked again and again whether contact was stopped since, "" where nothing is to stop;
    `hours` says that no safe time comes before first contact is due.
    """

    template: ClassVar[str] = "offers/offer.html"
    fragment: ClassVar[str] = "offers/_contact.html"

    title: str
    reference: Reference
    version: int
    back: tuple[str, str]
    status: Tag
    risk: Tag
    risk_age: str
    news: News | None
    contact: ContactPanel | None
    custody: str
    due: DueView | None
    next_words: str
    intake: tuple[str, str] | None
    paused: str
    need: str
    request_href: str
    look_href: str
    acts: tuple[Act, ...]
    others_heading: str
    others: tuple[Act, ...]
    answering: bool
    question: str
    answer_text: str
    is_lead: bool
    shared_heading: str
    shared: SharedView | None
    closed: str
    timeline: tuple[EntryView, ...]
    messages: tuple[MessageView, ...]
    messages_heading: str
    words: tuple[Act, ...]
    errors: tuple[FieldError, ...] = ()
    status_code: int = 200
    state_href: str = ""
    unsafe_href: str = ""
    again_href: str = ""
    stop: StopView | None = None
    hours: str = ""

    @property
    def does(self) -> frozenset[Move | Note]:
        """The moves and notes that the page has a button or a form for."""
        answer: frozenset[Move | Note] = frozenset({Move.ANSWER}) if self.answering else frozenset()
        return answer | {act.does for act in (*self.acts, *self.others, *self.words)}


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
    acts = acts_of(opened, onlooker.actor)
    messages = teller.messages(opened.entries)
    looks = opened.need == RequestStatus.UNPLACED and offer.status in CAME_BACK
    request_href = f"/requests/{filed.request_reference}" if filed.request_reference else ""
    return OfferPage(
        title=f"Offer {filed.reference}",
        reference=filed.reference,
        version=offer.version,
        back=back_of(opened),
        status=named(_status(offer, opened.side), "text", filed),
        risk=Tag(text=f"{offer.risk.label} risk", kind=offer.risk.value),
        risk_age=risk_age(opened, now),
        news=news,
        contact=panel_of(opened, now),
        custody=custody_words(offer, opened.side, lead=lead, partner=partner, now=now),
        due=named(_due(opened, now), "then", filed),
        next_words=next_words(opened) if looks else "",
        intake=case_link(opened, onlooker.actor),
        paused=_paused(offer, opened.side, now),
        need="" if opened.need is None else f"{need_words(opened.need, offer.direction)}.",
        request_href=request_href if opened.side == Side.LEAD else "",
        look_href=request_href if looks and offer.direction == Direction.ONWARD else "",
        acts=tuple(act for act in acts if act.place in {Place.NEXT, Place.BESIDE}),
        others_heading=_others_heading(acts, answering=Move.ANSWER in opened.moves),
        others=tuple(act for act in acts if act.place == Place.OTHER),
        answering=Move.ANSWER in opened.moves,
        question=_question(opened),
        answer_text=answer_text,
        is_lead=opened.side == Side.LEAD,
        shared_heading=_shared_heading(opened, partner, now),
        shared=_shared(opened, now),
        closed=retold(_closed(offer), filed),
        timeline=tuple(named(entry, "text", filed) for entry in teller.timeline(opened.entries)),
        messages=messages,
        messages_heading=_messages_heading(messages),
        words=tuple(act for act in acts if act.place == Place.WORDS),
        errors=errors,
        status_code=status_code,
        state_href=f"/offers/{filed.reference}/contact-state" if _can_be_stopped(opened) else "",
        unsafe_href=f"/offers/{filed.reference}/unsafe" if offer.is_live else "",
        again_href=f"/offers/{filed.reference}/asked-again" if _can_ask_again(opened) else "",
        stop=stop_view(opened, partner),
        hours=hours_words(opened, now),
    )


def _can_ask_again(opened: OpenOffer) -> bool:
    return opened.side == Side.PARTNER and opened.filed.offer.is_live and opened.snapshot is not None


def _question(opened: OpenOffer) -> str:
    """Give the question that waits for a reply, whatever was written since; "" where none was asked."""
    asked = [e.message.text for e in opened.entries if e.move == Move.ASK and e.message is not None]
    return asked[-1] if asked else ""


def _messages_heading(messages: tuple[MessageView, ...]) -> str:
    fresh = sum(message.is_new for message in messages)
    return f"Messages ({len(messages)}{f', {fresh} new' if fresh else ''})"


def _can_be_stopped(opened: OpenOffer) -> bool:
    live = opened.filed.offer.is_live and opened.filed.contact_stopped_at is None
    return live and opened.side == Side.PARTNER and opened.snapshot is not None


def _due(opened: OpenOffer, now: datetime) -> DueView | None:
    """Give what is due first; while contact is stopped, no clock asks anyone to make it."""
    clock, away = opened.clock, opened.filed.offer.off_portal
    due = due_view(clock, opened.side, now, off_portal=away)
    waits = opened.filed.contact_stopped_at is not None and clock is not None and clock.kind == ClockKind.FIRST_CONTACT
    return msgspec.structs.replace(due, then="but contact is stopped: wait for the lead") if due and waits else due


def _others_heading(acts: tuple[Act, ...], *, answering: bool) -> str:
    comes_first = answering or any(act.place in {Place.NEXT, Place.BESIDE} for act in acts)
    return "Other things you can do" if comes_first else "What you can do"


def teller_for(opened: OpenOffer, onlooker: Onlooker) -> Teller:
    """Give who tells the timeline: it knows the reader's colleagues by name and the other side by its team."""
    lead, partner = _sides(opened, onlooker.names)
    ours = (e for e in opened.entries if e.side == opened.side or (e.is_for_partner and opened.side == Side.LEAD))
    ids = frozenset(id_ for e in ours for id_ in e.people)
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
    OfferStatus.PAUSED: ("Paused", "Paused", "purple"),
    OfferStatus.OUTCOME_DUE: ("Finished, outcome due", "Finished, outcome awaited", "teal"),
    OfferStatus.COMPLETED: ("Outcome recorded", "Outcome recorded", "green"),
    OfferStatus.EXPIRED: ("Returned to the lead", "No answer in time", "grey"),
    OfferStatus.DECLINED: ("Declined", "Declined", "grey"),
}


def _status(offer: Offer, side: Side) -> Tag:
    here = (offer.status, offer.delivered_at is not None)
    if offer.off_portal and side == Side.LEAD and here in _AWAY:
        return Tag(text=_AWAY[here], kind="blue")
    return status_tag(offer.status, side)


_AWAY: Mapping[tuple[OfferStatus, bool], str] = {
    (OfferStatus.SENT, False): "To be delivered by you",
    (OfferStatus.SENT, True): "Delivered, not confirmed",
    (OfferStatus.ACKNOWLEDGED, False): "Received, not answered",
    (OfferStatus.ACKNOWLEDGED, True): "Received, not answered",
}
"""The states of an offer to a partner without an account, where "opened" would be wrong."""


def status_tag(status: OfferStatus, side: Side) -> Tag:
    """Give the tag of a state, in the words of the side that reads it."""
    partner, lead, colour = _STATUS.get(status, (status.label, status.label, "grey"))
    return Tag(text=partner if side == Side.PARTNER else lead, kind=colour)


def due_view(clock: Clock | None, side: Side, now: datetime, *, off_portal: bool = False) -> DueView | None:
    """Give what is due first in words, None where nothing is; who is `off_portal` opens nothing, but confirms."""
    if clock is None:
        return None
    before, words, then = due_sentence(clock, side, now)
    if off_portal:
        before = before.replace("Opening", "Word that they have it")
    iso, late = clock.due_at.isoformat(), clock.due_at <= now
    return DueView(before=before, iso=iso, words=words, exact=exactly(clock.due_at), then=then, is_late=late)


def _reviews(offer: Offer, side: Side, now: datetime) -> Iterator[str]:
    """Say when the waiting was last looked at, and that somebody asks for it."""
    asked, reviewed = offer.review_asked_at, offer.reviewed_at
    yield "Nobody has reviewed it yet." if reviewed is None else f"Last reviewed {in_words(reviewed, now)}."
    if asked is not None and (reviewed is None or reviewed < asked):
        who = "You asked" if side == Side.PARTNER else "They asked"
        yield f"{who} {in_words(asked, now)} whether it is still needed."


def _paused(offer: Offer, side: Side, now: datetime) -> str:
    """Say what stands still, and until when."""
    if offer.status == OfferStatus.INFO_NEEDED:
        yours, theirs = "Your clock stands still until they reply.", "Their clock stands still until you reply."
        return yours if side == Side.PARTNER else theirs
    if offer.status == OfferStatus.WAITLISTED:
        expected = f"A place is expected by {day_words(offer.until)}." if offer.until else ""
        return " ".join((expected or "When a place will be free is not known.", *_reviews(offer, side, now)))
    if offer.status == OfferStatus.PAUSED:
        until = f"until {day_words(offer.until)}" if offer.until else "for the time being"
        reason = PauseReason(offer.reason or PauseReason.OTHER).label
        return f"Support is paused {until}: {reason[0].lower()}{reason[1:]}."
    return ""


def _shared(opened: OpenOffer, now: datetime) -> SharedView | None:
    if opened.snapshot is None:
        return None
    because = FieldRow(label="Shared because", text=_because(opened, now))
    closed = closed_since(opened.filed.offer)
    if opened.side == Side.PARTNER or DataCategory.SAFE_CONTACT in closed:
        return view_of(opened.snapshot, because, closed=closed, today=london_day(now))
    contact = contact_in(opened.snapshot)
    words = () if contact is None else contact.words
    return view_of(
        opened.snapshot,
        FieldRow(label="Safe contact", text=" ".join(words)),
        because,
        closed=closed,
        today=london_day(now),
    )


def _because(opened: OpenOffer, now: datetime) -> str:
    return sharing_words(opened.path, opened.filed.offer, now, opened.consent_on)


def _shared_heading(opened: OpenOffer, partner: str, now: datetime) -> str:
    if opened.side == Side.PARTNER:
        return "What you have been given"
    if opened.filed.offer.off_portal:
        return f"What the pack for {partner} holds"
    return f"What {partner} can see" if opens(opened.filed.offer, now) else f"What {partner} could see"


_SHUT = "What was shared can no longer be opened."


def _closed(offer: Offer) -> str:
    if offer.status == OfferStatus.WITHDRAWN:
        return f"The lead has withdrawn this. Stop any contact that you had planned. {_SHUT}"
    if offer.status == OfferStatus.EXPIRED:
        return f"No answer came in time, and it returned to the lead. {_SHUT}"
    return _SHUT
