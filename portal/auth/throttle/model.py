"""The throttle as rules: how many tries an account, an address and a known device are admitted."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Final

import msgspec


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """How many wrong tries are admitted before there must be a rest of `rest`.

    `account` is for all unknown devices together, `pair` for those of one address, `noisy_pair` for those
    of an address from which `noisy` went wrong, and `device` for one that is known, for `known`, because
    somebody signed in to that account on it.

    Source: assurance T-LOGIN, T11, T35 (at most ten tries in any 15 minutes, ASVS 6.3.1).
    """

    account: int = 10
    pair: int = 5
    noisy_pair: int = 2
    noisy: int = 100
    device: int = 10
    rest: timedelta = timedelta(minutes=15)
    known: timedelta = timedelta(days=90)


LIMITS: Final = Limits()


class Knock(msgspec.Struct, frozen=True, kw_only=True):
    """Who tries to sign in: the account as it was named, there or not, the address, and the token of the device.

    `is_inside` says that the device holds a session of the account, which makes it known by itself.
    """

    account: str
    address: str
    device: str
    is_inside: bool = False


class Tries(msgspec.Struct, frozen=True, kw_only=True):
    """How many tries went wrong, the last of them at `tried_at`, aware; a device is known until `known_until`."""

    tries: int = 0
    tried_at: datetime | None = None
    known_until: datetime | None = None

    def recent(self, now: datetime, limits: Limits = LIMITS) -> int:
        """Give how many count: a run is forgotten when none was admitted for `limits.rest`.

        So no stretch of that length sees more than the limit, however the tries are spread.
        """
        is_running = self.tried_at is not None and now - self.tried_at < limits.rest
        return self.tries if is_running else 0

    def is_known(self, now: datetime) -> bool:
        """Say whether somebody signed in to the account on this device, not too long ago."""
        return self.known_until is not None and now < self.known_until


class Counts(msgspec.Struct, frozen=True, kw_only=True):
    """What was tried before: on the account, from the address, from it on the account, and on the known device."""

    account: Tries = Tries()
    address: Tries = Tries()
    pair: Tries = Tries()
    device: Tries = Tries()


def is_admitted(counts: Counts, now: datetime, limits: Limits = LIMITS, *, is_known: bool) -> bool:
    """Say whether one more try is looked at.

    A known device has an allowance of its own: no stranger's wrong passwords keep the owner out. An address is
    never the only ground: one from which much goes wrong has fewer tries on each account, and never none.

    Source: assurance T11, T35, T-LOGIN.
    """
    if is_known:
        return counts.device.recent(now, limits) < limits.device
    is_noisy = counts.address.recent(now, limits) >= limits.noisy
    from_here = limits.noisy_pair if is_noisy else limits.pair
    return counts.account.recent(now, limits) < limits.account and counts.pair.recent(now, limits) < from_here


def client_address(peer: str, forwarded: Sequence[str], trusted: frozenset[str]) -> str:
    """Give the address a request came from: the peer's, or what a trusted peer says of whom it forwards for.

    `forwarded` are the values of `X-Forwarded-For`, in order. A proxy adds at the end, so the last address
    that is no trusted proxy's own counts, and whatever a sender wrote before it does not. Of an IPv6
    address the network of 64 bits counts, which is one customer's.

    Source: assurance T35, ASVS 15.3.4.
    """
    if peer not in trusted:
        return _network(peer)
    said = [part.strip() for value in forwarded for part in value.split(",")]
    return _network(next((each for each in reversed(said) if each not in trusted), peer), otherwise=peer)


def _network(text: str, otherwise: str = "") -> str:
    try:
        address = ip_address(text)
    except ValueError:
        return _network(otherwise) if otherwise else "unknown"
    if not isinstance(address, IPv6Address):
        return str(address)
    return str(address.ipv4_mapped or ip_network((address, 64), strict=False))
