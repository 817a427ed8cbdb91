"""Packs as values: what of each item goes to the person, and who has to agree."""

from collections.abc import Iterable, Mapping
from datetime import datetime

import msgspec
from msgspec.structs import replace

from lvws_core.ids import UserId
from portal.rights.register.model import Ground, Item, Treatment


class Decided(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody decided about one item; `released_by` is the second person, where it was held back."""

    item: str
    treatment: Treatment
    ground: Ground | None
    decided_by: UserId
    decided_at: datetime
    released_by: UserId | None = None


class PackItem(msgspec.Struct, frozen=True, kw_only=True):
    """One item as it stands in a pack: what is done with it and why.

    `waits` says that somebody wants what is held back to go in, and nobody else has agreed yet; `asked_by`
    is who. `was_held` says that it is held back by default.
    """

    item: Item
    treatment: Treatment
    ground: Ground | None
    waits: bool = False
    asked_by: UserId | None = None
    was_held: bool = False


def settled(item: Item, decided: Decided | None) -> PackItem:
    """Give an item as it stands: its default, or what was decided.

    What is held back by default goes in only when somebody else than who asked for it has released it.

    Source: MAR-24, TOP-17, domain section 9.5.
    """
    was_held = item.treatment is Treatment.HOLD_BACK
    made = PackItem(item=item, treatment=item.treatment, ground=item.ground, was_held=was_held)
    if decided is None:
        return made
    if was_held and decided.treatment is Treatment.INCLUDE:
        if decided.released_by is None or decided.released_by == decided.decided_by:
            return replace(made, waits=True, asked_by=decided.decided_by)
        return replace(made, treatment=Treatment.INCLUDE, ground=None)
    return replace(made, treatment=decided.treatment, ground=decided.ground)


def opened(decided: Iterable[Decided]) -> frozenset[str]:
    """Give the keys of the items that are opened although they are held back: somebody wants them in."""
    return frozenset(each.item for each in decided if each.treatment is Treatment.INCLUDE)


def pack_of(items: Iterable[Item], decided: Iterable[Decided]) -> tuple[PackItem, ...]:
    """Give every item as it stands, in the order of the items."""
    by_item: Mapping[str, Decided] = {each.item: each for each in decided}
    return tuple(settled(item, by_item.get(item.key)) for item in items)
