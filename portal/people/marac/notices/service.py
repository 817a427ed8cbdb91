"""Telling an author what became of a referral, in the transaction in which it did."""

from uuid import UUID

from lvws_core.events import Event
from notifications.notices import service as notices
from notifications.notices.model import Audience, Told
from portal.people.marac import store
from portal.people.marac.model import Move
from portal.people.marac.notices.model import TOLD
from portal.people.service import Desk


def tell_author(desk: Desk, event: Event) -> None:
    """Tell whoever wrote a referral what somebody else did with it; nothing about the person is told.

    Raises:
        Missing: There is no such referral for this actor.
    """
    referral = store.by_id(desk.session, UUID(event.detail["referral"]))
    if referral.author_id == desk.actor.id:
        return
    told = Told(
        organisation_id=desk.actor.organisation_id,
        audience=Audience.TEAM,
        kind=TOLD[Move(event.kind.removeprefix("marac."))],
        user_id=referral.author_id,
    )
    notices.tell(desk, told, referral.reference)
