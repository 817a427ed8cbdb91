"""Emergency access as a value: who is admitted to whom, until when."""

from datetime import datetime
from uuid import UUID

import msgspec

from lvws_core.ids import PersonId


class Emergency(msgspec.Struct, frozen=True, kw_only=True):
    """That an account is admitted to a person; `until` (aware UTC) is stored when it begins, and shuts it by itself."""

    id: UUID
    person_id: PersonId
    until: datetime

    def runs_at(self, moment: datetime) -> bool:
        """Say whether it admits at a moment."""
        return moment < self.until
