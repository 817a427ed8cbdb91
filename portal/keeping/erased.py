"""Erasing again whom a restored backup brought back (assurance P23)."""

from collections.abc import Callable, Iterable
from datetime import datetime
from uuid import UUID

from sqlmodel import col, select

from lvws_core.actors import THE_CLOCK, Actor
from lvws_core.ids import OrganisationId, PersonId
from lvws_core.policy import Policy
from portal.anchors import Gone
from portal.app import FOLLOWERS
from portal.database import Database
from portal.dependencies import Supplies, desk_at
from portal.people.tables import PersonRow
from portal.rights.erasure.model import EraseReason
from portal.rights.erasure.service import erase_again
from portal.settings import Settings


def erase_gone(
    settings: Settings, gone: Iterable[Gone], *, clock: Callable[[], datetime], new_id: Callable[[], UUID]
) -> int:
    """Erase everybody of the list who is there with a key, each in a transaction of its own; gives how many."""
    database = Database(settings.database_url)
    supplies = Supplies(
        database=database, settings=settings, clock=clock, new_id=new_id, policy=Policy(), followers=FOLLOWERS
    )
    try:
        return sum(_erased(supplies, each) for each in gone)
    finally:
        database.dispose()


def _erased(supplies: Supplies, gone: Gone) -> bool:
    with supplies.database.system() as session:
        whose = select(PersonRow.owner_organisation_id).where(
            PersonRow.id == gone.person_id, col(PersonRow.sealed_key).is_not(None)
        )
        owner = session.exec(whose).one_or_none()
        if owner is None:
            return False
        actor = Actor(id=THE_CLOCK.id, organisation_id=OrganisationId(owner), roles=THE_CLOCK.roles)
        desk = desk_at(supplies, session, actor, supplies.clock())
        erase_again(desk, PersonId(gone.person_id), EraseReason(gone.reason))
        return True
