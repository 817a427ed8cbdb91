"""The page of who saw what, by name, for information governance."""

from datetime import datetime
from typing import ClassVar

import msgspec

from lvws_core.ids import Reference
from lvws_core.ports import Names
from lvws_core.times import in_words
from portal.rights.readings.model import Seen
from portal.rights.readings.service import Readings
from portal.rights.register.model import humanised


class SeenLine(msgspec.Struct, frozen=True, kw_only=True):
    """One reading: when, who, whose, in which way, which fields."""

    at: str
    who: str
    role: str
    organisation: str
    way: str
    what: str


class ReadingsPage(msgspec.Struct, frozen=True, kw_only=True):
    """A page of readings, the newest first."""

    template: ClassVar[str] = "rights/readings.html"

    title: str
    reference: Reference
    person: Reference
    lines: tuple[SeenLine, ...]
    next_href: str
    first_href: str


def readings_page(found: Readings, names: Names, now: datetime, *, after: str = "") -> ReadingsPage:
    """Give the page."""
    path = f"/rights/{found.request.reference}/readings"
    return ReadingsPage(
        title=f"Who saw what of person {found.person}",
        reference=found.request.reference,
        person=found.person,
        lines=tuple(_line(each, found, names, now) for each in found.page.items),
        next_href=f"{path}?after={found.page.next_cursor}" if found.page.next_cursor else "",
        first_href=path if after else "",
    )


def _line(seen: Seen, found: Readings, names: Names, now: datetime) -> SeenLine:
    account = found.accounts.get(seen.user_id) if seen.user_id is not None else None
    return SeenLine(
        at=in_words(seen.at, now),
        who=account.name if account else "The portal itself",
        role=account.roles if account else "",
        organisation=names.organisation(account.organisation_id) if account else "",
        way=seen.way.label + (" (emergency access)" if seen.emergency in found.emergencies else ""),
        what=what_words(seen.fields or (seen.what,)),
    )


def what_words(fields: tuple[str, ...]) -> str:
    """Give the names of fields as a reader of the report has them."""
    words = ", ".join(dict.fromkeys(humanised(name).lower() for name in fields))
    return words[:1].upper() + words[1:]
