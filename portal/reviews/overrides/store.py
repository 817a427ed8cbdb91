"""Rows of overrides: added once, changed only by the second person and by the review."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlmodel import Session as Session  # given on to the service, which names no framework
from sqlmodel import and_, col, or_, select, update

from lvws_core.consent import DataCategory
from lvws_core.consent.sharing import Ground, Schedule1
from lvws_core.errors import Conflict, Missing
from lvws_core.ids import OrganisationId, PersonId, Reference, RequestId, ServiceId, UserId
from lvws_core.paging import PAGE_SIZE, Page, decode_cursor, encode_cursor, page_of
from lvws_core.ports import RecordKey, Vault
from lvws_core.reasons import because
from lvws_core.times import utc
from portal.reviews.overrides.model import (
    Asked,
    KeptOverride,
    Outweighs,
    OverrideKind,
    OverrideStatus,
    ReviewDecision,
    ToldPerson,
    Views,
    Written,
)
from portal.reviews.tables import OverrideRow

_WORDS, _DECISION = "override.words", "override.decision"
_MOST_WAITING = 100
_CHANGED = because("version_changed", "assurance P15", "Somebody else has just dealt with this.")


def add(session: Session, vault: Vault, kept: KeptOverride, written: Written | None, *, partner: UUID | None) -> None:
    """Store a new override with what was written, sealed; `partner` is whose actor adds it, None for the lead's."""
    key = vault.new_key(kept.owner_id, kept.id)
    asked = kept.asked
    session.add(
        OverrideRow(
            id=kept.id,
            owner_organisation_id=kept.owner_id,
            partner_organisation_id=partner,
            reference=kept.reference,
            kind=asked.kind.value,
            status=kept.status.value,
            request_id=asked.request_id,
            person_id=asked.person_id,
            offer_id=kept.offer_id,
            place=asked.place,
            organisation_id=asked.organisation_id,
            service_id=asked.service_id,
            grounds=" ".join(ground.value for ground in Ground if ground in asked.grounds),
            categories=" ".join(category.value for category in DataCategory if category in asked.categories),
            told=asked.told.value if asked.told else "",
            picked=asked.picked.value if asked.picked else "",
            views=asked.views.value if asked.views else "",
            outweighs=" ".join(each.value for each in Outweighs if each in asked.outweighs),
            asked_at=utc(kept.asked_at),
            asked_by=kept.asked_by,
            sealed_key=key.wrapped,
            sealed_words=vault.seal(key, _WORDS, msgspec.json.encode(written).decode()) if written else None,
        )
    )
    session.flush()


def get(session: Session, reference: Reference) -> KeptOverride:
    """Give an override.

    Raises:
        Missing: There is none, or not for this actor's organisation.
    """
    return _kept(_row(session, reference))


def words_of(session: Session, vault: Vault, reference: Reference) -> Written | None:
    """Open what was written; the caller records the read. None where its words stand with the offer.

    Raises:
        Missing: There is none, or not for this actor's organisation.
    """
    row = _row(session, reference)
    if row.sealed_words is None:
        return None
    return msgspec.json.decode(vault.open(_key(row), _WORDS, row.sealed_words), type=Written)


def of_request(session: Session, request_id: RequestId) -> tuple[KeptOverride, ...]:
    """Give the overrides of a request, the newest first."""
    rows = session.exec(
        select(OverrideRow)
        .where(OverrideRow.request_id == request_id)
        .order_by(col(OverrideRow.asked_at).desc(), col(OverrideRow.id))
    )
    return tuple(_kept(row) for row in rows)


def of_person(session: Session, person_id: PersonId) -> tuple[KeptOverride, ...]:
    """Give the overrides about a person under which something was sent, the newest first."""
    rows = session.exec(
        select(OverrideRow)
        .where(OverrideRow.person_id == person_id, col(OverrideRow.offer_id).is_not(None))
        .order_by(col(OverrideRow.asked_at).desc(), col(OverrideRow.id))
    )
    return tuple(_kept(row) for row in rows)


def waiting(session: Session) -> tuple[KeptOverride, ...]:
    """Give what waits for a second person, the longest first, at most a hundred."""
    rows = session.exec(
        select(OverrideRow)
        .where(OverrideRow.status == OverrideStatus.WAITING.value)
        .order_by(col(OverrideRow.asked_at), col(OverrideRow.id))
        .limit(_MOST_WAITING)
    )
    return tuple(_kept(row) for row in rows)


