"""The news on an offer's page: what it says after an act, or instead of one that came too late."""

from lvws_core.referrals import LIVE, OfferStatus, Side
from lvws_core.times import local
from partners.offers.acts.service import Overtaken
from partners.offers.model import exactly, retold
from partners.offers.pages import News, OfferPage, Onlooker, offer_page, teller_for
from partners.offers.service import OpenOffer
from partners.offers.timeline.model import TimelineEntry, ago_words

_S = OfferStatus


def done_news(done: str, opened: OpenOffer, onlooker: Onlooker) -> News | None:
    """Give what the page says after an act: what happened, who knows, what comes next and when.

    `done` comes from the address; where the offer has moved on since, it says nothing.
    """
    if done in _STOPPED and opened.filed.contact_stopped_at is not None:
        return News(kind="warning", text=retold(_STOPPED[done][opened.side], opened.filed))
    if done == "assigned" and opened.side == Side.PARTNER and opened.filed.offer.is_live:
        return News(kind="success", text=_assigned(opened, onlooker))
    if done == "asked-again" and opened.side == Side.PARTNER:
        return News(kind="success", text=_ASKED_AGAIN)
    if done in {"sent", "written"} and opened.filed.offer.off_portal:
        done = f"{done}-off-portal"
    sentences = _SENTENCES.get(done)
    if sentences is None or (opened.side, opened.filed.offer.status) not in sentences:
        return None
    text = retold(sentences[opened.side, opened.filed.offer.status], opened.filed)
    partner = onlooker.names.organisation(opened.filed.offer.organisation_id)
    due = "the day you agreed" if opened.clock is None else exactly(opened.clock.due_at)
    return News(
        kind="success",
        text=text.format(reference=opened.filed.reference, partner=partner, due=due, recall=_recall(opened)),
    )


def _recall(opened: OpenOffer) -> str:
    until = opened.recallable_until
    return "" if until is None else f" You can recall it until {local(until):%H:%M} while they have not opened it."


def _assigned(opened: OpenOffer, onlooker: Onlooker) -> str:
    holder = opened.filed.offer.assigned_to
    if holder is None or holder == onlooker.actor.id:
        return "You have taken this on. Your team can see it in the inbox."
    return f"{onlooker.names.colleagues(frozenset({holder})).get(holder, 'A colleague')} has it now."


