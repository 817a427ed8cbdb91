"""Ways to sign in as rules: which are whole, and which may go."""

from enum import StrEnum

import msgspec

from lvws_core.reasons import Reason, because
from portal.auth.passkeys.model import MOST, Passkey


class Change(StrEnum):
    """What was changed; it is told to the owner, and named in the address that leads back to the page."""

    PASSKEY_ADDED = "passkey_added"
    PASSKEY_REMOVED = "passkey_removed"
    CODES_SET_UP = "codes_set_up"
    CODES_REMOVED = "codes_removed"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 - the name of a change


class Ways(msgspec.Struct, frozen=True, kw_only=True):
    """What an account signs in with; password and codes are one way together, each passkey is one."""

    passkeys: tuple[Passkey, ...] = ()
    has_password: bool = False
    has_codes: bool = False
    recovery_left: int = 0

    @property
    def has_password_and_codes(self) -> bool:
        """Whether the password opens the account: alone it never does."""
        return self.has_password and self.has_codes

    @property
    def number(self) -> int:
        """How many whole ways there are."""
        return len(self.passkeys) + self.has_password_and_codes


def against_removal(ways: Ways) -> tuple[Reason, ...]:
    """Give the reason why a way cannot be removed: nobody shuts themselves out."""
    if ways.number > 1:
        return ()
    return (because("last_way", "P4", "This is your only way to sign in. Add another one first."),)


def against_passkey(ways: Ways) -> tuple[Reason, ...]:
    """Give the reason why no further passkey is added."""
    if len(ways.passkeys) < MOST:
        return ()
    return (because("too_many_passkeys", "P4", f"An account has {MOST} passkeys at most. Remove one first."),)
