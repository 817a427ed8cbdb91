"""A page of what was sent, or of the drafts, in few statements whatever the number."""

from collections.abc import Mapping
from datetime import datetime

import msgspec

from lvws_core.ids import OrganisationId, PersonId, Reference, RequestId
from lvws_core.paging import Page
from partners.offers.following import store as following
from partners.offers.following.model import FollowedOffer, SentView
from portal.people import store as people
from portal.referrals.requests import store
from portal.referrals.requests.model import KeptRequest
from portal.referrals.store import Session


class SentRequest(msgspec.Struct, frozen=True, kw_only=True):
    """A request with its offers, newest first."""

    id: RequestId
    offers: tuple[FollowedOffer, ...]


class SavedDraft(msgspec.Struct, frozen=True, kw_only=True):
    """A draft and whose it is about."""

    kept: KeptRequest
    person: Reference


def sent(
    session: Session, organisation_id: OrganisationId, view: SentView, cursor: str | None, now: datetime
) -> Page[SentRequest]:
    """Give a page of what was sent: newest change first, or soonest due first where the view goes by a clock.

    Raises:
        Invalid: The cursor is none of this list.
    """
    if view.kinds:
        before = now if view == SentView.QUIET else None
        found = following.due(session, organisation_id, view.kinds, cursor, before=before)
    else:
        found = following.newest(session, organisation_id, cursor)
    offers = following.of_requests(session, found.items)
    items = tuple(SentRequest(id=id_, offers=offers[id_]) for id_ in found.items if id_ in offers)
    return Page(items=items, next_cursor=found.next_cursor)


def drafts(session: Session, organisation_id: OrganisationId, cursor: str | None) -> Page[SavedDraft]:
    """Give a page of what was begun and not sent, the newest change first.

    Raises:
        Invalid: The cursor is none of this list.
    """
    found = store.drafts(session, organisation_id, cursor)
    persons: Mapping[PersonId, Reference] = people.references(session, [each.person_id for each in found.items])
    items = tuple(
        SavedDraft(kept=each, person=persons[each.person_id]) for each in found.items if each.person_id in persons
    )
    return Page(items=items, next_cursor=found.next_cursor)
