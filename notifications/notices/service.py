"""The use cases of notices: raise them with what happened, read them, and say that they were seen."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Final
from uuid import UUID

import msgspec

from lvws_core import desk as desks
from lvws_core.events import Event
from lvws_core.ids import OrganisationId, Reference
from lvws_core.paging import Page
from notifications.deliveries import service as deliveries
from notifications.deliveries.alarm.model import Alarm
from notifications.deliveries.alarm.service import alarm
from notifications.deliveries.model import Delivery
from notifications.notices import store
from notifications.notices.model import (
    About,
    Notice,
    NoticeKind,
    Told,
    audiences,
    told_of,
    told_of_person,
    unseen,
    with_cover,
)
from notifications.notices.sites.model import told_of_entry, told_of_site

Desk = desks.Desk[store.Session]
"""The desk of this slice, with the session of its store."""

_ONCE_AN_HOUR: Final = timedelta(hours=1)


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """A page of notices, which of them are new to the reader, and what was not delivered to whom they answer for."""

    page: Page[Notice]
    new: frozenset[object]
    alarm: Alarm = Alarm()


def raise_notices(desk: Desk, event: Event, about: About) -> None:
    """Tell everybody whom an event of an offer or a person concerns, in the transaction of the event.

    Source: assurance P16.
    """
    every = (*with_cover(told_of(event, about.sender_id), about), *told_of_person(event, about.team))
    _tell(desk, every, about.reference, OrganisationId(event.organisation_ids[0]))


def tell(desk: Desk, told: Told, reference: Reference, lead_id: OrganisationId | None = None) -> None:
    """Tell one part of an organisation, or one person in it, of something under its own reference.

    `lead_id` is who answers for it, None where that is the organisation itself.
    """
    _tell(desk, (told,), reference, lead_id or told.organisation_id)


def raise_site_notices(desk: Desk, event: Event) -> None:
    """Tell everybody whom an event of a site concerns, in the transaction of the event; it names a `reference`.

    Of a clearance that counts everywhere the reference is empty.

    Source: COLO-03, assurance P16.
    """
    _tell(desk, told_of_site(event), Reference(event.detail["reference"]), OrganisationId(event.organisation_ids[0]))


def _tell(desk: Desk, every: Iterable[Told], reference: Reference, lead_id: OrganisationId) -> None:
    """Write the notices and what they send; where nobody is there, tell those who stand in as well."""
    send_out(desk, _add(desk, every, reference, lead_id), reference, lead_id)


def send_out(desk: Desk, told: Mapping[UUID, Told], reference: Reference, lead_id: OrganisationId | None) -> None:
    """Write what notices send; where nobody is there, tell those who stand in as well (assurance P16)."""
    if told and desk.staff is not None:
        missed = deliveries.plan(desk, desk.staff, told, lead_id, about=reference)
        instead = _add(desk, missed, reference, lead_id)
        if instead:
            deliveries.plan(desk, desk.staff, instead, lead_id, about=reference, at_once=True)


def tell_of_undelivered(desk: Desk, dead: Delivery) -> None:
    """Tell who can act that a message became a dead letter, in the transaction in which it does.

    Nobody is told of it twice in an hour: when the provider refuses everything, that is one message more and not a
    thousand. That such a notice itself was not delivered is told to nobody, so that it never goes round.

    Source: assurance P16; issue of the notices: dead letter onto a banner and the duty list.
    """
    if desk.staff is None or dead.kind == NoticeKind.UNDELIVERED:
        return
    lead_id = store.lead_of(desk.session, dead.id)
    those = deliveries.who_sees_to(desk, desk.staff, dead, lead_id)
    known = store.told_since(desk.session, NoticeKind.UNDELIVERED, desk.now - _ONCE_AN_HOUR)
    new = [each for each in those if (each.organisation_id, each.user_id) not in known]
    named = _add(desk, new, Reference(""), lead_id)
    deliveries.plan(desk, desk.staff, named, None, at_once=True)


def _add(
    desk: Desk, every: Iterable[Told], reference: Reference, lead_id: OrganisationId | None
) -> Mapping[UUID, Told]:
    named, is_planned = {desk.new_id(): told for told in every}, desk.staff is not None
    for notice_id, told in named.items():
        store.add(desk.session, notice_id, told, reference, desk.now, lead_id=lead_id, is_planned=is_planned)
    return named


def raise_entry_notices(desk: Desk, event: Event) -> None:
    """Tell the author of an entry, and of one that was given up the coordinators too, in the event's transaction."""
    _tell(desk, told_of_entry(event), Reference(""), OrganisationId(event.organisation_ids[0]))


def read(desk: Desk, after: str | None) -> Reading:
    """Give a page of the notices for the actor, newest first.

    Raises:
        Invalid: `after` is no cursor of this list.
    """
    page = store.newest(desk.session, desk.actor.id, audiences(desk.actor), after)
    new = unseen(page.items, store.seen_at(desk.session, desk.actor.id))
    return Reading(page=page, new=new, alarm=alarm(desk))


def see_all(desk: Desk) -> None:
    """Write down that the actor has seen every notice up to now."""
    store.see(desk.session, desk.actor, desk.now)
