"""The pages about open sessions."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import groupby
from typing import ClassVar

import msgspec

from lvws_core.times import in_words
from portal.auth.model import SignedIn
from portal.auth.sessions.model import MOST, Ended, OpenSession

_DONE = {
    "one": "That session is ended. Whoever used it is asked to sign in at the next click.",
    "others": "Your other sessions are ended. Only this one is open.",
    "colleague": "They are signed out everywhere. Nothing that they had saved is lost, and they can sign in again.",
}
_JUST_OPENED = "A browser that was just opened"

FAREWELLS: Mapping[Ended | None, str] = {
    Ended.LIMIT: f"You signed in elsewhere. Up to {MOST} sessions can be open at once, and the oldest ends.",
    Ended.OWNER: "You ended this session from another one.",
    Ended.MANAGER: "Somebody who manages your accounts signed you out. Ask them why if you did not expect it.",
    None: "",
}
"""What somebody whose session ended reads where they sign in."""


class SessionLine(msgspec.Struct, frozen=True, kw_only=True):
    """One open session, in words; `id` is empty for the one that asks."""

    id: str
    device: str
    began: str
    used: str


class SessionsPage(msgspec.Struct, frozen=True, kw_only=True):
    """Where an account is signed in."""

    template: ClassVar[str] = "auth/sessions.html"

    title: str = "Where you are signed in"
    lines: tuple[SessionLine, ...]
    has_others: bool
    most: int = MOST
    news: str = ""


class ColleagueLine(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who is signed in; `action` is empty for the reader."""

    name: str
    many: str
    used: str
    action: str


class ColleaguesPage(msgspec.Struct, frozen=True, kw_only=True):
    """Who of an organisation is signed in."""

    template: ClassVar[str] = "auth/signed_in.html"

    title: str = "Who is signed in"
    lines: tuple[ColleagueLine, ...]
    news: str = ""


def sessions_page(mine: Sequence[OpenSession], here: SignedIn, now: datetime, *, done: str = "") -> SessionsPage:
    """Give one's own sessions, this one first."""
    lines = tuple(_line(each, here, now) for each in sorted(mine, key=lambda each: each.id_hash != here.id_hash))
    return SessionsPage(lines=lines, has_others=len(lines) > 1, news=_DONE.get(done, ""))


def _line(each: OpenSession, here: SignedIn, now: datetime) -> SessionLine:
    is_here = each.id_hash == here.id_hash
    device = each.device or ("This browser" if is_here else _JUST_OPENED)
    return SessionLine(
        id="" if is_here else str(each.id),
        device=device,
        began=in_words(each.began_at, now),
        used="now" if is_here else in_words(each.seen_at, now),
    )


def colleagues_page(
    sessions: Sequence[OpenSession], here: SignedIn, now: datetime, *, done: str = ""
) -> ColleaguesPage:
    """Give who is signed in, by name: how often and since when, and nothing of their devices or addresses."""
    by_name = sorted(sessions, key=lambda each: (each.name, str(each.user_id)))
    groups = ((whose, list(theirs)) for whose, theirs in groupby(by_name, key=lambda each: each.user_id))
    lines = tuple(
        ColleagueLine(
            name=f"{theirs[0].name} (you)" if whose == here.actor.id else theirs[0].name,
            many="1 session" if len(theirs) == 1 else f"{len(theirs)} sessions",
            used=in_words(max(each.seen_at for each in theirs), now),
            action="" if whose == here.actor.id else f"/team/{whose}/sign-out",
        )
        for whose, theirs in groups
    )
    return ColleaguesPage(lines=lines, news=_DONE.get(done, ""))
