"""Rows of MARAC referrals: read by this slice alone, written with their version."""

from collections.abc import Iterable
from datetime import date
from typing import Final
from uuid import UUID

import msgspec
from sqlmodel import Session as Session  # given on to the service, which names no framework
from sqlmodel import and_, col, or_, select, update

from lvws_core.errors import Conflict, Missing
from lvws_core.ids import PersonId, Reference, UserId
from lvws_core.ports import RecordKey, Vault
from lvws_core.reasons import because
from lvws_core.times import utc
from lvws_core.vocabulary import Borough
from portal.people.marac.content.model import Check, Content, Earlier
from portal.people.marac.model import EDITABLE, Filed, Move, Referral, Status, Step
from portal.people.marac.tables import MaracReferralRow, MaracStepRow
from portal.people.tables import PersonRow

MOST: Final = 50
"""How many referrals a list shows at most; who waits longest comes first."""

_CHANGES = (
    *("version", "asked_at", "submitted_at", "bypassed_by", "bypass_due_on", "meeting_id", "heard_on"),
    *("peer_due_on", "feedback_due_on"),
)


def add(session: Session, vault: Vault, key: RecordKey, made: Referral, content: Content) -> None:
    """Store a new referral about the person whose key it is."""
    session.add(
        MaracReferralRow(
            id=made.id,
            owner_organisation_id=key.organisation_id,
            person_id=key.record_id,
            reference=made.reference,
            version=made.version,
            status=made.status.value,
            panel=made.panel.value,
            author_id=made.author_id,
            created_at=utc(made.created_at),
            sealed_content=_sealed(vault, key, made.id, content),
        )
    )
    session.flush()


def get(session: Session, vault: Vault, key: RecordKey, reference: Reference) -> tuple[Referral, Content]:
    """Give a referral of the person whose key it is, with what is written.

    It opens red fields: whoever calls it records the read.

    Raises:
        Missing: There is none, not for this actor, or it is about somebody else.
    """
    row = session.exec(select(MaracReferralRow).where(MaracReferralRow.reference == reference)).first()
    if row is None or row.person_id != key.record_id:
        raise Missing
    text = vault.open(key, _column(row.id), row.sealed_content)
    return _referral(row), msgspec.json.decode(text, type=Content)


def put(session: Session, made: Referral, *, expected_version: int) -> None:
    """Store a referral after a move, if nobody else changed it since `expected_version`.

    Raises:
        Conflict: The version is not the expected one any more.
    """
    values = {name: getattr(made, name) for name in _CHANGES}
    plain = {"status": made.status.value, "panel": made.panel.value}
    _write(session, made.id, expected_version, {**values, **plain})


def put_content(
    session: Session, vault: Vault, key: RecordKey, made: Referral, content: Content, *, expected_version: int
) -> None:
    """Store what is written, and the panel that follows from it.

    Raises:
        Conflict: As `put`.
    """
    sealed = _sealed(vault, key, made.id, content)
    values = {"version": made.version, "panel": made.panel.value, "sealed_content": sealed}
    _write(session, made.id, expected_version, values)


def add_step(session: Session, vault: Vault, key: RecordKey, referral_id: UUID, step: Step) -> None:
    """Store a move with its note."""
    session.add(
        MaracStepRow(
            id=step.id,
            owner_organisation_id=key.organisation_id,
            referral_id=referral_id,
            move=step.move.value,
            at=utc(step.at),
            by=step.by,
            version=step.version,
            checked=" ".join(sorted(step.checked)),
            sealed_note=vault.seal(key, _note_column(step.id), step.note),
        )
    )
    session.flush()


def steps(session: Session, vault: Vault, key: RecordKey, referral_id: UUID) -> tuple[Step, ...]:
    """Give every move of a referral, newest first; it opens red fields."""
    rows = session.exec(
        select(MaracStepRow)
        .where(MaracStepRow.referral_id == referral_id)
        .order_by(col(MaracStepRow.version).desc())
        .limit(MOST)
    )
    return tuple(_step(vault, key, row) for row in rows)


