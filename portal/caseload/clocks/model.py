"""What is to be said of the end of a consent, and how many reviews are due to somebody; pure."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

import msgspec

from lvws_core.actors import Actor
from lvws_core.ids import OrganisationId, PersonId, Reference, UserId
from lvws_core.policy import Policy
from lvws_core.times import london_day, start_of_day
from notifications.notices.model import Audience, NoticeKind, Told
from portal.caseload.tasks.model import Task


class EndTold(StrEnum):
    """What was told of the end of a consent so far."""

    NOTHING = ""
    SOON = "soon"
    ENDED = "ended"


class Ending(msgspec.Struct, frozen=True, kw_only=True):
    """A consent in force with an end (aware UTC), and what was told of it."""

    id: UUID
    person_id: PersonId
    person: Reference
    organisation_id: OrganisationId
    ends_at: datetime
    told: EndTold = EndTold.NOTHING


def warns_until(now: datetime, policy: Policy) -> datetime:
    """Give the instant (UTC) up to which an end is soon: what ends before it is told of.

    That is the whole of the London day `Policy.consent_warn_days` ahead.
    """
    return start_of_day(london_day(now) + timedelta(days=policy.consent_warn_days + 1))


def to_tell(ends_at: datetime, told: EndTold, now: datetime, policy: Policy) -> EndTold | None:
    """Give what is to be said of the end of a consent by now, None for nothing; each once, the end instead of both.

    At the very instant at which it ends it counts no more (CONS-22).
    """
    if ends_at <= now:
        stage = EndTold.ENDED
    elif ends_at < warns_until(now, policy):
        stage = EndTold.SOON
    else:
        return None
    return None if told in {stage, EndTold.ENDED} else stage


_KINDS = {EndTold.SOON: NoticeKind.CONSENT_ENDS, EndTold.ENDED: NoticeKind.CONSENT_ENDED}


def told_of_end(ending: Ending, stage: EndTold, worker_id: UserId | None, cover_id: UserId | None) -> tuple[Told, ...]:
    """Give whom the end of a consent is told to: the key worker and whoever covers, else the lead's managers."""
    audience = Audience.MANAGERS if worker_id is None else Audience.TEAM
    whom = [worker_id] if worker_id is None or cover_id is None else [worker_id, cover_id]
    return tuple(
        Told(
            organisation_id=ending.organisation_id,
            audience=audience,
            kind=_KINDS[stage],
            user_id=each,
            due_at=ending.ends_at,
        )
        for each in whom
    )


def due_by(tasks: Iterable[Task], today: date) -> int:
    """Give how many of these have come to their London day."""
    return sum(each.due_at is not None and london_day(each.due_at) <= today for each in tasks)


def told_of_reviews(worker: Actor, many: int) -> Told | None:
    """Give the one notice of a day to somebody to whom so many reviews are due, None where none is."""
    if not many:
        return None
    return Told(
        organisation_id=worker.organisation_id,
        audience=Audience.TEAM,
        kind=NoticeKind.REVIEWS_DUE,
        user_id=worker.id,
        many=many,
    )
