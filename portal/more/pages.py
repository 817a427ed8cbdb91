"""The page of what the navigation has no room for, each with a sentence."""

from typing import ClassVar

import msgspec

from lvws_core.actors import Actor
from portal.navigation import Item, more


class MorePage(msgspec.Struct, frozen=True, kw_only=True):
    """Ways on, by the role of the reader."""

    template: ClassVar[str] = "more/more.html"
    title: ClassVar[str] = "More"

    items: tuple[Item, ...]


def more_page(actor: Actor) -> MorePage:
    """Give the page."""
    return MorePage(items=more(actor))