def of_person(session: Session, person_id: PersonId) -> tuple[Referral, ...]:
    """Give the referrals about a person, newest first; nothing sealed is opened."""
    rows = session.exec(
        select(MaracReferralRow)
        .where(MaracReferralRow.person_id == person_id)
        .order_by(col(MaracReferralRow.created_at).desc(), col(MaracReferralRow.id))
        .limit(MOST)
    )
    return tuple(_referral(row) for row in rows)


def earlier(session: Session, person_id: PersonId, besides: UUID | None) -> tuple[Earlier, ...]:
    """Give the referrals of a person that went to a panel, but for one; nothing sealed is opened."""
    found = (each for each in of_person(session, person_id) if each.id != besides)
    return tuple(
        Earlier(referred_on=each.referred_on, heard_on=each.heard_on) for each in found if each.referred_on is not None
    )


def in_review(session: Session) -> tuple[Filed, ...]:
    """Give the referrals that wait for an IDVA, the longest first."""
    query = MaracReferralRow.status == Status.IN_REVIEW.value
    return _filed(session, query, col(MaracReferralRow.asked_at))


def bypassed(session: Session) -> tuple[Filed, ...]:
    """Give the referrals that went past the check and were not reviewed, the earliest due first."""
    return _filed(session, col(MaracReferralRow.bypass_due_on).is_not(None), col(MaracReferralRow.bypass_due_on))


def to_peer_check(session: Session) -> tuple[Filed, ...]:
    """Give the referrals that a second IDVA looks at, the earliest due first (MAR-40)."""
    return _filed(session, col(MaracReferralRow.peer_due_on).is_not(None), col(MaracReferralRow.peer_due_on))


def second_looks(session: Session) -> tuple[Filed, ...]:
    """Give both of these in one statement: what left without a check, or alone, and was not looked at since."""
    waits = or_(col(MaracReferralRow.bypass_due_on).is_not(None), col(MaracReferralRow.peer_due_on).is_not(None))
    return _filed(session, waits, col(MaracReferralRow.submitted_at))


def to_tell(session: Session) -> tuple[Filed, ...]:
    """Give the referrals of which the person has not heard what the meeting agreed, the earliest due first."""
    return _filed(session, col(MaracReferralRow.feedback_due_on).is_not(None), col(MaracReferralRow.feedback_due_on))


def by_reference(session: Session, reference: Reference) -> Filed:
    """Give a referral by its own reference, with that of the person; nothing sealed is opened.

    Raises:
        Missing: There is none, or not for this actor.
    """
    found = _filed(session, MaracReferralRow.reference == reference, col(MaracReferralRow.created_at))
    if not found:
        raise Missing
    return found[0]


def by_id(session: Session, referral_id: UUID) -> Referral:
    """Give a referral; nothing sealed is opened.

    Raises:
        Missing: There is none, or not for this actor.
    """
    row = session.exec(select(MaracReferralRow).where(MaracReferralRow.id == referral_id)).first()
    if row is None:
        raise Missing
    return _referral(row)


def to_list(session: Session) -> tuple[Filed, ...]:
    """Give the referrals that a panel has and no meeting lists yet, the oldest first."""
    query = MaracReferralRow.status == Status.SUBMITTED.value
    return _filed(session, query, col(MaracReferralRow.submitted_at))


def listed_for(session: Session, meeting_id: UUID) -> tuple[Filed, ...]:
    """Give the referrals that a meeting lists or has heard, in the order in which they were submitted."""
    query = MaracReferralRow.meeting_id == meeting_id
    return _filed(session, query, col(MaracReferralRow.submitted_at))


