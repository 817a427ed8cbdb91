"""The sample of the week: on Monday, of all that was opened the week before, some records are drawn for review."""

from datetime import timedelta
from typing import Final

from lvws_core.desk import Desk
from lvws_core.ids import Reference
from lvws_core.times import start_of_day
from portal.limits import store
from portal.limits.store import Opened
from portal.reviews.access import service as reviews
from portal.reviews.access.model import Line, LineKind, is_drawn, week_before

_WEEK: Final = timedelta(days=7)


def draw_week(desk: Desk[store.Session]) -> tuple[Reference, ...]:
    """Draw the sample of the week before, once, and give the lines that it makes.

    What is drawn follows from the week, the account and the record alone; weeks are London's. The desk is the
    clock's, in a transaction of the system.

    Source: assurance P6: a weekly sample of 5 %.
    """
    week = week_before(desk.today)
    if not store.begin_week(desk.session, week, desk.now):
        return ()
    found = store.opened_between(desk.session, start_of_day(week), start_of_day(week + _WEEK))
    percent = desk.policy.sample_percent
    drawn = [each for each in found if is_drawn(week, each.staff_id, each.record_id, percent)]
    return tuple(_listed(desk, each, f"sample:{week.isoformat()}:{each.staff_id}:{each.record_id}") for each in drawn)


def _listed(desk: Desk[store.Session], opened: Opened, slot: str) -> Reference:
    line = Line(
        id=desk.new_id(),
        reference=desk.new_reference(),
        owner_id=opened.organisation_id,
        kind=LineKind.SAMPLE,
        staff_id=opened.staff_id,
        at=opened.at,
        slot=slot,
        person_id=store.person_of(desk.session, opened),
        record=opened.record,
        record_id=opened.record_id,
    )
    reviews.list_line(desk, line)
    return line.reference
