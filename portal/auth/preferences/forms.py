"""The form of the preferences."""

import msgspec


class PreferencesForm(msgspec.Struct, frozen=True, kw_only=True):
    """The preferences as they were sent; a box that is not ticked is not sent at all."""

    shortcuts: str = ""
    shared_desk: str = ""

    @property
    def wants_shortcuts(self) -> bool:
        """Whether the box was ticked."""
        return self.shortcuts == "yes"

    @property
    def wants_desk(self) -> bool:
        """Whether the lock of a shared desk was asked for."""
        return self.shared_desk == "yes"
