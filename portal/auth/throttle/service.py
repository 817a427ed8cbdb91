"""Counting what is tried: once before a secret is looked at, and taken back when it was right.

Whatever asks for a secret – a password, a code, a recovery code, a passkey – calls `admit` in a short
transaction before it looks, and `succeed` in the transaction that lets the owner in.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from lvws_core.desk import Desk
from lvws_core.ports import Vault
from portal.auth.throttle import store
from portal.auth.throttle.model import LIMITS, Counts, Knock, Limits, Tries, is_admitted

BATCH: Final = 500
"""How many rows one transaction forgets."""

_SHARED: Final = ("account", "address", "pair")


def admit(session: store.Session, vault: Vault, knock: Knock, now: datetime, limits: Limits = LIMITS) -> bool:
    """Count a try before it is looked at; False when it must not be, and then it is not counted.

    An account that does not exist is counted, and refused, as one that does. The rows are held meanwhile, so
    that any number of web processes admit no more than one would.

    Source: assurance P4, T11, T35, T-LOGIN.
    """
    keys = _keys(vault, knock)
    store.begin(session, (key for name, key in keys.items() if knock.is_inside or name != "device"), now)
    found = store.held(session, keys.values())
    is_known = _is_known(knock, keys, found, now)
    counts = Counts(**{name: found.get(key, Tries()) for name, key in keys.items()})
    if not is_admitted(counts, now, limits, is_known=is_known):
        return False
    counted = {keys[name]: getattr(counts, name).recent(now, limits) + 1 for name in _counted(is_known=is_known)}
    store.count(session, counted, now)
    return True


def succeed(session: store.Session, vault: Vault, knock: Knock, now: datetime, limits: Limits = LIMITS) -> None:
    """Take back the try that `admit` counted, because it was right, and know the device from now on."""
    keys = _keys(vault, knock)
    if not knock.is_inside:
        store.begin(session, [keys["device"]], now)
    found = store.held(session, keys.values())
    store.take_back(session, [keys[name] for name in _counted(is_known=_is_known(knock, keys, found, now))])
    if not knock.is_inside:
        store.know(session, keys["device"], now + limits.known)


def _keys(vault: Vault, knock: Knock) -> dict[str, bytes]:
    whose = {
        "account": knock.account,
        "address": knock.address,
        "pair": f"{knock.account} {knock.address}",
        "device": f"{knock.account} {knock.device}",
    }
    return {name: vault.index(f"throttle.{name}", text) for name, text in whose.items()}


def _is_known(knock: Knock, keys: Mapping[str, bytes], found: Mapping[bytes, Tries], now: datetime) -> bool:
    return knock.is_inside or found.get(keys["device"], Tries()).is_known(now)


def _counted(*, is_known: bool) -> tuple[str, ...]:
    return ("device",) if is_known else _SHARED


def forget_tries(desk: Desk[store.Session], *, most: int = BATCH) -> range:
    """Forget tries after which there was rest enough, and devices that are known no more; give which, by number.

    Nothing of it is recorded: each try that was refused has its own entry.
    """
    return range(store.forget(desk.session, desk.now - LIMITS.rest, desk.now, most))
