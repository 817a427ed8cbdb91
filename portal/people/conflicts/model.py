"""Entries of the conflict register."""

from datetime import datetime
from uuid import UUID

import msgspec

from lvws_core.errors import Invalid
from lvws_core.ids import PersonId, UserId


class Conflict(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who must not come near a person's case: the other party, or a member of staff; exactly one of them.

    Raises:
        Invalid: Neither of them is named, both are, or somebody is their own other party.

    Source: ROUTE-08, MAR-50; assurance P5.
    """

    id: UUID
    person_id: PersonId
    other_person_id: PersonId | None = None
    staff_id: UserId | None = None
    registered_by: UserId
    registered_at: datetime

    def __post_init__(self) -> None:
        """Refuse an entry about nobody, about two, or about oneself."""
        if (self.other_person_id is None) == (self.staff_id is None):
            raise Invalid("other_person_id", "not_exactly_one")
        if self.other_person_id == self.person_id:
            raise Invalid("other_person_id", "the_same_person")

    def other_than(self, person_id: PersonId) -> PersonId | None:
        """Give the other of the two parties, None where the entry names a member of staff."""
        return self.person_id if self.other_person_id == person_id else self.other_person_id
