"""The second press of a withdrawal, and what the partners confirmed."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import ClassVar

import msgspec

from lvws_core.consent import Purpose
from lvws_core.ids import OrganisationId, Reference
from lvws_core.policy import Policy
from lvws_core.times import WorkingCalendar, in_words
from partners.offers.history.model import OfferHistory
from partners.offers.history.pages import stop_clock, stop_words
from portal.people.consent.withdrawal.service import Standing
from portal.people.safe_contact.pages import SafeContactPanel


class WithdrawPage(msgspec.Struct, frozen=True, kw_only=True):
    """The last look before a consent is withdrawn."""

    template: ClassVar[str] = "people/withdraw_consent.html"

    title: str
    reference: Reference
    said: tuple[str, ...]
    organisation: str
    purpose: str
    button: str
    safe: SafeContactPanel | None = None


class StopLine(msgspec.Struct, frozen=True, kw_only=True):
    """A referral that was withdrawn, and what its partner confirmed."""

    organisation: str
    offer: Reference
    withdrawn: str
    words: str
    is_late: bool


class WithdrawForm(msgspec.Struct, frozen=True, kw_only=True):
    """Which consent is withdrawn, as the page said it."""

    organisation: str = ""
    purpose: str = Purpose.SUPPORT_REFERRAL.value


def withdraw_page(reference: Reference, stands: Standing) -> WithdrawPage:
    """Give the page of the second press."""
    name, consent = stands.organisation.name, stands.consent
    return WithdrawPage(
        title=f"Withdraw consent of person {reference}",
        reference=reference,
        said=_said(name, stands),
        organisation=str(stands.organisation.id),
        purpose=consent.purpose.value,
        button=f"Withdraw consent for {name}",
    )


def _said(name: str, stands: Standing) -> tuple[str, ...]:
    references = ", ".join(history.filed.reference for history in stands.live)
    again = "Nothing more can be sent to them until the person says yes again."
    if stands.consent.purpose is not Purpose.SUPPORT_REFERRAL:
        return (f"{name} may no longer use this for: {stands.consent.purpose.label.lower()}.", again)
    if not references:
        return (f"Nothing is with {name} now.", again)
    closes = f"From the moment you press the button {name} can no longer open what was shared with {references}."
    return (closes, "They are asked to confirm that they have stopped, and what became of it.", again)


def withdrawn_news(name: str, since: Sequence[OfferHistory], now: datetime, told: "Clocks") -> str:
    """Say what a withdrawal just did: who can open nothing, and by when they have to confirm."""
    due = [clock.due_at for history in since if (clock := stop_clock(history, told.calendar, told.policy)) is not None]
    if not due:
        return f"Nothing was with {name}. Nothing more can be sent to them."
    until = in_words(max(due), now)
    return f"{name} can no longer open what was shared. They have until {until} to confirm that they have stopped."


class Clocks(msgspec.Struct, frozen=True, kw_only=True):
    """The rules by which clocks run."""

    calendar: WorkingCalendar
    policy: Policy


def stop_lines(
    histories: Sequence[OfferHistory], names: Mapping[OrganisationId, str], now: datetime, told: Clocks
) -> tuple[StopLine, ...]:
    """Give what was withdrawn, each with its partner's word or by when it is due."""
    return tuple(_line(history, names, now, told) for history in histories)


def _line(history: OfferHistory, names: Mapping[OrganisationId, str], now: datetime, told: Clocks) -> StopLine:
    offer, clock = history.filed.offer, stop_clock(history, told.calendar, told.policy)
    why = history.withdrawn_for
    reason = "" if why is None else f": {why.label[0].lower()}{why.label[1:]}"
    when = in_words(offer.ended_at, now) if offer.ended_at is not None else ""
    return StopLine(
        organisation=names.get(offer.organisation_id, "Another organisation"),
        offer=history.filed.reference,
        withdrawn=f"{when[:1].upper()}{when[1:]}{reason}",
        words=stop_words(history, now, told.calendar, told.policy),
        is_late=clock is not None and clock.due_at <= now,
    )
