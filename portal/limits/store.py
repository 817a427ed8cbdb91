"""How many distinct records an account opened: counted from the audit's index, in one statement."""

from datetime import datetime

from sqlalchemy import func
from sqlmodel import Session, col, or_, select

from lvws_core.actors import Actor
from lvws_core.ports import SYSTEM
from lvws_core.referrals import LIVE
from lvws_core.times import utc
from partners.offers.tables import OfferRow
from portal.audit.tables import Entry
from portal.intake.tables import CaseRow
from portal.limits.model import COUNTED

_LIVE = sorted(status.value for status in LIVE)


def opened_since(session: Session, actor: Actor, since: datetime) -> int:
    """Give how many records an account opened after a moment, those that it works on left out.

    Those are its own open cases with their people, and the open offers that came to its team.
    """
    seen = (
        select(col(Entry.subject_id).label("id"))
        .where(Entry.actor_id == actor.id, Entry.at > utc(since), col(Entry.kind).in_(COUNTED))
        .distinct()
        .subquery()
    )
    own_case = select(CaseRow.id).where(
        CaseRow.allocated_to == actor.id,
        col(CaseRow.closed_on).is_(None),
        or_(col(CaseRow.id) == seen.c.id, col(CaseRow.person_id) == seen.c.id),
    )
    open_offer = select(OfferRow.id).where(
        col(OfferRow.id) == seen.c.id,
        OfferRow.partner_organisation_id == actor.organisation_id,
        col(OfferRow.status).in_(_LIVE),
    )
    counted = select(func.count()).select_from(seen).where(~own_case.exists(), ~open_offer.exists())
    return session.exec(counted, execution_options=SYSTEM).one()
