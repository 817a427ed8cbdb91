"""Sealed envelopes: what one is made of, and what becomes of one that arrives. Pure rules.

A device writes envelopes and cannot read them. What arrives is logged, or waits for its author, or is given up
and counted; an authentic envelope is never dropped.
"""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

import msgspec

from lvws_core.forms import Many
from lvws_core.vocabulary.labelled import Labelled

MOST_BYTES: Final = 64 * 1024
"""How large the body of a delivery may be; the longest form is far below."""

MOST_FIELDS: Final = 120
"""How many fields a sealed form may have."""


class Written(StrEnum):
    """How far its author had come when an entry was sealed."""

    FINISHED = "finished"
    HALF_WRITTEN = "half_written"


class Content(msgspec.Struct, frozen=True, kw_only=True):
    """What an envelope holds: the strings of the form, when they were sealed by the device's clock (aware), how far."""

    sealed_at: datetime
    written: Written
    typed: Mapping[str, Many]


class State(Labelled):
    """Where an envelope stands."""

    ARRIVED = "arrived", "Arrived"
    LOGGED = "logged", "Logged"
    NEEDS_AUTHOR = "needs_author", "Arrived, needs you"
    GIVEN_UP = "given_up", "Given up"


NEXT: Final[Mapping[State, frozenset[State]]] = {
    State.ARRIVED: frozenset({State.LOGGED, State.NEEDS_AUTHOR, State.GIVEN_UP}),
    State.NEEDS_AUTHOR: frozenset({State.LOGGED, State.GIVEN_UP}),
    State.LOGGED: frozenset(),
    State.GIVEN_UP: frozenset(),
}
"""Which state may follow which; what is logged or given up stays so."""


class Why(Labelled):
    """Why an envelope waits for its author, in the words that the author reads."""

    PERMIT_EXPIRED = "permit_expired", "It reached us after the permission of that device had run out"
    PERMIT_REVOKED = "permit_revoked", "It reached us after you had signed out there, or had taken its permission back"
    PERMIT_WIPED = "permit_wiped", "It came from a device that is to be wiped"
    OTHER_DEVICE = "other_device", "It came from another browser than the one that was given the permission"
    AUTHOR_DISABLED = "author_disabled", "It reached us while your account was closed"
    AUTHOR_MOVED = "author_moved", "It reached us while your role did not reach the contact log"
    TOO_LATE = "too_late", "It was sealed more than 30 days before it reached us"
    HALF_WRITTEN = "half_written", "You had not finished it when the screen was locked"
    ID_REUSED = "id_reused", "An entry with the same number and other content was here before it"
    AGAINST_THE_RULES = "against_the_rules", "Something in it cannot be logged as it stands"


class Standing(StrEnum):
    """How a permit stands; only a valid one lets an entry be logged without its author."""

    VALID = "valid"
    EXPIRED = "expired"
    REVOKED = "revoked"
    WIPED = "wiped"


class KeyState(StrEnum):
    """What we know of the key that an envelope names."""

    CURRENT = "current"
    ROTATED = "rotated"
    ERASED = "erased"
    FOREIGN = "foreign"
    UNKNOWN = "unknown"


class Earlier(StrEnum):
    """What arrived under the same id before."""

    NONE = "none"
    SAME = "same"
    OTHER = "other"


