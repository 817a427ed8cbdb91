"""What the person is still to be told of their referrals, and the next moment at which that is safe."""

from datetime import datetime
from uuid import UUID

import msgspec

from lvws_core.consent.contact import Channel, next_safe_window
from lvws_core.ids import OfferId, OrganisationId, PersonId, Reference
from lvws_core.policy import Policy
from lvws_core.referrals import Move
from lvws_core.times import utc
from lvws_core.vocabulary import Labelled
from portal.people.contact_plan.model import SafeContact


class News(Labelled):
    """What there is to tell, by the move of the partner; the label goes on after the organisation's name.

    The last is our own: it follows from handing over.
    """

    ACCEPTED = Move.ACCEPT.value, "said yes and will get in touch"
    WAITLISTED = Move.WAITLIST.value, "said yes, and there is a waiting list"
    DECLINED = Move.DECLINE.value, "said no; say what comes next instead"
    RETURNED = Move.EXPIRE.value, "did not answer in time; say what comes next instead"
    NOT_REACHED = Move.NOT_REACHED.value, "could not reach them"
    HANDED_BACK = Move.HAND_BACK.value, "handed back to us; say what comes next"
    ENDED = Move.RECORD_OUTCOME.value, "has finished its work with them"
    NEW_WORKER = "new_worker", "has another worker for them: say who it is"


def news_of(move: str) -> News | None:
    """Give what a move of an offer leaves to be told to the person; None where it is nothing."""
    return next((news for news in News if news.value == move), None)


class ToTell(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to tell a person: what, about which offer to whom, since when and by when (aware UTC)."""

    id: UUID
    person_id: PersonId
    offer_id: OfferId
    offer_reference: Reference
    organisation_id: OrganisationId
    news: News
    raised_at: datetime
    due_at: datetime


class SafeTime(msgspec.Struct, frozen=True, kw_only=True):
    """The first moment (aware UTC) at which a person may be contacted, and on which channel."""

    at: datetime
    channel: Channel


def next_safe_time(contact: SafeContact | None, after: datetime, policy: Policy = Policy()) -> SafeTime | None:
    """Give the next safe time, on a channel that was said to be safe; never one outside the plan.

    None where there is no plan, or nothing in it is safe in the next two weeks. Post is left out:
    whoever opens a letter is not known.

    Raises:
        Invalid: `after` is naive.

    Source: TOP-10, CONT-01, CONT-04.
    """
    if contact is None:
        return None
    channels = [channel for channel in contact.safe if channel is not Channel.POST]
    found = ((next_safe_window(contact.plan, after, channel, policy), channel) for channel in channels)
    times = [SafeTime(at=at, channel=channel) for at, channel in found if at is not None]
    return min(times, key=lambda each: utc(each.at), default=None)
