"""The page of what was not delivered: to whom, why, since when, and what to do; never an address."""

from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar

import msgspec

from lvws_core.actors import Actor, Permission, may
from lvws_core.ids import UserId
from lvws_core.ports import Names
from lvws_core.times import in_words
from notifications.deliveries.alarm.model import HREF, manages_delivery
from notifications.deliveries.model import Delivery
from notifications.deliveries.service import Undelivered
from notifications.notices.model import NoticeKind
from notifications.senders.model import Why
from notifications.wording.model import DIGEST

_NEWS = {
    "again": "It is sent again within a minute. If it fails once more, it comes back to this list.",
    "gone": "It is off the list. The notice itself still stands in the portal.",
}
_OURS = frozenset({Why.UNKNOWN_KIND, Why.MISSING_VALUE, Why.NOT_ALLOWED, Why.NONSENSE, Why.NOT_TAKEN})


class DeadLine(msgspec.Struct, frozen=True, kw_only=True):
    """A message that was not delivered: who did not get what, why, and what helps."""

    who: str
    what: str
    why: str
    helps: str
    iso: str
    since: str
    again: str
    let_go: str


class TryingLine(msgspec.Struct, frozen=True, kw_only=True):
    """A message that is tried again: why it was put off, how often it was tried, and when next."""

    who: str
    what: str
    why: str
    tries: str
    following: str


class PartnerLine(msgspec.Struct, frozen=True, kw_only=True):
    """A partner with messages that were not delivered, and how whoever is on duty there is reached."""

    name: str
    number: int
    reach: str


class DeliveriesPage(msgspec.Struct, frozen=True, kw_only=True):
    """What was not delivered."""

    template: ClassVar[str] = "deliveries/deliveries.html"
    title: ClassVar[str] = "Not delivered"

    news: str
    lines: tuple[DeadLine, ...]
    trying: tuple[TryingLine, ...]
    partners: tuple[PartnerLine, ...]
    duty_href: str
    team_href: str
    shown: str
    next_href: str
    first_href: str


def deliveries_page(
    found: Undelivered, names: Names, actor: Actor, now: datetime, *, after: str | None, done: str = ""
) -> DeliveriesPage:
    """Give the page; `done` names what has just been decided."""
    whose = frozenset(each.user_id for each in (*found.page.items, *found.trying))
    people = names.colleagues(whose) if whose else {}
    partners = names.partners() if found.alarm.others else {}
    mends = may(actor, Permission.TEAM_ADMIN).allowed
    return DeliveriesPage(
        news=_NEWS.get(done, ""),
        lines=tuple(_dead(each, people, now, mends=mends) for each in found.page.items),
        trying=tuple(_trying(each, people, now) for each in found.trying),
        partners=tuple(
            PartnerLine(
                name=partners.get(each, "Another organisation"), number=number, reach=_reach(found.phones.get(each, ()))
            )
            for each, number in found.alarm.others.items()
        ),
        duty_href="/team/duty" if manages_delivery(actor) else "",
        team_href="/team" if mends else "",
        shown=f"Showing {len(found.page.items)}, newest first.",
        next_href=f"{HREF}?after={found.page.next_cursor}" if found.page.next_cursor else "",
        first_href=HREF if after else "",
    )


def _reach(phones: tuple[str, ...]) -> str:
    return f"On duty there now: {' or '.join(phones)}" if phones else "No telephone of somebody on duty is known"


def _dead(delivery: Delivery, people: Mapping[UserId, str], now: datetime, *, mends: bool) -> DeadLine:
    return DeadLine(
        who=people.get(delivery.user_id, "A colleague"),
        what=_what(delivery),
        why=delivery.error.label,
        helps=_helps(delivery.error, mends=mends),
        iso=delivery.due_at.isoformat(),
        since=in_words(delivery.due_at, now),
        again=f"{HREF}/{delivery.id}/send-again",
        let_go=f"{HREF}/{delivery.id}/let-go",
    )


def _helps(why: Why, *, mends: bool) -> str:
    if why is Why.BAD_ADDRESS:
        if mends:
            return "Tell them by phone. Then close the account and add it anew with the right address."
        return "Tell them by phone. An administrator can give the account the right address."
    if why in _OURS:
        return "Tell them by phone, and tell whoever runs the portal: sending again helps once it is mended."
    return "Tell them by phone, or send it again now that mail may work."


def _trying(delivery: Delivery, people: Mapping[UserId, str], now: datetime) -> TryingLine:
    tries = "1 try" if delivery.attempts == 1 else f"{delivery.attempts} tries"
    return TryingLine(
        who=people.get(delivery.user_id, "A colleague"),
        what=_what(delivery),
        why=delivery.error.label,
        tries=f"{tries} since {in_words(delivery.due_at, now)}",
        following=in_words(delivery.next_at, now),
    )


def _what(delivery: Delivery) -> str:
    if delivery.kind == DIGEST:
        return "1 notice, gathered" if delivery.items == 1 else f"{delivery.items} notices, gathered"
    return NoticeKind(delivery.kind).label if delivery.kind in set(NoticeKind) else "A notice"
