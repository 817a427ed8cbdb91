"""The address of the board: `/co-locations`."""

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromQuery

from colocations.board.comparison import web as comparison
from colocations.board.counts import web as counts
from colocations.board.pages import BoardPage, board_page
from colocations.contacts import store as contacts
from colocations.contacts.model import late_before
from colocations.sites.service import Desk, listed
from lvws_core.actors import Permission, may


@get("/co-locations", opt={"permission": Permission.SITE_READ, "reading": True}, sync_to_thread=True)
def show_board(desk: NamedDependency[Desk], after: FromQuery[str | None] = None) -> BoardPage:
    """Show the sites that the actor may see, with what is overdue and who has it."""
    may_change = may(desk.actor, Permission.SITE_WRITE).allowed
    unlinked = contacts.count_unlinked(desk.session, late_before(desk.now, desk.calendar)) if may_change else 0
    return board_page(
        listed(desk, after), desk.today, desk.calendar, may_change=may_change, after=after, unlinked=unlinked
    )


HANDLERS = (show_board, *comparison.HANDLERS, *counts.HANDLERS)
"""Every address of this slice."""
