"""Rows of reviews: opened once, decided once, listed by what runs out soonest."""

from datetime import datetime
from uuid import UUID

import msgspec
from sqlmodel import Session as Session  # given on to the service, which names no framework
from sqlmodel import and_, col, or_, select, update

from lvws_core.consent import DataCategory
from lvws_core.errors import Conflict, Missing
from lvws_core.ids import OrganisationId, Reference, UserId
from lvws_core.paging import PAGE_SIZE, Page, decode_cursor, encode_cursor, page_of
from lvws_core.ports import RecordKey, Vault
from lvws_core.reasons import because
from lvws_core.times import utc
from partners.offers.history.store import stops
from portal.reviews.misdirected.model import Decided, KeptReview, PersonTold, Regulator
from portal.reviews.tables import ReviewRow

_WORDS = "review.words"
_CHANGED = because("already_decided", "assurance P15", "Somebody else has just decided this.")


def add(session: Session, vault: Vault, kept: KeptReview, owner_id: OrganisationId) -> None:
    """Store a new review."""
    session.add(
        ReviewRow(
            id=kept.id,
            owner_organisation_id=owner_id,
            offer_id=kept.offer_id,
            reference=kept.reference,
            organisation_id=kept.organisation_id,
            categories=" ".join(category.value for category in DataCategory if category in kept.categories),
            known_at=utc(kept.known_at),
            reported_by=kept.reported_by,
            sealed_key=vault.new_key(owner_id, kept.id).wrapped,
        )
    )
    session.flush()


def get(session: Session, reference: Reference) -> KeptReview:
    """Give the review of an offer.

    Raises:
        Missing: There is none, or not for this actor's organisation.
    """
    row = _row(session, reference)
    return _kept(row, stops(session, [row.offer_id]).get(row.offer_id))


def soonest(session: Session, *, after: str = "", decided: bool = False) -> Page[KeptReview]:
    """Give a page of what is not decided, what was known first first; or of what is, the newest first.

    The clocks run equally long for each, so what was known first runs out soonest.

    Raises:
        Invalid: `after` is no cursor.
    """
    is_open = col(ReviewRow.decided_at).is_(None)
    statement = select(ReviewRow).where(~is_open if decided else is_open)
    if after:
        at, id_ = _key_of(after)
        known, last = col(ReviewRow.known_at), col(ReviewRow.id)
        beyond = known < at if decided else known > at
        tie = and_(known == at, last < id_ if decided else last > id_)
        statement = statement.where(or_(beyond, tie))
    order = (col(ReviewRow.known_at), col(ReviewRow.id))
    ordered = statement.order_by(*(each.desc() if decided else each.asc() for each in order)).limit(PAGE_SIZE + 1)
    rows = list(session.exec(ordered))
    stopped = stops(session, [row.offer_id for row in rows])
    kept = [_kept(row, stopped.get(row.offer_id)) for row in rows]
    shown = kept[:PAGE_SIZE][-1] if kept else None
    return page_of(kept, cursor=encode_cursor(shown.known_at.isoformat(), str(shown.id)) if shown else None)


def _key_of(cursor: str) -> tuple[datetime, UUID]:
    at, id_ = decode_cursor(cursor, 2)
    try:
        return utc(datetime.fromisoformat(at)), UUID(id_)
    except ValueError as error:
        raise Missing from error


def decide(session: Session, vault: Vault, kept: KeptReview, decided: Decided, *, by: UserId, at: datetime) -> None:
    """Store what was decided; the reasons are sealed.

    Raises:
        Conflict: Somebody else has decided it meanwhile.
    """
    row = _row(session, kept.reference)
    key = _key(row)
    result = session.exec(
        update(ReviewRow)
        .where(col(ReviewRow.id) == kept.id, col(ReviewRow.decided_at).is_(None))
        .values(
            regulator=decided.regulator.value,
            person_told=decided.person_told.value,
            decided_at=utc(at),
            decided_by=by,
            version=kept.version + 1,
            sealed_words=vault.seal(key, _WORDS, msgspec.json.encode(decided).decode()),
        )
        .execution_options(synchronize_session=False)
    )
    if result.rowcount != 1:
        raise Conflict(_CHANGED)


def decided_words(session: Session, vault: Vault, reference: Reference) -> Decided | None:
    """Open what was decided; the caller records the read. None until it is.

    Raises:
        Missing: There is no such review, or not for this actor's organisation.
    """
    row = _row(session, reference)
    if row.sealed_words is None:
        return None
    return msgspec.json.decode(vault.open(_key(row), _WORDS, row.sealed_words), type=Decided)


def _row(session: Session, reference: Reference) -> ReviewRow:
    row = session.exec(select(ReviewRow).where(ReviewRow.reference == reference)).first()
    if row is None:
        raise Missing
    return row


def _key(row: ReviewRow) -> RecordKey:
    owner = OrganisationId(row.owner_organisation_id)
    return RecordKey(organisation_id=owner, record_id=row.id, wrapped=row.sealed_key or b"")


def _kept(row: ReviewRow, stopped_at: datetime | None) -> KeptReview:
    return KeptReview(
        id=row.id,
        offer_id=row.offer_id,
        reference=Reference(row.reference),
        organisation_id=OrganisationId(row.organisation_id),
        categories=frozenset(DataCategory(key) for key in row.categories.split()),
        known_at=utc(row.known_at),
        reported_by=UserId(row.reported_by),
        decided_at=utc(row.decided_at) if row.decided_at else None,
        decided_by=UserId(row.decided_by) if row.decided_by else None,
        regulator=Regulator(row.regulator) if row.regulator else None,
        person_told=PersonTold(row.person_told) if row.person_told else None,
        stopped_at=stopped_at,
        version=row.version,
    )
