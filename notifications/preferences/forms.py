"""The part of the preferences that says by which channel a reader is told."""

import msgspec

from notifications.preferences.model import Choice, Preferences, Topic, Window


class ChannelsForm(msgspec.Struct, frozen=True, kw_only=True):
    """The choice for each topic, and when what is gathered is sent; what is not sent stays as it was."""

    reminders: str = ""
    to_do: str = ""
    news: str = ""
    marac: str = ""
    sites: str = ""
    digest: str = ""


def changed(before: Preferences, form: ChannelsForm) -> Preferences:
    """Give what a reader has chosen after a form; what is no choice changes nothing."""
    sent = {topic: getattr(form, topic.value, "") for topic in Topic}
    chosen = {topic: Choice(value) for topic, value in sent.items() if value in set(Choice)}
    window = Window(form.digest) if form.digest in set(Window) else before.window
    return Preferences(choices={**before.choices, **chosen}, window=window)
