"""Leases as values: who may go on, who may take over, and who has to wait."""

from datetime import datetime, timedelta
from uuid import UUID

import msgspec

LENGTH = timedelta(seconds=45)
"""How long a holder is believed without a word; it says one every `EVERY`."""

EVERY = timedelta(seconds=15)
"""How often a holder renews its lease and sweeps, so that nothing due waits longer than a minute."""


class Lease(msgspec.Struct, frozen=True, kw_only=True):
    """A task in the hands of one process; `until` is aware UTC by the database's clock.

    `term` is greater for each holder than for the one before, so that work can name under whom it was done.
    """

    holder: UUID
    term: int
    until: datetime


def claim(lease: Lease | None, holder: UUID, now: datetime) -> Lease | None:
    """Give the lease as a process holds it from now on, None while another one does.

    Whoever holds it renews it in the same term; after it has run out anybody takes it, in a new one.

    Source: assurance P16, P19.
    """
    until = now + LENGTH
    if lease is None:
        return Lease(holder=holder, term=1, until=until)
    if lease.until <= now:
        return Lease(holder=holder, term=lease.term + 1, until=until)
    return Lease(holder=holder, term=lease.term, until=until) if lease.holder == holder else None
