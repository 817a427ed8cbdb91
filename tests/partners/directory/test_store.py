"""The directory in both databases."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import Session

from lvws_core.consent.sharing import RecipientKind
from lvws_core.errors import Missing
from lvws_core.ids import ServiceId
from lvws_core.vocabulary import ByAndFor, CapacityState, GenderRule, NeedCategory
from partners.directory import store
from partners.directory.model import Terms
from portal.database import Database
from tests.builders import GALOP, LEAD, NOW, SHELTER, Ids
from tests.partners.directory.builders import HOUSING, ON, an_agreement
from tests.partners.statements import counted

TERMS = Terms(
    organisation_name="Shelter",
    age_min=16,
    need_categories=frozenset({NeedCategory.SHELTER_ACCOMMODATION}),
    gender_rule=GenderRule.ALL,
    by_and_for=frozenset({ByAndFor.LGBT}),
)


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    with database.system() as made:
        yield made


def _service(session: Session, service_id: ServiceId = HOUSING, **remit: Any) -> None:
    own = {"service_id": service_id, "organisation_id": SHELTER}
    store.add_service(session, **own, key=f"key-{service_id}", name="Housing advice", recipient=RecipientKind.SHELTER)
    _remit(session, service_id, **remit)


def _remit(session: Session, service_id: ServiceId = HOUSING, number: int = 1, **changes: Any) -> None:
    values = {"valid_from": date(2026, 1, 1), "valid_to": None, "terms": TERMS, **changes}
    remit_id = UUID(int=service_id.int * 16 + number)
    store.add_remit(session, remit_id=remit_id, service_id=service_id, organisation_id=SHELTER, **values)
    session.flush()


def _say(session: Session, number: int, state: CapacityState, hours_ago: int) -> None:
    store.say_capacity(
        session,
        capacity_id=UUID(int=number),
        service_id=HOUSING,
        organisation_id=SHELTER,
        state=state,
        places=number,
        said_at=NOW - timedelta(hours=hours_ago),
    )
    session.flush()


def test_what_is_added_is_listed(session: Session) -> None:
    _service(session)
    store.add_agreement(session, an_agreement())
    session.flush()
    (found,) = store.listed_services(session, ON, NOW)
    assert found.recipient == RecipientKind.SHELTER
    assert found.service.need_categories == TERMS.need_categories
    assert (found.service.by_and_for, found.service.age_min, found.organisation_name) == (
        TERMS.by_and_for,
        16,
        "Shelter",
    )
    assert found.agreement == an_agreement()
    assert found.service.capacity.state == CapacityState.UNKNOWN


def test_only_a_remit_in_force_on_the_day_lists_a_service_and_both_its_days_are_inclusive(session: Session) -> None:
    _service(session, valid_from=ON, valid_to=ON)
    assert len(store.listed_services(session, ON, NOW)) == 1
    assert store.listed_services(session, ON - timedelta(days=1), NOW) == ()
    assert store.listed_services(session, ON + timedelta(days=1), NOW) == ()


def test_where_two_remits_overlap_the_later_start_counts(session: Session) -> None:
    _service(session)
    _remit(session, number=2, valid_from=date(2026, 6, 1), terms=Terms(age_min=18))
    assert store.listed_service(session, HOUSING, ON, NOW).service.age_min == 18


def test_route_11_the_newest_capacity_counts_and_nothing_said_later_than_now(session: Session) -> None:
    _service(session)
    for number, state, hours_ago in (
        (1, CapacityState.OPEN, 50),
        (2, CapacityState.LIMITED, 2),
        (3, CapacityState.CLOSED, -1),
    ):
        _say(session, number, state, hours_ago)
    capacity = store.listed_service(session, HOUSING, ON, NOW).service.capacity
    assert (capacity.state, capacity.places, capacity.said_at) == (CapacityState.LIMITED, 2, NOW - timedelta(hours=2))


def test_a_service_that_is_not_there_is_missing(session: Session) -> None:
    with pytest.raises(Missing):
        store.listed_service(session, HOUSING, ON, NOW)


@pytest.mark.parametrize("organisation_id", [LEAD, SHELTER, GALOP])
def test_every_organisation_reads_the_directory(database: Database, organisation_id: UUID) -> None:
    with database.system() as session:
        _service(session)
    with database.transaction(database.open(organisation_id, reading=True)) as reader:
        assert len(store.listed_services(reader, ON, NOW)) == 1


@pytest.mark.parametrize("services", [1, 30])
def test_the_directory_takes_four_statements_whatever_its_size(database: Database, services: int) -> None:
    with database.system() as session:
        new_id = Ids()
        for _ in range(services):
            _service(session, ServiceId(UUID(int=new_id().int >> 8)))
    with database.transaction(database.open(LEAD, reading=True)) as reader, counted(database) as statements:
        assert len(store.listed_services(reader, ON, NOW)) == services
    assert len(statements) == 4
