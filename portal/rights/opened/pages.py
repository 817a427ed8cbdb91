"""The pages of who opened a record, and of what a worker opened."""

from datetime import datetime
from typing import ClassVar

import msgspec

from lvws_core.ids import Reference, UserId
from lvws_core.ports import Names
from lvws_core.times import in_words
from portal.rights.opened.service import OpenedList
from portal.rights.readings.model import Account, Seen
from portal.rights.readings.pages import SeenLine, what_words


class OpenedPage(msgspec.Struct, frozen=True, kw_only=True):
    """A page of readings, the newest first; `asked` is the reference that was looked for, `about` says whose."""

    template: ClassVar[str] = "rights/opened.html"

    title: str
    about: str = ""
    asks: bool = False
    asked: str = ""
    found: bool = False
    lines: tuple[SeenLine, ...] = ()
    next_href: str = ""
    first_href: str = ""


_RECORDS = "/reviews/access/records"


def record_page(
    reference: Reference | None, found: OpenedList | None, names: Names, now: datetime, *, after: str = ""
) -> OpenedPage:
    """Give the page of one record, or the question which one."""
    if reference is None or found is None:
        return OpenedPage(title="Who opened a record", asks=True)
    path = f"{_RECORDS}?reference={reference}"
    return OpenedPage(
        title=f"Who opened {reference}",
        asks=True,
        asked=reference,
        found=True,
        lines=_lines(found, names, now),
        next_href=f"{path}&after={found.page.next_cursor}" if found.page.next_cursor else "",
        first_href=path if after else "",
    )


def worker_page(
    user_id: UserId, name: str, found: OpenedList, names: Names, now: datetime, *, after: str
) -> OpenedPage:
    """Give the page of one member of staff."""
    path = f"/reviews/access/staff/{user_id}"
    return OpenedPage(
        title="What a worker opened",
        about=name,
        found=True,
        lines=_lines(found, names, now),
        next_href=f"{path}?after={found.page.next_cursor}" if found.page.next_cursor else "",
        first_href=path if after else "",
    )


def _lines(found: OpenedList, names: Names, now: datetime) -> tuple[SeenLine, ...]:
    known = ((each, found.accounts.get(each.user_id) if each.user_id else None) for each in found.page.items)
    return tuple(_line(each, account, names, now) for each, account in known)


def _line(seen: Seen, account: Account | None, names: Names, now: datetime) -> SeenLine:
    at = in_words(seen.at, now)
    return SeenLine(
        at=at[:1].upper() + at[1:],
        who=account.name if account else "The portal itself",
        role=account.roles if account else "",
        organisation=names.organisation(account.organisation_id) if account else "",
        way=seen.way.label + (" (emergency access)" if seen.emergency else ""),
        what=f"{seen.what.capitalize()}: {what_words(seen.fields)}" if seen.fields else seen.what.capitalize(),
    )