_ASKED_AGAIN = (
    "Recorded. Your manager and whoever sent this see how often, and why, by month; nothing about the person."
)
_WRITTEN = {
    Side.LEAD: "Your message is with the referral. It is new on their page until they have opened it.",
    Side.PARTNER: "Your message is with the referral. It is new on the lead’s page until they have opened it.",
}
_ATTACHED = {
    Side.LEAD: "The file is attached. The recipient finds it with the messages, new until they have opened the page.",
    Side.PARTNER: "The file is attached. The lead finds it with the messages, new until they have opened the page.",
}
_SENTENCES = {
    "sent": {
        (
            Side.LEAD,
            _S.SENT,
        ): "Sent to {partner}. They should open it by {due}. Their answer appears here.{recall}",
    },
    "sent-off-portal": {
        (Side.LEAD, _S.SENT): "Ready for {partner}, who have no account here. Deliver the pack next: they should "
        "confirm by {due} that they have it.{recall}",
    },
    "delivered": {
        (Side.LEAD, _S.SENT): "The delivery is recorded. When {partner} confirm that they have the pack, record it "
        "here: it is due by {due}.",
    },
    "recorded-received": {
        (Side.LEAD, _S.ACKNOWLEDGED): "Recorded that {partner} has the pack. Their answer is due {due}.",
    },
    "recorded-accepted": {
        (Side.LEAD, _S.ACCEPTED): "Recorded that {partner} accepts. First contact is due by {due}; until then you "
        "are responsible.",
    },
    "recorded-declined": {
        (Side.LEAD, _S.DECLINED): "Recorded that {partner} declines. It is with you again.",
    },
    "recorded-waitlisted": {
        (Side.LEAD, _S.WAITLISTED): "Recorded that {partner} keeps a place on the waiting list. You stay "
        "responsible; ask again by {due}.",
    },
    "recorded-first-contact": {
        (Side.LEAD, _S.ACTIVE): "Recorded the first contact. {partner} is responsible now. Ask for an update by {due}.",
    },
    "recorded-not-reached": {
        (Side.LEAD, _S.NOT_REACHED): "Recorded that {partner} could not reach the person. It is with you again.",
    },
    "recorded-handed-back": {
        (Side.LEAD, _S.HANDED_BACK): "Recorded that {partner} hands it back. It is with you again.",
    },
    "recorded-update": {
        (Side.LEAD, _S.ACTIVE): "The update is recorded. The next one is due by {due}.",
        (Side.LEAD, _S.PAUSED): "The update is recorded.",
    },
    "recorded-finished": {
        (Side.LEAD, _S.OUTCOME_DUE): "Recorded that support has ended. Record the outcome by {due}.",
    },
    "recorded-outcome": {
        (Side.LEAD, _S.COMPLETED): "The outcome is recorded. Acknowledge it by {due}.",
    },
    "recorded-stopped": {
        (Side.LEAD, _S.WITHDRAWN): "Recorded that {partner} has stopped. Nothing more is to be done.",
    },
    "attached": {(side, status): _ATTACHED[side] for side in _ATTACHED for status in LIVE},
    "written": {(side, status): _WRITTEN[side] for side in _WRITTEN for status in LIVE},
    "written-off-portal": {
        (Side.LEAD, status): "Your message is kept with the referral, for your own team." for status in LIVE
    },
    "accepted": {
        (Side.PARTNER, _S.ACCEPTED): "You have accepted {reference}. The lead can see it now. "
        "Record first contact by {due}.",
    },
    "asked": {
        (Side.PARTNER, _S.INFO_NEEDED): "Your question has gone to the lead, who should reply by {due}. "
        "Your clock stands still until then.",
    },
    "answered": {
        (Side.LEAD, _S.ACKNOWLEDGED): "Your reply has gone to {partner}. Their answer is due {due}.",
    },
    "declined": {
        (Side.PARTNER, _S.DECLINED): "You have declined {reference}. The lead can see it now and will look for "
        "someone else at once.",
    },
    "contacted": {
        (Side.PARTNER, _S.ACTIVE): "First contact is recorded. {partner} is responsible now, and the lead sees it. "
        "Give a first update by {due}.",
    },
    "waitlisted": {
        (Side.PARTNER, _S.WAITLISTED): "{reference} is on your waiting list. The lead stays responsible and can see "
        "it now; they say by {due} whether it is still needed.",
    },
    "still-needed": {
        (Side.LEAD, _S.WAITLISTED): "{partner} can see that it is still needed. Say so again by {due}.",
    },
    "review-asked": {
        (Side.PARTNER, _S.WAITLISTED): "The lead can see that you ask whether {reference} is still needed, and should "
        "say so by {due}. It keeps its place.",
    },
    "tried": {
        (Side.PARTNER, _S.WAITLISTED): "The attempt is recorded, and the lead can see it.",
        (Side.PARTNER, _S.ACCEPTED): "The attempt is recorded, and the lead can see it. First contact is due by {due}.",
        (Side.PARTNER, _S.ACTIVE): "The attempt is recorded, and the lead can see it.",
        (Side.PARTNER, _S.PAUSED): "The attempt is recorded, and the lead can see it.",
    },
    "not-reached": {
        (Side.PARTNER, _S.NOT_REACHED): "{reference} has returned to the lead, who can see why and decides what next.",
    },
    "updated": {
        (Side.PARTNER, _S.ACTIVE): "The update is added, and the lead can see it. The next one is due by {due}.",
        (Side.PARTNER, _S.PAUSED): "The update is added, and the lead can see it.",
    },
    "paused": {
        (Side.PARTNER, _S.PAUSED): "Support is paused, and the lead can see it. Your team stays responsible.",
    },
    "resumed": {
        (Side.PARTNER, _S.ACTIVE): "Support goes on, and the lead can see it. The next update is due by {due}.",
    },
    "handed-back": {
        (Side.PARTNER, _S.HANDED_BACK): "You have handed back {reference}. The lead is responsible again, can see it "
        "now and will look for someone else.",
    },
    "finished": {
        (Side.PARTNER, _S.OUTCOME_DUE): "Support is finished, and the lead can see it. Record the outcome by {due}.",
    },
    "completed": {
        (Side.PARTNER, _S.COMPLETED): "The outcome of {reference} is recorded. The lead can see it, and should "
        "acknowledge it by {due}. Nothing more is asked of you.",
    },
    "acknowledged": {
        (Side.LEAD, _S.COMPLETED): "You have acknowledged the outcome, and {partner} can see it. The loop is closed.",
    },
    "still-possible": {
        (Side.PARTNER, _S.EXPIRED): "The lead can see now that you can still take {reference}. If they want it, they "
        "send it anew, and it appears in your inbox. Do nothing until then.",
    },
    "recalled": {
        (
            Side.LEAD,
            _S.WITHDRAWN,
        ): "You have recalled {reference}. {partner} had not opened it, and cannot now.",
    },
    "withdrawn": {
        (Side.LEAD, _S.WITHDRAWN): "You have withdrawn {reference}. {partner} can open nothing of what was shared, and "
        "is asked to confirm that it has stopped.",
    },
    "marked": {
        (Side.LEAD, _S.ERROR): "{reference} is marked as entered in error. {partner} no longer finds it.",
    },
    "stopped": {
        (
            Side.PARTNER,
            _S.WITHDRAWN,
        ): "The lead can see that you have stopped. Nothing more is asked of you.",
    },
}
_STOPPED = {
    "answered-by-other": {
        Side.PARTNER: "Somebody else answered, so contact is stopped. The attempt is recorded, and the lead can see it "
        "and decides what comes next. Do not call, write or visit meanwhile.",
        Side.LEAD: "Contact is stopped.",
    },
    "contact-stopped": {
        Side.PARTNER: "Contact is stopped. The lead can see what you reported and decides what comes next. Do not "
        "call, write or visit meanwhile.",
        Side.LEAD: "Contact is stopped on every live offer of this person. Each team sees that it must not make "
        "contact, and not why. Confirm the safe-contact plan with the person before you open it again.",
    },
}


def overtaken_page(overtaken: Overtaken, onlooker: Onlooker, *, typed: str = "") -> OfferPage:
    """Give the offer as it is now, saying calmly what came first; what was typed is given back."""
    opened = overtaken.opened
    refused = next((reason.text for reason in overtaken.reasons), "This changed while you were working.")
    heading = _who_did(overtaken.by, opened, onlooker) or refused
    text = "Nothing of yours was saved. This is the offer as it is now." if typed else "This is the offer as it is now."
    code = next((reason.code for reason in overtaken.reasons), "")
    news = News(kind="information", heading=heading, text=text, typed=typed, code=code)
    return offer_page(opened, onlooker, news=news, status_code=409)


def _who_did(entry: TimelineEntry | None, opened: OpenOffer, onlooker: Onlooker) -> str:
    if entry is None:
        return ""
    who = teller_for(opened, onlooker).who(entry.actor_id, entry.side) or "the clock"
    done = retold(entry.done, opened.filed)
    return f"{who[0].upper()}{who[1:]} {done} {ago_words(entry.at, onlooker.now)}."
