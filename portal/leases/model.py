"""Leases as values: who may go on, who may take over, and who has to wait."""

from datetime import datetime, timedelta
from uuid import UUID

import msgspec


class Pace(msgspec.Struct, frozen=True, kw_only=True):
    """How quickly processes work by turns.

    A holder is believed for `length` without a word; it sweeps `every` so long and says one when half of that is gone.
    The database ends a transaction under the lease that stands idle for `patience`, and one that waits as long for it.
    """

    every: timedelta = timedelta(seconds=3)
    length: timedelta = timedelta(seconds=10)
    patience: timedelta = timedelta(seconds=5)


PACE = Pace()
"""The pace of operation: four holders that die in turn still leave nothing due for a minute."""


class Lease(msgspec.Struct, frozen=True, kw_only=True):
    """A task in the hands of one process; `until` is aware UTC by the database's clock.

    `term` is greater for each holder than for the one before, so that work can name under whom it was done.
    """

    holder: UUID
    term: int
    until: datetime


def claim(lease: Lease | None, holder: UUID, now: datetime, pace: Pace = PACE) -> Lease | None:
    """Give the lease as a process holds it from now on, None while another one does.

    Whoever holds it renews it in the same term, when half of it is gone; after it has run out anybody takes it,
    in a new one.

    Source: assurance P16, P19.
    """
    until = now + pace.length
    if lease is None:
        return Lease(holder=holder, term=1, until=until)
    if lease.until <= now:
        return Lease(holder=holder, term=lease.term + 1, until=until)
    if lease.holder != holder:
        return None
    return lease if lease.until - now > pace.length / 2 else Lease(holder=holder, term=lease.term, until=until)
