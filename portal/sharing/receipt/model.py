"""What a receipt may say: neutral words, the code that proves it, and which form is shown."""

from collections.abc import Iterable, Mapping

import msgspec

from lvws_core.consent import DataCategory
from lvws_core.consent.sharing import Receipt
from lvws_core.vocabulary import Labelled
from portal.sharing.model import Sharing

CODE_LENGTH = 16
"""How many characters of the digest stand on a receipt: enough that nobody finds a second one by trying."""


class ReceiptForm(Labelled):
    """How a receipt is given: `safe` names no service, `full` says everything, `aloud` is read to the person."""

    SAFE = "safe", "Safe form"
    FULL = "full", "Full form"
    ALOUD = "aloud", "To read aloud"


class ShownReceipt(msgspec.Struct, frozen=True, kw_only=True):
    """A receipt as it is shown; `verified` says that what is kept is exactly what left under it."""

    sharing: Sharing
    form: ReceiptForm
    verified: bool

    @property
    def receipt(self) -> Receipt:
        """The receipt that was stored when it was sent."""
        return self.sharing.history.filed.receipt


def code_of(receipt: Receipt) -> str:
    """Give the code that stands on a receipt, in groups of four: the beginning of its digest."""
    start = receipt.digest[:CODE_LENGTH].upper()
    return "-".join(start[place : place + 4] for place in range(0, len(start), 4))


def is_code_of(receipt: Receipt, typed: str) -> bool:
    """Say whether a code that was typed, with or without spaces and hyphens, is that of the receipt."""
    plain = "".join(character for character in typed.upper() if character.isalnum())
    return plain == receipt.digest[:CODE_LENGTH].upper()


def neutral(categories: Iterable[DataCategory]) -> tuple[str, ...]:
    """Name categories so that nobody who finds the paper learns what it is about; each name once.

    Source: features 3.3 – the receipt itself can be dangerous.
    """
    held = set(categories)
    return tuple(dict.fromkeys(_NEUTRAL.get(c, "something about you") for c in DataCategory if c in held))


_TOLD = "something you told us"
_NEUTRAL: Mapping[DataCategory, str] = {
    DataCategory.IDENTITY: "what you are called, and your age",
    DataCategory.SAFE_CONTACT: "how to reach you",
    DataCategory.ACCESS_NEEDS: "how you like to be spoken to",
    DataCategory.LOCATION_BOROUGH: "your area",
    DataCategory.FULL_ADDRESS: "where you live",
    DataCategory.NEED_TYPES: "what you asked for",
    DataCategory.INCIDENT_SUMMARY: _TOLD,
    DataCategory.RISK_LEVEL: _TOLD,
    DataCategory.RISK_ASSESSMENT_FULL: _TOLD,
    DataCategory.SAFETY_PLAN: _TOLD,
    DataCategory.PERPETRATOR_IDENTITY: _TOLD,
}
