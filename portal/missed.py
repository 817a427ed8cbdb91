"""The sweep for what was sent and never told: a referral that nobody heard of is the worst that can happen."""

from datetime import timedelta
from typing import Final

from sqlmodel import Session

from lvws_core.desk import Desk
from lvws_core.ids import Reference
from notifications.notices import service as notices
from notifications.notices import store as told
from notifications.notices.model import Audience, NoticeKind, Told
from partners.offers.sweeps import store as sweeps

_BACK: Final = timedelta(hours=24)
_GRACE: Final = timedelta(minutes=1)
_MOST: Final = 1000


def tell_of_missed(desk: Desk[Session]) -> tuple[Reference, ...]:
    """Tell partners of offers of the last day that are not opened and of which nobody was told; give which.

    Source: assurance P16, sweeper "sent but no notice".
    """
    sent = sweeps.just_sent(desk.session, desk.now - _BACK, desk.now - _GRACE, _MOST)
    if not sent:
        return ()
    known = told.told_of(desk.session, NoticeKind.ARRIVED, [each.reference for each in sent])
    missed = [each for each in sent if each.reference not in known]
    for each in missed:
        arrived = Told(organisation_id=each.partner_id, audience=Audience.TEAM, kind=NoticeKind.ARRIVED)
        notices.tell(desk, arrived, each.reference, each.lead_id)
    return tuple(each.reference for each in missed)
