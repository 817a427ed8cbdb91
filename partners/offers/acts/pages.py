"""The pages of the acts: their forms, and what the offer's page says after one or instead of one."""

from typing import ClassVar

import msgspec

from lvws_core.consent.contact import Channel
from lvws_core.forms import FieldError
from lvws_core.ids import Reference
from lvws_core.referrals import OfferStatus, Side
from lvws_core.times import local
from lvws_core.vocabulary import DeclineReason, WhoseChoice
from partners.offers.acts.forms import LONGEST, ContactForm, DeclineForm, WordsForm
from partners.offers.model import FiledOffer, exactly
from partners.offers.pages import News, OfferPage, Onlooker, offer_page, teller_for
from partners.offers.service import OpenOffer, Overtaken
from partners.offers.timeline.model import TimelineEntry, ago_words

_S = OfferStatus


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """A radio button, in the shape that the GOV.UK macro reads."""

    value: str
    text: str
    checked: bool


class AskPage(msgspec.Struct, frozen=True, kw_only=True):
    """The form to ask the lead a question."""

    template: ClassVar[str] = "offers/ask.html"

    title: str
    reference: Reference
    version: str
    text: str
    longest: int = LONGEST
    errors: tuple[FieldError, ...] = ()


class DeclinePage(msgspec.Struct, frozen=True, kw_only=True):
    """The form to decline an offer."""

    template: ClassVar[str] = "offers/decline.html"

    title: str
    reference: Reference
    version: str
    reasons: tuple[Choice, ...]
    choices: tuple[Choice, ...]
    note: str
    instead: str
    longest: int = LONGEST
    errors: tuple[FieldError, ...] = ()


class ContactPage(msgspec.Struct, frozen=True, kw_only=True):
    """The form to record the first contact."""

    template: ClassVar[str] = "offers/first_contact.html"

    title: str
    reference: Reference
    version: str
    day: tuple[str, str, str]
    time: str
    channels: tuple[Choice, ...]
    note: str
    longest: int = LONGEST
    errors: tuple[FieldError, ...] = ()


def ask_page(filed: FiledOffer, form: WordsForm | None = None, errors: tuple[FieldError, ...] = ()) -> AskPage:
    """Give the form to ask, with what was typed."""
    form = form or WordsForm(version=str(filed.offer.version))
    title = f"Ask a question about {filed.reference}"
    return AskPage(title=title, reference=filed.reference, version=form.version, text=form.text, errors=errors)


def decline_page(
    filed: FiledOffer, form: DeclineForm | None = None, errors: tuple[FieldError, ...] = ()
) -> DeclinePage:
    """Give the form to decline, with what was typed."""
    form = form or DeclineForm(version=str(filed.offer.version))
    whose = {WhoseChoice.SERVICE: "Ours, the service’s", WhoseChoice.PERSON: "The person’s"}
    return DeclinePage(
        title=f"Decline {filed.reference}",
        reference=filed.reference,
        version=form.version,
        reasons=tuple(Choice(value=r.value, text=r.label, checked=r == form.reason) for r in DeclineReason),
        choices=tuple(Choice(value=w.value, text=whose[w], checked=w == form.whose_choice) for w in WhoseChoice),
        note=form.note,
        instead=form.instead,
        errors=errors,
    )


def contact_page(
    filed: FiledOffer, onlooker: Onlooker, form: ContactForm | None = None, errors: tuple[FieldError, ...] = ()
) -> ContactPage:
    """Give the form of the first contact, filled in with this moment until something was typed."""
    here = local(onlooker.now)
    day, month, year = (str(number) for number in (here.day, here.month, here.year))
    version = str(filed.offer.version)
    form = form or ContactForm(version=version, day=day, month=month, year=year, time=f"{here:%H:%M}")
    return ContactPage(
        title=f"Record first contact for {filed.reference}",
        reference=filed.reference,
        version=form.version,
        day=(form.day, form.month, form.year),
        time=form.time,
        channels=tuple(Choice(value=c.value, text=c.label, checked=c == form.channel) for c in Channel),
        note=form.note,
        errors=errors,
    )


def done_news(done: str, opened: OpenOffer, onlooker: Onlooker) -> News | None:
    """Give what the page says after an act: what happened, who knows, what comes next and when.

    `done` comes from the address; where the offer has moved on since, it says nothing.
    """
    sentences = _SENTENCES.get(done)
    if sentences is None or (opened.side, opened.filed.offer.status) not in sentences:
        return None
    text = sentences[opened.side, opened.filed.offer.status]
    partner = onlooker.names.organisation(opened.filed.offer.organisation_id)
    due = "the day you agreed" if opened.clock is None else exactly(opened.clock.due_at)
    return News(kind="success", text=text.format(reference=opened.filed.reference, partner=partner, due=due))


_SENTENCES = {
    "sent": {
        (
            Side.LEAD,
            _S.SENT,
        ): "Sent to {partner}. They should open it by {due}. Their answer appears here.",
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
}


def overtaken_page(overtaken: Overtaken, onlooker: Onlooker, *, typed: str = "") -> OfferPage:
    """Give the offer as it is now, saying calmly what came first; what was typed is given back."""
    opened = overtaken.opened
    heading = _who_did(overtaken.by, opened, onlooker) or "This changed while you were working."
    text = "Nothing of yours was saved. This is the offer as it is now." if typed else "This is the offer as it is now."
    news = News(kind="information", heading=heading, text=text, typed=typed)
    return offer_page(opened, onlooker, news=news, status_code=409)


def _who_did(entry: TimelineEntry | None, opened: OpenOffer, onlooker: Onlooker) -> str:
    if entry is None:
        return ""
    who = teller_for(opened, onlooker).who(entry.actor_id, entry.side) or "the clock"
    return f"{who[0].upper()}{who[1:]} {entry.done} {ago_words(entry.at, onlooker.now)}."
