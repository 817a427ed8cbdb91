"""Nobody left: sending is refused, and what was sent returns, where nobody who is there may know of the person."""

from collections.abc import Iterable
from typing import Final

from msgspec.structs import replace

from lvws_core import desk as desks
from lvws_core.actors import GRANTS, THE_CLOCK, Permission
from lvws_core.events import Event
from lvws_core.ids import OrganisationId, PersonId, Reference
from lvws_core.ports import Recipient
from lvws_core.referrals import Detail, Move, OfferStatus, move
from lvws_core.referrals.codes import ExpireReason
from lvws_core.referrals.presence import Colleague, can_take
from notifications.duty import store as duty
from notifications.preferences.model import is_rest
from partners.offers import service as offers
from partners.offers import store
from partners.offers.model import FiledOffer

NOBODY_LEFT: Final = "offer.nobody_left"
"""The kind of the event that nobody at a partner may open what it has taken on."""

_UNANSWERED: Final = frozenset({OfferStatus.SENT, OfferStatus.ACKNOWLEDGED, OfferStatus.INFO_NEEDED})

Desk = desks.Desk[store.Session]
"""The desk of this slice, with the session of its store."""


def team_can_take(desk: Desk, about: Reference, organisation_id: OrganisationId) -> bool:
    """Say whether somebody of an organisation who is there may know of whom a reference is about.

    Leave, duty and cover of the London day count. Whoever asks learns the yes or the no, and nothing else.

    Source: ROUTE-08; assurance P5.
    """
    if desk.staff is None:
        return True
    ours = frozenset({organisation_id})
    know = {each.id for each in desk.staff.recipients(ours, about)}
    on_duty = duty.on_duty(desk.session, ours, desk.now)
    team = (
        Colleague(may_know=each.id in know, away=each.away, on_duty=each.id in on_duty)
        for each in _who_answer(desk.staff.recipients(ours))
    )
    return can_take(team, rests=is_rest(desk.now, desk.calendar, desk.policy))


def _who_answer(staff: Iterable[Recipient]) -> Iterable[Recipient]:
    return (each for each in staff if any(Permission.OFFER_ANSWER in GRANTS[role] for role in each.roles))


def return_what_nobody_can_open(desk: Desk, event: Event) -> None:
    """Return to the lead, after a conflict was registered, each offer that nobody there may open any more.

    What is unanswered returns by itself, as the clock returns what nobody answered; of what the partner has
    taken on the lead is told, event `offer.nobody_left`, since only people can say how support goes on.

    Source: ROUTE-08; lifecycle 4: the clock may expire, and discloses nothing to anybody new.
    """
    for reference in store.live_with_anybody(desk.session, PersonId(event.subject_id)):
        filed = store.get(desk.session, reference, to_change=True)
        if not filed.offer.off_portal and not team_can_take(desk, reference, filed.offer.organisation_id):
            _return(desk, filed)


def _return(desk: Desk, filed: FiledOffer) -> None:
    offer = filed.offer
    if offer.status in _UNANSWERED:
        clock, why = replace(desk, actor=THE_CLOCK), Detail(reason=ExpireReason.CANNOT_TAKE.value)
        moved, event = move(offer, Move.EXPIRE, THE_CLOCK, desk.now, offer.version, why, policy=desk.policy)
        offers.file(clock, filed, moved, event)
        return
    concerned = (offer.lead_organisation_id, offer.organisation_id)
    desk.record(Event(kind=NOBODY_LEFT, at=desk.now, actor_id=None, subject_id=offer.id, organisation_ids=concerned))
