"""The page of stops that are not confirmed: who owes a word, since when, until when, and what was done about it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar
from urllib.parse import urlencode

import msgspec

from lvws_core.actors import Actor, Permission, may
from lvws_core.ids import Reference
from lvws_core.paging import Page
from lvws_core.policy import Policy
from lvws_core.ports import Names
from lvws_core.referrals import WithdrawReason
from lvws_core.referrals.nudges import Step, nudges
from lvws_core.times import WorkingCalendar, in_words, london_day
from partners.offers.following.model import SentView
from partners.offers.following.pages import STOPS, DueWords, sent_tabs
from partners.offers.inbox.pages import Tab
from partners.offers.model import exactly
from partners.offers.taking_back.model import OpenStop

_NEWS = {
    "reminded": "Reminded. Their team finds it among its notices; where it is overdue, their manager does too.",
}
_NO_ACCOUNT = "They have no account here: ask them, and record on the offer what they say."


class StopLine(msgspec.Struct, frozen=True, kw_only=True):
    """A stop on the list; `href` is "" for those who may not open the offer, `button` where nobody can be reminded."""

    reference: Reference
    href: str
    to: str
    withdrawn: str
    due: DueWords
    state: str
    colour: str
    said: tuple[str, ...]
    action: str
    button: str


class StopsPage(msgspec.Struct, frozen=True, kw_only=True):
    """What was taken back and not confirmed, soonest due first."""

    template: ClassVar[str] = "reviews/stops.html"

    title: str
    news: str
    views: tuple[Mapping[str, Any] | Tab, ...]
    lines: tuple[StopLine, ...]
    shown: str
    next_href: str
    first_href: str


class Reader(msgspec.Struct, frozen=True, kw_only=True):
    """Who reads, when, and by which rules."""

    actor: Actor
    names: Names
    now: datetime
    calendar: WorkingCalendar
    policy: Policy


def review_views(current: str) -> tuple[Mapping[str, Any], ...]:
    """Give the views of what information governance looks into, by address."""
    views = (("To decide", "/reviews"), ("Decided", "/reviews?show=decided"), ("Stops not confirmed", STOPS))
    return tuple({"text": text, "href": href, "current": href == current} for text, href in views)


def stops_page(page: Page[OpenStop], reader: Reader, *, after: str | None, done: str = "") -> StopsPage:
    """Give the list as the actor reads it."""
    reviews = may(reader.actor, Permission.REVIEW_READ).allowed
    return StopsPage(
        title="Stops not confirmed",
        news=_NEWS.get(done, ""),
        views=review_views(STOPS) if reviews else sent_tabs(SentView.STOPS),
        lines=tuple(_line(stop, reader) for stop in page.items),
        shown=f"Showing {len(page.items)}, soonest due first.",
        next_href=f"{STOPS}?{urlencode({'after': page.next_cursor})}" if page.next_cursor else "",
        first_href=STOPS if after else "",
    )


def _line(stop: OpenStop, reader: Reader) -> StopLine:
    late, opens = stop.is_late(reader.now), may(reader.actor, Permission.OFFER_READ).allowed
    state, colour = ("Overdue", "red") if late else ("Waiting", "blue")
    return StopLine(
        reference=stop.reference,
        href=f"/offers/{stop.reference}" if opens else "",
        to=f"{reader.names.organisation(stop.offer.organisation_id)}, {stop.service_name}",
        withdrawn=_withdrawn(stop, reader.now),
        due=DueWords(
            iso=stop.due_at.isoformat(),
            words=_upper(in_words(stop.due_at, reader.now)),
            exact=exactly(stop.due_at),
            late=late,
        ),
        state=state,
        colour=colour,
        said=_said(stop, reader),
        action=f"{STOPS}/{stop.reference}/remind",
        button=_button(stop, reader.now, late=late),
    )


def _button(stop: OpenStop, now: datetime, *, late: bool) -> str:
    if stop.was_asked_on(london_day(now)) or stop.offer.off_portal:
        return ""
    return "Remind them and their manager" if late else "Remind them"


def _withdrawn(stop: OpenStop, now: datetime) -> str:
    when = _upper(in_words(stop.offer.ended_at, now)) if stop.offer.ended_at is not None else ""
    why = next((each.label for each in WithdrawReason if each.value == stop.offer.reason), "")
    return f"{when}: {why[0].lower()}{why[1:]}" if when and why else when or why


def _said(stop: OpenStop, reader: Reader) -> tuple[str, ...]:
    """Say when they were reminded and who was told, and what the clock does next by itself."""
    if stop.offer.off_portal:
        return (_NO_ACCOUNT,)
    now = reader.now
    reminded = (f"Reminded {in_words(at, now)}." for at in stop.reminded_at[-2:])
    told = (
        () if stop.escalated_at is None else (f"Information governance was told {in_words(stop.escalated_at, now)}.",)
    )
    return (*reminded, *told, *_next(stop, reader))


def _next(stop: OpenStop, reader: Reader) -> tuple[str, ...]:
    coming = (n for n in nudges(stop.offer, reader.calendar, reader.policy) if n.at > reader.now)
    first = next(coming, None)
    if first is None:
        return ()
    who = "They are reminded" if first.step == Step.REMIND else "Information governance is told"
    return (f"{who} {in_words(first.at, reader.now)}.",)


def _upper(words: str) -> str:
    return words[:1].upper() + words[1:]
