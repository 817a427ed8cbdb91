"""The snapshot: exactly what was shared, as bytes that are previewed, sealed and read again."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any

import msgspec

from lvws_core.consent import DataCategory
from lvws_core.consent.contact import Channel, ContactPlan, in_plain_words, may_contact, next_safe_window
from lvws_core.consent.safety import standing
from lvws_core.errors import Invalid
from lvws_core.phones import phone_digits
from lvws_core.policy import Policy
from lvws_core.reasons import Reason, because

_CALLED = frozenset({Channel.MOBILE_CALL, Channel.SMS, Channel.LANDLINE, Channel.WHATSAPP})
_CHANNEL_NOT_NAMED = because("channel_not_named", "TOP-10", "It is not recorded which channel this belongs to.")


class Told(StrEnum):
    """The labels that say what a shared line is about, so that a lead that is told need not ask again."""

    NAME = "Name used"
    PRONOUNS = "Pronouns"
    AGE = "Age"
    LANGUAGE = "Language"
    INTERPRETER = "Interpreter"
    ACCESS_NEEDS = "Access needs"
    BOROUGH = "Borough"
    ADDRESS = "Address"
    NEEDS = "Needs"
    NEED_SCORES = "How great, from 0 to 5"
    NEEDS_ASSESSED = "Needs assessed on"
    ASSESSED = "Assessed on"
    INCIDENT = "What happened"
    CRIME = "Crime"
    DOMESTIC_ABUSE = "Domestic abuse"


class SharedLine(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that was shared: its label and its words."""

    label: str
    text: str


class SharedLines(msgspec.Struct, frozen=True, kw_only=True):
    """A category of what was shared, in the order in which it is read."""

    lines: tuple[SharedLine, ...]


class SharedWay(msgspec.Struct, frozen=True, kw_only=True):
    """A number or an address, and the channel that it belongs to; without one it is never shown."""

    label: str
    text: str
    channel: Channel | None = None


class SharedContact(msgspec.Struct, frozen=True, kw_only=True):
    """How to make contact safely: words first, numbers and the agreed word apart.

    `sentences` are read before any number is shown; without any, the plan speaks for itself.
    """

    plan: ContactPlan
    sentences: tuple[str, ...] = ()
    ways: tuple[SharedWay, ...] = ()
    code_word: str = ""

    @property
    def words(self) -> tuple[str, ...]:
        """The sentences to read first, the most dangerous to miss before the others."""
        return self.sentences or in_plain_words(self.plan)


Shared = SharedLines | SharedContact
Snapshot = Mapping[DataCategory, Shared]


_ASSESSED = "%A %d %B %Y"


def assessed_words(day: date) -> str:
    """Give the London day of an assessment as it is shared: "Monday 23 November 2026"."""
    return f"{day:%A} {day.day} {day:%B %Y}"


def assessed_on(snapshot: Snapshot) -> date | None:
    """Give the London day of the assessment whose level was shared, None where none was, or it says none.

    Source: RISK-35: the age stands beside every score.
    """
    shared = snapshot.get(DataCategory.RISK_LEVEL)
    lines = shared.lines if isinstance(shared, SharedLines) else ()
    text = next((line.text for line in lines if line.label == Told.ASSESSED), "")
    try:
        return datetime.strptime(text, _ASSESSED).date()  # noqa: DTZ007 - a day as it was written, in no zone
    except ValueError:
        return None


class Reach(msgspec.Struct, frozen=True, kw_only=True):
    """Whether one way may be used at this moment; `text` is empty where the number stays hidden.

    `next_at` is the next moment, in UTC, at which it may, None where that is now or never.
    """

    label: str
    text: str
    allowed: bool
    reasons: tuple[Reason, ...]
    next_at: datetime | None = None


def snapshot_bytes(fields: Mapping[DataCategory, Any]) -> bytes:
    """Give the canonical bytes of the fields that leave: JSON with sorted keys.

    The same fields give the same bytes whatever their order, so what was previewed, what is sealed
    and what is read later are one thing.

    Raises:
        Invalid: A field cannot be encoded; code `not_encodable`.
    """
    try:
        return msgspec.json.encode(dict(fields), order="sorted")
    except (TypeError, ValueError) as error:
        raise Invalid("fields", "not_encodable") from error


def read_snapshot(content: bytes) -> Snapshot:
    """Give what the bytes hold, by category in the order of `DataCategory`.

    Raises:
        Invalid: They are no snapshot; code `not_a_snapshot`.
    """
    try:
        raw = msgspec.json.decode(content, type=dict[DataCategory, msgspec.Raw])
        return {category: _read(category, raw[category]) for category in DataCategory if category in raw}
    except msgspec.DecodeError as error:
        raise Invalid("snapshot", "not_a_snapshot") from error


def _read(category: DataCategory, raw: msgspec.Raw) -> Shared:
    if category == DataCategory.SAFE_CONTACT:
        return msgspec.json.decode(raw, type=SharedContact)
    return msgspec.json.decode(raw, type=SharedLines)


def name_in(snapshot: Snapshot) -> str:
    """Give the name that was shared, empty where it was not."""
    found = snapshot.get(DataCategory.IDENTITY)
    lines = found.lines if isinstance(found, SharedLines) else ()
    return next((line.text for line in lines if line.label == Told.NAME), "")


def phones_in(snapshot: Snapshot) -> tuple[str, ...]:
    """Give the digits of each number that was shared, once each, in the order in which they were."""
    contact = contact_in(snapshot)
    ways = () if contact is None else contact.ways
    return tuple(dict.fromkeys(phone_digits(way.text) for way in ways if way.channel in _CALLED))


def contact_in(snapshot: Snapshot) -> SharedContact | None:
    """Give how to make contact, None where it was not shared."""
    found = snapshot.get(DataCategory.SAFE_CONTACT)
    return found if isinstance(found, SharedContact) else None


def reaches(contact: SharedContact, at: datetime, policy: Policy = Policy()) -> tuple[Reach, ...]:
    """Give each way with whether it may be used at that moment, in the order in which it was shared.

    What stands against a channel at any hour hides its number; what only the hour forbids shows it
    with the next hour at which it may be used.

    Raises:
        Invalid: `at` is naive.

    Source: TOP-10, CONT-01.
    """
    return tuple(_reach(contact.plan, way, at, policy) for way in contact.ways)


def _reach(plan: ContactPlan, way: SharedWay, at: datetime, policy: Policy) -> Reach:
    if way.channel is None:
        return Reach(label=way.label, text="", allowed=False, reasons=(_CHANNEL_NOT_NAMED,))
    if refused := standing(plan, way.channel, at, policy):
        return Reach(label=way.label, text="", allowed=False, reasons=refused)
    decision = may_contact(plan, way.channel, at, policy)
    return Reach(
        label=way.label,
        text=way.text,
        allowed=decision.allowed,
        reasons=decision.reasons,
        next_at=None if decision.allowed else next_safe_window(plan, at, way.channel, policy),
    )
