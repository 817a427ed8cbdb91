"""The lock as values: what is asked to open it, and what it keeps of a form that came too late."""

from typing import Final

import msgspec

from lvws_core.errors import Invalid
from lvws_core.ports import Vault
from lvws_core.sealed import open_for, seal_for
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
    told = {name: value for name, value in (kept.form or {}).items() if name != "_csrf"}
    plain = msgspec.structs.replace(kept, form=None if kept.form is None else told)
    actor = owner.actor
    return seal_for(vault, actor.organisation_id, actor.id, KEPT_COLUMN, msgspec.json.encode(plain).decode())


def open_kept(vault: Vault, owner: SignedIn, text: str) -> Kept:
    """Give back what `seal_kept` kept for the same account; of anything else, nothing but the first page."""
    actor = owner.actor
    try:
        return msgspec.json.decode(open_for(vault, actor.organisation_id, actor.id, KEPT_COLUMN, text), type=Kept)
    except Invalid:
        return Kept()
