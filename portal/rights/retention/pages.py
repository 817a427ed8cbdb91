"""The page of the records that have been kept long enough."""

from collections.abc import Sequence
from typing import ClassVar

import msgspec

from lvws_core.ids import Reference
from lvws_core.paging import Page
from lvws_core.reasons import Reason
from lvws_core.times import day_in_words
from portal.rights.erasure.model import suspends
from portal.rights.retention.model import Due
from portal.rights.retention.service import Listed


class DueLine(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody whose time is up: what became of them, since when, and what still stands against an erasure."""

    reference: Reference
    ending: str
    since: str
    state: str
    colour: str
    against: tuple[Reason, ...]


class DuePage(msgspec.Struct, frozen=True, kw_only=True):
    """The list, whose time was up first at the top."""

    template: ClassVar[str] = "rights/due.html"

    lines: tuple[DueLine, ...]
    next_href: str
    first_href: str
    title: str = "Records kept long enough"


def due_page(page: Page[Due], listed: Sequence[Listed], *, after: str = "") -> DuePage:
    """Give the page."""
    return DuePage(
        lines=tuple(_line(each) for each in listed),
        next_href=f"/rights/due?after={page.next_cursor}" if page.next_cursor else "",
        first_href="/rights/due" if after else "",
    )


def _line(each: Listed) -> DueLine:
    codes = {reason.code for reason in each.erasure.reasons}
    against = tuple(reason for reason in each.erasure.reasons if suspends(reason))
    state, colour = ("Suspended", "yellow") if against else ("Can be erased", "orange")
    if "not_due" in codes:
        state, colour = "Used again since", "grey"
    return DueLine(
        reference=each.reference,
        ending=each.kept.keeping.ending.label,
        since=day_in_words(each.erasure.due_on),
        state=state,
        colour=colour,
        against=against,
    )
