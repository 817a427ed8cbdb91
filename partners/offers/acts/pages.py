"""The pages of the acts before and at acceptance: their forms."""

from typing import ClassVar

import msgspec

from lvws_core.consent.contact import Channel
from lvws_core.forms import FieldError
from lvws_core.ids import Reference
from lvws_core.referrals import Direction
from lvws_core.times import local
from lvws_core.vocabulary import DeclineReason, WhoseChoice
from partners.offers.acts.forms import LONGEST, ContactForm, DeclineForm, WordsForm
from partners.offers.model import FiledOffer, lead_word, retold
from partners.offers.pages import Onlooker
from partners.offers.panel.pages import panel_of
from partners.offers.service import OpenOffer
from partners.offers.sheet.pages import Choice
from partners.offers.snapshot.pages import ContactPanel


class AskPage(msgspec.Struct, frozen=True, kw_only=True):
    """The form to ask the lead a question."""

    template: ClassVar[str] = "offers/ask.html"

    title: str
    reference: Reference
    version: str
    text: str
    lead: str
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
    lead: str
    says: str
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
    lead: str
    reads: str
    contact: ContactPanel | None = None
    longest: int = LONGEST
    errors: tuple[FieldError, ...] = ()


def ask_page(filed: FiledOffer, form: WordsForm | None = None, errors: tuple[FieldError, ...] = ()) -> AskPage:
    """Give the form to ask, with what was typed."""
    form = form or WordsForm(version=str(filed.offer.version))
    title = f"Ask a question about {filed.reference}"
    return AskPage(
        title=title,
        reference=filed.reference,
        version=form.version,
        text=form.text,
        lead=lead_word(filed),
        errors=errors,
    )


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
        lead=lead_word(filed),
        says=_DECLINED[filed.offer.direction].format(sender=filed.sender),
        errors=errors,
    )


_DECLINED = {
    Direction.ONWARD: "The lead will look for someone else at once.",
    Direction.INWARD: "{sender} is told at once, and decides with the person what to do.",
}


def contact_page(
    opened: OpenOffer, onlooker: Onlooker, form: ContactForm | None = None, errors: tuple[FieldError, ...] = ()
) -> ContactPage:
    """Give the form of the first contact, filled in with this moment until something was typed."""
    filed = opened.filed
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
        lead=lead_word(filed),
        reads=retold("The lead can read this.", filed),
        contact=panel_of(opened, onlooker.now),
        errors=errors,
    )
