"""What stands about the rights of one person."""

import msgspec

from lvws_core.actors import Permission, may
from lvws_core.ids import PersonId, Reference
from lvws_core.retention import Erasure
from portal.rights.erasure.model import Kept
from portal.rights.erasure.service import look
from portal.rights.holds import store as holds
from portal.rights.holds.model import Hold
from portal.rights.requests import store as requests
from portal.rights.requests.model import Request
from portal.rights.requests.service import Desk


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """How long the record is kept and what suspends it, the holds and the requests; `governs` says who may hold."""

    kept: Kept
    erasure: Erasure
    holds: tuple[Hold, ...]
    requests: tuple[Request, ...]
    governs: bool


def read_standing(desk: Desk, person: Reference) -> Standing:
    """Give what stands about a person's rights; nothing sealed is opened. Event `rights.read`.

    Raises:
        Missing: There is no such person, or not for this actor.
    """
    kept, erasure = look(desk, person, is_asked=False)
    person_id = PersonId(kept.person_id)
    desk.note("rights.read", person_id, fields=("requests", "holds"))
    return Standing(
        kept=kept,
        erasure=erasure,
        holds=holds.standing(desk.session, person_id),
        requests=requests.of_person(desk.session, person_id),
        governs=may(desk.actor, Permission.RIGHTS_WRITE).allowed,
    )
