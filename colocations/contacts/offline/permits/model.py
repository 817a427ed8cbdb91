"""A permit: for whom, on which device, until when it lets new entries be sealed, and how it stands."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import msgspec

from colocations.contacts.offline.model import Standing
from lvws_core.ids import UserId

AN_HOUR: Final = timedelta(hours=1)


class Permit(msgspec.Struct, frozen=True, kw_only=True):
    """What a device was given: it may seal with the key `kid` until `expires_at`, and deliver what it sealed.

    Moments are aware UTC. `revoked_at` is when the author signed out there or took it back; `wipe_asked_at` when
    the author asked that the device be wiped, `wiped_at` when it said that it was. `tries` are the deliveries
    since `tries_since`. The token itself is stored nowhere.
    """

    id: UUID
    user_id: UserId
    device_id: str
    kid: str
    issued_at: datetime
    expires_at: datetime
    revoked_at: datetime | None = None
    wipe_asked_at: datetime | None = None
    wiped_at: datetime | None = None
    seen_at: datetime | None = None
    tries: int = 0
    tries_since: datetime | None = None

    def standing(self, now: datetime) -> Standing:
        """Say how it stands: a wipe before a revocation before its time."""
        if self.wipe_asked_at is not None:
            return Standing.WIPED
        if self.revoked_at is not None:
            return Standing.REVOKED
        return Standing.VALID if now < self.expires_at else Standing.EXPIRED

    def tries_within_the_hour(self, now: datetime) -> int:
        """Count the deliveries of the hour that is running."""
        running = self.tries_since is not None and now - self.tries_since < AN_HOUR
        return self.tries if running else 0


class Bearer(msgspec.Struct, frozen=True, kw_only=True):
    """Who delivers: the permit that a request shows, and whether the account of its author stands open."""

    permit: Permit
    is_open: bool


def device_cookie(*, secure: bool) -> str:
    """Give the name of the cookie by which a browser is known as a device; `__Host-` is accepted over https only."""
    return "__Host-device" if secure else "lvws-demo-device"
