"""Builders of envelopes: one key pair for every test, because making one takes a second."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

import msgspec

from colocations.contacts.offline.keys.model import Envelope, new_pair, seal
from colocations.contacts.offline.model import Arrival, Content, Earlier, KeyState, Standing, Written
from lvws_core.forms import Many
from tests.builders import NOW
from tests.colocations.contacts.builders import COMMON

PERMIT = UUID(int=0xE1)
ENTRY = UUID(int=0xE2, version=4)
NOTE = "canary-of-the-offline-note"


@cache
def pair(_number: int = 0) -> tuple[str, bytes]:
    """Give a key pair: the same under the same number."""
    return new_pair()


def a_content(*, at: datetime = NOW, written: Written = Written.FINISHED, **typed: Many) -> Content:
    """Build the content of an envelope: a common contact."""
    values: Mapping[str, Many] = {**COMMON, "note": NOTE, **typed}
    return Content(sealed_at=at, written=written, typed=values)


def an_envelope(
    content: Content | None = None, *, spki: bytes = b"", envelope_id: UUID = ENTRY, permit_id: UUID = PERMIT
) -> Envelope:
    """Seal a content as the page does."""
    plain = msgspec.json.encode(content or a_content())
    randomness = envelope_id.bytes * 2 + envelope_id.bytes[:12]
    return seal(plain, spki or pair()[1], envelope_id=str(envelope_id), permit_id=permit_id, randomness=randomness)


def an_arrival(**changes: Any) -> Arrival:
    """Build what is known of an envelope that can be logged at once."""
    values: dict[str, Any] = {
        "standing": Standing.VALID,
        "key": KeyState.CURRENT,
        "authentic": True,
        "earlier": Earlier.NONE,
    }
    return Arrival(**{**values, **changes})
