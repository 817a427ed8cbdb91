"""Legal holds as values."""

from datetime import date, datetime
from uuid import UUID

import msgspec

from lvws_core.ids import PersonId, UserId
from lvws_core.retention import HoldReason


class Hold(msgspec.Struct, frozen=True, kw_only=True):
    """A hold that stands: why, since which London day, who set it, and by when somebody looks at it again.

    Source: RET-01.
    """

    id: UUID
    person_id: PersonId
    reason: HoldReason
    since: date
    review_on: date
    held_by: UserId
    held_at: datetime


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """What is told when a record is held: why, and since which London day."""

    reason: HoldReason
    since: date
