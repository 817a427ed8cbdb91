"""Leases as values: who may go on, who may take over, and who has to wait."""

from datetime import datetime, timedelta
from uuid import UUID

import msgspec


class Pace(msgspec.Struct, frozen=True, kw_only=True):
    """How quickly processes work by turns.

    A holder is believed for `length` without a word; it says one `every` so long and with each batch of what it does.
    The database ends a transaction under the lease that stands idle for `patience`, and one that waits as long for it.
    """

    every: timedelta = timedelta(seconds=5)
    length: timedelta = timedelta(seconds=20)
    patience: timedelta = timedelta(seconds=10)


PACE = Pace()
"""The pace of operation: two holders that die in turn still leave nothing due for a minute."""


class Lease(msgspec.Struct, frozen=True, kw_only=True):
    """A task in the hands of one process; `until` is aware UTC by the database's clock.

    `term` is greater for each holder than for the one before, so that work can name under whom it was done.
    """

    holder: UUID
    term: int
    until: datetime


def claim(lease: Lease | None, holder: UUID, now: datetime, pace: Pace = PACE) -> Lease | None:
    """Give the lease as a process holds it from now on, None while another one does.

    Whoever holds it renews it in the same term; after it has run out anybody takes it, in a new one.

    Source: assurance P16, P19.
    """
    until = now + pace.length
    if lease is None:
        return Lease(holder=holder, term=1, until=until)
    if lease.until <= now:
        return Lease(holder=holder, term=lease.term + 1, until=until)
    return Lease(holder=holder, term=lease.term, until=until) if lease.holder == holder else None
