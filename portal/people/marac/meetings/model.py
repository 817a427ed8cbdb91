"""A panel's meeting, when its agenda closes, and the actions that it agrees."""

from datetime import date, timedelta
from uuid import UUID

import msgspec
from msgspec.structs import replace

from lvws_core.errors import Conflict
from lvws_core.ids import Reference, UserId
from lvws_core.reasons import because
from lvws_core.times import WorkingCalendar
from lvws_core.vocabulary import Borough
from lvws_core.vocabulary.labelled import Labelled

CUT_OFF_DAYS = 8
"""Working days before a meeting at which its agenda closes. Source: domain 2.6, MAR-04."""


class Meeting(msgspec.Struct, frozen=True, kw_only=True):
    """A meeting of the panel of a borough; `on` is its London day."""

    id: UUID
    panel: Borough
    on: date

    def closes_on(self, calendar: WorkingCalendar) -> date:
        """Give the London day on which the agenda closes. An urgent case is listed later too (MAR-05)."""
        day, left = self.on, CUT_OFF_DAYS
        while left:
            day -= timedelta(days=1)
            left -= calendar.is_working_day(day)
        return day


class ActionStatus(Labelled):
    """How far an action has come. Source: domain 2.7."""

    OPEN = "open", "Open"
    DONE = "done", "Done"
    NOT_DONE = "not_done", "Not done"


class Words(msgspec.Struct, frozen=True, kw_only=True):
    """What is written of an action, and sealed: who does what, and why it was not done."""

    agency: str
    owner: str
    text: str
    reason: str = ""


class Action(msgspec.Struct, frozen=True, kw_only=True):
    """An action that a meeting agreed; days are London's, `settled_on` is the day of the evidence."""

    id: UUID
    referral_id: UUID
    due_on: date
    words: Words
    status: ActionStatus = ActionStatus.OPEN
    settled_on: date | None = None
    settled_by: UserId | None = None

    def is_overdue(self, today: date) -> bool:
        """Say whether it is open past its day."""
        return self.status is ActionStatus.OPEN and today > self.due_on


class Overdue(msgspec.Struct, frozen=True, kw_only=True):
    """An action past its day, on a list: of which referral and person, and when it was due."""

    person: Reference
    mark: Reference
    due_on: date


class Settled(msgspec.Struct, frozen=True, kw_only=True):
    """What became of an action: done or not, the day of the evidence, and why not."""

    status: ActionStatus
    on: date
    reason: str = ""


def settle(action: Action, said: Settled, by: UserId) -> Action:
    """Give the action as it was settled.

    Raises:
        Conflict: It was settled before.
    """
    if action.status is not ActionStatus.OPEN:
        raise Conflict(because("already_settled", "domain 2.7", "This action was settled already. Read it again."))
    words = replace(action.words, reason=said.reason)
    return replace(action, status=said.status, settled_on=said.on, settled_by=by, words=words)
