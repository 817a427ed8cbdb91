"""What the trial of days lives with: people whose consent ends, and a service whose word grows old."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from lvws_core.vocabulary import CapacityState
from partners.directory import store as directory
from partners.directory.model import Terms
from portal.people.tables import ConsentRow, ContactPlanRow
from portal.people.team.tables import CaseTeamRow
from tests.builders import LEAD, SHELTER
from tests.partners.offers.scene import HOUSING
from tests.rows import CASEWORKER_ID, a_person_row

_SERVICE: dict[str, Any] = {"service_id": HOUSING, "organisation_id": SHELTER}


def takes_people(session: Any, on: date) -> None:
    """Let the service take people from a London day on."""
    directory.add_remit(session, **_SERVICE, remit_id=HOUSING, valid_from=on, valid_to=None, terms=Terms())


def say(session: Any, id_: UUID, at: datetime) -> None:
    """Let the service say at an instant that it has room."""
    room = {"state": CapacityState.OPEN, "places": None, "said_at": at}
    directory.say_capacity(session, **_SERVICE, **room, capacity_id=id_)


def add_a_person(session: Any, id_: UUID, worker_id: UUID | None, *, ends_at: datetime, plan_at: datetime) -> None:
    """Add somebody with a consent that ends at an instant and a plan of another, and their key worker if any."""
    session.add(a_person_row(id_, reference=f"DAYS-{id_.hex[:9]}"))
    theirs = {"id": id_, "owner_organisation_id": LEAD, "person_id": id_}
    session.add(ContactPlanRow(**theirs, created_at=plan_at, created_by=CASEWORKER_ID, sealed_plan=b""))
    if worker_id is not None:
        joined = {"reason": "key_worker", "joined_at": plan_at, "joined_by": CASEWORKER_ID}
        session.add(CaseTeamRow(**theirs, **joined, user_id=worker_id))
    session.add(
        ConsentRow(
            **theirs,
            organisation_id=SHELTER,
            categories="",
            purpose="support_referral",
            explicit=True,
            status="active",
            valid_from=plan_at,
            expires_at=ends_at,
            captured_at=plan_at,
            captured_by=CASEWORKER_ID,
            method="phone",
            alone="alone",
            limits_explained=True,
            notice_version="1",
        )
    )
    session.flush()
