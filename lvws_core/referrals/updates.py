"""Updates: what a partner is told after sending that changes the offer itself: another level of risk."""

from collections.abc import Iterator
from datetime import datetime

from msgspec.structs import replace

from lvws_core.actors import Actor
from lvws_core.errors import Conflict, Invalid, NotAllowed
from lvws_core.events import Event, OfferReassessed
from lvws_core.reasons import Reason, because
from lvws_core.referrals.moves import OfferStatus, Side
from lvws_core.referrals.moving import acts_for, version_reasons
from lvws_core.referrals.offers import Offer, RiskChange
from lvws_core.risk.dash import Band

OFFER_REASSESSED = "offer.reassessed"

BESIDE = frozenset(
    {
        "offer.contact_stopped",
        "offer.contact_reopened",
        "offer.contact_updated",
        "offer.no_safe_hours",
        "offer.update_awaited",
    }
)
"""What happens beside an offer's life: it says how the person may be reached, and changes no state and no clock."""

_NOT_YOURS = because("not_your_update", "lifecycle 4", "The level of risk is the lead's to tell.")


def reassess(offer: Offer, risk: Band, by: Actor, now: datetime, expected_version: int) -> tuple[Offer, Event]:
    """Give the offer at the displayed level that its partner is told now, and the event that says so.

    The state stays. The clocks that run follow `lvws_core.referrals.clocks`: never later than before.

    Raises:
        NotAllowed: It is not the lead of this offer who tells it.
        Conflict: The offer is over, already has this level, or the version is another; every reason.
        Invalid: There is no such level, or `now` is naive.

    Source: RISK-15; lifecycle 5.
    """
    if risk not in frozenset(Band):
        raise Invalid("risk", "unknown")
    if not acts_for(offer, by, Side.LEAD):
        raise NotAllowed(_NOT_YOURS)
    if refused := tuple(_against(offer, risk, expected_version)):
        raise Conflict(*refused)
    status = OfferStatus(offer.status).value
    event = OfferReassessed(
        at=now,
        actor_id=by.id,
        subject_id=offer.id,
        organisation_ids=(offer.lead_organisation_id, offer.organisation_id),
        old=status,
        new=status,
        detail={"risk": Band(risk).value, "before": Band(offer.risk).value, "version": offer.version + 1},
    )
    return reassessed(offer, event), event


def reassessed(offer: Offer, event: Event) -> Offer:
    """Give the offer after an event of `reassess`: the one place where an update changes an offer."""
    change = RiskChange(at=event.at, before=Band(event.detail["before"]))
    return replace(
        offer,
        risk=Band(event.detail["risk"]),
        risk_changes=(*offer.risk_changes, change),
        version=event.detail["version"],
    )


def _against(offer: Offer, risk: Band, expected_version: int) -> Iterator[Reason]:
    if not offer.is_live:
        text = f"It is “{OfferStatus(offer.status).label}”; nobody is told anything new of it."
        yield because("wrong_state", "lifecycle 2", text)
    if offer.risk == risk:
        yield because("risk_same", "RISK-15", "The partner was already told this level of risk.")
    yield from version_reasons(offer.version, expected_version)
