"""What falls due by itself: the file of an import that nobody confirmed is deleted."""

from datetime import timedelta
from typing import Final

from lvws_core.ports import SYSTEM
from portal.intake.importing import store
from portal.people.service import Desk

KEPT: Final = timedelta(hours=24)
"""How long a file waits to be confirmed. A project default."""

BATCH: Final = 100
"""How many files one transaction deletes."""


def delete_unconfirmed(desk: Desk, *, most: int = BATCH) -> tuple[str, ...]:
    """Delete the sealed files of imports that nobody confirmed within `KEPT`, at most `most`; give which imports."""
    return store.forget_older(desk.session, desk.now - KEPT, most, SYSTEM)
