"""Open sessions as values: which they are, how many there may be, why one ended, and on what device."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

import msgspec

from lvws_core.ids import UserId

MOST: Final = 3
"""How many sessions of one account are open at once. Source: assurance section 5 (ASVS 7.1.2)."""


class Ended(StrEnum):
    """Who or what ended a session, where it was not its own sign-out."""

    LIMIT = "limit"
    OWNER = "owner"
    MANAGER = "manager"


class OpenSession(msgspec.Struct, frozen=True, kw_only=True):
    """A session that is open: since when and when it was last used (aware UTC), on what device, in words."""

    id_hash: bytes
    user_id: UserId
    name: str
    began_at: datetime
    seen_at: datetime
    device: str

    @property
    def id(self) -> UUID:
        """What a form names it by: half of the hash of an id that nobody could guess."""
        return UUID(bytes=self.id_hash[:16])


def too_many(mine: Sequence[OpenSession], new: bytes) -> tuple[OpenSession, ...]:
    """Give those that must end so that the newest are left, as many as may be open; the `new` one always is."""
    newest_first = sorted(mine, key=lambda each: (each.id_hash == new, each.began_at), reverse=True)
    return tuple(newest_first[MOST:])


_BROWSERS: Final = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS: Final = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("CrOS", "Chromebook"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)


def device_in_words(agent: str) -> str:
    """Give what a `User-Agent` says in two words, such as "Edge on Windows"; nothing else of it is kept.

    The first that fits counts, because every browser names the others too.
    """
    browser = next((word for mark, word in _BROWSERS if mark in agent), "A browser")
    system = next((word for mark, word in _SYSTEMS if mark in agent), "")
    return f"{browser} on {system}" if system else browser
