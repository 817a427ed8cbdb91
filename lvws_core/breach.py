"""A breach of personal data: by when the partner has to say what it saw, and by when the regulator is told."""

from datetime import datetime, timedelta

import msgspec

from lvws_core.given import require_aware
from lvws_core.policy import DEFAULT, Policy
from lvws_core.times import in_words, utc
from lvws_core.vocabulary import Labelled


class BreachClock(Labelled):
    """What runs once a breach is known; both in real hours, nights and holidays included."""

    PARTNER = "partner", "The partner says what it saw"
    REGULATOR = "regulator", "The regulator is told, or it is decided why not"


class Deadline(msgspec.Struct, frozen=True, kw_only=True):
    """One clock with the instant, in UTC, at which it runs out; `met_at` is None while it runs.

    Raises:
        Invalid: An instant is naive.
    """

    clock: BreachClock
    due_at: datetime
    met_at: datetime | None = None

    def __post_init__(self) -> None:
        """Refuse naive instants."""
        require_aware("due_at", self.due_at)
        require_aware("met_at", self.met_at)

    def is_overdue(self, now: datetime) -> bool:
        """Say whether it has run out unmet, or was met too late; the instant itself is already too late."""
        return (self.met_at or now) >= self.due_at

    def in_words(self, now: datetime) -> str:
        """Say how it stands: "Due tomorrow 10:00", "Overdue: it was due today 10:00", "Done today 09:30"."""
        if self.met_at is not None:
            late = ", too late" if self.is_overdue(now) else ""
            return f"Done {in_words(self.met_at, now)}{late}"
        due = in_words(self.due_at, now)
        return f"Overdue: it was due {due}" if self.is_overdue(now) else f"Due {due}"


def deadlines(
    known_at: datetime,
    *,
    partner_said_at: datetime | None = None,
    decided_at: datetime | None = None,
    policy: Policy = DEFAULT,
) -> tuple[Deadline, Deadline]:
    """Give the two clocks of a breach that was known at an instant (aware): the partner's, then the regulator's.

    Raises:
        Invalid: An instant is naive.

    Source: domain 4.9 (`breach_notify_hours`): UK GDPR Article 33(1), 72 hours after becoming aware;
    partner to lead within 24 hours (project default).
    """
    known = utc(known_at)
    partner = known + timedelta(hours=policy.breach_partner_hours)
    regulator = known + timedelta(hours=policy.breach_regulator_hours)
    return (
        Deadline(clock=BreachClock.PARTNER, due_at=partner, met_at=partner_said_at),
        Deadline(clock=BreachClock.REGULATOR, due_at=regulator, met_at=decided_at),
    )


def soonest(found: tuple[Deadline, ...]) -> datetime | None:
    """Give the instant at which the next clock runs out that is not met yet, None where all are."""
    return min((deadline.due_at for deadline in found if deadline.met_at is None), default=None)
