"""Rows of consents, and the organisations that they can name."""

from collections.abc import Collection, Mapping, Sequence

from sqlmodel import Session, col, select, update

from lvws_core.consent import Consent, ConsentStatus, DataCategory, Purpose
from lvws_core.errors import Conflict
from lvws_core.ids import ConsentId, OrganisationId, PersonId, UserId
from lvws_core.ports import RecordKey
from lvws_core.reasons import because
from lvws_core.referrals import Direction
from portal.auth.tables import Organisation
from portal.people.consent.model import Alone, Method, PartnerOrganisation, RecordedConsent
from portal.people.tables import ConsentRow

_MOST = 500


def add(session: Session, key: RecordKey, recorded: RecordedConsent, sealed_footing: bytes | None = None) -> None:
    """Store a new consent of the person whose key it is, with its footing where there is one to keep."""
    consent = recorded.consent
    session.add(
        ConsentRow(
            id=consent.id,
            owner_organisation_id=key.organisation_id,
            person_id=consent.person_id,
            organisation_id=consent.organisation_id,
            categories=" ".join(category.value for category in DataCategory if category in consent.categories),
            purpose=consent.purpose.value,
            explicit=consent.explicit,
            status=consent.status.value,
            valid_from=consent.valid_from,
            expires_at=consent.expires_at,
            withdrawn_at=consent.withdrawn_at,
            version=recorded.version,
            captured_at=recorded.captured_at,
            captured_by=recorded.captured_by,
            method=recorded.method.value,
            alone=recorded.alone.value,
            limits_explained=recorded.limits_explained,
            notice_version=recorded.notice_version,
            review_on=recorded.review_on,
            ask_again_on=recorded.ask_again_on,
            sealed_footing=sealed_footing,
        )
    )
    session.flush()


def of_person(session: Session, person_id: PersonId) -> tuple[RecordedConsent, ...]:
    """Give every consent of a person, newest first, at most five hundred."""
    rows = session.exec(
        select(ConsentRow)
        .where(ConsentRow.person_id == person_id)
        .order_by(col(ConsentRow.captured_at).desc(), col(ConsentRow.id).desc())
        .limit(_MOST)
    )
    return tuple(_recorded(row) for row in rows)


def of_people(session: Session, person_ids: Collection[PersonId]) -> Mapping[PersonId, tuple[Consent, ...]]:
    """Give the consents that are in force by their status, of each of these people, in one statement."""
    rows = session.exec(
        select(ConsentRow).where(
            col(ConsentRow.person_id).in_(person_ids), ConsentRow.status == ConsentStatus.ACTIVE.value
        )
    )
    found: dict[PersonId, list[Consent]] = {}
    for row in rows:
        found.setdefault(PersonId(row.person_id), []).append(_recorded(row).consent)
    return {person_id: tuple(consents) for person_id, consents in found.items()}


def put_status(session: Session, changed: Consent, *, expected_version: int) -> None:
    """Store the status that a consent has come to.

    Raises:
        Conflict: Somebody else changed it meanwhile.
    """
    result = session.exec(
        update(ConsentRow)
        .where(col(ConsentRow.id) == changed.id, col(ConsentRow.version) == expected_version)
        .values(status=changed.status.value, withdrawn_at=changed.withdrawn_at, version=expected_version + 1)
    )
    if result.rowcount != 1:
        raise Conflict(because("version_stale", "I4", "This consent was changed meanwhile."))


def partner_organisations(session: Session, direction: Direction = Direction.ONWARD) -> Sequence[PartnerOrganisation]:
    """Give the organisations that can be referred to this way, by name: onward the partners, inward the lead."""
    kind = "partner" if direction == Direction.ONWARD else "lead"
    rows = session.exec(
        select(Organisation.id, Organisation.name).where(Organisation.kind == kind).order_by(Organisation.name)
    )
    return tuple(PartnerOrganisation(id=OrganisationId(id_), name=name) for id_, name in rows)


def _recorded(row: ConsentRow) -> RecordedConsent:
    consent = Consent(
        id=ConsentId(row.id),
        person_id=PersonId(row.person_id),
        organisation_id=OrganisationId(row.organisation_id),
        categories=frozenset(DataCategory(key) for key in row.categories.split()),
        purpose=Purpose(row.purpose),
        explicit=row.explicit,
        status=ConsentStatus(row.status),
        valid_from=row.valid_from,
        expires_at=row.expires_at,
        withdrawn_at=row.withdrawn_at,
    )
    return RecordedConsent(
        consent=consent,
        captured_at=row.captured_at,
        captured_by=UserId(row.captured_by),
        method=Method(row.method),
        alone=Alone(row.alone),
        limits_explained=row.limits_explained,
        notice_version=row.notice_version,
        version=row.version,
        review_on=row.review_on,
        ask_again_on=row.ask_again_on,
    )