def newest(session: Session, *, after: str = "", only_open: bool = False) -> Page[KeptOverride]:
    """Give a page of the overrides, the newest first; `only_open` leaves out what was reviewed.

    Raises:
        Invalid: `after` is no cursor.
    """
    statement = select(OverrideRow)
    if only_open:
        statement = statement.where(col(OverrideRow.reviewed_at).is_(None))
    if after:
        at, id_ = decode_cursor(after, 2)
        before, last = _instant(at), _id(id_)
        tie = and_(col(OverrideRow.asked_at) == before, col(OverrideRow.id) < last)
        statement = statement.where(or_(col(OverrideRow.asked_at) < before, tie))
    ordered = statement.order_by(col(OverrideRow.asked_at).desc(), col(OverrideRow.id).desc()).limit(PAGE_SIZE + 1)
    rows = [_kept(row) for row in session.exec(ordered)]
    last_shown = rows[:PAGE_SIZE][-1] if rows else None
    cursor = encode_cursor(last_shown.asked_at.isoformat(), str(last_shown.id)) if last_shown else None
    return page_of(rows, cursor=cursor)


def _instant(text: str) -> datetime:
    try:
        return utc(datetime.fromisoformat(text))
    except ValueError as error:
        raise Missing from error


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise Missing from error


def second(session: Session, kept: KeptOverride, status: OverrideStatus, by: UserId, at: datetime) -> None:
    """Store what the second person said.

    Raises:
        Conflict: Somebody else has dealt with it meanwhile.
    """
    _change(session, kept, status=status.value, seconded_at=utc(at), seconded_by=by)


def review(
    session: Session, vault: Vault, kept: KeptOverride, decision: ReviewDecision, *, note: str, by: UserId, at: datetime
) -> None:
    """Store what information governance said; its note is sealed.

    Raises:
        Conflict: Somebody else has dealt with it meanwhile.
    """
    key = _key(_row(session, kept.reference))
    sealed = vault.seal(key, _DECISION, note) if note else None
    told = {"decision": decision.value, "reviewed_at": utc(at), "reviewed_by": by, "sealed_decision": sealed}
    _change(session, kept, **told)


def use(
    session: Session,
    request_id: RequestId,
    service_id: ServiceId,
    *,
    kinds: Collection[OverrideKind],
    offer_id: UUID,
    place: Reference,
) -> None:
    """Tie what was set aside for a request, of these kinds, to the offer that went out under it."""
    session.exec(
        update(OverrideRow)
        .where(
            col(OverrideRow.request_id) == request_id,
            col(OverrideRow.service_id) == service_id,
            col(OverrideRow.kind).in_([kind.value for kind in kinds]),
            col(OverrideRow.status) != OverrideStatus.REFUSED.value,
            col(OverrideRow.offer_id).is_(None),
        )
        .values(offer_id=offer_id, place=place)
        .execution_options(synchronize_session=False)
    )


def _change(session: Session, kept: KeptOverride, **values: Any) -> None:
    result = session.exec(
        update(OverrideRow)
        .where(col(OverrideRow.id) == kept.id, col(OverrideRow.version) == kept.version)
        .values(version=kept.version + 1, **values)
        .execution_options(synchronize_session=False)
    )
    if result.rowcount != 1:
        raise Conflict(_CHANGED)


def _row(session: Session, reference: Reference) -> OverrideRow:
    row = session.exec(select(OverrideRow).where(OverrideRow.reference == reference)).first()
    if row is None:
        raise Missing
    return row


def _key(row: OverrideRow) -> RecordKey:
    owner = OrganisationId(row.owner_organisation_id)
    return RecordKey(organisation_id=owner, record_id=row.id, wrapped=row.sealed_key or b"")


def _kept(row: OverrideRow) -> KeptOverride:
    return KeptOverride(
        id=row.id,
        reference=Reference(row.reference),
        owner_id=OrganisationId(row.owner_organisation_id),
        asked=_asked(row),
        status=OverrideStatus(row.status),
        asked_at=utc(row.asked_at),
        asked_by=UserId(row.asked_by),
        offer_id=row.offer_id,
        seconded_at=utc(row.seconded_at) if row.seconded_at else None,
        seconded_by=UserId(row.seconded_by) if row.seconded_by else None,
        reviewed_at=utc(row.reviewed_at) if row.reviewed_at else None,
        reviewed_by=UserId(row.reviewed_by) if row.reviewed_by else None,
        decision=ReviewDecision(row.decision) if row.decision else None,
        version=row.version,
    )


def _asked(row: OverrideRow) -> Asked:
    return Asked(
        kind=OverrideKind(row.kind),
        request_id=RequestId(row.request_id),
        person_id=PersonId(row.person_id),
        place=Reference(row.place),
        organisation_id=OrganisationId(row.organisation_id),
        service_id=ServiceId(row.service_id),
        grounds=frozenset(Ground(key) for key in row.grounds.split()),
        categories=frozenset(DataCategory(key) for key in row.categories.split()),
        told=ToldPerson(row.told) if row.told else None,
        picked=Schedule1(row.picked) if row.picked else None,
        views=Views(row.views) if row.views else None,
        outweighs=frozenset(Outweighs(key) for key in row.outweighs.split()),
    )