def waiting_for(session: Session, panel: Borough) -> tuple[Filed, ...]:
    """Give the referrals that a panel has and no meeting lists yet, the oldest first."""
    query = and_(col(MaracReferralRow.status) == Status.SUBMITTED.value, col(MaracReferralRow.panel) == panel.value)
    return _filed(session, query, col(MaracReferralRow.submitted_at))


def unfinished(session: Session, author_id: UserId) -> tuple[Filed, ...]:
    """Give an author's drafts, what came back to them, and what the person has to hear, the oldest first."""
    open_ = [status.value for status in EDITABLE]
    waits = or_(col(MaracReferralRow.status).in_(open_), col(MaracReferralRow.feedback_due_on).is_not(None))
    query = and_(col(MaracReferralRow.author_id) == author_id, waits)
    return _filed(session, query, col(MaracReferralRow.created_at))


def flag_days(session: Session, person_id: PersonId) -> tuple[date, ...]:
    """Give the days from which a person is flagged: those of referrals and hearings (MAR-30, MAR-33)."""
    rows = session.exec(
        select(MaracReferralRow).where(
            MaracReferralRow.person_id == person_id,
            or_(col(MaracReferralRow.submitted_at).is_not(None), col(MaracReferralRow.heard_on).is_not(None)),
        )
    )
    found = [_referral(row) for row in rows]
    return tuple(day for each in found for day in (each.referred_on, each.heard_on) if day is not None)


def _filed(session: Session, query: object, order: object) -> tuple[Filed, ...]:
    rows = session.exec(
        select(MaracReferralRow, PersonRow.reference)
        .join(PersonRow, col(PersonRow.id) == col(MaracReferralRow.person_id))
        .where(query, col(PersonRow.sealed_key).is_not(None))  # type: ignore[arg-type]
        .order_by(order, col(MaracReferralRow.id))  # type: ignore[arg-type]
        .limit(MOST)
    )
    return tuple(Filed(referral=_referral(row), person=Reference(person)) for row, person in rows)


def _write(session: Session, referral_id: UUID, expected_version: int, values: dict[str, object]) -> None:
    result = session.exec(
        update(MaracReferralRow)
        .where(col(MaracReferralRow.id) == referral_id, col(MaracReferralRow.version) == expected_version)
        .values(**values)
    )
    if result.rowcount != 1:
        raise Conflict(because("version_stale", "I4", "Somebody else changed this referral meanwhile."))


def _referral(row: MaracReferralRow) -> Referral:
    return Referral(
        id=row.id,
        reference=Reference(row.reference),
        person_id=PersonId(row.person_id),
        author_id=UserId(row.author_id),
        created_at=utc(row.created_at),
        status=Status(row.status),
        version=row.version,
        panel=Borough(row.panel),
        asked_at=None if row.asked_at is None else utc(row.asked_at),
        submitted_at=None if row.submitted_at is None else utc(row.submitted_at),
        bypassed_by=None if row.bypassed_by is None else UserId(row.bypassed_by),
        bypass_due_on=row.bypass_due_on,
        meeting_id=row.meeting_id,
        heard_on=row.heard_on,
        peer_due_on=row.peer_due_on,
        feedback_due_on=row.feedback_due_on,
    )


def _step(vault: Vault, key: RecordKey, row: MaracStepRow) -> Step:
    return Step(
        id=row.id,
        move=Move(row.move),
        at=utc(row.at),
        by=UserId(row.by),
        version=row.version,
        checked=frozenset(_checks(row.checked.split())),
        note=vault.open(key, _note_column(row.id), row.sealed_note),
    )


def _checks(keys: Iterable[str]) -> Iterable[Check]:
    return (Check(key) for key in keys)


def _sealed(vault: Vault, key: RecordKey, referral_id: UUID, content: Content) -> bytes:
    return vault.seal(key, _column(referral_id), msgspec.json.encode(content).decode())


def _column(row_id: UUID) -> str:
    return f"marac_referral.content:{row_id}"


def _note_column(row_id: UUID) -> str:
    return f"marac_step.note:{row_id}"
