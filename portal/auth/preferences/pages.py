"""The page of the preferences, and the keys that it explains."""

from typing import ClassVar

import msgspec

from notifications.preferences.model import Preferences
from notifications.preferences.pages import Chooser, choosers
from portal.auth.model import SignedIn, works_at_shared_desk

KEYS = (
    ("?", "Show this list"),
    ("/", "Go to the search"),
    ("j", "Go to the next row of a list"),
    ("k", "Go to the row before"),
    ("o", "Open the row that you are on"),
)
"""The keys and what each does; none of them accepts, sends, withdraws or reveals (WCAG 2.1.4)."""


class PreferencesPage(msgspec.Struct, frozen=True, kw_only=True):
    """The preferences; `saved` says that they have just been saved.

    `desk_by_role` says that the lock of a shared desk comes with the role, so that nobody switches it off.
    """

    template: ClassVar[str] = "auth/preferences.html"

    title: str = "Preferences"
    shortcuts: bool
    shared_desk: bool
    desk_by_role: bool
    channels: tuple[Chooser, ...] = ()
    saved: str = ""
    keys: tuple[tuple[str, str], ...] = KEYS


def preferences_page(signed_in: SignedIn, chosen: Preferences, *, done: str = "") -> PreferencesPage:
    """Give the page, with what was saved when `done` says so."""
    keys = "Keyboard shortcuts are on. Press ? to see them." if signed_in.shortcuts else "Keyboard shortcuts are off."
    lock = "Your screen is locked after 5 minutes without use." if signed_in.desk else ""
    return PreferencesPage(
        shortcuts=signed_in.shortcuts,
        shared_desk=signed_in.wants_desk,
        desk_by_role=works_at_shared_desk(signed_in.actor.roles, wished=False),
        channels=choosers(signed_in.actor, chosen),
        saved=f"{keys} {lock}".strip() if done == "saved" else "",
    )
