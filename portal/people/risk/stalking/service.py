"""Recording the stalking follow-up."""

from lvws_core.ids import Reference
from portal.people import store as people
from portal.people.risk.stalking import store
from portal.people.risk.stalking.model import FollowedUp
from portal.people.service import Desk


def record_follow_up(desk: Desk, reference: Reference, made: FollowedUp) -> None:
    """Store the answers, apart from the assessment; event `risk.followed_up`.

    Raises:
        Missing: There is no such person, or not for this actor.

    Source: domain 1.7, RISK-01.
    """
    key = people.key_of(desk.session, reference)
    store.add(desk.session, desk.vault, key, made, follow_up_id=desk.new_id(), by=desk.actor.id)
    desk.note("risk.followed_up", key.record_id, tool="sdash_11")
