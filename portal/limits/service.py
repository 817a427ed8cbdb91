"""Counting what was opened before it is shown: told to a reviewer, stopped, and let on with a reason."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

import msgspec

from lvws_core import desk as desks
from lvws_core.events import Event
from notifications.duty import store as duty
from notifications.preferences.model import is_rest
from portal.limits import store
from portal.limits.model import COUNTED, Verdict, may_stop, verdict
from portal.reviews.access import service as reviews
from portal.reviews.access import store as lines
from portal.reviews.access.model import LineKind

HOUR: Final = timedelta(hours=1)
"""How far back records are counted, and how long a reason lets somebody on."""

Desk = desks.Desk[lines.Session]
"""The desk of this slice, with the session of its store."""


class TooManyError(Exception):
    """More records than an hour allows were opened; `records` says how many. Nothing of them was shown."""

    def __init__(self, records: int) -> None:
        super().__init__()
        self.records = records


def settle(desk: Desk, events: Sequence[Event], *, is_safety: bool = False) -> None:
    """Look, before a page that opened records is shown, at how many it is by now; one statement unless it is many.

    `is_safety` says that the page is one for making contact safely, or a form that is no search: what was typed
    is never lost. It is counted, and never stopped.

    Raises:
        TooManyError: It is over the limit, no reason was given, and it is no safety work.

    Source: assurance P6, T16; T-INS.
    """
    if not any(event.kind in COUNTED for event in events):
        return
    _out_of_hours(desk)
    records = store.opened_since(desk.session, desk.actor, desk.now - HOUR)
    said = verdict(records, desk.policy)
    if said is Verdict.FREE:
        return
    if said is Verdict.OVER and not is_safety and may_stop(events) and not _is_let_on(desk):
        raise TooManyError(records)
    list_count(desk, LineKind.MANY, records)
    if said is not Verdict.WATCHED:
        list_count(desk, LineKind.LIMIT, records)


def list_count(desk: Desk, kind: LineKind, records: int) -> None:
    """Put a count on the list of reviews, once an hour."""
    slot = f"{kind.value}:{desk.actor.id}:{desk.now:%Y-%m-%dT%H}"
    reviews.list_line(desk, msgspec.structs.replace(reviews.new_line(desk, kind, slot=slot), records=records))


def go_on(desk: Desk, reason: str) -> None:
    """Let the actor on for an hour, and tell who looks at it why; event `limit.passed`.

    Source: assurance P6: safety work is never stopped by a counter.
    """
    records = store.opened_since(desk.session, desk.actor, desk.now - HOUR)
    line = reviews.new_line(desk, LineKind.WENT_ON, slot=f"went_on:{desk.new_id()}")
    until = desk.now + HOUR
    desk.note("limit.passed", desk.actor.id, until=until.isoformat(), records=records)
    reviews.list_line(desk, msgspec.structs.replace(line, until=until, records=records), reason)


def _is_let_on(desk: Desk) -> bool:
    return lines.runs_until(desk.session, desk.actor.id, LineKind.WENT_ON, desk.now) is not None


def _out_of_hours(desk: Desk) -> None:
    """List, once a London day, that records were opened outside working hours by somebody who is not on duty."""
    if not is_rest(desk.now, desk.calendar, desk.policy):
        return
    slot = f"{LineKind.OUT_OF_HOURS.value}:{desk.actor.id}:{desk.today.isoformat()}"
    if lines.is_listed(desk.session, slot):
        return
    if desk.actor.id not in duty.on_duty(desk.session, [desk.actor.organisation_id], desk.now):
        reviews.list_line(desk, reviews.new_line(desk, LineKind.OUT_OF_HOURS, slot=slot))
