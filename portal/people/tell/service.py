"""Raising what the person is to hear, and closing it when they have heard it."""

from datetime import datetime
from uuid import UUID

from lvws_core.errors import Missing
from lvws_core.events import Event
from lvws_core.ids import Reference
from partners.offers.history import store as histories
from portal.people import store as people
from portal.people.service import Desk
from portal.people.tell import store
from portal.people.tell.model import ToTell, news_of


def ask_to_tell(desk: Desk, event: Event) -> None:
    """Leave word for whoever referred a person that a partner has answered; nothing where the move is no news.

    Source: issue on people, Told about; TOP-14.
    """
    news = news_of(event.detail["move"])
    if news is None:
        return
    filed = histories.filed(desk.session, event.subject_id)
    each = ToTell(
        id=desk.new_id(),
        person_id=filed.person_id,
        offer_id=filed.offer.id,
        offer_reference=filed.reference,
        organisation_id=filed.offer.organisation_id,
        news=news,
        raised_at=desk.now,
        due_at=tell_due(desk),
    )
    store.raise_one(desk.session, each, filed.offer.lead_organisation_id)


def tell_due(desk: Desk) -> datetime:
    """Give by when the person is to be told of something that happened now, in UTC."""
    days = desk.policy.tell_answer_working_days
    return desk.calendar.due(desk.now, working_days=days, close=desk.policy.close_of_day)


def say_told(desk: Desk, reference: Reference, entry: UUID) -> None:
    """Write down that the person was told; event `person.told`.

    Raises:
        Missing: There is no such person for this actor, or this is not open any more.
    """
    person_id = people.finder(desk.session)(reference).id
    if not store.close(desk.session, entry, person_id, by=desk.actor.id, at=desk.now):
        raise Missing
    desk.note("person.told", person_id, entry=str(entry))
