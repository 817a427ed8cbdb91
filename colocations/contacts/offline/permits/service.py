"""Giving a device a permit, taking it back, wiping a device: load, decide, put, record."""

import hashlib
from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from colocations.contacts.offline.keys import service as keys
from colocations.contacts.offline.keys.model import SealKey
from colocations.contacts.offline.permits import store
from colocations.contacts.offline.permits.model import Permit
from colocations.placements import store as placements
from colocations.sites import store as sites
from colocations.sites.model import Site
from lvws_core import desk as desks
from lvws_core.ids import UserId

Desk = desks.Desk[store.Session]
"""The desk of this slice, with the session of its store."""


class Issued(msgspec.Struct, frozen=True, kw_only=True):
    """What a device is given: the permit, the key to seal with, and the sites at which its author works."""

    permit: Permit
    key: SealKey
    sites: tuple[Site, ...]


def token_hash(token: str) -> bytes:
    """Give the hash under which a permit's token is stored."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()


def issue(desk: Desk, token: str, device_id: str) -> Issued:
    """Give the actor a permit for a device; event `permit.issued`.

    It lets new entries be sealed for `policy.permit_hours`; what was sealed is accepted for longer.

    Source: stack.md 3.2; issue on co-locations.
    """
    key = keys.current(desk)
    permit = Permit(
        id=desk.new_id(),
        user_id=desk.actor.id,
        device_id=device_id,
        kid=key.kid,
        issued_at=desk.now,
        expires_at=desk.now + timedelta(hours=desk.policy.permit_hours),
        seen_at=desk.now,
    )
    store.add(desk.session, permit, token_hash(token), desk.actor.organisation_id)
    desk.note("permit.issued", permit.id)
    return Issued(permit=permit, key=key, sites=own_sites(desk))


def own_sites(desk: Desk) -> tuple[Site, ...]:
    """Give the sites at which the actor is placed today, by name."""
    placed = placements.of_worker(desk.session, desk.actor.id)
    found = sites.named(desk.session, sorted({each.site_id for each in placed if each.covers(desk.today)}))
    return tuple(sorted(found.values(), key=lambda site: site.name))


def revoke_at_sign_out(session: store.Session, user_id: UserId, device_id: str, now: datetime) -> int:
    """Revoke the permits of an author on the device where they sign out; give how many stood until now.

    The session is the system's: nobody is signed in any more.
    """
    return store.revoke(session, user_id, device_id, now) if device_id else 0


def revoke(desk: Desk, permit_id: UUID) -> None:
    """Take back a permit of the actor's own; event `permit.revoked`.

    Raises:
        Missing: There is none, or it is somebody else's.
    """
    permit = store.own(desk.session, desk.actor.id, permit_id)
    if permit.revoked_at is None:
        store.change(desk.session, [permit.id], revoked_at=desk.now)
        desk.note("permit.revoked", permit.id)


def ask_to_wipe(desk: Desk, permit_id: UUID) -> int:
    """Ask that the device of a permit be wiped when it next connects; event `permit.wipe_asked`.

    Every permit of the actor on that device is taken back; give how many there are. Envelopes are taken first.

    Raises:
        Missing: There is none, or it is somebody else's.
    """
    permit = store.own(desk.session, desk.actor.id, permit_id)
    there = [each for each in store.of_author(desk.session, desk.actor.id) if each.device_id == permit.device_id]
    for each in there:
        if each.wipe_asked_at is None:
            store.change(desk.session, [each.id], wipe_asked_at=desk.now, revoked_at=each.revoked_at or desk.now)
            desk.note("permit.wipe_asked", each.id)
    return len(there)


def is_within_limits(desk: Desk, permit: Permit) -> bool:
    """Count a delivery; say whether permit and author are within what they may deliver in an hour."""
    an_hour = desk.policy.envelopes_an_hour
    of_author = store.tries_of_author(desk.session, permit.user_id, desk.now)
    if permit.tries_within_the_hour(desk.now) >= an_hour or of_author >= 2 * an_hour:
        return False
    store.count(desk.session, permit, desk.now)
    return True


def wiped(desk: Desk, permit: Permit) -> None:
    """Write down that a device says it has erased everything; event `permit.wiped`, once."""
    if permit.wipe_asked_at is not None and permit.wiped_at is None:
        store.change(desk.session, [permit.id], wiped_at=desk.now)
        desk.note("permit.wiped", permit.id)
