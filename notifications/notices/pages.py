"""The page of notices: neutral sentences with a reference, newest first."""

from datetime import datetime
from typing import ClassVar

import msgspec

from lvws_core.actors import Actor, Permission, may
from lvws_core.referrals import ClockKind
from lvws_core.times import day_in_words, in_words, london_day
from notifications.deliveries.alarm.model import HREF, Alarm
from notifications.notices.model import ABOUT_PEOPLE, OF_ACCOUNTS, OF_CONSENT, Notice, NoticeKind
from notifications.notices.service import Reading
from notifications.notices.sites.model import OF_SITES


class NoticeLine(msgspec.Struct, frozen=True, kw_only=True):
    """A notice as it is read; `href` is "" for those who may not open the offer."""

    href: str
    reference: str
    text: str
    iso: str
    words: str
    is_new: bool
    is_late: bool


class NoticesPage(msgspec.Struct, frozen=True, kw_only=True):
    """What happened, newest first."""

    template: ClassVar[str] = "notices/notices.html"
    title: ClassVar[str] = "Notices"

    alarm: Alarm
    lines: tuple[NoticeLine, ...]
    new: int
    shown: str
    next_href: str
    first_href: str
    seen: bool


def notices_page(
    reading: Reading, actor: Actor, now: datetime, *, after: str | None, seen: bool = False
) -> NoticesPage:
    """Give the page; `seen` says that everything was just marked as seen."""
    page = reading.page
    return NoticesPage(
        alarm=reading.alarm,
        lines=tuple(_line(notice, now, actor, is_new=notice.id in reading.new) for notice in page.items),
        new=len(reading.new),
        shown=f"Showing {len(page.items)}, newest first.",
        next_href=f"/notices?after={page.next_cursor}" if page.next_cursor else "",
        first_href="/notices" if after else "",
        seen=seen,
    )


def _line(notice: Notice, now: datetime, actor: Actor, *, is_new: bool) -> NoticeLine:
    words = in_words(notice.at, now)
    return NoticeLine(
        href=_href(notice, actor),
        reference=_about(notice),
        text=sentence(notice, now),
        iso=notice.at.isoformat(),
        words=words[:1].upper() + words[1:],
        is_new=is_new,
        is_late=notice.kind in {NoticeKind.ESCALATION, NoticeKind.CONTACT_STOPPED, NoticeKind.MARAC_ACTION_LATE},
    )


def _about(notice: Notice) -> str:
    """Name what a notice is about; a service is known by its key, which reads as words."""
    if notice.kind == NoticeKind.CAPACITY_STALE:
        return notice.reference.replace("_", " ").capitalize()
    return notice.reference or _NAMED.get(notice.kind, "Clearance")


_PLACES = {
    NoticeKind.OWN_CLEARANCE: "/my-site",
    NoticeKind.OWN_LAPSED: "/my-site",
    NoticeKind.CLEARANCE: "/clearances",
    NoticeKind.LAPSED: "/clearances",
    NoticeKind.ENTRY_WAITS: "/contacts/offline",
    NoticeKind.OWN_ENTRY_GONE: "/contacts/offline",
    NoticeKind.ENTRY_GONE: "/contacts/offline/count",
    **dict.fromkeys((NoticeKind.GAP, NoticeKind.OWN_SHIFT, NoticeKind.SHIFT), "/rota"),
    **dict.fromkeys((NoticeKind.COVER_ASKED, NoticeKind.COVER_AGREED, NoticeKind.COVER_DECLINED), "/rota"),
    NoticeKind.ROOM_FREE: "/my-site",
    NoticeKind.CAPACITY_STALE: "/directory/{}/capacity",
    **dict.fromkeys((NoticeKind.EMERGENCY_ACCESS, NoticeKind.ACCESS_ALERT), "/reviews/access/{}"),
    **dict.fromkeys(OF_ACCOUNTS, "/account/ways"),
    NoticeKind.UNDELIVERED: HREF,
}


_NAMED = {
    **dict.fromkeys((NoticeKind.ENTRY_WAITS, NoticeKind.OWN_ENTRY_GONE, NoticeKind.ENTRY_GONE), "Offline entry"),
    NoticeKind.REVIEWS_DUE: "My day",
    NoticeKind.UNDELIVERED: "Not delivered",
    **dict.fromkeys(OF_ACCOUNTS, "Your account"),
}


def _href(notice: Notice, actor: Actor) -> str:
    """Give where a notice leads: to the own site, the clearances, a site, the day, the person, the paper, or the offer.

    What was handed over stands among everything else of the day.
    """
    opens = may(actor, Permission.OFFER_READ).allowed
    if notice.kind.is_of_marac:
        return f"/marac/referrals/{notice.reference}" if may(actor, Permission.MARAC_WRITE).allowed else ""
    if notice.kind in _PLACES:
        return _PLACES[notice.kind].format(notice.reference)
    if notice.kind in OF_SITES:
        return f"/co-locations/{notice.reference}"
    if notice.kind in {NoticeKind.HANDED_OVER, NoticeKind.REVIEWS_DUE}:
        return "/my-day" if opens else ""
    if notice.kind in ABOUT_PEOPLE:
        page = "consent" if notice.kind in OF_CONSENT else "safety"
        return f"/people/{notice.reference}/{page}" if opens else ""
    return f"/offers/{notice.reference}" if opens else ""


def sentence(notice: Notice, now: datetime) -> str:
    """Say what a notice says: "Reminder: first contact due tomorrow 17:00"."""
    if notice.kind in OF_SITES and notice.due_at is not None:
        last = london_day(notice.due_at)
        return f"{notice.kind.label}. The last day {'was' if last < london_day(now) else 'is'} {day_in_words(last)}"
    if notice.kind == NoticeKind.REVIEWS_DUE and notice.many is not None:
        return f"{notice.many} reviews are due: see My day" if notice.many != 1 else "1 review is due: see My day"
    if notice.clock is None or notice.due_at is None:
        return notice.kind.label + (f": {in_words(notice.due_at, now)}" if notice.due_at else "")
    verb = "was due" if notice.due_at <= now else "due"
    return f"{notice.kind.label}: {_WHAT[notice.clock]} {verb} {in_words(notice.due_at, now)}"


_WHAT = {
    ClockKind.ACKNOWLEDGE: "opening the offer",
    ClockKind.DECIDE: "an answer",
    ClockKind.ANSWER: "a reply to the question",
    ClockKind.FIRST_CONTACT: "first contact",
    ClockKind.WAITING_REVIEW: "a look at the waiting list",
    ClockKind.UPDATE: "a progress update",
    ClockKind.OUTCOME: "the outcome",
    ClockKind.LOOP: "the lead's acknowledgement",
    ClockKind.STOP: "word that contact has stopped",
}
