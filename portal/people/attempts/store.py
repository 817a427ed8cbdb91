"""Rows of attempts, and those that partners recorded on the person's offers."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlmodel import Session, col, select

from lvws_core.consent.contact import Attempt, AttemptOutcome, Channel
from lvws_core.ids import OrganisationId, PersonId, UserId
from lvws_core.ports import RecordKey
from lvws_core.referrals import Move, Note
from lvws_core.referrals.moving import OFFER_MOVED
from lvws_core.referrals.notes import OFFER_NOTED
from partners.offers.tables import OfferEventRow, OfferRow
from portal.people.attempts.model import MadeAttempt
from portal.people.tables import ContactAttemptRow

_MOST = 100


def add(session: Session, key: RecordKey, made: MadeAttempt, *, attempt_id: UUID, by: UserId, at: datetime) -> None:
    """Store an attempt to reach the person whose key it is; `at` is when it was recorded."""
    session.add(
        ContactAttemptRow(
            id=attempt_id,
            owner_organisation_id=key.organisation_id,
            person_id=key.record_id,
            tried_at=made.attempt.at,
            recorded_at=at,
            recorded_by=by,
            channel=made.attempt.channel.value,
            outcome=made.attempt.outcome.value,
            minutes=made.minutes,
        )
    )
    session.flush()


def of_person(session: Session, person_id: PersonId) -> tuple[MadeAttempt, ...]:
    """Give the attempts of every service to reach a person, newest first, at most a hundred of each side (CONT-22)."""
    return of_people(session, (person_id,)).get(person_id, ())


def of_people(session: Session, people: Collection[PersonId]) -> Mapping[PersonId, tuple[MadeAttempt, ...]]:
    """Give the same for many people in two statements; at most a hundred times their number of each side in all."""
    most = _MOST * max(len(people), 1)
    own = session.exec(
        select(ContactAttemptRow)
        .where(col(ContactAttemptRow.person_id).in_(people))
        .order_by(col(ContactAttemptRow.tried_at).desc())
        .limit(most)
    )
    made = [(PersonId(row.person_id), _made(row)) for row in own]
    theirs = session.exec(
        select(OfferEventRow.kind, OfferEventRow.detail, OfferRow.organisation_id, OfferRow.person_id)
        .join(OfferRow, col(OfferRow.id) == OfferEventRow.offer_id)
        .where(col(OfferRow.person_id).in_(people), col(OfferEventRow.kind).in_((OFFER_MOVED, OFFER_NOTED)))
        .order_by(col(OfferEventRow.at).desc())
        .limit(most)
    )
    for kind, raw, organisation_id, person_id in theirs:
        attempt = _told(kind, msgspec.json.decode(raw))
        if attempt is not None:
            found = MadeAttempt(attempt=attempt, organisation_id=OrganisationId(organisation_id))
            made.append((PersonId(person_id), found))
    ordered = sorted(made, key=lambda each: each[1].attempt.at, reverse=True)
    return {whose: tuple(found for other, found in ordered if other == whose) for whose in {each for each, _ in made}}


def _made(row: ContactAttemptRow) -> MadeAttempt:
    attempt = Attempt(at=row.tried_at, channel=Channel(row.channel), outcome=AttemptOutcome(row.outcome))
    owner = OrganisationId(row.owner_organisation_id)
    return MadeAttempt(attempt=attempt, organisation_id=owner, minutes=row.minutes)


def _told(kind: str, detail: Mapping[str, Any]) -> Attempt | None:
    """Give the attempt that a line of an offer tells of, None where it tells of something else."""
    if kind == OFFER_NOTED and detail.get("note") == Note.ATTEMPT and "tried_at" in detail:
        outcome, at = AttemptOutcome(detail["result"]), detail["tried_at"]
    elif kind == OFFER_MOVED and detail.get("move") == Move.FIRST_CONTACT and "reached_at" in detail:
        outcome, at = AttemptOutcome.SPOKE, detail["reached_at"]
    else:
        return None
    return Attempt(at=datetime.fromisoformat(at), channel=Channel(detail["channel"]), outcome=outcome)
