"""Sweeps of notices: what was told and never written to the outbox is written now (assurance P16)."""

from datetime import timedelta
from typing import Final
from uuid import UUID

from notifications.notices import store
from notifications.notices.service import Desk, send_out

BATCH: Final = 100
"""How many notices one transaction looks at."""

_BACK: Final = timedelta(hours=24)


def plan_missed(desk: Desk, *, most: int = BATCH) -> tuple[UUID, ...]:
    """Write to the outbox what notices of the last day should have sent and did not; give which notices.

    Older ones are history: they stand in the portal. Without a directory of staff nothing is done.

    Source: assurance P16, sweeper "sent but no outbox row".
    """
    if desk.staff is None:
        return ()
    found = store.unplanned(desk.session, desk.now - _BACK, most)
    for each in found:
        send_out(desk, {each.id: each.told}, each.reference, each.lead_id)
        store.plan_now(desk.session, each.id, desk.now)
    return tuple(each.id for each in found)
