"""What a sender is handed and what it answers; which sender there is, is a setting."""

import re
from datetime import timedelta
from typing import Final, Protocol
from uuid import UUID

import msgspec

from lvws_core.vocabulary import Labelled

_ADDRESS: Final = re.compile(r"[^@\s,;:<>()\[\]\\\"'\x00-\x20\x7f]{1,64}@[A-Za-z0-9.-]{1,253}\.[A-Za-z0-9-]{2,63}")


class Why(Labelled):
    """Why something was not delivered: codes that are stored and shown, and say nothing of whom it was for."""

    NONE = "", ""
    REFUSED = "refused", "The mail server could not be reached"
    SLOW = "slow", "The mail server did not answer in time"
    CUT = "cut", "The connection broke off"
    NOT_NOW = "not_now", "The mail server asked to try again later"
    NOT_ALLOWED = "not_allowed", "The mail server did not let the portal in"
    BAD_ADDRESS = "bad_address", "The email address is wrong or no longer works"
    NOT_TAKEN = "not_taken", "The mail server refused the message for good"
    NONSENSE = "nonsense", "The mail server answered something that makes no sense"
    UNKNOWN_KIND = "unknown_kind", "There is no wording for this kind of notice"
    MISSING_VALUE = "missing_value", "The wording asks for something that is not there"
    TOO_LATE = "too_late", "It could not be delivered within a day"
    ENDED = "ended", "The sending process ended before it knew"
    NO_SENDER = "no_sender", "No mail is set up"
    CLOSED = "closed", "The account is closed"
    KEPT_FROM = "kept_from", "They may no longer see what it was about"


class Letter(msgspec.Struct, frozen=True, kw_only=True):
    """What is sent: `reference` is our own, by which a sender that can be asked knows it again."""

    reference: UUID
    to: str
    subject: str
    body: str


class UnsentError(Exception):
    """A letter was not taken, or nobody knows whether it was; holds a code and never an address.

    `lasting`: trying again is of no use. `perhaps`: it may have been taken all the same.
    `is_down`: any other letter would have fared no better, so the rest waits.
    """

    def __init__(self, why: Why, *, lasting: bool = False, perhaps: bool = False, is_down: bool = False) -> None:
        super().__init__(why.value)
        self.why, self.lasting, self.perhaps, self.is_down = why, lasting, perhaps, is_down


class Sender(Protocol):
    """A way out. `lanes` says how many letters may be under way at once.

    Where it cannot be asked that is one, so that a process that is killed doubles at most one message.
    `longest` is the longest that it takes over a letter, and that a letter it took stays unknown to it.
    """

    can_be_asked: bool
    lanes: int
    longest: timedelta

    def send(self, letter: Letter) -> None:
        """Hand over a letter.

        Raises:
            UnsentError: It was not taken, or nobody knows.
        """

    def knows(self, reference: UUID) -> bool:
        """Say whether a letter was taken before; only asked of a sender that can be.

        Raises:
            UnsentError: It does not answer.
        """


def is_address(text: str) -> bool:
    """Say whether a text can be the address of a letter: one mailbox, and nothing that could be another header."""
    return text.isascii() and _ADDRESS.fullmatch(text) is not None
