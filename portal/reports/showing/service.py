"""Making a report: from the counts of whole months, or from the cases themselves for any other period."""

from collections.abc import Iterable
from datetime import datetime

import msgspec

from lvws_core import desk as desks
from lvws_core.actors import Role
from lvws_core.errors import Invalid
from portal.reports import store as cases
from portal.reports.counting import store
from portal.reports.counting.model import Counted
from portal.reports.defining.model import Definition, Table, table_of
from portal.reports.periods.model import Span, year_of

Desk = desks.Desk[store.Session]
"""The desk of this slice, with the session of its store."""


class Made(msgspec.Struct, frozen=True, kw_only=True):
    """A report that was made; `counted_at` is up to when cases were counted (aware UTC), None before the first count.

    A `protected` one has everything withheld that may not leave the service.
    """

    table: Table
    counted_at: datetime | None
    protected: bool


def make(desk: Desk, definition: Definition, span: Span, *, protected: bool) -> Made:
    """Make the table of a period, in two statements, or one where the period is none that is published.

    Raises:
        Invalid: `not_published`: only whole months, quarters and financial years may leave the service.

    Source: MON-01, TOP-20.
    """
    if span.is_published:
        found = store.mark(desk.session)
        first = year_of(span.first).first  # what is withheld depends on what was published before in the year
        counted: Iterable[Counted] = store.read(desk.session, definition.cube, first, span.last)
        counted_at = None if found is None else found.counted_at
    elif protected:
        raise Invalid("to", "not_published")
    else:
        counted, counted_at = _counted_now(desk, definition, span), desk.now
    return Made(
        table=table_of(definition, span, counted, protected=protected), counted_at=counted_at, protected=protected
    )


def sees_small(desk: Desk) -> bool:
    """Say whether the actor sees small figures and periods that are not published: a lead's manager does."""
    return desk.actor.has(Role.LEAD_MANAGER)


def look(desk: Desk, definition: Definition, span: Span) -> Made:
    """Make a report for the screen, as the actor may see it.

    Raises:
        Invalid: `not_published`: another period is for a lead's manager alone.
    """
    return make(desk, definition, span, protected=not sees_small(desk))


def give_out(desk: Desk, definition: Definition, span: Span, kind: str) -> Made:
    """Make a report that leaves the service; event `report.given_out` with its name, period and kind.

    Raises:
        Invalid: `not_published`.
    """
    made = make(desk, definition, span, protected=True)
    period = {"first": span.first.isoformat(), "last": span.last.isoformat()}
    desk.note(
        "report.given_out",
        desk.actor.organisation_id,
        name=definition.name,
        version=definition.version,
        file=kind,
        **period,
    )
    return made


def _counted_now(desk: Desk, definition: Definition, span: Span) -> tuple[Counted, ...]:
    found = cases.counts_of(desk.session, definition.cube, span.first, span.last)
    return tuple(Counted(month=month, key=key, number=number) for (month, key), number in found.items())
