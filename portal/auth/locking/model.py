"""The lock as values: what is asked to open it, and what it keeps of a form that came too late."""

import base64
import binascii
from typing import Final

import msgspec

from lvws_core.errors import Invalid
from lvws_core.ports import RecordKey, Vault
from portal.auth.model import Lock, SignedIn

KEPT_COLUMN: Final = "session.kept"
"""The name of the place to which what a lock keeps is bound."""

Fields = dict[str, str | list[str]]


class Unlocking(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody typed to open a lock: a password, a code, or both; nothing in it is believed yet."""

    password: str = ""
    code: str = ""


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """What was asked of a locked session: the address, and the form as it was sent, None if there was none.

    `had_file` says that a file came with it, which is not kept.
    """

    path: str = "/"
    form: Fields | None = None
    had_file: bool = False


class _Sealed(msgspec.Struct, frozen=True, kw_only=True):
    wrapped: bytes
    sealed: bytes


def suffices(typed: Unlocking, lock: Lock) -> bool:
    """Say whether enough was typed: either secret, and both where the session was left for so long.

    Source: assurance P4, P7; what was unused for fifteen minutes asks for what signing in asks for.
    """
    given = (bool(typed.password), bool(typed.code))
    return all(given) if lock is Lock.AWAY else any(given)


def seal_kept(vault: Vault, owner: SignedIn, kept: Kept) -> str:
    """Give what was asked in a form that a page may carry: nobody reads it there, and only its owner gets it back.

    Source: assurance P7, P8.
    """
    key = vault.new_key(owner.actor.organisation_id, owner.actor.id)
    told = {name: value for name, value in (kept.form or {}).items() if name != "_csrf"}
    plain = msgspec.structs.replace(kept, form=None if kept.form is None else told)
    sealed = vault.seal(key, KEPT_COLUMN, msgspec.json.encode(plain).decode())
    return base64.urlsafe_b64encode(msgspec.json.encode(_Sealed(wrapped=key.wrapped, sealed=sealed))).decode()


def open_kept(vault: Vault, owner: SignedIn, text: str) -> Kept:
    """Give back what `seal_kept` kept for the same account; of anything else, nothing but the first page."""
    try:
        found = msgspec.json.decode(base64.urlsafe_b64decode(text), type=_Sealed)
        key = RecordKey(organisation_id=owner.actor.organisation_id, record_id=owner.actor.id, wrapped=found.wrapped)
        return msgspec.json.decode(vault.open(key, KEPT_COLUMN, found.sealed), type=Kept)
    except (binascii.Error, ValueError, msgspec.DecodeError, Invalid):
        return Kept()
