"""Cover: who could take a shift that its worker cannot work, and what was asked of whom.

Proposed are only those who are cleared for the site on that day, not away, and on shift nowhere else.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from uuid import UUID

import msgspec

from colocations.rota.model import Facts, Shift, against
from lvws_core.ids import UserId
from lvws_core.reasons import Reason
from lvws_core.vocabulary.labelled import Labelled


class Answer(Labelled):
    """What became of the question whether somebody covers."""

    AGREED = "agreed", "Covers"
    DECLINED = "declined", "Cannot"
    TAKEN_BACK = "taken_back", "Taken back"


class CoverAsk(msgspec.Struct, frozen=True, kw_only=True):
    """A question to a worker whether they cover a shift; `answer` is None while it is open. Instants are aware."""

    id: UUID
    shift_id: UUID
    worker_id: UserId
    asked_by: UserId
    asked_at: datetime
    answer: Answer | None = None
    answered_at: datetime | None = None


class Candidate(msgspec.Struct, frozen=True, kw_only=True):
    """A worker who might cover, with every reason why they cannot; none where they can."""

    worker_id: UserId
    reasons: tuple[Reason, ...] = ()


def in_place(shift: Shift, worker_id: UserId, shift_id: UUID) -> Shift:
    """Give the shift with which a worker covers another."""
    return Shift(
        id=shift_id,
        site_id=shift.site_id,
        worker_id=worker_id,
        period=shift.period,
        department=shift.department,
        covers_id=shift.id,
    )


def candidates(facts: Facts, shift: Shift, others: Iterable[Shift], workers: Iterable[UserId]) -> tuple[Candidate, ...]:
    """Give everybody but the worker of a shift, those who can cover first; the others with every reason why not.

    Source: COLO-03; features, leave-aware cover.
    """
    colleagues = (each for each in workers if each != shift.worker_id)
    return who_could(facts, lambda each: in_place(shift, each, shift.id), others, colleagues)


def who_could(
    facts: Facts, shift_of: Callable[[UserId], Shift], others: Iterable[Shift], workers: Iterable[UserId]
) -> tuple[Candidate, ...]:
    """Give workers, those first who could take the shift that `shift_of` makes for each; the others with every reason.

    Source: COLO-03.
    """
    known = tuple(others)
    found = [Candidate(worker_id=each, reasons=against(facts, shift_of(each), known)) for each in workers]
    return tuple(sorted(found, key=lambda each: (len(each.reasons), str(each.worker_id))))
