"""A request as it is kept, without what is told in words."""

from datetime import datetime

import msgspec

from lvws_core.ids import PersonId, Reference
from lvws_core.referrals import Request
from portal.referrals.model import Composition


class KeptRequest(msgspec.Struct, frozen=True, kw_only=True):
    """A request with what stands beside it; instants are aware UTC."""

    request: Request
    reference: Reference
    composition: Composition
    created_at: datetime
    changed_at: datetime

    @property
    def person_id(self) -> PersonId:
        """Whose need it is."""
        return self.request.person_id
