"""The sweep for capacity that was said too long ago: it counts as not known, and whoever said it hears so."""

from typing import Final

from sqlmodel import Session

from lvws_core.desk import Desk
from lvws_core.ids import Reference
from lvws_core.referrals.services import fresh_since
from notifications.notices import service as notices
from notifications.notices.model import Audience, NoticeKind, Told
from partners.directory.stale import store

BATCH: Final = 100
"""How many services one transaction looks at."""


def tell_of_stale_capacity(desk: Desk[Session], *, most: int = BATCH) -> tuple[str, ...]:
    """Tell the managers of partners, once for each word, that what a service said counts no more; give the keys.

    The desk is the clock's, in a transaction of the system. What is said anew goes stale anew.

    Source: ROUTE-11; lifecycle 6.3, stale capacity warns.
    """
    told = []
    for each in store.untold(desk.session, desk.today, fresh_since(desk.today, desk.policy), most):
        if store.tell(desk.session, each.id, desk.now):
            said = Told(
                organisation_id=each.organisation_id, audience=Audience.MANAGERS, kind=NoticeKind.CAPACITY_STALE
            )
            notices.tell(desk, said, Reference(each.key))
            told.append(each.key)
    return tuple(told)
