"""The choices of channels in words, each a select."""

from collections.abc import Mapping
from typing import Any

import msgspec

from lvws_core.actors import Actor, Permission, may
from notifications.preferences.model import Choice, Preferences, Topic, Window

Option = Mapping[str, Any]
_NEEDS = {
    Topic.REMINDERS: Permission.NOTICE_READ,
    Topic.TO_DO: Permission.NOTICE_READ,
    Topic.NEWS: Permission.NOTICE_READ,
    Topic.MARAC: Permission.MARAC_WRITE,
    Topic.SITES: Permission.SITE_READ,
}


class Chooser(msgspec.Struct, frozen=True, kw_only=True):
    """A select: its name, what it is about, and what can be chosen."""

    name: str
    label: str
    items: tuple[Option, ...]


def choosers(actor: Actor, preferences: Preferences) -> tuple[Chooser, ...]:
    """Give a select for each topic that the actor hears of, and one for when what is gathered comes."""
    topics = tuple(
        Chooser(name=topic.value, label=topic.label, items=_options(Choice, preferences.of(topic)))
        for topic, needed in _NEEDS.items()
        if may(actor, needed).allowed and may(actor, Permission.NOTICE_READ).allowed
    )
    if not topics:
        return ()
    window = Chooser(name="digest", label="When what is gathered is sent", items=_options(Window, preferences.window))
    return (*topics, window)


def _options(choices: type[Choice] | type[Window], chosen: Choice | Window) -> tuple[Option, ...]:
    return tuple({"value": each.value, "text": each.label, "selected": each is chosen} for each in choices)
