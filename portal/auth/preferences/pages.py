"""The page of the preferences, and the keys that it explains."""

from typing import ClassVar

import msgspec

KEYS = (
    ("?", "Show this list"),
    ("/", "Go to the search"),
    ("j", "Go to the next row of a list"),
    ("k", "Go to the row before"),
    ("o", "Open the row that you are on"),
)
"""The keys and what each does; none of them accepts, sends, withdraws or reveals (WCAG 2.1.4)."""


class PreferencesPage(msgspec.Struct, frozen=True, kw_only=True):
    """The preferences; `saved` says that they have just been saved."""

    template: ClassVar[str] = "auth/preferences.html"

    title: str = "Preferences"
    shortcuts: bool
    saved: str = ""
    keys: tuple[tuple[str, str], ...] = KEYS


def preferences_page(*, shortcuts: bool, done: str = "") -> PreferencesPage:
    """Give the page, with what was saved when `done` says so."""
    said = "Keyboard shortcuts are on. Press ? to see them." if shortcuts else "Keyboard shortcuts are off."
    return PreferencesPage(shortcuts=shortcuts, saved=said if done == "saved" else "")
