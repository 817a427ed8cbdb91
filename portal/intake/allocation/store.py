"""Changes of worker, and caseworkers with what they have, as rows.

What an intake worker may not read is counted all the same: the statements about caseloads and about
the worker whom a person knows are the system's own, and name no case.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, case, func, or_, select
from sqlmodel import Session, col

from lvws_core.actors import Role
from lvws_core.ids import CaseId, OrganisationId, PersonId, UserId
from lvws_core.policy import Policy
from lvws_core.ports import SYSTEM, RecordKey, Vault
from lvws_core.referrals.allocation import WorkerRole
from lvws_core.times import utc
from lvws_core.vocabulary import Borough, DomesticAbuseLevel
from portal.auth.tables import User
from portal.intake.allocation.model import AllocationReason, Changed, Terms, Worker, usual_terms
from portal.intake.tables import CaseAllocationRow, CaseRow, CaseWorkerRow

_TAKES = (Role.LEAD_CASEWORKER, Role.IDVA)


def add(
    session: Session,
    changed: Changed,
    *,
    change_id: UUID,
    owner_id: OrganisationId,
    policy_version: str,
    sealed: bytes | None = None,
) -> None:
    """Store one change of worker, with its note as `sealed_note` gave it."""
    place(session, changed, change_id=change_id, owner_id=owner_id, policy_version=policy_version, sealed=sealed)
    session.flush()


def place(
    session: Session,
    changed: Changed,
    *,
    change_id: UUID,
    owner_id: OrganisationId,
    policy_version: str,
    sealed: bytes | None = None,
) -> None:
    """Do as `add`; the row goes to the database with the next flush, among many of its kind."""
    session.add(
        CaseAllocationRow(
            id=change_id,
            owner_organisation_id=owner_id,
            case_id=changed.case_id,
            from_worker=changed.from_worker,
            from_role=changed.from_role and changed.from_role.value,
            to_worker=changed.to_worker,
            to_role=changed.to_role and changed.to_role.value,
            by_user=changed.by,
            reason=changed.reason.value,
            at=utc(changed.at),
            policy_version=policy_version,
            sealed_note=sealed,
        )
    )


def sealed_note(vault: Vault, key: RecordKey, change_id: UUID, note: str) -> bytes:
    """Seal the note of a change under the key of the person whom the case is about."""
    return vault.seal(key, _column(change_id), note)


def _column(change_id: UUID) -> str:
    return f"case_allocation.note:{change_id}"


def of_case(
    session: Session, case_id: CaseId, vault: Vault | None = None, key: RecordKey | None = None
) -> tuple[Changed, ...]:
    """Give every change of a case's worker, the first one first; with the key of the person, the notes too.

    Those are red: whoever asks for them records the read.

    Raises:
        Invalid: What is stored was sealed for another place.
    """
    rows = session.scalars(
        select(CaseAllocationRow)
        .where(col(CaseAllocationRow.case_id) == case_id)
        .order_by(col(CaseAllocationRow.at), col(CaseAllocationRow.id))
    )
    return tuple(_changed(row, vault, key) for row in rows)


def workers(session: Session, organisation_id: OrganisationId, policy: Policy) -> tuple[Worker, ...]:
    """Give the organisation's caseworkers who stand open, by name, with what each has."""
    rows = session.execute(
        select(User.id, User.display_name, User.roles, CaseWorkerRow)  # type: ignore[call-overload]
        .outerjoin(CaseWorkerRow, col(CaseWorkerRow.user_id) == col(User.id))
        .where(
            col(User.organisation_id) == organisation_id,
            col(User.disabled_at).is_(None),
            or_(*(col(User.roles).contains(role.value) for role in _TAKES)),
        )
        .order_by(col(User.display_name), col(User.id))
    ).all()
    loads = _loads(session, organisation_id, policy)
    return tuple(_worker(row, loads, policy) for row in rows)


def _worker(row: Any, loads: Mapping[UUID, tuple[int, int]], policy: Policy) -> Worker:
    points, count = loads.get(row.id, (0, 0))
    kept, roles = row.CaseWorkerRow, frozenset(Role(key) for key in row.roles.split())
    terms = usual_terms(roles, policy) if kept is None else _terms(kept)
    return Worker(id=UserId(row.id), name=row.display_name, terms=terms, points=points, cases=count)


def _loads(session: Session, organisation_id: OrganisationId, policy: Policy) -> dict[UUID, tuple[int, int]]:
    rows = session.execute(
        select(col(CaseRow.allocated_to), func.sum(_points(policy)), func.count())
        .where(
            col(CaseRow.owner_organisation_id) == organisation_id,
            col(CaseRow.closed_on).is_(None),
            col(CaseRow.allocated_to).is_not(None),
        )
        .group_by(col(CaseRow.allocated_to)),
        execution_options=SYSTEM,
    )
    return {worker: (int(points), int(count)) for worker, points, count in rows}


def _points(policy: Policy) -> ColumnElement[int]:
    level = col(CaseRow.da_level)
    enhanced = or_(level.is_not(None), col(CaseRow.epr).is_(True))
    return case(
        (level == DomesticAbuseLevel.HIGH.value, policy.case_points_high),
        (enhanced, policy.case_points_enhanced),
        else_=policy.case_points_other,
    )


def worker_known_to(
    session: Session, organisation_id: OrganisationId, person_id: PersonId, *, besides: CaseId
) -> UserId | None:
    """Give the worker who had the person's last case before this one, None where there was none."""
    found = session.execute(
        select(col(CaseRow.allocated_to))
        .where(
            col(CaseRow.owner_organisation_id) == organisation_id,
            col(CaseRow.person_id) == person_id,
            col(CaseRow.id) != besides,
            col(CaseRow.allocated_to).is_not(None),
        )
        .order_by(col(CaseRow.created_at).desc(), col(CaseRow.id).desc())
        .limit(1),
        execution_options=SYSTEM,
    ).scalar_one_or_none()
    return None if found is None else UserId(found)


def put_terms(session: Session, worker_id: UserId, owner_id: OrganisationId, terms: Terms) -> None:
    """Store what a caseworker takes."""
    kept = session.scalars(select(CaseWorkerRow).where(col(CaseWorkerRow.user_id) == worker_id)).one_or_none()
    row = kept or CaseWorkerRow(user_id=worker_id, owner_organisation_id=owner_id, worker_role="", most_points=0)
    row.worker_role, row.most_points = terms.role.value, terms.most_points
    row.boroughs = " ".join(borough.value for borough in Borough if borough in terms.boroughs)
    session.add(row)
    session.flush()


def _terms(row: CaseWorkerRow) -> Terms:
    boroughs = frozenset(Borough(key) for key in row.boroughs.split())
    return Terms(role=WorkerRole(row.worker_role), most_points=row.most_points, boroughs=boroughs)


def _changed(row: CaseAllocationRow, vault: Vault | None, key: RecordKey | None) -> Changed:
    return Changed(
        case_id=CaseId(row.case_id),
        from_worker=UserId(row.from_worker) if row.from_worker else None,
        from_role=WorkerRole(row.from_role) if row.from_role else None,
        to_worker=UserId(row.to_worker),
        to_role=WorkerRole(row.to_role) if row.to_role else None,
        by=UserId(row.by_user),
        reason=AllocationReason(row.reason),
        at=utc(row.at),
        note=_note(row, vault, key),
    )


def _note(row: CaseAllocationRow, vault: Vault | None, key: RecordKey | None) -> str:
    if vault is None or key is None or row.sealed_note is None:
        return ""
    return vault.open(key, _column(row.id), row.sealed_note)
