"""What a pack leaves out until somebody asks for it: where the person lives, the numbers, the agreed word."""

from collections.abc import Iterator

from lvws_core.consent import DataCategory
from partners.offers.snapshot.model import Snapshot, contact_in

LEFT_OUT = frozenset({DataCategory.FULL_ADDRESS})
"""Whole categories that a pack holds only after a second press: a paper that is lost leads nobody to a door.

Source: assurance T19, P10.
"""


def without_ways(snapshot: Snapshot) -> Snapshot:
    """Give what a pack holds at first; the words about safe contact stay, its numbers are shown apart."""
    return {category: shared for category, shared in snapshot.items() if category not in LEFT_OUT}


def left_out(snapshot: Snapshot) -> tuple[str, ...]:
    """Name what a pack leaves out at first and would hold after the second press, in words."""
    return tuple(_left_out(snapshot))


def _left_out(snapshot: Snapshot) -> Iterator[str]:
    contact = contact_in(snapshot)
    if contact is not None:
        yield from (way.label for way in contact.ways)
        if contact.code_word:
            yield "Agreed word"
    yield from (category.label for category in DataCategory if category in LEFT_OUT and category in snapshot)
