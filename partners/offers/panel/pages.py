"""How contact is safe, from what was shared: stopped, no longer shared, or the plan with its number behind a button."""

from datetime import datetime

import msgspec

from lvws_core.consent import DataCategory
from lvws_core.referrals import Side, closed_since
from lvws_core.times import in_words, london_day
from partners.offers.inward.pages import named
from partners.offers.service import OpenOffer
from partners.offers.snapshot.model import contact_in
from partners.offers.snapshot.pages import ContactPanel, age_of, contact_panel, stopped_panel, unshared_contact


def panel_of(opened: OpenOffer, now: datetime) -> ContactPanel | None:
    """Give the panel of an open offer; None where nothing can be opened any more, or nothing was shared of it.

    The lead reads what was shared, without the number: the plan of today stands on the person's page.

    Source: TOP-07, TOP-10, CONT-01.
    """
    if opened.snapshot is None:
        return None
    if opened.side == Side.LEAD:
        return _of_lead(opened, now)
    if opened.filed.contact_stopped_at is not None:
        return stopped_panel(opened.filed.contact_stopped_at, now)
    if (since := closed_since(opened.filed.offer).get(DataCategory.SAFE_CONTACT)) is not None:
        return ContactPanel(sentences=unshared_contact(since), level="stop", href="", ways=None, code_word="")
    href = f"/offers/{opened.filed.reference}/number"
    panel = contact_panel(opened.snapshot, opened.reaches, href=href, now=now)
    ways = panel.ways and tuple(named(way, "when", opened.filed) for way in panel.ways)
    return msgspec.structs.replace(panel, ways=ways)


def _of_lead(opened: OpenOffer, now: datetime) -> ContactPanel | None:
    contact, since = contact_in(opened.snapshot or {}), opened.filed.contact_stopped_at
    if since is not None:
        words = (f"Do not contact: stopped since {in_words(since, now)}.", "You alone open it again.")
        return ContactPanel(sentences=words, level="stop", href="", ways=None, code_word="")
    if contact is None:
        return None
    return ContactPanel(sentences=(*contact.words, _OF_TODAY), level="", href="", ways=None, code_word="")


_OF_TODAY = "This is as it was shared: the plan of today stands on the person’s page."


def risk_age(opened: OpenOffer, now: datetime) -> str:
    """Say how old the assessment is whose level was shared, "" where it may not be opened or none was shared.

    Source: RISK-35.
    """
    if opened.snapshot is None or DataCategory.RISK_LEVEL in closed_since(opened.filed.offer):
        return ""
    age = age_of(opened.snapshot, london_day(now))
    return f"assessed {age}" if age else ""


def risk_words(opened: OpenOffer, now: datetime) -> str:
    """Give the level with the age of its assessment, in one sentence."""
    level, age = f"{opened.filed.offer.risk.label} risk", risk_age(opened, now)
    return f"{level}, {age}." if age else f"{level}."
