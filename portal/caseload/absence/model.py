"""Absences: whole London days, no two of one worker at once, and who looks after what on a day."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

import msgspec

from lvws_core.forms import FieldError
from lvws_core.ids import UserId
from lvws_core.times import day_in_words
from lvws_core.vocabulary import Labelled

LONGEST: Final = timedelta(days=366)
"""The longest absence: whoever is away for longer hands over. A project default."""


class Absence(msgspec.Struct, frozen=True, kw_only=True):
    """London days on which a worker is away, both included; `cover_id` is None where nobody covers.

    `ended_at` (aware) is set when it was called off, or ended before its last day: it counts no more then.
    """

    id: UUID
    worker_id: UserId
    starts_on: date
    ends_on: date
    recorded_by: UserId
    recorded_at: datetime
    cover_id: UserId | None = None
    ended_at: datetime | None = None

    def runs_on(self, day: date) -> bool:
        """Say whether it runs on a London day."""
        return self.ended_at is None and self.starts_on <= day <= self.ends_on

    def overlaps(self, starts_on: date, ends_on: date) -> bool:
        """Say whether it shares a day with others, both ends included."""
        return self.ended_at is None and self.starts_on <= ends_on and starts_on <= self.ends_on


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """An absence as it was asked for."""

    starts_on: date
    ends_on: date
    cover_id: UserId | None = None


def against(
    asked: Asked, worker_id: UserId, known: Iterable[Absence], takers: Mapping[UserId, str], today: date
) -> tuple[FieldError, ...]:
    """Give everything that stands against an absence, each at its field; nothing when it can be recorded.

    `known` are the absences of everybody, `takers` the names of those who could cover.
    """
    every = tuple(known)
    starts, ends, cover = asked.starts_on, asked.ends_on, asked.cover_id
    own = next((each for each in every if each.worker_id == worker_id and each.overlaps(starts, ends)), None)
    away = next((each for each in every if each.worker_id == cover and each.overlaps(starts, ends)), None)
    covers = next((each for each in every if each.cover_id == worker_id and each.overlaps(starts, ends)), None)
    name = takers.get(cover, "") if cover is not None else ""
    causes = (
        ("ends_on", "before_start", ends < starts, "The last day is before the first: check both days"),
        ("ends_on", "over", ends < today, "These days are over: enter a last day that is today or later"),
        ("ends_on", "too_long", ends - starts > LONGEST, "This is more than a year: hand the caseload over instead"),
        (
            "starts_on",
            "overlaps",
            own is not None,
            f"They are away {_days(own)} already: change the days, or end that",
        ),
        ("cover", "not_a_cover", cover is not None and cover not in takers, "Choose somebody from the list"),
        ("cover", "away", away is not None, f"{name} is away {_days(away)}: choose somebody else"),
        (
            "starts_on",
            "covers",
            covers is not None,
            f"This worker covers for a colleague {_days(covers)}: name another cover there first",
        ),
    )
    return tuple(FieldError(field=field, code=code, text=text) for field, code, applies, text in causes if applies)


def _days(absence: Absence | None) -> str:
    if absence is None:
        return ""
    if absence.starts_on == absence.ends_on:
        return f"on {day_in_words(absence.starts_on)}"
    return f"from {day_in_words(absence.starts_on)} to {day_in_words(absence.ends_on)}"


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """Who may know of somebody: who is connected with them, and, where they are restricted, who is on the team.

    `team` is None where nobody has restricted them to it.
    """

    connected: frozenset[UserId] = frozenset()
    team: frozenset[UserId] | None = None


def may_cover(absence: Absence, known: Known) -> bool:
    """Say whether the cover of an absence may know of somebody; the gate for rows decides the same way.

    Nobody gives access that they do not have: to somebody restricted, the absence opens the way only if the
    worker who is away and whoever recorded it are both on the team.

    Source: TOP-17, ROUTE-08, MAR-50; assurance P5.
    """
    if absence.cover_id is None or absence.cover_id in known.connected:
        return False
    if known.team is None or absence.cover_id in known.team:
        return True
    return {absence.worker_id, absence.recorded_by} <= known.team


class Seer(Labelled):
    """Who looks after work on a day."""

    WORKER = "worker", "The worker"
    COVER = "cover", "The cover"
    MANAGER = "manager", "The manager"


class Post(msgspec.Struct, frozen=True, kw_only=True):
    """Who looks after something, and as what; `user_id` is None for the manager, whoever that is."""

    seer: Seer
    user_id: UserId | None = None


_NOBODY_BARRED: Final = Known()
_MANAGER: Final = Post(seer=Seer.MANAGER)


def looks_after(
    worker_id: UserId | None,
    absences: Iterable[Absence],
    day: date,
    *,
    open_accounts: frozenset[UserId],
    known: Known = _NOBODY_BARRED,
) -> Post:
    """Give who looks after the work of a worker on a London day: exactly one, always.

    The worker, unless the account is closed or they are away; then whoever covers, unless that account is
    closed, they are away themselves, or may not know of it; else the manager.

    Source: issue on people, Caseload; lifecycle 5, who is told when the recipient is off rota.
    """
    every = tuple(absences)
    if worker_id is None or worker_id not in open_accounts:
        return _MANAGER
    running = next((each for each in every if each.worker_id == worker_id and each.runs_on(day)), None)
    if running is None:
        return Post(seer=Seer.WORKER, user_id=worker_id)
    cover = running.cover_id
    is_away = any(each.worker_id == cover and each.runs_on(day) for each in every)
    if cover is None or cover not in open_accounts or is_away or not may_cover(running, known):
        return _MANAGER
    return Post(seer=Seer.COVER, user_id=cover)
