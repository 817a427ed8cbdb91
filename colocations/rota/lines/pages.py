"""What the page of a week is made of: shifts, gaps, days, sites, what the reader is asked."""

from collections.abc import Mapping
from typing import Final

import msgspec

from colocations.sites.pages import Tag

NEWS: Final[Mapping[str, str]] = {
    "added": "The shift is on the rota. Its worker sees it under My shifts now.",
    "changed": "The shift is changed. Its worker sees it as it is now.",
    "called_off": "The shift is called off. The hours that nobody has now stand under Gaps.",
    "series": "The shifts are on the rota, every one that was free.",
    "asked": "They are asked, and it stands in their notices and on their rota. What they answer is told to you.",
    "agreed": "You cover this shift: it stands under My shifts. The coordinator is told.",
    "declined": "You have said no. The coordinator is told, and asks somebody else.",
    "leave": "The time away is recorded. Desks and rooms of these days are free again; what is left open stands below.",
    "taken_back": "The question is taken back.",
}


class ShiftLine(msgspec.Struct, frozen=True, kw_only=True):
    """A shift in a list; the hrefs are "" where nothing can be done.

    `why` are the reasons why it does not stand, and `wards` says what it leaves open.
    """

    who: str
    site: str
    day: str
    times: str
    department: str
    tag: Tag
    why: tuple[str, ...]
    covers: str
    wards: str
    stands: bool
    href: str
    cover_href: str


class GapLine(msgspec.Struct, frozen=True, kw_only=True):
    """Hours of a day at a site that nobody has; the hrefs are "" where nothing can be done."""

    site: str
    day: str
    times: str
    find_href: str
    add_href: str


class DayLine(msgspec.Struct, frozen=True, kw_only=True):
    """A day of a site: its shifts, when somebody is expected, what is missing."""

    day: str
    is_today: bool
    note: str
    shifts: tuple[ShiftLine, ...]
    gap: str
    add_href: str


class SiteWeek(msgspec.Struct, frozen=True, kw_only=True):
    """The week of a site."""

    name: str
    href: str
    rooms_href: str
    expected: str
    days: tuple[DayLine, ...]


class AskLine(msgspec.Struct, frozen=True, kw_only=True):
    """A shift that the reader is asked to cover."""

    words: str
    site: str
    action: str
