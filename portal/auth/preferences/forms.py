"""The form of the preferences."""

from notifications.preferences.forms import ChannelsForm


class PreferencesForm(ChannelsForm, frozen=True, kw_only=True):
    """The preferences as they were sent, those of the channels included; a box that is not ticked is not sent."""

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
