"""What the lock shows: nothing of anybody's case, and afterwards what had come too late."""

from typing import ClassVar

import msgspec

from lvws_core.forms import FieldError
from portal.auth.locking.model import Fields, Kept

_NOT_SHOWN = {"_key", "version", "password", "code", "seed", "proof", "digest"}


class LockedPage(msgspec.Struct, frozen=True, kw_only=True):
    """The lock: who may open it and, sealed, what is kept until then; it tells nothing else."""

    template: ClassVar[str] = "auth/locked.html"
    fragment: ClassVar[str] = "auth/_unlock.html"

    title: str = "Locked"
    status_code: int = 401
    name: str
    kept: str = ""
    is_form_kept: bool = False
    lost_file: bool = False
    errors: tuple[FieldError, ...] = ()


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """One field of a kept form, in words."""

    field: str
    text: str


class UnlockedPage(msgspec.Struct, frozen=True, kw_only=True):
    """What had been sent while the session was locked: shown again, and sent by one press."""

    template: ClassVar[str] = "auth/unlocked.html"

    title: str = "Unlocked"
    action: str
    fields: tuple[tuple[str, str], ...]
    parts: tuple[Part, ...]
    lost_file: bool = False


def unlocked_page(kept: Kept) -> UnlockedPage:
    """Give the page that sends a kept form on."""
    fields = tuple(_pairs(kept.form or {}))
    shown = tuple(
        Part(field=name.replace("_", " ").replace("-", " ").capitalize(), text=text)
        for name, text in fields
        if name not in _NOT_SHOWN and text.strip()
    )
    return UnlockedPage(action=kept.path, fields=fields, parts=shown, lost_file=kept.had_file)


def _pairs(form: Fields) -> list[tuple[str, str]]:
    # One empty field counts as one: what was sent is sent again as it was, or its key would not fit it.
    return [(name, each) for name, value in form.items() for each in ([value] if isinstance(value, str) else value)]
