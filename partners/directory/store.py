"""The directory in the database: services, remits, capacity and agreements; rows to values and back."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec
from msgspec.structs import replace
from sqlalchemy import ColumnElement, Row, Select, and_, func, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import Session as Session
from sqlmodel import col

from lvws_core.consent import Agreement, AgreementStatus, DataCategory
from lvws_core.consent.contact import Window
from lvws_core.consent.sharing import RecipientKind
from lvws_core.errors import Missing
from lvws_core.ids import AgreementId, OrganisationId, ServiceId, UserId
from lvws_core.referrals import Capacity
from lvws_core.times import utc
from lvws_core.vocabulary import CapacityState, PauseReason
from partners.directory.model import NEVER_SAID, ListedService, Listing, Opening, Pause, Remit, Terms, listed
from partners.directory.tables import (
    AgreementRow,
    CapacityRow,
    ClosedDateRow,
    OpeningHoursRow,
    PauseRow,
    RemitRow,
    ServiceRow,
)


def listed_services(session: Session, on: date, now: datetime) -> tuple[ListedService, ...]:
    """Give the services whose remit is in force on a London day, by organisation and name, in four statements.

    Capacity is what each said last before `now`, an aware instant; whether that is too old is for
    the core to judge.
    """
    return _listed(session, on, now)


def listed_service(session: Session, service_id: ServiceId, on: date, now: datetime) -> ListedService:
    """Give one service as `listed_services` would.

    Raises:
        Missing: There is none, or no remit of it is in force on that day.
    """
    found = _listed(session, on, now, col(ServiceRow.id) == service_id)
    if not found:
        raise Missing
    return found[0]


def service_of(session: Session, key: str, on: date, now: datetime) -> ListedService:
    """Give one service by its key as `listed_services` would.

    Raises:
        Missing: There is none, or no remit of it is in force on that day.
    """
    found = _listed(session, on, now, col(ServiceRow.key) == key)
    if not found:
        raise Missing
    return found[0]


def services_of(
    session: Session, organisation_id: OrganisationId, on: date, now: datetime
) -> tuple[ListedService, ...]:
    """Give the services of one organisation as `listed_services` would."""
    return _listed(session, on, now, col(ServiceRow.organisation_id) == organisation_id)


def own_capacities(
    session: Session, organisation_id: OrganisationId, now: datetime
) -> tuple[tuple[str, str, Capacity], ...]:
    """Give key, name and last said capacity of each service of an organisation, by name, in one statement."""
    newest = _newest(now).correlate(ServiceRow).scalar_subquery()
    said = and_(col(CapacityRow.service_id) == col(ServiceRow.id), col(CapacityRow.said_at) == newest)
    columns = (ServiceRow.key, ServiceRow.name, CapacityRow.state, CapacityRow.places, CapacityRow.said_at)
    rows = session.execute(
        select(*columns)  # type: ignore[call-overload]
        .outerjoin(CapacityRow, said)
        .where(col(ServiceRow.organisation_id) == organisation_id)
        .order_by(ServiceRow.name, CapacityRow.id)
    )
    latest = {row.key: row for row in rows}
    return tuple((row.key, row.name, _capacity(row)) for row in latest.values())


def capacity_of(session: Session, service_id: ServiceId, now: datetime) -> Capacity:
    """Give what a service last said of its capacity."""
    return _capacities(session, frozenset({service_id}), now).get(service_id, NEVER_SAID)


def _newest(now: datetime) -> Select[Any]:
    said = aliased(CapacityRow)
    return select(func.max(said.said_at)).where(
        col(said.service_id) == col(ServiceRow.id), col(said.said_at) <= utc(now)
    )


def _capacity(row: Row[Any]) -> Capacity:
    if row.said_at is None:
        return NEVER_SAID
    return Capacity(state=CapacityState(row.state), places=row.places, said_at=utc(row.said_at))


def history(session: Session, service_id: ServiceId) -> tuple[Remit, ...]:
    """Give every remit of a service, the newest first, those that have not begun included."""
    columns = (RemitRow.id, RemitRow.valid_from, RemitRow.valid_to, RemitRow.terms)
    rows = session.execute(
        select(*columns)  # type: ignore[call-overload]
        .where(col(RemitRow.service_id) == service_id)
        .order_by(col(RemitRow.valid_from).desc())
    )
    return tuple(
        Remit(
            id=row.id,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            terms=msgspec.json.decode(row.terms, type=Terms),
        )
        for row in rows
    )


def add_service(
    session: Session,
    *,
    service_id: ServiceId,
    organisation_id: OrganisationId,
    key: str,
    name: str,
    recipient: RecipientKind,
    off_portal: bool = False,
) -> None:
    """Add a service; it is listed from the day on which a remit of it is in force."""
    session.add(
        ServiceRow(
            id=service_id,
            organisation_id=organisation_id,
            key=key,
            name=name,
            recipient=recipient.value,
            off_portal=off_portal,
        )
    )


def add_remit(
    session: Session,
    *,
    remit_id: UUID,
    service_id: ServiceId,
    organisation_id: OrganisationId,
    valid_from: date,
    valid_to: date | None,
    terms: Terms,
) -> None:
    """Add what a service takes, from day to day, both inclusive; where two overlap the later start counts."""
    session.add(
        RemitRow(
            id=remit_id,
            organisation_id=organisation_id,
            service_id=service_id,
            valid_from=valid_from,
            valid_to=valid_to,
            terms=msgspec.json.encode(terms, order="deterministic"),
        )
    )


def say_capacity(
    session: Session,
    *,
    capacity_id: UUID,
    service_id: ServiceId,
    organisation_id: OrganisationId,
    state: CapacityState,
    places: int | None,
    said_at: datetime,
    said_by: UserId | None = None,
) -> None:
    """Add what a service says about its room at an aware instant; what it said before stays."""
    session.add(
        CapacityRow(
            id=capacity_id,
            organisation_id=organisation_id,
            service_id=service_id,
            state=state.value,
            places=places,
            said_at=utc(said_at),
            said_by=said_by,
        )
    )


def add_agreement(session: Session, agreement: Agreement) -> None:
    """Add an information sharing agreement."""
    session.add(
        AgreementRow(
            id=agreement.id,
            organisation_id=agreement.organisation_id,
            status=agreement.status.value,
            categories=" ".join(c for c in DataCategory if c in agreement.categories),
            starts_on=agreement.starts_on,
            ends_on=agreement.ends_on,
        )
    )


def _listed(session: Session, on: date, now: datetime, *wanted: ColumnElement[bool]) -> tuple[ListedService, ...]:
    found = _listings(session, on, *wanted)
    ids = frozenset(listing.id for listing in found)
    listings = _with_closed(found, _closed(session, ids, on))
    capacities = _capacities(session, ids, now)
    agreements = _agreements(session, frozenset(listing.organisation_id for listing in listings))
    return tuple(listed(each, capacities.get(each.id, NEVER_SAID), agreements, on) for each in listings)


def _listings(session: Session, on: date, *wanted: ColumnElement[bool]) -> tuple[Listing, ...]:
    in_force = and_(
        col(RemitRow.service_id) == col(ServiceRow.id),
        col(RemitRow.valid_from) <= on,
        or_(col(RemitRow.valid_to).is_(None), col(RemitRow.valid_to) >= on),
    )
    paused = and_(
        col(PauseRow.service_id) == col(ServiceRow.id),
        col(PauseRow.lifted_at).is_(None),
        col(PauseRow.starts_on) <= on,
        col(PauseRow.ends_on) >= on,
    )
    columns = (
        *(ServiceRow.id, ServiceRow.key, ServiceRow.organisation_id, ServiceRow.name, ServiceRow.recipient),
        *(ServiceRow.off_portal, RemitRow.valid_from, RemitRow.valid_to, RemitRow.terms),
        *(OpeningHoursRow.windows, OpeningHoursRow.open_on_holidays),
        *(PauseRow.starts_on, PauseRow.ends_on, PauseRow.reason),
    )
    rows = session.execute(
        select(*columns)  # type: ignore[call-overload]
        .join(RemitRow, in_force)
        .outerjoin(OpeningHoursRow, col(OpeningHoursRow.service_id) == col(ServiceRow.id))
        .outerjoin(PauseRow, paused)
        .where(*wanted)
        .order_by(ServiceRow.organisation_id, ServiceRow.name, ServiceRow.id, RemitRow.valid_from)
    )
    latest = {row.id: row for row in rows}  # the later start replaces the earlier one
    return tuple(_listing(row) for row in latest.values())


def _listing(row: Row[Any]) -> Listing:
    pause = None
    if row.reason is not None:
        pause = Pause(starts_on=row.starts_on, ends_on=row.ends_on, reason=PauseReason(row.reason))
    windows = msgspec.json.decode(row.windows or b"[]", type=tuple[Window, ...])
    return Listing(
        id=ServiceId(row.id),
        key=row.key,
        organisation_id=OrganisationId(row.organisation_id),
        name=row.name,
        recipient=RecipientKind(row.recipient),
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        terms=msgspec.json.decode(row.terms, type=Terms),
        opening=Opening(windows=windows, open_on_holidays=bool(row.open_on_holidays)),
        pause=pause,
        off_portal=row.off_portal,
    )


def _closed(session: Session, ids: frozenset[ServiceId], on: date) -> dict[ServiceId, set[date]]:
    rows = session.execute(
        select(ClosedDateRow.service_id, ClosedDateRow.day).where(  # type: ignore[call-overload]
            col(ClosedDateRow.service_id).in_(ids), col(ClosedDateRow.day) >= on
        )
    )
    found: dict[ServiceId, set[date]] = {}
    for service_id, day in rows:
        found.setdefault(ServiceId(service_id), set()).add(day)
    return found


def _with_closed(listings: tuple[Listing, ...], closed: dict[ServiceId, set[date]]) -> tuple[Listing, ...]:
    return tuple(
        replace(each, opening=replace(each.opening, closed=frozenset(closed.get(each.id, ())))) for each in listings
    )


def _capacities(session: Session, ids: frozenset[ServiceId], now: datetime) -> dict[ServiceId, Capacity]:
    said = aliased(CapacityRow)
    newest = (
        select(func.max(said.said_at))
        .where(col(said.service_id) == col(CapacityRow.service_id), col(said.said_at) <= utc(now))
        .correlate(CapacityRow)
        .scalar_subquery()
    )
    columns = (CapacityRow.service_id, CapacityRow.state, CapacityRow.places, CapacityRow.said_at)
    rows = session.execute(
        select(*columns)  # type: ignore[call-overload]
        .where(col(CapacityRow.service_id).in_(ids), col(CapacityRow.said_at) == newest)
        .order_by(CapacityRow.id)
    )
    return {ServiceId(row.service_id): _capacity(row) for row in rows}


def _agreements(session: Session, organisation_ids: frozenset[OrganisationId]) -> tuple[Agreement, ...]:
    columns = (AgreementRow.id, AgreementRow.organisation_id, AgreementRow.status, AgreementRow.categories)
    rows = session.execute(
        select(*columns, AgreementRow.starts_on, AgreementRow.ends_on).where(  # type: ignore[call-overload]
            col(AgreementRow.organisation_id).in_(organisation_ids)
        )
    )
    return tuple(
        Agreement(
            id=AgreementId(row.id),
            organisation_id=OrganisationId(row.organisation_id),
            categories=frozenset(DataCategory(key) for key in row.categories.split()),
            status=AgreementStatus(row.status),
            starts_on=row.starts_on,
            ends_on=row.ends_on,
        )
        for row in rows
    )
