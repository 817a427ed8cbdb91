"""What the lock shows: nothing of anybody's case, and afterwards what had come too late."""

from collections.abc import Mapping
from enum import StrEnum
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


class Why(StrEnum):
    """Why a form was kept: the session was locked, its owner had to confirm, or the page was of another session."""

    UNLOCKED = "unlocked"
    CONFIRMED = "confirmed"
    STALE = "stale"


_TOLD: Mapping[Why, tuple[str, str]] = {
    Why.UNLOCKED: ("Unlocked", "It came while the screen was locked, and nothing was saved. Send it now as it is."),
    Why.CONFIRMED: ("Confirmed", "It waited until you had confirmed that it is you. Send it now as it is."),
    Why.STALE: (
        "Not sent yet",
        "Its page was opened before you last signed in or confirmed. Nothing was saved. Send it if you still want it.",
    ),
}


class KeptPage(msgspec.Struct, frozen=True, kw_only=True):
    """What had been asked and was kept: a form is shown again and sent by one press, an address is gone on to."""

    template: ClassVar[str] = "auth/kept.html"

    title: str
    heading: str
    why: str
    button: str
    action: str
    is_form: bool
    fields: tuple[tuple[str, str], ...]
    parts: tuple[Part, ...]
    lost_file: bool = False


def kept_page(kept: Kept, why: Why) -> KeptPage:
    """Give the page that sends on what was kept."""
    fields = tuple(pair for pair in _pairs(kept.form or {}) if pair[0] != "_csrf")  # the page has one that holds
    shown = tuple(
        Part(field=name.replace("_", " ").replace("-", " ").capitalize(), text=text)
        for name, text in fields
        if name not in _NOT_SHOWN and text.strip()
    )
    title, told = _TOLD[why]
    return KeptPage(
        title=title,
        heading=f"{title}: send what you had written" if shown else f"{title}: go on",
        why=told if shown else "Nothing was done yet. Go on if you still want it.",
        button="Send it now" if shown else "Go on",
        action=kept.path,
        is_form=kept.form is not None,
        fields=fields,
        parts=shown,
        lost_file=kept.had_file,
    )


def _pairs(form: Fields) -> list[tuple[str, str]]:
    # One empty field counts as one: what was sent is sent again as it was, or its key would not fit it.
    return [(name, each) for name, value in form.items() for each in ([value] if isinstance(value, str) else value)]
