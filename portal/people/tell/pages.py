"""The words of what a person is still to be told."""

from collections.abc import Callable, Iterable
from datetime import datetime
from uuid import UUID

import msgspec

from lvws_core.ids import Reference
from lvws_core.policy import Policy
from lvws_core.times import in_words, utc
from portal.people.contact_plan.model import SafeContact
from portal.people.tell.model import ToTell, next_safe_time


class TellLine(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to tell: what, since when, by when, and about which offer."""

    entry: str
    offer: Reference
    text: str
    due: str
    is_late: bool


def tell_lines(found: Iterable[ToTell], names: Callable[[UUID], str], now: datetime) -> tuple[TellLine, ...]:
    """Give each thing to tell; `names` gives the name of an organisation."""
    return tuple(
        TellLine(
            entry=str(each.id),
            offer=each.offer_reference,
            text=f"{names(each.organisation_id)} {each.news.label}",
            due=f"{'was due' if utc(each.due_at) < utc(now) else 'by'} {in_words(each.due_at, now)}",
            is_late=utc(each.due_at) < utc(now),
        )
        for each in found
    )


def safe_time_words(contact: SafeContact | None, stopped_since: datetime | None, now: datetime, policy: Policy) -> str:
    """Give in words when the person may be told; never a time outside the plan.

    Source: TOP-10, CONT-01, CONT-04.
    """
    if stopped_since is not None:
        return "Contact is stopped: tell them only if they come to you."
    found = next_safe_time(contact, now, policy)
    if found is None:
        return "No safe time is known. Do not make contact: confirm the safe-contact plan first."
    if utc(found.at) <= utc(now):
        return f"It is safe to tell them now: {found.channel.label.lower()}."
    return f"Next safe time: {in_words(found.at, now)}, {found.channel.label.lower()}."
