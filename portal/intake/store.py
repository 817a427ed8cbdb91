"""Cases in the database: rows to values and back."""

from collections.abc import Collection
from typing import Any

import msgspec
from sqlalchemy import select, update
from sqlmodel import Session as Session  # given on to the service, which names no framework
from sqlmodel import col

from lvws_core.errors import Conflict, Missing
from lvws_core.ids import CaseId, OfferId, OrganisationId, PersonId, Reference, UserId
from lvws_core.ports import SYSTEM, RecordKey, Vault
from lvws_core.reasons import because
from lvws_core.risk.dash import Band
from lvws_core.times import utc
from lvws_core.vocabulary import (
    Borough,
    ClosureReason,
    CrimeCategory,
    DomesticAbuseLevel,
    NeedCategory,
    PoliceForce,
    ReferralSource,
    SupportType,
)
from portal.intake.model import Case, Particulars
from portal.intake.tables import CaseRow
from portal.intake.terms.model import Involvement, NoAge, TakeUp


def add(session: Session, case: Case) -> None:
    """Store a new case."""
    session.add(CaseRow(**columns_of(case)))
    session.flush()


def place(session: Session, vault: Vault, key: RecordKey, case: Case, particulars: Particulars) -> None:
    """Store a new case with its particulars under the key of its person, with the next flush."""
    session.add(CaseRow(**columns_of(case), **_sealed(vault, key, case, particulars)))


def columns_of(case: Case) -> dict[str, Any]:
    """Give a case as the columns of its row, without what is sealed."""
    values = {name: _plain(value) for name, value in msgspec.structs.asdict(case).items()}
    values["owner_organisation_id"] = values.pop("organisation_id")
    outside = Borough.OUTSIDE_LONDON if case.borough is Borough.OUTSIDE_LONDON else None
    values["borough_gss"] = case.borough.gss or (outside and outside.value)
    values["needs"] = " ".join(need.value for need in NeedCategory if need in case.needs)
    del values["borough"]
    return values


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return str(getattr(value, "value", value))
    return utc(value) if hasattr(value, "tzinfo") else value


def get(session: Session, reference: Reference) -> Case:
    """Give a case.

    Raises:
        Missing: There is none, or not for this actor.
    """
    row = session.scalars(select(CaseRow).where(col(CaseRow.reference) == reference)).one_or_none()
    if row is None:
        raise Missing
    return _case(row)


def taken(session: Session, references: Collection[Reference]) -> frozenset[Reference]:
    """Give which of these references a case has, anybody's, in one statement."""
    found = session.scalars(
        select(CaseRow.reference).where(col(CaseRow.reference).in_(references)),  # type: ignore[call-overload]
        execution_options=SYSTEM,
    )
    return frozenset(Reference(each) for each in found)


def of_offer(session: Session, offer_id: OfferId) -> Case | None:
    """Give the case that began with an offer, None where there is none for this actor."""
    row = session.scalars(select(CaseRow).where(col(CaseRow.offer_id) == offer_id)).one_or_none()
    return None if row is None else _case(row)


def put(session: Session, case: Case, **values: Any) -> None:
    """Store columns of a case, if nobody has changed it since it was read.

    Raises:
        Conflict: Somebody was quicker.
    """
    plain = {name: _plain(value) for name, value in values.items()}
    statement = (
        update(CaseRow)
        .where(col(CaseRow.id) == case.id, col(CaseRow.version) == case.version)
        .values(version=case.version + 1, **plain)
    )
    if session.execute(statement).rowcount != 1:  # type: ignore[attr-defined]
        raise Conflict(because("version_changed", "assurance P15", "Somebody else changed this case meanwhile."))


def seal_particulars(session: Session, vault: Vault, key: RecordKey, case: Case, particulars: Particulars) -> None:
    """Store the particulars of a case under the key of its person, and the index of the source's own number."""
    values = _sealed(vault, key, case, particulars)
    session.execute(update(CaseRow).where(col(CaseRow.id) == case.id).values(**values))


def _sealed(vault: Vault, key: RecordKey, case: Case, particulars: Particulars) -> dict[str, Any]:
    text = msgspec.json.encode(particulars, order="sorted").decode()
    number = particulars.source_reference
    return {
        "sealed_particulars": vault.seal(key, _column(case.id), text),
        "reference_index": reference_index(vault, case.source, number) if number else None,
    }


def particulars_of(session: Session, vault: Vault, key: RecordKey, case_id: CaseId) -> Particulars:
    """Give the particulars of a case, opened with the key of its person; empty where nothing was sealed."""
    sealed = session.scalars(select(CaseRow.sealed_particulars).where(col(CaseRow.id) == case_id)).one_or_none()  # type: ignore[call-overload]
    if sealed is None:
        return Particulars()
    return msgspec.json.decode(vault.open(key, _column(case_id), sealed), type=Particulars)


