"""The page of closed services."""

from collections.abc import Sequence
from typing import ClassVar

import msgspec

from lvws_core.ports import Names
from lvws_core.times import day_in_words
from partners.directory.services.reopening.model import Closed


class ClosedService(msgspec.Struct, frozen=True, kw_only=True):
    """A closed service, and the address that opens it again."""

    name: str
    organisation: str
    last: str
    action: str


class ClosedPage(msgspec.Struct, frozen=True, kw_only=True):
    """Services that are closed, the latest first."""

    template: ClassVar[str] = "directory/closed.html"
    title: ClassVar[str] = "Closed services"

    lines: tuple[ClosedService, ...]


def closed_page(found: Sequence[Closed], names: Names) -> ClosedPage:
    """Give the page."""
    return ClosedPage(
        lines=tuple(
            ClosedService(
                name=each.place.name,
                organisation=names.organisation(each.place.organisation_id),
                last=day_in_words(each.last),
                action=f"/directory/{each.place.key}/reopen",
            )
            for each in found
        )
    )
