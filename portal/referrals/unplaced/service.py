"""The queue of needs that came back: a page of it with everything that it takes to act, in few statements."""

from collections.abc import Mapping

import msgspec

from lvws_core.ids import PersonId, Reference
from lvws_core.paging import Page
from partners.offers.following import store as following
from partners.offers.following.model import FollowedOffer
from partners.offers.returned import store as returned
from portal.people import store as people
from portal.referrals.again import service as again
from portal.referrals.again.model import Alternative
from portal.referrals.requests import store
from portal.referrals.requests.model import KeptRequest
from portal.referrals.service import Desk

PAGE = 10
"""Needs on a page: each comes with who else could be asked, for which some of the person's details are read."""


class Unplaced(msgspec.Struct, frozen=True, kw_only=True):
    """A need that came back: its person, its offers, newest first, and who could be asked, best first."""

    kept: KeptRequest
    person: Reference
    offers: tuple[FollowedOffer, ...]
    alternatives: tuple[Alternative, ...]


def unplaced(desk: Desk, cursor: str | None) -> Page[Unplaced]:
    """Give a page of the needs that came back, high risk first, the oldest first in it.

    What is read of each person to find who could help is an event, `person.read`.

    Raises:
        Invalid: The cursor is none of this list.

    Source: lifecycle 3; screens 8.
    """
    found = returned.unplaced(desk.session, desk.actor.organisation_id, cursor, most=PAGE)
    kept = store.of_ids(desk.session, found.items)
    listed = [kept[id_] for id_ in found.items if id_ in kept]
    followed = following.of_requests(desk.session, found.items)
    others = again.find(desk, listed, followed)
    persons: Mapping[PersonId, Reference] = people.references(desk.session, [each.person_id for each in listed])
    items = tuple(
        Unplaced(
            kept=each,
            person=persons[each.person_id],
            offers=followed.get(each.request.id, ()),
            alternatives=others.get(each.request.id, ()),
        )
        for each in listed
    )
    return Page(items=items, next_cursor=found.next_cursor)