class Arrival(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of an envelope when it arrives; `authentic` says that it opened, for this permit and this id."""

    standing: Standing
    key: KeyState
    authentic: bool
    earlier: Earlier = Earlier.NONE
    author_open: bool = True
    author_on_site: bool = True
    same_device: bool = True
    half_written: bool = False
    in_time: bool = True


class Outcome(StrEnum):
    """What becomes of an envelope."""

    LOG = "log"
    REPLAY = "replay"
    KEEP = "keep"
    CONFLICT = "conflict"
    REFUSE = "refuse"
    GIVE_UP = "give_up"


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """What becomes of an envelope, and why it waits where it does."""

    outcome: Outcome
    why: tuple[Why, ...] = ()


_OF_PERMIT: Final[Mapping[Standing, Why]] = {
    Standing.EXPIRED: Why.PERMIT_EXPIRED,
    Standing.REVOKED: Why.PERMIT_REVOKED,
    Standing.WIPED: Why.PERMIT_WIPED,
}


def judge(arrival: Arrival) -> Verdict:
    """Decide what becomes of an envelope that arrives.

    What arrived before is answered as before. One whose key is not ours, or that does not open, is refused and
    stays on the device. One whose key we erased is given up and counted. Every other one is kept: it is logged,
    or it waits for its author with every reason.

    Source: issue on co-locations, "an authentic envelope is never dropped"; stack.md 3.4.
    """
    if arrival.earlier is Earlier.SAME:
        return Verdict(outcome=Outcome.REPLAY)
    if arrival.key in {KeyState.UNKNOWN, KeyState.FOREIGN}:
        return Verdict(outcome=Outcome.REFUSE)
    if arrival.key is KeyState.ERASED:
        return Verdict(outcome=Outcome.GIVE_UP)
    if not arrival.authentic:
        return Verdict(outcome=Outcome.REFUSE)
    if arrival.earlier is Earlier.OTHER:
        return Verdict(outcome=Outcome.CONFLICT, why=(Why.ID_REUSED, *_why(arrival)))
    why = _why(arrival)
    return Verdict(outcome=Outcome.KEEP if why else Outcome.LOG, why=why)


def _why(arrival: Arrival) -> tuple[Why, ...]:
    against = (
        (arrival.standing in _OF_PERMIT, _OF_PERMIT.get(arrival.standing, Why.PERMIT_EXPIRED)),
        (not arrival.same_device, Why.OTHER_DEVICE),
        (not arrival.author_open, Why.AUTHOR_DISABLED),
        (not arrival.author_on_site, Why.AUTHOR_MOVED),
        (not arrival.in_time, Why.TOO_LATE),
        (arrival.half_written, Why.HALF_WRITTEN),
    )
    return tuple(why for holds, why in against if holds)


class Refusal(Labelled):
    """Why an envelope is refused; the label is what the device shows, and the device keeps the entry."""

    MALFORMED = "malformed", "The entry arrived damaged. It stays on this device; tell your administrator"
    UNKNOWN_KEY = (
        "unknown_key",
        "The entry was sealed with a key that is not ours. It stays on this device; tell your administrator",
    )
    NOT_AUTHENTIC = (
        "not_authentic",
        "The entry does not open: altered, or sealed for another. It stays on this device; tell your administrator",
    )


class Receipt(msgspec.Struct, frozen=True, kw_only=True):
    """What the device is answered, always with the id of its envelope: only `kept` lets it delete its copy.

    `digest` is the hash of the envelope that is kept, in hexadecimal digits: the device deletes no copy of another.
    `why` are codes, `text` is what to show where the entry is not kept, `wipe` says that the device is to erase
    everything once its envelopes are taken.
    """

    envelope: str
    state: str
    kept: bool
    digest: str = ""
    replay: bool = False
    why: tuple[str, ...] = ()
    text: str = ""
    wipe: bool = False


class Stored(msgspec.Struct, frozen=True, kw_only=True):
    """An envelope that arrived, without its content; moments are aware UTC but `sealed_at` by the device's clock.

    `faults` are codes of fields where the rules are against it. `wants_referral` says that its author pressed
    “Save and refer”: nothing was sent. `contact_id` is what was logged, `settled_at` when it was, or was given up.
    """

    id: UUID
    envelope_id: UUID
    permit_id: UUID
    author_id: UUID
    kid: str
    state: State
    sealed_at: datetime
    received_at: datetime
    why: tuple[Why, ...] = ()
    faults: tuple[str, ...] = ()
    wants_referral: bool = False
    contact_id: UUID | None = None
    settled_at: datetime | None = None
