"""The sheet of a report, the panel once contact is stopped, and what both sides read of it on the offer."""

from datetime import datetime
from typing import ClassVar

import msgspec

from lvws_core.consent import DataCategory
from lvws_core.consent.stops import REPORTED
from lvws_core.ids import Reference
from lvws_core.referrals import Side
from lvws_core.times import in_words
from partners.offers.model import FiledOffer, exactly
from partners.offers.safety.forms import LONGEST, Errors, ReportForm
from partners.offers.service import OpenOffer
from partners.offers.sheet import pages as sheet
from partners.offers.sheet.pages import Field, SheetPage
from partners.offers.snapshot.pages import ContactPanel, stopped_panel

STOPS = (
    "One press stops contact at once, without a further question: nobody sees a number of this person any more.",
    "The lead sees what you report and who reported it, and alone opens contact again.",
)


class StoppedPage(msgspec.Struct, frozen=True, kw_only=True):
    """The panel of safe contact once contact is stopped, alone."""

    template: ClassVar[str] = "offers/_contact.html"

    title: str
    contact: ContactPanel


def stopped_page(reference: Reference, since: datetime, now: datetime) -> StoppedPage:
    """Give the panel that takes the place of the one with the numbers."""
    return StoppedPage(title=f"Offer {reference}", contact=stopped_panel(since, now))


def report_page(filed: FiledOffer, form: ReportForm | None = None, errors: Errors = ()) -> SheetPage:
    """Give the form of a report."""
    form = form or ReportForm()
    return SheetPage(
        title=f"Something is not safe: {filed.reference}",
        reference=filed.reference,
        version=str(filed.offer.version),
        act="unsafe",
        said=STOPS,
        fields=report_fields(form),
        button="Stop contact now",
        warns=True,
        errors=errors,
    )


def report_fields(form: ReportForm) -> tuple[Field, ...]:
    """Give the fields of a report with what was typed."""
    words = sheet.words("words", "What happened? (optional)", form.words, hint="Only what the lead needs to know.")
    return (
        sheet.radios("cause", "What is not safe?", REPORTED, form.cause),
        msgspec.structs.replace(words, longest=LONGEST),
    )


class StopView(msgspec.Struct, frozen=True, kw_only=True):
    """What the lead reads of a stop, or of news that a partner has not been told, and where to go."""

    heading: str
    text: str
    link: str
    href: str


def stop_view(opened: OpenOffer, partner: str) -> StopView | None:
    """Give what the lead has to decide about contact or to confirm; a partner has its panel instead."""
    filed, since = opened.filed, opened.filed.contact_stopped_at
    if opened.side == Side.PARTNER or not filed.offer.is_live:
        return None
    if since is not None:
        text = f"Stopped on {exactly(since)}. {partner} sees no number, and not who reported it or why."
        href = f"/offers/{filed.reference}/safety"
        return StopView(heading="Contact is stopped", text=text, link="See who reported it, and decide", href=href)
    if filed.awaiting:
        text = f"{partner} has not been told yet: {_listed(filed.awaiting)} changed. Nothing leaves before you confirm."
        href = f"/offers/{filed.reference}/updates"
        return StopView(heading="Something changed", text=text, link="See what they would be told", href=href)
    return None


def _listed(categories: frozenset[DataCategory]) -> str:
    labels = [category.label.lower() for category in DataCategory if category in categories]
    return " and ".join(labels)


def hours_words(opened: OpenOffer, now: datetime) -> str:
    """Say that no safe time comes before first contact is due, and when the next one is.

    Source: CONT-01, CONT-04: a clock never asks anyone to call outside the plan.
    """
    hours = opened.hours
    if hours is None or hours.in_time or opened.filed.contact_stopped_at is not None:
        return ""
    told = (
        "Do not call before it; the lead is told." if opened.side == Side.PARTNER else "They must not call before it."
    )
    if hours.next_at is None:
        asked = "Ask the lead for one." if opened.side == Side.PARTNER else "Agree one with the person."
        return f"No safe time to make contact is known. {asked}"
    return f"No safe time comes before first contact is due. The next one is {in_words(hours.next_at, now)}. {told}"
