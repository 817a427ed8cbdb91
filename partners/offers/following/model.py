"""Offers as their lead follows them: what waits on whom, and which lists that makes."""

from collections.abc import Mapping
from datetime import datetime

import msgspec

from lvws_core.consent import DataCategory
from lvws_core.ids import PersonId, Reference
from lvws_core.referrals import ClockKind, Direction, Offer, OfferStatus, Request, RequestStatus, request_status
from lvws_core.vocabulary import Labelled, NeedCategory

_S, _K = OfferStatus, ClockKind


class SentView(Labelled):
    """The views of what a lead has sent: the key stands in the address, the label on the tab."""

    ALL = "all", "Everything"
    OURS = "ours", "Waits on us"
    THEIRS = "theirs", "Waits on a partner"
    QUIET = "quiet", "Quiet"
    STOPS = "stops", "Stops not confirmed"
    DRAFTS = "drafts", "Drafts"

    @property
    def kinds(self) -> frozenset[ClockKind]:
        """The clocks by which the view goes; none where it goes by something else."""
        return _KINDS.get(self, frozenset())


_OURS = frozenset({_K.ANSWER, _K.LOOP, _K.WAITING_REVIEW})
_KINDS: Mapping[SentView, frozenset[ClockKind]] = {
    SentView.OURS: _OURS,
    SentView.THEIRS: frozenset(ClockKind) - _OURS,
    SentView.QUIET: frozenset({_K.UPDATE}),
}


class FollowedOffer(msgspec.Struct, frozen=True, kw_only=True):
    """An offer as its lead follows it: the whole offer, and which service it went to.

    Since `contact_stopped_at` (aware UTC) nobody may contact the person; `awaiting` are the categories
    on which the lead has something new that the partner was not told. `unread` counts the messages of
    the partner that nobody of the lead has had before them.
    """

    offer: Offer
    reference: Reference
    request_reference: Reference | None
    needs: frozenset[NeedCategory]
    service_name: str
    changed_at: datetime
    due_at: datetime | None
    due_kind: ClockKind | None
    person_id: PersonId
    set_aside: RequestStatus | None = None
    contact_stopped_at: datetime | None = None
    awaiting: frozenset[DataCategory] = frozenset()
    unread: int = 0


class Waits(msgspec.Struct, frozen=True, kw_only=True):
    """Who has to do something about an offer now, and what; `who` is "" when nobody has to."""

    who: str
    what: str
    is_ours: bool = False


_PARTNER_HAS_TO: Mapping[OfferStatus, str] = {
    _S.SENT: "open it and answer",
    _S.ACKNOWLEDGED: "answer",
    _S.WAITLISTED: "find a place",
    _S.ACCEPTED: "make first contact",
    _S.ACTIVE: "support the person",
    _S.PAUSED: "resume support",
    _S.OUTCOME_DUE: "record the outcome",
}
_WE_HAVE_TO: Mapping[OfferStatus, str] = {
    _S.INFO_NEEDED: "answer their question",
    _S.DECLINED: "look for someone else: they declined",
    _S.EXPIRED: "look for someone else: no answer came in time",
    _S.HANDED_BACK: "look for someone else: they handed it back",
    _S.NOT_REACHED: "decide what next: the person could not be reached",
}


def _is_asked(offer: Offer) -> bool:
    asked, reviewed = offer.review_asked_at, offer.reviewed_at
    return asked is not None and (reviewed is None or reviewed < asked)


def waits_on(offer: Offer, partner: str) -> Waits:
    """Say who has to act on an offer, as its lead reads it.

    Source: lifecycle 2 and 5.
    """
    if offer.status == _S.WAITLISTED and _is_asked(offer):
        return Waits(who="You", what="say whether it is still needed: they have asked", is_ours=True)
    if offer.status in _WE_HAVE_TO:
        what = _WE_HAVE_TO[offer.status]
        if offer.direction == Direction.INWARD:
            what = what.replace("look for someone else", "decide with the person what next")
        return Waits(who="You", what=what, is_ours=True)
    if offer.status in _PARTNER_HAS_TO:
        return Waits(who=partner, what=_PARTNER_HAS_TO[offer.status])
    if offer.status == _S.WITHDRAWN and offer.acknowledged_at is not None and offer.stop_confirmed_at is None:
        return Waits(who=partner, what="confirm that they have stopped")
    if offer.status == _S.COMPLETED and offer.outcome_acknowledged_at is None:
        return Waits(who="You", what="acknowledge the outcome", is_ours=True)
    return Waits(who="", what=offer.status.label)


def also_ours(row: FollowedOffer) -> str:
    """Say what the lead has to do beside about a live offer: open contact again, or tell what changed; "" for nothing.

    Source: lifecycle 8.
    """
    if not row.offer.is_live:
        return ""
    if row.contact_stopped_at is not None:
        return "decide about contact, which is stopped"
    return "tell them what changed" if row.awaiting else ""


def is_quiet(row: FollowedOffer, now: datetime) -> bool:
    """Say whether a partner that has a person in hand has let the time for an update pass.

    Source: lifecycle 5, clock U.
    """
    return row.due_kind == ClockKind.UPDATE and row.due_at is not None and row.due_at <= now


def standing(rows: tuple[FollowedOffer, ...]) -> RequestStatus:
    """Say where a request stands, from all of its offers, of which there is at least one.

    Source: lifecycle 3; design section 3.
    """
    first = rows[0]
    request = Request(
        id=first.offer.request_id,
        person_id=first.person_id,
        lead_organisation_id=first.offer.lead_organisation_id,
        needs=first.needs,
        risk=first.offer.risk,
        status=first.set_aside or RequestStatus.DRAFT,
    )
    return request_status(request, [row.offer for row in rows])
