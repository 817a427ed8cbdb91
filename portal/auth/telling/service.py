"""A notice to the owner of an account; nobody else is told."""

from datetime import datetime
from uuid import UUID

from lvws_core.ids import Reference
from notifications.notices import store
from notifications.notices.model import Audience, NoticeKind, Told, audiences_of
from portal.auth.model import Account


def tell(session: store.Session, notice_id: UUID, owner: Account, kind: NoticeKind, now: datetime) -> None:
    """Write a notice for the owner of an account, in the transaction of what happened.

    What it sends is planned by the next sweep and not here: who acts is as a rule not told of it, and here
    whoever acts may not be the owner.

    Source: ASVS 6.3.7: notices of changes to the ways to sign in.
    """
    part = next(iter(sorted(audiences_of(owner.roles))), Audience.TEAM)
    told = Told(organisation_id=owner.organisation_id, audience=part, kind=kind, user_id=owner.id)
    store.add(session, notice_id, told, Reference(""), now)
