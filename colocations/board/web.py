"""The address of the board: `/co-locations`."""

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromQuery

from colocations.board.comparison import web as comparison
from colocations.board.counts import web as counts
from colocations.board.months.pages import month_table
from colocations.board.numbers import web as numbers
from colocations.board.numbers.service import asked_month, beside, month_of_sites
from colocations.board.pages import BoardPage, board_page
from colocations.contacts import store as contacts
from colocations.contacts.model import late_before
from colocations.sites.pages import When
from colocations.sites.service import Desk, listed
from lvws_core.actors import Permission, may


@get("/co-locations", opt={"permission": Permission.SITE_READ, "reading": True}, sync_to_thread=True)
def show_board(
    desk: NamedDependency[Desk], after: FromQuery[str | None] = None, month: FromQuery[str] = ""
) -> BoardPage:
    """Show the sites that the actor may see: what is overdue, who has it, who is cleared, what is covered, a month.

    Raises:
        Missing: It is no month that is offered.
    """
    asked = asked_month(month, desk.today)
    may_change = may(desk.actor, Permission.SITE_WRITE).allowed
    waiting = contacts.count_unlinked(desk.session, late_before(desk.now, desk.calendar)) if may_change else 0
    found = listed(desk, after)
    there = [each.site for each in found.items]
    return board_page(
        found,
        beside(desk, there) if there else {},
        When(now=desk.now, calendar=desk.calendar),
        may_change=may_change,
        after=after,
        month=month_table(there, month_of_sites(desk, there, asked) if there else {}, asked, desk.today),
        unlinked=waiting,
    )


HANDLERS = (show_board, *comparison.HANDLERS, *counts.HANDLERS, *numbers.HANDLERS)
"""Every address of this slice."""
