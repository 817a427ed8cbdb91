"""The contact plan: on which channels, at which hours and how a person may be reached safely."""

from collections.abc import Mapping
from datetime import datetime, time
from enum import StrEnum

import msgspec

from lvws_core.errors import Invalid
from lvws_core.given import require_aware, require_keys, require_mapping
from lvws_core.times import local


class Channel(StrEnum):
    """A way to reach a person.

    Source: domain 5.1.
    """

    MOBILE_CALL = "mobile_call"
    SMS = "sms"
    LANDLINE = "landline"
    EMAIL = "email"
    POST = "post"
    VIDEO = "video"
    WHATSAPP = "whatsapp"
    VIA_PROFESSIONAL = "via_professional"
    IN_PERSON_AT_HOST = "in_person_at_host"

    @property
    def label(self) -> str:
        """The words for a page, such as "Mobile call"."""
        return _LABELS[self]


class Safety(StrEnum):
    """Whether something was said to be safe; unknown is never shown or stored as no.

    Source: domain 5.1, TOP-10.
    """

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"

    @property
    def label(self) -> str:
        """The word for a page."""
        return {"yes": "Yes", "no": "No", "unknown": "Not known"}[self]


_LABELS: Mapping[Channel, str] = {
    Channel.MOBILE_CALL: "Mobile call",
    Channel.SMS: "Text message",
    Channel.LANDLINE: "Landline call",
    Channel.EMAIL: "Email",
    Channel.POST: "Post",
    Channel.VIDEO: "Video call",
    Channel.WHATSAPP: "WhatsApp",
    Channel.VIA_PROFESSIONAL: "Through another professional",
    Channel.IN_PERSON_AT_HOST: "In person at the host site",
}


_WEEK = frozenset(range(7))
_CHANNELS, _SAFETIES = frozenset(Channel), frozenset(Safety)
_ANSWERS = ("voicemail_ok", "text_ok", "post_ok", "name_service_ok", "withheld_ok")


class Window(msgspec.Struct, frozen=True, kw_only=True):
    """Hours of some days of the week, in London time: Monday is 0; opens inclusive, closes exclusive.

    A window does not cross midnight; two do.

    Raises:
        Invalid: No day, a day outside 0 to 6, a time with a zone, or it closes before it has opened.

    Source: domain 5.1 as design section 5.4 reads it.
    """

    days: frozenset[int]
    opens: time
    closes: time

    def __post_init__(self) -> None:
        """Refuse days that do not exist and hours that cannot be."""
        require_keys("days", self.days, _WEEK, "not_days_of_the_week")
        if not self.days:
            raise Invalid("days", "not_days_of_the_week")
        if self.opens.tzinfo is not None or self.closes.tzinfo is not None:
            raise Invalid("opens", "has_zone")
        if self.closes <= self.opens:
            raise Invalid("closes", "not_after_opens")

    def contains(self, at: datetime) -> bool:
        """Say whether the moment is inside, by London clocks, on the days when they change too.

        Raises:
            Invalid: `at` is naive.
        """
        there = local(at)
        return there.weekday() in self.days and self.opens <= there.time() < self.closes


class ContactPlan(msgspec.Struct, frozen=True, kw_only=True):
    """What was agreed with one person about reaching them; it holds no number and no word of code.

    A channel that is not named is unknown. `sensitive` is domestic abuse, sexual violence, stalking
    or honour-based abuse. No `windows` is no limit of hours; `not_when` wins over `windows`.
    `say_if_other_answers` is the neutral cover story.

    Raises:
        Invalid: A channel does not exist, something is said to be neither safe, unsafe nor unknown,
            or `confirmed_at` is naive.

    Source: domain 5.1, TOP-10, CONT-01.
    """

    channels: Mapping[Channel, Safety]
    sensitive: bool
    windows: tuple[Window, ...] = ()
    not_when: tuple[Window, ...] = ()
    voicemail_ok: Safety = Safety.UNKNOWN
    text_ok: Safety = Safety.UNKNOWN
    post_ok: Safety = Safety.NO
    confirmed_at: datetime | None = None
    breach_open: bool = False
    no_contact_requested: bool = False
    name_service_ok: Safety = Safety.UNKNOWN
    withheld_ok: Safety = Safety.UNKNOWN
    say_if_other_answers: str = ""
    has_code_word: bool = False

    def __post_init__(self) -> None:
        """Refuse channels and answers that do not exist, lest one of them pass for a yes, and a naive confirmation."""
        require_mapping("channels", self.channels)
        if not set(self.channels) <= _CHANNELS:
            raise Invalid("channels", "unknown_channel")
        if not set(self.channels.values()) <= _SAFETIES:
            raise Invalid("channels", "unknown_safety")
        for name in _ANSWERS:
            if getattr(self, name) not in _SAFETIES:
                raise Invalid(name, "unknown_safety")
        require_aware("confirmed_at", self.confirmed_at)

    def safety_of(self, channel: Channel) -> Safety:
        """Give what was said about a channel; unknown where nothing was."""
        return self.channels.get(channel, Safety.UNKNOWN)