def reference_index(vault: Vault, source: ReferralSource, number: str) -> bytes:
    """Give the index by which the source's own number is found, however its letters and spaces were written."""
    plain = "".join(character for character in number.upper() if character.isalnum())
    return vault.index("source_reference", f"{source.value} {plain}")


def with_reference(session: Session, organisation_id: OrganisationId, index: bytes) -> tuple[Case, ...]:
    """Give the cases with this number of a source, the oldest first; two people may have one number.

    The statement is the system's own, so that nobody takes in twice what they may not read: only the
    reference and the day of such a case may be shown.
    """
    rows = session.scalars(
        select(CaseRow)
        .where(col(CaseRow.owner_organisation_id) == organisation_id, col(CaseRow.reference_index) == index)
        .order_by(col(CaseRow.created_at))
        .limit(_MOST_ALIKE),
        execution_options=SYSTEM,
    )
    return tuple(_case(row) for row in rows)


_MOST_ALIKE = 10


def of_people(session: Session, person_ids: Collection[PersonId]) -> tuple[Case, ...]:
    """Give the cases of these people that this actor may see, the newest first."""
    rows = session.scalars(
        select(CaseRow).where(col(CaseRow.person_id).in_(person_ids)).order_by(col(CaseRow.created_at).desc())
    )
    return tuple(_case(row) for row in rows)


def open_of_worker(session: Session, organisation_id: OrganisationId, worker_id: UserId, most: int) -> tuple[Case, ...]:
    """Give the open cases of a worker that this actor may see, the oldest first."""
    rows = session.scalars(
        select(CaseRow)
        .where(
            col(CaseRow.owner_organisation_id) == organisation_id,
            col(CaseRow.allocated_to) == worker_id,
            col(CaseRow.closed_on).is_(None),
        )
        .order_by(col(CaseRow.created_at), col(CaseRow.id))
        .limit(most)
    )
    return tuple(_case(row) for row in rows)


def needs_of(keys: str) -> frozenset[NeedCategory]:
    """Read needs as a row keeps them."""
    return frozenset(NeedCategory(key) for key in keys.split())


def _borough(kept: str | None) -> Borough:
    if kept is None:
        return Borough.UNKNOWN
    return Borough.OUTSIDE_LONDON if kept == Borough.OUTSIDE_LONDON.value else Borough.of_gss(kept)


def _column(case_id: CaseId) -> str:
    return f"case.particulars:{case_id}"


def _case(row: CaseRow) -> Case:
    return Case(
        id=CaseId(row.id),
        reference=Reference(row.reference),
        organisation_id=OrganisationId(row.owner_organisation_id),
        person_id=PersonId(row.person_id) if row.person_id else None,
        offer_id=OfferId(row.offer_id) if row.offer_id else None,
        source=ReferralSource(row.source),
        source_organisation_id=OrganisationId(row.source_organisation_id) if row.source_organisation_id else None,
        agency=row.agency,
        involvement=Involvement(row.involvement),
        force=PoliceForce(row.force) if row.force else None,
        crime_category=CrimeCategory(row.crime_category) if row.crime_category else None,
        da_level=DomesticAbuseLevel(row.da_level) if row.da_level else None,
        source_da_level=DomesticAbuseLevel(row.source_da_level) if row.source_da_level else None,
        epr=row.epr,
        source_epr=row.source_epr,
        borough=_borough(row.borough_gss),
        age=row.age,
        no_age=NoAge(row.no_age) if row.no_age else None,
        needs=needs_of(row.needs),
        risk=Band(row.risk) if row.risk else None,
        received_on=row.received_on,
        reported_on=row.reported_on,
        trial_on=row.trial_on,
        taken_up=row.taken_up,
        take_up=TakeUp(row.take_up) if row.take_up else None,
        taken_up_on=row.taken_up_on,
        support_type=SupportType(row.support_type) if row.support_type else None,
        taken_by=UserId(row.taken_by),
        allocated_to=UserId(row.allocated_to) if row.allocated_to else None,
        allocated_at=utc(row.allocated_at) if row.allocated_at else None,
        returned_at=utc(row.returned_at) if row.returned_at else None,
        closed_on=row.closed_on,
        closure_reason=ClosureReason(row.closure_reason) if row.closure_reason else None,
        outcomes=row.outcomes,
        definitions=row.definitions,
        created_at=utc(row.created_at),
        policy_version=row.policy_version,
        version=row.version,
    )
