"""Drafts of assessments and of referrals, and intakes that came back: whose they are, never what is in them."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlmodel import Session as Session  # given on to the service, which names no framework
from sqlmodel import col

from lvws_core.ids import OrganisationId, Reference, UserId
from lvws_core.referrals import RequestStatus
from portal.caseload.tasks.model import Kind, Task
from portal.people.tables import PersonRow, RiskDraftRow
from portal.referrals.tables import RequestRow

_MOST = 100


def begun_by(session: Session, owner_id: OrganisationId, worker_id: UserId) -> Iterator[Task]:
    """Give the assessments and referrals that a worker has begun and not finished, the oldest first."""
    drafts = session.execute(
        select(PersonRow.reference)  # type: ignore[call-overload]
        .join(RiskDraftRow, col(RiskDraftRow.person_id) == col(PersonRow.id))
        .where(col(RiskDraftRow.kept_by) == worker_id)
        .order_by(col(RiskDraftRow.kept_at))
        .limit(_MOST)
    )
    for (person,) in drafts:
        yield _task(Kind.RISK_DRAFT, person, f"/people/{person}/risk/new", worker_id)
    requests = session.execute(
        select(RequestRow.reference, PersonRow.reference.label("person"))  # type: ignore[attr-defined, call-overload]
        .join(PersonRow, col(PersonRow.id) == col(RequestRow.person_id))
        .where(
            col(RequestRow.owner_organisation_id) == owner_id,
            col(RequestRow.status) == RequestStatus.DRAFT.value,
            col(RequestRow.created_by) == worker_id,
        )
        .order_by(col(RequestRow.changed_at))
        .limit(_MOST)
    )
    for reference, person in requests:
        yield _task(Kind.REFERRAL_DRAFT, reference, f"/refer/{person}/{reference}", worker_id)


def _task(kind: Kind, about: str, href: str, worker_id: UserId) -> Task:
    return Task(kind=kind, about=Reference(about), href=href, worker_id=worker_id)
