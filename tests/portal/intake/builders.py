"""Builders of the intake tests: a desk of anybody, and registrations that can be taken in."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from msgspec.structs import replace
from sqlmodel import Session

from lvws_core.actors import Actor
from lvws_core.consent.contact import Channel, ContactPlan, Safety
from lvws_core.desk import Desk
from lvws_core.events import Event
from lvws_core.ids import new_reference
from lvws_core.policy import Policy
from lvws_core.ports import Vault
from lvws_core.times import england_and_wales
from lvws_core.vocabulary import Borough, CrimeCategory, PoliceForce, ReferralSource
from portal.intake.model import Registration
from portal.people.contact_plan.model import SafeContact
from portal.people.model import Identity
from tests.builders import NOW

TODAY = NOW.date()
NUMBER = "07700 900321"


def a_plan(**changes: Any) -> SafeContact:
    """Give a plan that allows calls and nothing else."""
    plan = ContactPlan(channels={Channel.MOBILE_CALL: Safety.YES}, sensitive=True)
    return SafeContact(plan=replace(plan, **changes), ways={Channel.MOBILE_CALL: NUMBER})


def an_identity(**changes: Any) -> Identity:
    """Give an invented person in Hackney."""
    identity = Identity(name="Hazel Specimen", birth_date=date(1990, 5, 2), phone=NUMBER, borough=Borough.HACKNEY)
    return replace(identity, **changes)


def a_registration(**changes: Any) -> Registration:
    """Give a self-referral of today with everything that it needs."""
    registration = Registration(
        identity=an_identity(),
        source=ReferralSource.SELF_REFERRAL,
        received_on=TODAY,
        contact=a_plan(),
        crime_category=CrimeCategory.VIOLENCE_WITH_INJURY,
    )
    return replace(registration, **changes)


def from_police(**changes: Any) -> Registration:
    """Give a referral of the police, reported on the working day before."""
    told = {
        "source": ReferralSource.POLICE,
        "force": PoliceForce.METROPOLITAN_POLICE_SERVICE,
        "reported_on": date(2026, 11, 20),
        "contact": None,
    }
    return a_registration(**told | changes)


def a_desk_of(
    actor: Actor, session: Session, vault: Vault, events: list[Event], new_id: Callable[[], UUID]
) -> Desk[Session]:
    """Give somebody's desk in a session, without followers."""
    return Desk(
        session=session,
        actor=actor,
        now=NOW,
        vault=vault,
        calendar=england_and_wales(),
        policy=Policy(),
        record=events.append,
        new_id=new_id,
        new_reference=lambda: new_reference(new_id().bytes),
    )
